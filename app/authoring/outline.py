"""What was understood of an import, question by question, for people to look over."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.structure import Container, Page, Panel, Survey
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class Row:
    """A question: what it asks and how."""

    name: str
    title: Localised
    kind: str
    options: tuple[Localised, ...]
    is_required: bool
    is_conditional: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its questions."""

    title: Localised | None
    rows: tuple[Row, ...]


def outline(definition: Survey, lang: str) -> tuple[Sheet, ...]:
    """The pages of a survey with what each asks."""
    return tuple(_sheet(page, lang) for page in definition.pages)


def _sheet(page: Page, lang: str) -> Sheet:
    title = page.title.in_(lang) if page.title else None
    return Sheet(title, tuple(_rows(page, lang, page.visible_if is not None)))


def _rows(container: Container, lang: str, is_conditional: bool) -> Iterator[Row]:
    for element in container.elements:
        depends = is_conditional or element.visible_if is not None
        if isinstance(element, Panel):
            yield from _rows(element, lang, depends)
        elif isinstance(element, Question):
            yield _row(element, lang, depends)


def _row(question: Question, lang: str, is_conditional: bool) -> Row:
    inside = (
        tuple(one.title_in(lang) for one in question.template.questions.values())
        if isinstance(question, Composite)
        else tuple(option.label for option in question.counted_in(lang))
    )
    return Row(
        question.name,
        question.title_in(lang),
        question.TYPE,
        inside,
        question.is_required,
        is_conditional,
    )
