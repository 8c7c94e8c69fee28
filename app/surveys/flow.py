"""The way through a survey: which page comes when, what it asks, and what is handed in."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from app.surveys import documents
from app.surveys.answers import AnswerError, clean, message
from app.surveys.events import after
from app.surveys.language.scope import system_clock
from app.surveys.page_states import PageState, page_state, question_state
from app.surveys.question_types.composite import PAGE, Composite
from app.surveys.situation import Clock, Situation
from app.surveys.structure import Container, Page, Survey
from app.surveys.validation import container_errors, question_errors
from app.surveys.validators import Patience
from app.surveys.wording import filled_html

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Path:
    """What these answers lead past: pages with something on them, and questions to answer."""

    pages: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Page `number` of `count`."""

    number: int
    count: int


def _pages(situation: Situation) -> list[Page]:
    return [page for page in situation.survey.pages if situation.has_content(page)]


def path(survey: Survey, answers: Answers, *, now: Clock = system_clock) -> Path:
    """The visible pages and questions, in order."""
    situation = Situation(survey, answers, now=now)
    seen = tuple(name for name in survey.questions if situation.visible[name])
    return Path(tuple(page.name for page in _pages(situation)), seen)


def first_page(survey: Survey, answers: Answers, *, now: Clock = system_clock) -> str | None:
    return next(iter(path(survey, answers, now=now).pages), None)


def next_page(
    survey: Survey, answers: Answers, name: str, *, now: Clock = system_clock
) -> str | None:
    """The page after this one, or None where it is the last."""
    later = _names_from(survey, name, 1)
    return next((one for one in path(survey, answers, now=now).pages if one in later), None)


def previous_page(
    survey: Survey, answers: Answers, name: str, *, now: Clock = system_clock
) -> str | None:
    """The page before this one, or None where it is the first."""
    later = _names_from(survey, name, 0)
    before = [one for one in path(survey, answers, now=now).pages if one not in later]
    return before[-1] if before else None


def _names_from(survey: Survey, name: str, offset: int) -> set[str]:
    names = [page.name for page in survey.pages]
    start = names.index(name) + offset if name in names else len(names)
    return set(names[start:])


def progress(
    survey: Survey, answers: Answers, name: str, *, now: Clock = system_clock
) -> Progress | None:
    """Where a page stands among the pages to be seen; None off the path."""
    pages = path(survey, answers, now=now).pages
    return Progress(pages.index(name) + 1, len(pages)) if name in pages else None


def page(
    survey: Survey,
    answers: Answers,
    name: str,
    lang: str,
    *,
    seed: str = "",
    now: Clock = system_clock,
) -> PageState | None:
    """What a page asks with these answers; None where it is not on their path.

    `seed` decides random orders: the same for one respondent, different for each.
    """
    found = pages(survey, answers, lang, seed=seed, now=now, only=name)
    return next(found, None)


def pages(
    survey: Survey,
    answers: Answers,
    lang: str,
    *,
    seed: str = "",
    now: Clock = system_clock,
    only: str | None = None,
) -> Iterator[PageState]:
    """What every page on the path of these answers asks, or only that of a name."""
    situation = Situation(survey, answers, now=now, lang=lang)
    found = _pages(situation)
    for number, one in enumerate(found, start=1):
        if only in (None, one.name):
            situation.page_number = number
            yield page_state(situation, one, number, len(found), seed)


def cleaned(survey: Survey, given: Answers) -> dict[str, object]:
    """Answers as they are stored, however they came; unknown ones are left for validation."""
    stored: dict[str, object] = {}
    for key, value in given.items():
        questions = survey.by_key.get(key)
        stored[key] = questions[0].clean(value) if questions else clean(value)
    return stored


def answered(
    survey: Survey, answers: Answers, given: Answers, *, now: Clock = system_clock
) -> dict[str, object]:
    """The answers after these were given: cleaned, with what setvalue, copyvalue and
    runexpression triggers, setValueIf and resetValueIf make of the change."""
    return after(survey, answers, cleaned(survey, given), now)


def validate_page(
    survey: Survey, answers: Answers, name: str, lang: str, *, now: Clock = system_clock
) -> list[AnswerError]:
    """What is wrong with the answers on one page, in its order; where the author wants errors
    only at the end, the last page tells of all pages and the others of nothing."""
    judged = validate_pages(survey, answers, lang, now=now, only=name)
    return [error for _name, errors in judged for error in errors]


def validate_pages(
    survey: Survey,
    answers: Answers,
    lang: str,
    *,
    now: Clock = system_clock,
    only: str | None = None,
) -> Iterator[tuple[str, list[AnswerError]]]:
    """The same of every page on the path, one after another, or only of that of a name."""
    situation = Situation(survey, answers, now=now, lang=lang)
    patience, pages = Patience(), _pages(situation)
    at_once = survey.check_errors_mode == "onComplete"
    for one in pages:
        if only in (None, one.name):
            last = pages if one is pages[-1] else []
            judged = last if at_once else [one]
            yield (
                one.name,
                [error for page in judged for error in _page_errors(situation, page, patience)],
            )


def _page_errors(situation: Situation, page: Container, patience: Patience) -> list[AnswerError]:
    errors = []
    for question in page.questions:
        if question.ANSWERED and situation.visible[question.name]:
            errors += question_errors(situation, question_state(situation, question), patience)
            for inner in situation.inner.get(question.name, ()):
                errors += _page_errors(inner, inner.survey.containers[PAGE], patience)
    for container in page.containers:
        if situation.has_content(container):
            errors += container_errors(situation, container)
    return errors


def validate_all(
    survey: Survey, given: Answers, lang: str, *, now: Clock = system_clock
) -> list[AnswerError]:
    """Everything wrong with a whole set of answers, those it should not hold included."""
    answers = cleaned(survey, given)
    situation = Situation(survey, answers, now=now, lang=lang)
    errors = [error for key in given for error in _misplaced(situation, key, answers[key])]
    patience = Patience()
    for one in _pages(situation):
        errors += _page_errors(situation, one, patience)
    return errors


def _misplaced(situation: Situation, key: str, value: object) -> list[AnswerError]:
    """What is wrong with an answer's being there at all, those inside it included."""
    errors = _misplaced_here(situation, key, value)
    asked = next(iter(situation.survey.by_key.get(key, ())), None)
    if errors or not isinstance(asked, Composite) or not asked.fits(value):
        return errors
    unknown = [AnswerError(asked.address, "unknown", message("unknown"))]
    for inner in situation.inner.get(asked.name, ()):
        for name, said in inner.entry.answers.items():
            if not any(name in twin.template.by_key for twin in _twins(situation, asked)):
                errors += _misplaced(inner, name, said)
    return errors + (unknown if asked.unknown(value) else [])


def _twins(situation: Situation, question: Composite) -> list[Composite]:
    """Other questions made of questions that store their answers in the same place."""
    sharing = situation.survey.by_key[question.key]
    return [one for one in sharing if isinstance(one, Composite) and one is not question]


def _misplaced_here(situation: Situation, key: str, value: object) -> list[AnswerError]:
    survey = situation.survey
    place = next((one.place for one in survey.everything), "")
    found = _misplacement(situation, key, value)
    return [AnswerError(place + key, found, message(found))] if found else []


def _misplacement(situation: Situation, key: str, value: object) -> str:
    """Why an answer is not one to what is asked; "" where it is."""
    survey = situation.survey
    questions = survey.by_key.get(key, ())
    commented = survey.comments.get(key)
    if not questions and commented is None:
        return "unknown"
    if value is None:
        return ""
    if commented is not None and not questions:
        if not isinstance(value, str):
            return "type"
        fits = situation.visible[commented.name] and commented.takes_comment(
            situation.values.get(commented.name)
        )
        return "" if fits else "hidden"
    seen = [one for one in questions if situation.visible[one.name]]
    kept = any(situation.clearing(one) == "none" for one in questions)
    if not seen and not kept:
        return "hidden"
    if any(one.formula is not None and value != situation.values[one.name] for one in seen):
        return "read_only"
    if seen and all(one.read_only and value != one.default_value for one in seen):
        return "read_only"
    return ""


def completed(survey: Survey, given: Answers, *, now: Clock = system_clock) -> dict[str, object]:
    """What is handed in: the answers on the path and nothing else, in the survey's order."""
    answers = cleaned(survey, given)
    situation = Situation(survey, answers, now=now)
    result = documents.handed_in(situation)
    for calculated in survey.calculated_values:
        value = situation.calculated[calculated.name.lower()]
        if calculated.include_into_result and value is not None:
            result[calculated.name] = value
    return result


def completed_html(
    survey: Survey, answers: Answers, lang: str, *, now: Clock = system_clock
) -> tuple[Markup, str] | None:
    """The author's closing words (safe HTML) and their language; None where there are none."""
    situation = Situation(survey, answers, now=now, lang=lang)
    for ending in survey.completed_html_on_condition:
        if ending.html and ending.expression and ending.expression.condition(situation.scope):
            return filled_html(situation, ending.html)
    return filled_html(situation, survey.completed_html) if survey.completed_html else None


def closing_for_everyone(survey: Survey, lang: str) -> tuple[Markup, str] | None:
    """The author's closing words where nobody's answers are known; None where they show some."""
    own = survey.completed_html
    if own is None or own.places:
        return None
    return filled_html(Situation(survey, {}, lang=lang), own)


def estimate_minutes(survey: Survey) -> int:
    """About how long answering takes: whole minutes, at least one."""
    return max(1, math.ceil(_seconds(survey) / 60))


def _seconds(survey: Survey) -> int:
    """What is asked inside counts for each entry that is there at first, and once at least."""
    seconds = 0
    for one in survey.elements.values():
        if isinstance(one, Composite):
            seconds += max(1, len(one.entries(None))) * _seconds(one.template)
        else:
            seconds += one.SECONDS
    return seconds
