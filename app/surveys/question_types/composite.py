"""Questions made of questions: items, rows and panels, each asked by a question of its own.

The inner questions belong to a *template*, a small survey of one page. An *entry* is one filling
of it: the one of a list of items, a row, a panel.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from app.surveys.answers import AnswerError, Message, as_text, clean, code, control_name, message
from app.surveys.expressions import Expression
from app.surveys.language.scope import Scope
from app.surveys.properties import Reading
from app.surveys.question_types import asking
from app.surveys.question_types.base import EntryState, Fields, Question, QuestionState
from app.surveys.question_types.sending import parts_inside
from app.surveys.question_types.showing import comment_field, shown
from app.surveys.question_types.views import EntryView, QuestionView
from app.surveys.structure import Element, Page, Survey
from app.surveys.texts import Text

PAGE = "template"
EMPTY = Survey(language="", languages=(), pages=())
MOST_ASKED = 10_000
"""Questions inside one answer."""

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
            # Who empties what was filled in beforehand has said so.
            if stored is not None or (asked and _has_default(asked[0])):
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

    def size_of(self, value: object) -> int:
        """How many questions an answer asks, hidden ones too; counted on to MOST_ASKED."""
        inside = tuple(self.template.questions.values())
        made = [one for one in inside if isinstance(one, Composite)]
        size = 0
        for entry in self.entries(value):
            size += len(inside) + sum(one.size_of(entry.answers.get(one.key)) for one in made)
            if size > MOST_ASKED:
                break
        return size

    def is_answered(self, value: object) -> bool:
        return self.fits(value) and any(
            inner.is_answered(entry.answers.get(inner.key)) or entry.answers.get(inner.comment_key)
            for entry in self.entries(value)
            for inner in self.template.questions.values()
        )

    # The form

    def fields(self, state: QuestionState) -> Fields:
        return {**comment_field(state), **asking.fields_inside(state)}

    def parse(self, state: QuestionState, data: Mapping[str, object]) -> dict[str, object]:
        """Hidden entries and answers stay as they are known."""
        said = {entry.key: asking.said_inside(entry, data) for entry in state.entries}
        entries = self.asked_entries(state.given, data)
        values: dict[str, object] = {self.key: self.clean(self.rejoined(entries, said))}
        if self.comment_control in data:
            values[self.comment_key] = clean(data[self.comment_control])
        return values

    def form_parts(self, value: object = None, *, most: bool = False) -> int:
        entries = self.entries(value if self.fits(value) else None)
        inside = parts_inside(entries, self.template.questions.values(), most)
        return super().form_parts() + inside

    def asked_entries(self, given: object, _data: Mapping[str, object]) -> tuple[Entry, ...]:
        """The entries that a form has, with what is known of them."""
        return self.entries(given if self.fits(given) else None)

    def rejoined(
        self, entries: Sequence[Entry], said: Mapping[str, Mapping[str, object]]
    ) -> object:
        """What is to be stored once something has been said in some of its entries."""
        return self.gathered(
            [(one.key, {**one.answers, **said.get(one.key, {})}) for one in entries], True
        )

    # What is shown

    def display(self, value: object, lang: str) -> str:
        """A line for each answer inside."""
        if not self.fits(value):
            return as_text(value)
        questions = tuple(self.template.questions.values())
        return "\n".join(
            f"{self.before_words(entry, lang)}{line}"
            for entry in self.entries(value)
            for line in asking.answers_in_words(questions, entry.answers, lang)
        )

    def entry_title(self, _key: str, _number: int) -> str:
        """What an entry is called where the author says nothing; `number`: its place in sight."""
        return ""

    def before_words(self, _entry: Entry, _lang: str) -> str:
        """What stands before each answer of an entry, in words for people."""
        return ""

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        """`errors` and `data` are those of what is asked inside as well."""
        own = tuple(error for error in errors if error.question == self.address)
        is_typed = data is not None and self.comment_control in data
        entries = (self._entry_view(entry, errors, data) for entry in state.entries)
        view = shown(state, own, data if is_typed else None, entries=tuple(entries))
        return self.finished(view, state, data or {})

    def _entry_view(
        self,
        entry: EntryState,
        errors: tuple[AnswerError, ...],
        data: Mapping[str, object] | None,
    ) -> EntryView:
        inside = tuple(one for one in errors if one.question.startswith(self.place_of(entry.key)))
        return asking.entry_view(entry, self.entry_id(entry.key), inside, data)

    def entry_id(self, key: str) -> str:
        return f"q-{control_name(f'{self.address}[{key}]')}-entry"

    def finished(
        self, view: QuestionView, _state: QuestionState, _data: Mapping[str, object]
    ) -> QuestionView:
        """The view with what only this type has."""
        return view


def _has_default(question: Question) -> bool:
    return question.default_value is not None or question.default_value_expression is not None


def repeats(entries: Iterable[Mapping[str, object]], key: str) -> bool:
    """Whether two entries have the same answer under a key; empty ones repeat nothing."""
    told = [one for one in (code(entry.get(key)) for entry in entries) if one]
    return len(told) != len(set(told))


def composites(survey: Survey) -> tuple[Composite, ...]:
    """The questions of a survey that are made of questions."""
    return tuple(one for one in survey.questions.values() if isinstance(one, Composite))
