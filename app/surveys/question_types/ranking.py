"""Putting choices into an order: ranking.

An answer is the list of what was ranked, the first place first. A form gives a mark for each, as
"2:park"; marks that make no order (two of the same place) are kept as they are, so that nothing
typed is lost, and refused. Buttons move an item up or down by a place. For tallies each place
counts by itself, under the same marks: "1:park" counts who put the park first, and the mean place
of the park follows from "1:park", "2:park" …
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import SelectMultipleField

from app.surveys.answers import AnswerError, Message, as_list, clean, code, message
from app.surveys.properties import Property, Table, flag, frozen, whole
from app.surveys.question_types.base import Fields, Option, QuestionKind, QuestionState
from app.surveys.question_types.buttons import DONE, DOWN, UP, Done
from app.surveys.question_types.choices import LONGEST_CODE, SELECTING
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.showing import comment_field, option_views, shown
from app.surveys.question_types.views import MoveView, OptionView, QuestionView
from app.surveys.texts import Localised

MOST_RANKED = 20
LAST = MOST_RANKED + 1
"""Where those stand that have no place."""

LONGEST_RANKED = LONGEST_CODE - len("99:")

_MARK = re.compile(r"([1-9]\d{0,2}):(.+)", re.DOTALL)
_OF_ONE_CHOICE_ALONE = frozenset({
    "showOtherItem", "showNoneItem", "showRefuseItem", "showDontKnowItem", "otherText", "noneText",
    "refuseText", "dontKnowText", "otherPlaceholder", "otherErrorText", "storeOthersAsComment",
})  # fmt: skip


def _mark(place: int, ranked: str) -> str:
    return f"{place}:{ranked}"


def _marks(value: object) -> list[tuple[int, str]]:
    """The places and codes in marks; nothing where anything else is among them."""
    found = [_MARK.fullmatch(item) if isinstance(item, str) else None for item in as_list(value)]
    return [(int(mark[1]), mark[2]) for mark in found if mark] if all(found) else []


@dataclass(frozen=True, kw_only=True)
class RankingQuestion(CheckboxQuestion):
    """All choices in order, or with selectToRankEnabled as many as one likes."""

    TYPE: ClassVar[str] = "ranking"
    WIDGET: ClassVar[str] = "ranking"
    # Everyone has one first place, and that is what figures show.
    KIND: ClassVar[QuestionKind] = QuestionKind.SINGLE
    SECONDS: ClassVar[int] = 30
    ORDERED: ClassVar[bool] = True
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **{name: kind for name, kind in SELECTING.items() if name not in _OF_ONE_CHOICE_ALONE},
            "selectToRankEnabled": Property(flag, False),
            "minSelectedChoices": Property(whole(), 0),
            "maxSelectedChoices": Property(whole(), 0),
        }
    )

    select_to_rank_enabled: bool = False

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().own_problems()
        if len(self.choices) > MOST_RANKED:
            yield "choices", "too many to put into an order", f"at most {MOST_RANKED}"
        for choice in self.choices:
            if len(choice.code) > LONGEST_RANKED:
                hint = f"at most {LONGEST_RANKED} characters"
                yield "choices", f"the value {choice.code[:20]!r}… is too long to rank", hint
            if _MARK.fullmatch(choice.code):
                reason = f"the value {choice.code!r} looks like a place in the order"
                yield "choices", reason, "begin it with something else than a number and a colon"
        for written, limit in (
            ("minSelectedChoices", self.min_selected_choices),
            ("maxSelectedChoices", self.max_selected_choices),
        ):
            if limit and not self.select_to_rank_enabled:
                yield written, "every choice is ranked anyway", "set selectToRankEnabled to true"

    def clean(self, value: object) -> object:
        """Unlike ticks, places are never merged: what is there twice is refused."""
        given = clean(value)
        if given is None or isinstance(given, Mapping):
            return given
        return [self.value_for(item) for item in as_list(given) if item is not None] or None

    def parse(self, state: QuestionState, data: Mapping[str, object]) -> dict[str, object]:
        values = super().parse(state, data)
        marks = _marks(values[self.key])
        if marks and len({place for place, _ in marks}) == len(marks):
            values[self.key] = [self.value_for(ranked) for _, ranked in sorted(marks)]
        return values

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        places = Counter(place for place, _ in _marks(state.answer))
        if any(count > 1 for count in places.values()):
            yield "place_twice", message("place_twice")
            return
        wrong = list(self.choice_faults(state))
        yield from wrong
        codes = self.picked(state.answer)
        if wrong:
            return
        if len(codes) < len(as_list(state.answer)):
            yield "ranked_twice", message("ranked_twice")
        elif self.select_to_rank_enabled:
            yield from self.count_faults(len(codes))
        elif any(one.enabled and one.code not in codes for one in state.options):
            yield "place_missing", message("place_missing")

    def coded(self, value: object) -> list[str]:
        if isinstance(value, Mapping):
            return []
        ranked = (code(item) for item in as_list(value))
        return [_mark(place, one) for place, one in enumerate(ranked, start=1) if one]

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """How many put each choice first."""
        marks = {counted: _MARK.fullmatch(counted) for counted in counts}
        return {mark[2]: counts[one] for one, mark in marks.items() if mark and mark[1] == "1"}

    def counted_in(self, lang: str) -> tuple[Option, ...]:
        return tuple(
            replace(option, label=Localised(_first(option.label.text), option.label.lang))
            for option in self.options_in(lang)
        )

    def fields(self, state: QuestionState) -> Fields:
        field = SelectMultipleField(choices=[], validate_choice=False)
        return {self.control: field, **comment_field(state)}

    def _places(self, state: QuestionState) -> range:
        """The places there are to give."""
        count = sum(option.enabled for option in state.options)
        most = self.max_selected_choices if self.select_to_rank_enabled else 0
        return range(1, (min(most, count) if most else count) + 1)

    def form_parts(self, _value: object = None, *, most: bool = False) -> int:
        """Each item has a list of places of its own."""
        return super().form_parts() - 1 + (len(self.all_choices) or MOST_RANKED)

    def moved(self, state: QuestionState, at: int, by: int) -> list[str] | None:
        """The codes in order once the option at an index has moved by a place (-1: up); None
        where it can't. Where not all need be ranked, it comes in and goes out at the end."""
        if state.read_only or not 0 <= at < len(state.options) or not state.options[at].enabled:
            return None
        moving = state.options[at].code
        order = self._order(state)
        if moving not in order:
            has_room = by < 0 and len(order) < len(self._places(state))
            return [*order, moving] if has_room else None
        now = order.index(moving)
        if self.select_to_rank_enabled and by > 0 and now == len(order) - 1:
            return order[:now]
        if not 0 <= now + by < len(order):
            return None
        order[now], order[now + by] = order[now + by], order[now]
        return order

    def _order(self, state: QuestionState) -> list[str]:
        """The codes as they stand, the first place first; all of them where all must be ranked."""
        known = [one.code for one in state.options if one.enabled]
        marks = sorted(_marks(state.answer), key=lambda mark: mark[0])
        given = [one for _, one in marks] or [code(item) for item in as_list(state.answer)]
        ranked = [one for one in dict.fromkeys(given) if one in known]
        rest = [] if self.select_to_rank_enabled else [one for one in known if one not in ranked]
        return ranked + rest

    def marks_of(self, order: list[str]) -> list[str]:
        """What a form says of an order."""
        return [_mark(place, one) for place, one in enumerate(order, start=1)]

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        typed = state.answer if data is None else self.clean(data.get(self.control))
        given = {ranked: place for place, ranked in _marks(typed)}
        if data is None and not given:
            given = {code(item): at for at, item in enumerate(as_list(typed), start=1)}
        kinds = {error.kind for error in errors}
        done = (data or {}).get(self.control + DONE)
        told = done if isinstance(done, Done) else Done("")
        options = [
            replace(self._item(one, given, kinds), **self._movable(state, at, told))
            for at, one in enumerate(option_views(state, None))
        ]
        if len(set(given.values())) == len(given):
            options.sort(key=lambda one: int(one.place or LAST))
        return shown(
            state,
            errors,
            data,
            options=tuple(options),
            moved=told.words,
            places=len(self._places(state)),
            most_choices=self.max_selected_choices,
            has_several=self.select_to_rank_enabled,
        )

    def _movable(self, state: QuestionState, at: int, told: Done) -> dict[str, Any]:
        """An item's buttons, and where to go on once one of them has moved it: at the same one
        as long as it is there, or else at its list of places, where pressing on moves nothing."""
        ways = [
            MoveView(name=self.control + name, value=str(at), is_up=by < 0)
            for name, by in ((UP, -1), (DOWN, 1))
            if self.moved(state, at, by) is not None
        ]
        key, _sign, name = told.key.partition(":")
        pressed = f"{self.control}:{name}"
        goes_on_at = pressed if pressed in [way.name for way in ways] else self.control
        return {"moves": tuple(ways), "goes_on_at": goes_on_at if key == str(at) else ""}

    def _item(self, option: OptionView, given: Mapping[str, int], kinds: set[str]) -> OptionView:
        place = given.get(option.value)
        error = ""
        if place is None:
            error = _("Choose a place.") if "place_missing" in kinds and option.enabled else ""
        elif "place_twice" in kinds and list(given.values()).count(place) > 1:
            error = _("Place %(place)s is given to another as well.", place=place)
        return replace(option, place=str(place or ""), checked=place is not None, error=error)


def _first(label: str) -> str:
    return str(_("%(choice)s in first place", choice=label))
