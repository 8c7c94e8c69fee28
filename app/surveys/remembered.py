"""What a form says of the values that it was shown with: which of them people have changed.

Rules of a survey work when an answer changes, and a computed default holds until somebody answers.
On a page that is sent again and again, both need to know what the page has shown before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.surveys import in_place
from app.surveys.events import has_rules, wakers
from app.surveys.page_states import PageState
from app.surveys.question_types.base import QuestionState
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.views import PanelView, QuestionView, asked
from app.surveys.structure import Survey

COMMENT = "-comment"
SHOWN, DEFAULT = "known", "followed"
"""Fields of a form: the values that it was shown with, and those among them that are defaults."""


@dataclass(frozen=True, slots=True)
class Before:
    """Controls whose values are as they were shown; among them those that nobody has answered:
    what stands there is a default that follows other answers; and those whose rules have to work
    anew."""

    same: frozenset[str] = frozenset()
    followed: frozenset[str] = frozenset()
    unkept: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


def is_needed(survey: Survey) -> bool:
    return has_rules(survey) or _has_computed_defaults(survey)


def _has_computed_defaults(survey: Survey) -> bool:
    return any(
        one.default_value_expression is not None
        or (isinstance(one, Composite) and _has_computed_defaults(one.template))
        for one in survey.everything
    )


def fields(
    survey: Survey,
    page: PageState,
    views: Iterable[PanelView | QuestionView],
    answers: Mapping[str, object],
) -> list[tuple[str, str]]:
    """What the form of a page says of its values; nothing where no rule asks for that."""
    if not is_needed(survey):
        return []
    shown = {view.name: in_place.fresh_digest(tuple(_sent(view))) for view in _leaves(views)}
    defaults = (name for name in _unanswered(page, answers) if name in shown)
    return [(SHOWN, in_place.written(shown.items())), (DEFAULT, " ".join(defaults))]


def read(posted: MultiDict[str, str], survey: Survey, page: PageState) -> Before:
    """What a posted form tells by those fields."""
    if SHOWN not in posted:
        return Before()
    known = in_place.read(posted[SHOWN])
    same = frozenset(name for name, digest in known.items() if digest == _digest(posted, name))
    followed = same.intersection(posted.get(DEFAULT, "").split())
    unkept = same & _unkept(survey, page)
    return Before(same, followed, unkept, frozenset(known) - same)


def _unkept(survey: Survey, page: PageState) -> frozenset[str]:
    """Controls whose rules set what a form does not send again: what is hidden or can't be
    changed. Where nothing else keeps that, their rules work each time."""
    if len(survey.pages) > 1:
        return frozenset()
    sent = {state.name for state in page.questions if not state.read_only}
    names = wakers(survey, sent) & survey.questions.keys()
    return frozenset(survey.questions[name].control for name in names)


def moved(posted: MultiDict[str, str], fields: Mapping[str, str]) -> Iterator[str]:
    """The controls whose defaults are not any more as a form was shown, and sent, them; `fields`:
    those of the page as it is now."""
    known, now = in_place.read(posted.get(SHOWN, "")), in_place.read(fields.get(SHOWN, ""))
    for name in posted.get(DEFAULT, "").split():
        if name in now and now[name] != known.get(name) == _digest(posted, name):
            yield name


def without(posted: MultiDict[str, str], controls: Collection[str]) -> MultiDict[str, str]:
    """A form as if it did not have these controls."""
    pairs = posted.items(multi=True)
    return MultiDict((name, one) for name, one in pairs if _control(name) not in controls)


def only(posted: MultiDict[str, str], controls: Collection[str]) -> MultiDict[str, str]:
    """A form as if it had no other controls."""
    pairs = posted.items(multi=True)
    return MultiDict((name, one) for name, one in pairs if _control(name) in controls)


def _control(name: str) -> str:
    return name.removesuffix(COMMENT)


def _digest(posted: MultiDict[str, str], name: str) -> str:
    values = (*posted.getlist(name), *posted.getlist(name + COMMENT))
    return in_place.fresh_digest(tuple(one.replace("\r\n", "\n") for one in values))


def _leaves(views: Iterable[PanelView | QuestionView]) -> Iterator[QuestionView]:
    for view in asked(tuple(views)):
        if view.entries:
            yield from _leaves(view.inner)
        elif view.widget not in ("html", "image", "expression", "file"):
            yield view


def _sent(view: QuestionView) -> Iterator[str]:
    """The values that a browser sends of a question as it is shown."""
    ticked = [option.value for option in view.options if option.checked and option.enabled]
    if view.widget == "ranking":
        yield from (f"{one.place}:{one.value}" if one.place else "" for one in view.options)
    elif view.widget == "dropdown":
        yield (ticked or [""])[0]
    elif view.options:
        yield from ticked
    else:
        yield view.value.replace("\r\n", "\n")
        if view.widget == "slider" and view.has_several:
            yield view.high_value
    if view.comment:
        yield view.comment.value.replace("\r\n", "\n")


def _unanswered(page: PageState, answers: Mapping[str, object]) -> Iterator[str]:
    """The controls of questions with a computed default that nobody has answered."""
    for state in page.questions:
        yield from _unanswered_inside(state, answers)


def _unanswered_inside(state: QuestionState, answers: Mapping[str, object]) -> Iterator[str]:
    question = state.question
    if isinstance(question, Composite):
        known = {one.key: one.answers for one in question.asked_entries(state.given, {})}
        for entry in state.entries:
            inside = PageState(
                name="", number=1, count=1, title=None, description=None, elements=entry.elements
            )
            yield from _unanswered(inside, known.get(entry.key, {}))
    elif question.default_value_expression is not None and question.key not in answers:
        yield question.control


def overruled(page: PageState, typed: Mapping[str, object]) -> Iterator[str]:
    """The controls whose answers are not what was typed: a rule has set them."""
    for state in page.everything:
        question = state.question
        if isinstance(question, Composite) or state.read_only or question.control not in typed:
            continue
        if question.parse(state, typed).get(question.key) != state.answer:
            yield question.control
