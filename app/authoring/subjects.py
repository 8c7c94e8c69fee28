"""What a condition may look at: the questions of a survey in the making, by their kind. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.authoring.conditions import Comparison
from app.authoring.parts import containers
from app.surveys import definition as definitions
from app.surveys.problems import DefinitionError
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choosing
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.computed import ExpressionQuestion
from app.surveys.question_types.file import FileQuestion
from app.surveys.question_types.matrix import MatrixQuestion, MultipleTextQuestion
from app.surveys.question_types.ranking import RankingQuestion
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.single import RatingQuestion
from app.surveys.question_types.slider import SliderQuestion
from app.surveys.structure import Survey

KEPT_ALONE = frozenset(
    {"visibleIf", "enableIf", "requiredIf", "defaultValueExpression", "setValueIf"}
    | {"setValueExpression", "resetValueIf", "choicesVisibleIf", "choicesEnableIf", "validators"}
)
"""Properties that refer to other questions: left out where a question is read alone."""


class SubjectKind(StrEnum):
    """How the answers to a question compare."""

    ONE = "one"
    SCALE = "scale"
    SEVERAL = "several"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    OTHER = "other"


_ENDS = (Comparison.ANSWERED, Comparison.EMPTY)
_SAME = (Comparison.IS, Comparison.IS_NOT)
_SIZE = (Comparison.GREATER, Comparison.AT_LEAST, Comparison.LESS, Comparison.AT_MOST)

COMPARISONS: Mapping[SubjectKind, tuple[Comparison, ...]] = {
    SubjectKind.ONE: (*_SAME, Comparison.ANY_OF, Comparison.NONE_OF, *_ENDS),
    SubjectKind.SCALE: (*_SAME, *_SIZE, Comparison.ANY_OF, *_ENDS),
    SubjectKind.SEVERAL: (
        *(Comparison.CONTAINS, Comparison.NOT_CONTAINS, Comparison.ANY_OF),
        *(Comparison.ALL_OF, Comparison.NONE_OF, *_ENDS),
    ),
    SubjectKind.NUMBER: (*_SAME, *_SIZE, *_ENDS),
    SubjectKind.DATE: (*_SAME, *_SIZE, *_ENDS),
    SubjectKind.TEXT: (*_SAME, Comparison.CONTAINS, Comparison.NOT_CONTAINS, *_ENDS),
    SubjectKind.OTHER: _ENDS,
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A value that an answer may have: its code in forms, the value itself, and its words."""

    code: str
    value: object
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A question, or a row of one: the name between braces, what it is called, how it compares;
    and the name of the question itself."""

    name: str
    title: str
    kind: SubjectKind
    offered: tuple[Offered, ...] = ()
    question: str = ""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return COMPARISONS[self.kind]

    def words_of(self, value: object) -> str:
        return next((one.text for one in self.offered if one.value == value), str(value))


def subjects(source: Mapping[str, Any], lang: str) -> list[Subject]:
    """The questions of a definition, also where it has problems."""
    found: list[Subject] = []
    for question in _questions(source):
        if question.ANSWERED:
            found += [replace(one, question=question.name) for one in _subjects(question, lang)]
    known = {one.name for one in found}
    calculated = source.get("calculatedValues")
    for one in calculated if isinstance(calculated, list) else ():
        name = one.get("name") if isinstance(one, Mapping) else None
        if isinstance(name, str) and name not in known:
            found.append(Subject(name, name, SubjectKind.NUMBER))
    return found


def _questions(source: Mapping[str, Any]) -> Iterator[Question]:
    try:
        yield from definitions.load(source).everything
    except DefinitionError:
        for part, element in containers(source):
            if part.startswith("question:"):
                yield from _alone(source, element)


def _alone(source: Mapping[str, Any], element: Mapping[str, Any]) -> Iterator[Question]:
    """A question of a definition with problems, if it has none itself."""
    left = {key: value for key, value in element.items() if key not in KEPT_ALONE}
    locale = {"locale": source["locale"]} if source.get("locale") else {}
    try:
        survey: Survey = definitions.load({**locale, "elements": [left]})
    except DefinitionError:
        return
    yield from survey.everything


def _subjects(question: Question, lang: str) -> Iterator[Subject]:
    title = question.title_in(lang).text
    if isinstance(question, MatrixQuestion) and question.columns:
        offered = tuple(
            Offered(one.code, one.value, one.option(lang).label.text) for one in question.columns
        )
        for row in question.rows:
            if isinstance(row.value, str) and "." not in row.value:
                yield Subject(
                    f"{question.key}.{row.value}",
                    f"{title}: {row.option(lang).label.text}",
                    SubjectKind.ONE,
                    offered,
                )
        return
    if isinstance(question, MultipleTextQuestion):
        for item in question.items:
            yield Subject(
                f"{question.key}.{item.name}",
                f"{title}: {item.title_in(lang).text}",
                _kind(item),
            )
        return
    yield Subject(question.key, title, _kind(question), _offered(question, lang))


def _kind(question: Question) -> SubjectKind:
    if isinstance(question, (Composite, FileQuestion)):
        return SubjectKind.OTHER
    if isinstance(question, (CheckboxQuestion, RankingQuestion)) or getattr(
        question, "multi_select", False
    ):
        return SubjectKind.SEVERAL
    if isinstance(question, Choosing):
        return SubjectKind.SCALE if isinstance(question, RatingQuestion) else SubjectKind.ONE
    kind = getattr(question, "input_type", "")
    if kind in ("number", "range") or isinstance(question, (SliderQuestion, ExpressionQuestion)):
        return SubjectKind.NUMBER
    return SubjectKind.DATE if kind in ("date", "datetime-local", "month") else SubjectKind.TEXT


def _offered(question: Question, lang: str) -> tuple[Offered, ...]:
    if not isinstance(question, Choosing):
        return ()
    return tuple(Offered(one.code, one.value, one.label.text) for one in question.options_in(lang))
