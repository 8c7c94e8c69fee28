"""Questions whose entries people add and take away: what their lists of rows and panels share."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from app.surveys.answers import AnswerError, Message, message
from app.surveys.measure import EACH
from app.surveys.question_types.base import Fields, QuestionState
from app.surveys.question_types.buttons import ADD, DONE, REMOVE, Done
from app.surveys.question_types.composite import MOST_ASKED, Composite, CountedPart, Entry, Part
from app.surveys.question_types.views import ListView, QuestionView
from app.surveys.texts import Localised, Text

MOST_ENTRIES = 200
"""Whatever the author allows."""

MOST_INSIDE = 500
"""Entries in an answer, those of lists inside lists included."""

MOST_FIELDS = 1000
"""Questions of one page that a form can send."""

_COUNT = re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wording:
    """The author's own words about a list."""

    may_add: bool
    may_remove: bool
    add: Text | None
    remove: Text | None
    empty: Text | None


class Listed(Composite):
    """The answer is a list of objects."""

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

    @property
    def wording(self) -> Wording:
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
            and self._is_bearable(value)
        )

    def _is_bearable(self, value: object) -> bool:
        return _is_small(value) and self.size_of(value) <= MOST_ASKED

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        answer = state.answer
        if isinstance(answer, list) and not self._is_bearable(answer):
            yield "many_entries", message("many_entries", limit=MOST_INSIDE)
            return
        yield from super().faults(state)
        if isinstance(answer, list) and len(answer) > self.most:
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

    # The form

    def fields(self, state: QuestionState) -> Fields:
        """A field of its own says how many entries the form has."""
        return {self.control: StringField(), **super().fields(state)}

    def asked_entries(self, given: object, data: Mapping[str, object]) -> tuple[Entry, ...]:
        known = super().asked_entries(given, data)
        claimed = data.get(self.control)
        if not isinstance(claimed, str) or not _COUNT.fullmatch(claimed):
            return known
        count = max(self.least, min(int(claimed), max(self.most, len(known))))
        more = (self.entry(index, {}) for index in range(len(known), count))
        return (*known[:count], *more)

    def rejoined(
        self, entries: Sequence[Entry], said: Mapping[str, Mapping[str, object]]
    ) -> object:
        return [{**one.answers, **said.get(one.key, {})} for one in entries]

    def may_add(self, state: QuestionState, count: int) -> bool:
        return self.wording.may_add and not state.read_only and count < self.most

    def may_remove(self, state: QuestionState, count: int) -> bool:
        return self.wording.may_remove and not state.read_only and count > self.least

    # What is shown

    def before_words(self, entry: Entry, _lang: str) -> str:
        return f"{int(entry.key) + 1}. "

    def finished(
        self, view: QuestionView, state: QuestionState, data: Mapping[str, object]
    ) -> QuestionView:
        count = len(self.asked_entries(state.given, {}))
        own, lang = self.wording, state.lang
        done = data.get(self.control + DONE)
        told = done if isinstance(done, Done) else Done("")
        may_remove = self.may_remove(state, count)
        entries = (
            replace(view, remove=entry.key if may_remove else "", is_new=entry.key == told.key)
            for view, entry in zip(view.entries, state.entries, strict=True)
        )
        listed = ListView(
            count=count,
            add=self.control + ADD if self.may_add(state, count) else "",
            add_label=_own(own.add, _("Add one more"), lang),
            remove=self.control + REMOVE,
            remove_label=own.remove.in_(lang) if own.remove else None,
            empty=_own(own.empty, _("There is nothing here yet."), lang),
            done=told.words,
        )
        return replace(view, entries=tuple(entries), listed=listed)


def _own(text: Text | None, ours: str, lang: str) -> Localised:
    return text.in_(lang) if text else Localised(ours, lang)


def _is_small(value: object) -> bool:
    """Whether an answer has few enough entries, however they lie inside each other."""
    waiting, found = [value], 0
    while waiting and found <= MOST_INSIDE:
        one = waiting.pop()
        items = tuple(one.values()) if isinstance(one, Mapping) else one
        if isinstance(items, (list, tuple)):
            entries = [item for item in items if item is None or isinstance(item, Mapping)]
            found += 0 if isinstance(one, Mapping) else len(entries)
            waiting.extend(item for item in items if isinstance(item, (list, tuple, Mapping)))
    return found <= MOST_INSIDE
