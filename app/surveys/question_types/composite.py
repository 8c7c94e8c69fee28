"""Questions made of questions: items, rows and panels, each asked by a question of its own.

The inner questions belong to a *template*, a small survey of one page. An *entry* is one filling
of it: the one of a list of items, a row, a panel.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from app.surveys.answers import AnswerError, Message, clean, message
from app.surveys.expression_scope import Scope
from app.surveys.expressions import Expression
from app.surveys.properties import Reading
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.structure import EACH, Element, Page, Survey
from app.surveys.texts import Text

PAGE = "template"
EMPTY = Survey(language="", languages=(), pages=())
MOST_ENTRIES = 200
"""Whatever the author allows."""

MOST_BOUND = 64
"""Templates bound to their entries that a question keeps."""


# What was said in the entry of a key.
Part = tuple[str, Mapping[str, object]]

# Reads an element of a definition at a path; None where it is refused.
ReadElement = Callable[[object, str], Element | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One filling of a template: a row's value, or the place in a list from "0", is its key."""

    key: str
    answers: Mapping[str, object]
    title: Text | None = None
    item: object = None
    """What {item} is in the conditions of its row."""
    visible_if: Expression | None = None
    enable_if: Expression | None = None
    names: Mapping[str, object] = field(default_factory=dict)
    """What expressions inside may ask of it, by names in lower case."""


@dataclass(frozen=True, slots=True)
class CountedPart:
    """A part that is counted by itself: the end of its name, and the way to it in an answer."""

    suffix: str
    question: Question
    steps: tuple[str, ...]
    row: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Composite(Question):
    """What all of them share. `SCOPE` is the word before the names of inner questions in
    expressions ("" where there is none), `INNER` the properties whose texts stand inside."""

    SCOPE: ClassVar[str] = ""
    INNER: ClassVar[tuple[str, ...]] = ()
    SECONDS: ClassVar[int] = 0

    template: Survey = EMPTY

    @classmethod
    def read_inner(
        cls, source: Mapping[str, object], path: str, reading: Reading, element: ReadElement
    ) -> dict[str, object]:
        """What its `INNER` properties hold, by the names of fields."""
        return {}

    def inner_elements(self) -> tuple[Element, ...]:
        """The questions, and panels, of the template."""
        raise NotImplementedError

    def as_template(self, language: str) -> Survey:
        """The template, still without an order."""
        page = Page(name=PAGE, path=self.path, elements=self.inner_elements())
        return Survey(
            language=language, languages=(), pages=(page,), scope=self.SCOPE, is_inner=True
        )

    def row_conditions(self) -> Iterator[tuple[str, Expression]]:
        """The conditions of its rows and columns, with where they stand."""
        return iter(())

    def bound(self, key: str) -> Survey:
        """The template with its questions at their place in an entry."""
        known = self._bound.get(key)
        if known is None:
            known = self.template.placed(self.place_of(key))
            if len(self._bound) < MOST_BOUND:
                self._bound[key] = known
        return known

    @cached_property
    def _bound(self) -> dict[str, Survey]:
        return {}

    def place_of(self, key: str) -> str:
        """What stands before the names of an entry's questions."""
        return f"{self.address}[{key}]."

    def parts(self) -> Iterator[CountedPart]:
        """What is counted of it."""
        for name, inner in self.template.questions.items():
            yield CountedPart(f".{name}", inner, (inner.key,))

    # Answers

    def fits(self, value: object) -> bool:
        """Whether a value has the shape of its answers."""
        raise NotImplementedError

    def entries(self, value: object) -> tuple[Entry, ...]:
        """The fillings in an answer that fits; those of no answer where it is None."""
        raise NotImplementedError

    def gathered(self, parts: Sequence[Part], given: bool) -> object:
        """The stored answer of what was said in each entry, hidden ones being empty; None where
        nothing was. `given`: whether anybody has answered at all."""
        raise NotImplementedError

    def clean(self, value: object) -> object:
        return self.cleaned(value) if value is not None and self.fits(value) else clean(value)

    def cleaned(self, value: Any) -> object:
        """An answer that fits, in its one stored form."""
        raise NotImplementedError

    def cleaned_part(self, answers: Mapping[object, object]) -> dict[str, object]:
        """What was said in one entry: each answer as its question stores it."""
        found: dict[str, object] = {}
        for name, value in answers.items():
            key = str(name)
            asked = self.template.by_key.get(key)
            stored = asked[0].clean(value) if asked else clean(value)
            if stored is not None:
                found[key] = stored
        return found

    @property
    def has_totals(self) -> bool:
        return False

    def totals(self, _value: object, _scope: Scope) -> Mapping[str, object]:
        """What is reckoned from all entries, by the name of the column."""
        return {}

    def bare(self, value: object) -> object:
        if not self.fits(value):
            return None
        return self.gathered(
            [(entry.key, self._bare_part(entry.answers)) for entry in self.entries(value)], True
        )

    def _bare_part(self, answers: Mapping[str, object]) -> dict[str, object]:
        bare = {
            inner.key: inner.bare(answers[inner.key])
            for inner in self.template.questions.values()
            if inner.key in answers
        }
        return {key: value for key, value in bare.items() if value is not None}

    def unknown(self, value: object) -> tuple[str, ...]:
        """Keys of an answer that name no entry."""
        return ()

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        if not self.fits(state.answer):
            yield "type", message("type")


class Listed(Composite):
    """Entries that people add and take away: the answer is a list of objects."""

    @property
    def least(self) -> int:
        raise NotImplementedError

    @property
    def most(self) -> int:
        raise NotImplementedError

    @property
    def at_first(self) -> int:
        """How many entries there are before anybody has answered."""
        raise NotImplementedError

    def entry(self, index: int, answers: Mapping[str, object]) -> Entry:
        raise NotImplementedError

    def parts(self) -> Iterator[CountedPart]:
        for name, inner in self.template.questions.items():
            yield CountedPart(f".{name}", inner, (EACH, inner.key))

    def fits(self, value: object) -> bool:
        return (
            isinstance(value, (list, tuple))
            and len(value) <= MOST_ENTRIES
            and all(one is None or isinstance(one, Mapping) for one in value)
        )

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        yield from super().faults(state)
        if isinstance(state.answer, list) and len(state.answer) > self.most:
            yield "many_entries", message("many_entries", limit=self.most)

    def check(self, state: QuestionState) -> list[AnswerError]:
        """Entries in which nothing is said answer nothing."""
        if self.fits(state.answer) and not any(state.answer):  # type: ignore[arg-type]
            state = replace(state, answer=None)
        return super().check(state)

    def cleaned(self, value: Any) -> object:
        return [self.cleaned_part(one or {}) for one in value]

    def entries(self, value: object) -> tuple[Entry, ...]:
        given = list(value) if isinstance(value, (list, tuple)) else [{}] * self.at_first
        given += [{}] * (self.least - len(given))
        return tuple(
            self.entry(index, one if isinstance(one, Mapping) else {})
            for index, one in enumerate(given)
        )

    def gathered(self, parts: Sequence[Part], given: bool) -> object:
        return [dict(said) for _, said in parts] or None


def composites(survey: Survey) -> tuple[Composite, ...]:
    """The questions of a survey that are made of questions."""
    return tuple(one for one in survey.questions.values() if isinstance(one, Composite))
