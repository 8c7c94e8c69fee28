"""What lies behind a page of the preview: what is hidden and why, what is stored and computed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.surveys import flow
from app.surveys.answers import as_list
from app.surveys.fillings import Filling
from app.surveys.question_types.base import Question
from app.surveys.situation import Situation
from app.surveys.structure import Container


class Why(StrEnum):
    """Why a question is not asked with these answers."""

    CONDITION = "condition"
    AROUND = "around"
    """The condition of the page or panel around it."""
    SWITCHED_OFF = "switched off"
    PASSED = "passed"
    """A jump passes over its page."""
    NO_CHOICES = "no choices"
    """There is nothing to choose, and then it is hidden."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A question that is not asked, and what decides that: an expression, and whose it is."""

    title: str
    why: Why
    expression: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """`stored`: (question, answer in words); `computed`: (name, value)."""

    hidden: tuple[Hidden, ...]
    stored: tuple[tuple[str, str], ...]
    computed: tuple[tuple[str, str], ...]


def trace(filling: Filling, lang: str) -> Trace:
    """What lies behind the answers so far."""
    situation = Situation(filling.definition, filling.answers, now=filling.now, lang=lang)
    document = flow.completed(filling.definition, filling.answers, now=filling.now)
    return Trace(
        tuple(_hidden(situation, lang)),
        tuple(_stored(filling, document, lang)),
        tuple(
            (one.name, _plainly(situation.calculated.get(one.name.lower())))
            for one in filling.definition.calculated_values
        ),
    )


def _hidden(situation: Situation, lang: str) -> Iterator[Hidden]:
    for question in situation.survey.everything:
        if not situation.visible[question.name]:
            yield _reason(situation, question, lang)


def _reason(situation: Situation, question: Question, lang: str) -> Hidden:
    """The outermost thing that hides it."""
    survey = situation.survey
    title = question.title_in(lang).text
    page = survey.page_of[question.name]
    if not situation.reached.get(page, True):
        return Hidden(title, Why.PASSED, around=page)
    for container in survey.around[question.name]:
        if not situation.visible[container.name]:
            called = container.title_in(lang)
            return _by(container, title, called.text if called else container.name)
    if question.visible_if is not None and not question.visible_if.condition(situation.scope):
        return Hidden(title, Why.CONDITION, question.visible_if.source)
    if question.visible_if is None and not question.visible:
        return Hidden(title, Why.SWITCHED_OFF)
    return Hidden(title, Why.NO_CHOICES)


def _by(container: Container, title: str, called: str) -> Hidden:
    if container.visible_if is None:
        return Hidden(title, Why.SWITCHED_OFF, around=called)
    return Hidden(title, Why.AROUND, container.visible_if.source, called)


def _stored(filling: Filling, document: dict[str, object], lang: str) -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        asked = filling.definition.by_key.get(key)
        if asked:
            yield asked[0].title_in(lang).text, asked[0].display(value, lang)
        else:
            yield key, _plainly(value)


def _plainly(value: object) -> str:
    return ", ".join(str(one) for one in as_list(value)) if value is not None else ""
