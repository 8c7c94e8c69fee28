"""Questions with one answer out of several: radiogroup, dropdown, rating and boolean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.surveys.answers import AnswerError, Message, clean, message
from app.surveys.language.values import settled
from app.surveys.properties import Property, Table, flag, frozen, number, option, text, whole
from app.surveys.question_types.base import Fields, Option, Question, QuestionKind, QuestionState
from app.surveys.question_types.choices import (
    SELECTING,
    Choice,
    Choosing,
    Selecting,
    plain_choices,
)
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import comment_field, option_views, shown
from app.surveys.question_types.views import QuestionView
from app.surveys.question_types.written import AUTOCOMPLETE
from app.surveys.texts import Localised, Text

MOST_RATES = 20
LONGEST_RANGE = 1_000


def select_choices(state: QuestionState) -> list[SelectChoice]:
    return [SelectChoice(option.code, option.label.text) for option in state.options]


class One(Choosing):
    """Exactly one choice."""

    KIND: ClassVar[QuestionKind] = QuestionKind.SINGLE
    SECONDS: ClassVar[int] = 12

    def clean(self, value: object) -> object:
        given = clean(value)
        return given if given is None else self.value_for(given)

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        if isinstance(state.answer, (list, tuple, Mapping)):
            yield "type", message("type")
        else:
            yield from super().faults(state)

    def fields(self, state: QuestionState) -> Fields:
        field = RadioField(choices=select_choices(state), validate_choice=False)
        return {self.control: field, **comment_field(state)}

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        return shown(state, errors, data, options=option_views(state, data), **self.extras(state))

    def extras(self, _state: QuestionState) -> dict[str, Any]:
        """The fields of the view that only this type has."""
        return {}


@dataclass(frozen=True, kw_only=True)
class RadioQuestion(Selecting, One):
    """One choice of a list that is all in sight."""

    TYPE: ClassVar[str] = "radiogroup"
    WIDGET: ClassVar[str] = "radiogroup"
    PROPERTIES: ClassVar[Table] = frozen({**SELECTING, "colCount": Property(whole(0, 5), 1)})

    col_count: int = 1

    def extras(self, _state: QuestionState) -> dict[str, Any]:
        return {"columns": self.col_count}


@dataclass(frozen=True, kw_only=True)
class DropdownQuestion(Selecting, One):
    """One choice of a list that opens; choicesMin and choicesMax add numbers to it."""

    TYPE: ClassVar[str] = "dropdown"
    WIDGET: ClassVar[str] = "dropdown"
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SELECTING,
            "placeholder": Property(text),
            "autocomplete": Property(option("", *AUTOCOMPLETE.split()), ""),
            "choicesMin": Property(number(), 0),
            "choicesMax": Property(number(), 0),
            "choicesStep": Property(number(low=0), 1),
        }
    )

    placeholder: Text | None = None
    autocomplete: str = ""
    choices_min: float = 0
    choices_max: float = 0
    choices_step: float = 1

    @cached_property
    def _numbers(self) -> tuple[Choice, ...]:
        if self.choices_step <= 0 or self.choices_max <= self.choices_min:
            return ()
        count = int((self.choices_max - self.choices_min) / self.choices_step) + 1
        values = (self.choices_min + step * self.choices_step for step in range(count))
        return tuple(Choice(value=settled(round(value, 9))) for value in values)

    @property
    def all_choices(self) -> tuple[Choice, ...]:
        if not self._short_enough:
            return self.choices
        listed = {choice.code for choice in self.choices}
        return (*self.choices, *(one for one in self._numbers if one.code not in listed))

    @property
    def _short_enough(self) -> bool:
        step = self.choices_step
        return step > 0 and (self.choices_max - self.choices_min) / step <= LONGEST_RANGE

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().own_problems()
        if not self._short_enough:
            hint = f"a step above 0, and at most {LONGEST_RANGE} numbers"
            yield "choicesStep", "the list of numbers would be too long", hint
        if self.choices_min > self.choices_max:
            yield "choicesMin", "choicesMin is greater than choicesMax", "swap the limits"

    def fields(self, state: QuestionState) -> Fields:
        choices = [SelectChoice("", ""), *select_choices(state)]
        field = SelectField(choices=choices, validate_choice=False)
        return {self.control: field, **comment_field(state)}

    def extras(self, state: QuestionState) -> dict[str, Any]:
        own = self.placeholder
        label = own.in_(state.lang) if own else Localised(_("Choose"), state.lang)
        return {"placeholder": label, "autocomplete": self.autocomplete}


@dataclass(frozen=True, kw_only=True)
class RatingQuestion(One):
    """One step of a scale, from rateMin to rateMax or as listed under rateValues."""

    TYPE: ClassVar[str] = "rating"
    WIDGET: ClassVar[str] = "rating"
    KIND: ClassVar[QuestionKind] = QuestionKind.SCALE
    SECONDS: ClassVar[int] = 8
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"rate_step"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            "rateType": Property(option("labels", "stars", "smileys"), "labels"),
            "rateMin": Property(number(), 1),
            "rateMax": Property(number()),
            "rateStep": Property(number(low=0), 1),
            "rateCount": Property(whole(2, MOST_RATES)),
            "rateValues": Property(plain_choices, ()),
            "autoGenerate": Property(flag, True),
            "minRateDescription": Property(text),
            "maxRateDescription": Property(text),
        }
    )

    rate_type: str = "labels"
    rate_min: float = 1
    rate_max: float | None = None
    rate_step: float = 1
    rate_count: int | None = None
    rate_values: tuple[Choice, ...] = ()
    auto_generate: bool = True
    min_rate_description: Text | None = None
    max_rate_description: Text | None = None

    @property
    def _steps(self) -> int:
        """How many steps the numbers make; 0 where they make no scale."""
        if self.rate_count is not None and self.rate_max is None:
            return self.rate_count
        highest = 5 if self.rate_max is None else self.rate_max
        if self.rate_step <= 0 or highest <= self.rate_min:
            return 0
        return int((highest - self.rate_min) / self.rate_step + 1e-9) + 1

    @cached_property
    def all_choices(self) -> tuple[Choice, ...]:
        if self.rate_values:
            return self.rate_values
        values = (self.rate_min + step * self.rate_step for step in range(self._steps))
        return tuple(Choice(value=settled(round(value, 9))) for value in values)

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.rate_values:
            if len(self.rate_values) > MOST_RATES:
                yield "rateValues", "the scale is too long", f"at most {MOST_RATES} steps"
        elif not 2 <= self._steps <= MOST_RATES:
            hint = f"from 2 to {MOST_RATES} steps between rateMin and rateMax"
            yield "rateMax", f"the scale has {self._steps} steps", hint

    def counted_in(self, lang: str) -> tuple[Option, ...]:
        """Its steps; with the two at the ends stands what they mean, where the author says it."""
        options = list(self.options_in(lang))
        for end, meaning in ((0, self.min_rate_description), (-1, self.max_rate_description)):
            if meaning is not None:
                words = meaning.in_(lang)
                label = Localised(f"{options[end].label} ({words})", words.lang)
                options[end] = replace(options[end], label=label)
        return tuple(options)

    def extras(self, state: QuestionState) -> dict[str, Any]:
        low, high = self.min_rate_description, self.max_rate_description
        return {
            "rate_type": self.rate_type,
            "low_label": low.in_(state.lang) if low else None,
            "high_label": high.in_(state.lang) if high else None,
        }


@dataclass(frozen=True, kw_only=True)
class BooleanQuestion(One):
    """Yes or no; never chosen beforehand unless the author says so."""

    TYPE: ClassVar[str] = "boolean"
    WIDGET: ClassVar[str] = "boolean"
    SECONDS: ClassVar[int] = 8
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"value_true", "value_false"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            "labelTrue": Property(text),
            "labelFalse": Property(text),
            "valueTrue": Property(lambda value, _path, _reading: clean(value)),
            "valueFalse": Property(lambda value, _path, _reading: clean(value)),
        }
    )

    label_true: Text | None = None
    label_false: Text | None = None
    value_true: object = None
    value_false: object = None

    @cached_property
    def all_choices(self) -> tuple[Choice, ...]:
        yes = True if self.value_true is None else self.value_true
        no = False if self.value_false is None else self.value_false
        return (
            Choice(value=yes, text=self.label_true),
            Choice(value=no, text=self.label_false),
        )

    def options_in(self, lang: str) -> tuple[Option, ...]:
        yes, no = self.all_choices
        return tuple(
            choice.option(lang)
            if choice.text
            else Option(choice.value, choice.code, Localised(ours, lang))
            for choice, ours in ((yes, _("Yes")), (no, _("No")))
        )

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yes, no = self.all_choices
        if not yes.code or not no.code:
            yield "valueTrue", "not a usable value", "a text, a number, true or false"
        elif yes.code == no.code:
            yield "valueTrue", "valueTrue and valueFalse are the same", "make them differ"
