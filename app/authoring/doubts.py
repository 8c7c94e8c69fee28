"""What makes a definition that loads hard or impossible to answer: found before it is published.

Pure. A doubt is a warning: whoever publishes may know better.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from app.surveys.expressions import Expression
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choosing, Selecting
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.single import (
    BooleanQuestion,
    DropdownQuestion,
    RadioQuestion,
    RatingQuestion,
)
from app.surveys.question_types.written import TextQuestion
from app.surveys.situation import Situation
from app.surveys.structure import Container, Survey
from app.surveys.validators import Validator

ONE = (RadioQuestion, DropdownQuestion, RatingQuestion, BooleanQuestion)
"""Questions with one answer of a few."""

MOST_TRIED = 300
"""Sets of answers that are tried to see whether a condition is ever met."""

PERSONAL_INPUTS = frozenset({"email", "tel"})
PERSONAL_WORDS = re.compile(
    r"\b(your (full )?name|first name|last name|surname|e-?mail|phone|address|date of birth|"
    r"social security|personal identity|nimi|nimesi|etunimi|sukunimi|sähköposti\w*|puhelin\w*|"
    r"osoite|osoitteesi|syntymäaika\w*|henkilötunnu\w*|namn|förnamn|efternamn|e-post\w*|telefon\w*|"
    r"adress|födelsedatum|personnummer|personbeteckning)\b",
    re.IGNORECASE,
)
"""Words of titles that ask who somebody is, in the languages of the service."""


class DoubtKind(StrEnum):
    """What is doubtful."""

    NEVER_SHOWN = "never shown"
    EMPTY = "empty"
    """A page or panel with nothing to show."""
    SAME_TEXT = "same text"
    """`words`: the text that two choices have."""
    NO_ANSWER_FITS = "no answer fits"
    PERSONAL = "personal"
    """It asks who answers."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about what stands at a path; `words` is what it quotes."""

    kind: DoubtKind
    path: str
    words: str = ""


def doubts(survey: Survey, *, is_anonymous: bool) -> list[Doubt]:
    """Every doubt about a definition, in its order."""
    found = [*_containers(survey)]
    for question in survey.everything:
        found += _never_shown(survey, question)
        found += _same_texts(survey, question)
        found += _unanswerable(question)
        if is_anonymous and question.ANSWERED and _is_personal(question):
            found.append(Doubt(DoubtKind.PERSONAL, question.path))
    return found


def _containers(survey: Survey) -> Iterator[Doubt]:
    for page in survey.pages:
        for container in page.containers:
            if not container.elements:
                yield Doubt(DoubtKind.EMPTY, container.path)
            elif _is_hidden(container) or not _can_be_met(survey, container):
                yield Doubt(DoubtKind.NEVER_SHOWN, container.path)


def _never_shown(survey: Survey, question: Question) -> Iterator[Doubt]:
    """Not what the engine itself warns of: a question that is switched off."""
    if not _is_hidden(question) and not _can_be_met(survey, question):
        yield Doubt(DoubtKind.NEVER_SHOWN, question.path)


def _is_hidden(element: Question | Container) -> bool:
    return not element.visible and element.visible_if is None


def _can_be_met(survey: Survey, element: Question | Container) -> bool:
    """Whether some answers show it; also where there are too many to try them all."""
    if element.visible_if is None:
        return True
    asked = _asked_by(survey, element.visible_if)
    values = [_values(question) for question in asked]
    tried = 1
    for one in values:
        tried *= len(one)
    if not values or not all(values) or tried > MOST_TRIED:
        return True
    keys = [question.key for question in asked]
    return any(
        _is_met(survey, element, dict(zip(keys, given, strict=True))) for given in product(*values)
    )


def _is_met(survey: Survey, element: Question | Container, answers: Mapping[str, object]) -> bool:
    situation = Situation(survey, {key: one for key, one in answers.items() if one is not None})
    condition = element.visible_if
    return condition is None or condition.condition(situation.scope)


def _asked_by(survey: Survey, condition: Expression) -> list[Question]:
    """The questions that a condition looks at, and those that these hang on; none where it looks
    at anything else."""
    found: dict[str, Question] = {}
    waiting = [condition]
    while waiting:
        for one in waiting.pop().references:
            question = survey.by_lowered_name.get(one.simple)
            if question is None:
                return []
            if question.name not in found:
                found[question.name] = question
                around = (question, *survey.around[question.name])
                conditions = (each.visible_if for each in around)  # type: ignore[attr-defined]
                waiting += [one for one in conditions if one is not None]
    return list(found.values())


def _values(question: Question) -> list[object]:
    """Answers to try, no answer among them; none where any text or number may be one."""
    if not isinstance(question, Choosing) or (
        isinstance(question, Selecting) and question.choices_from_question
    ):
        return []
    own: list[object] = [option.value for option in question.options_in("")]
    if isinstance(question, CheckboxQuestion):
        return [None, *([one] for one in own), own]
    return [None, *own] if isinstance(question, ONE) else []


def _same_texts(survey: Survey, question: Question) -> Iterator[Doubt]:
    """Choices that nobody can tell apart, in any language."""
    if not isinstance(question, Choosing):
        return
    seen: set[str] = set()
    for lang in survey.languages:
        texts = Counter(
            option.label.text.strip().casefold() for option in question.options_in(lang)
        )
        for option in question.options_in(lang):
            text = option.label.text.strip()
            if texts[text.casefold()] > 1 and text.casefold() not in seen:
                seen.add(text.casefold())
                yield Doubt(DoubtKind.SAME_TEXT, question.path, text)


def _unanswerable(question: Question) -> Iterator[Doubt]:
    """Rules that no answer can follow at the same time."""
    longest, shortest, low, high = [10**9], [0], [-1e18], [1e18]
    if isinstance(question, TextQuestion):
        low += [one for one in (question.min,) if isinstance(one, (int, float))]
        high += [one for one in (question.max,) if isinstance(one, (int, float))]
    limit = getattr(question, "max_length", -1)
    longest += [limit] if isinstance(limit, int) and limit > 0 else []
    for rule in question.validators:
        _limits(rule, low, high, shortest, longest)
    most = _most_choices(question)
    counts = [one.min_count for one in question.validators if one.min_count is not None]
    if max(low) > min(high) or max(shortest) > min(longest) or max([0, *counts]) > most:
        yield Doubt(DoubtKind.NO_ANSWER_FITS, question.path)


def _limits(
    rule: Validator, low: list[float], high: list[float], shortest: list[int], longest: list[int]
) -> None:
    if rule.type == "numeric":
        low += [rule.min_value] if rule.min_value is not None else []
        high += [rule.max_value] if rule.max_value is not None else []
    if rule.type == "text":
        shortest.append(rule.min_length)
        longest += [rule.max_length] if rule.max_length > 0 else []


def _most_choices(question: Question) -> float:
    if not isinstance(question, CheckboxQuestion) or question.choices_from_question:
        return float("inf")
    counts = [one.max_count for one in question.validators if one.max_count is not None]
    most = question.max_selected_choices or float("inf")
    return min([len(question.options_in("")), most, *counts])


def _is_personal(question: Question) -> bool:
    if not isinstance(question, TextQuestion):
        return False
    title = question.title
    said = [text for _lang, text in title.values] if title else [question.name]
    is_input = question.input_type in PERSONAL_INPUTS
    return is_input or any(PERSONAL_WORDS.search(text) for text in said)
