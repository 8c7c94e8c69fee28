"""What texts, choices and entries ask of a situation: a survey as some answers make it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.surveys.language.scope import Scope
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite, Entry
from app.surveys.structure import Survey


class Around(Protocol):
    """Where an inner situation stands."""

    @property
    def outer(self) -> "Standing": ...

    @property
    def question(self) -> Composite: ...

    @property
    def entry(self) -> Entry: ...


class Standing(Protocol):
    """A situation, from outside."""

    survey: Survey
    answers: Mapping[str, object]
    lang: str
    scope: Scope
    visible: dict[str, bool]
    values: dict[str, object]
    entries: dict[str, tuple[Entry, ...]]
    totals: dict[str, Mapping[str, object]]

    @property
    def within(self) -> Around | None: ...

    @property
    def entry(self) -> Entry: ...

    def find(self, name: str) -> object: ...

    def given(self, question: Question) -> object: ...

    def clearing(self, question: Question) -> str: ...

    def value_at(self, question: Question) -> object: ...

    def inside(self, name: str, value: object) -> Scope: ...

    def read_only(self, question: Question) -> bool: ...

    def required(self, question: Question) -> bool: ...

    def entries_of(self, question: Composite) -> Sequence["Standing"]: ...

    @property
    def outermost(self) -> "Standing": ...

    def display_value(self, question: str, value: object) -> object: ...

    def comment(self, question: str) -> object: ...

    def is_ready(self, container: str, index: object) -> bool: ...

    def is_display_mode(self) -> bool: ...

    def named_question(self, name: str) -> "tuple[Standing, Question] | None": ...
