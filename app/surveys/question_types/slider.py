"""A number, or a range of numbers, on a scale: slider."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from wtforms import SelectMultipleField, StringField

from app.surveys.answers import AnswerError, Message, as_list, as_text, clean, code, message
from app.surveys.expressions import Expression
from app.surveys.language.values import is_number, number_text, written_number
from app.surveys.properties import (
    Property,
    Table,
    expression,
    flag,
    frozen,
    number,
    option,
)
from app.surveys.question_types.base import Fields, Option, Question, QuestionKind, QuestionState
from app.surveys.question_types.scale import (
    FROM,
    TO,
    Band,
    Scale,
    ScaleLabel,
    label_format,
    scale_labels,
)
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import comment_field, shown
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Localised, Text

MOST_STEPS = 1_000


@dataclass(frozen=True, kw_only=True)
class SliderQuestion(Question):
    """A number from min to max in steps; or with sliderType "range" two, the lower one first.

    For tallies a number counts by itself; of a range its ends count, as "from:20" and "to:40".
    Figures of a long scale show bands: of ranges, how many reach into each band.
    """

    TYPE: ClassVar[str] = "slider"
    WIDGET: ClassVar[str] = "slider"
    SECONDS: ClassVar[int] = 10
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"slider_type"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            "sliderType": Property(option("single", "range"), "single"),
            "min": Property(number(), 0),
            "max": Property(number(), 100),
            "step": Property(number(low=0), 1),
            "minValueExpression": Property(expression),
            "maxValueExpression": Property(expression),
            "minRangeLength": Property(number(low=0)),
            "maxRangeLength": Property(number(low=0)),
            "allowSwap": Property(flag, True),
            "customLabels": Property(scale_labels, ()),
            "showLabels": Property(flag, True),
            "labelFormat": Property(label_format),
        }
    )

    slider_type: str = "single"
    min: float = 0
    max: float = 100
    step: float = 1
    min_value_expression: Expression | None = None
    max_value_expression: Expression | None = None
    min_range_length: float | None = None
    max_range_length: float | None = None
    allow_swap: bool = True
    custom_labels: tuple[ScaleLabel, ...] = ()
    show_labels: bool = True
    label_format: Text | None = None

    @property
    def KIND(self) -> QuestionKind:  # type: ignore[override]
        """Told by the property, not by the type."""
        return QuestionKind.SEVERAL if self.is_range else QuestionKind.SCALE

    @property
    def is_range(self) -> bool:
        return self.slider_type == "range"

    @cached_property
    def scale(self) -> Scale:
        return Scale(self.min, self.max, self.step)

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.max <= self.min:
            yield "max", "max is not greater than min", "swap the limits"
        elif not 2 <= self.scale.count <= MOST_STEPS:
            hint = f"from 2 to {MOST_STEPS} values, or a text with the inputType number"
            yield "step", f"the scale has {self.scale.count or 'no'} values", hint
        for index, label in enumerate(self.custom_labels):
            if not self.min <= label.value <= self.max:
                reason = f"{number_text(label.value)} is not on the scale"
                yield f"customLabels[{index}]", reason, "a value from min to max"
        yield from self._range_problems()
        if self.default_value is not None and not self._is_on_scale(self.default_value):
            kind = "two numbers" if self.is_range else "a number"
            yield "defaultValue", f"not {kind} of the scale", "an answer that could be given"

    def _range_problems(self) -> Iterator[tuple[str, str, str]]:
        shortest, longest = self.min_range_length, self.max_range_length
        for written, length in (("minRangeLength", shortest), ("maxRangeLength", longest)):
            if length is not None and not self.is_range:
                yield written, "there is no range", "set sliderType to range"
        if shortest is not None and longest is not None and shortest > longest:
            yield "minRangeLength", "more than maxRangeLength", "swap the limits"
        if shortest is not None and shortest > self.max - self.min:
            yield "minRangeLength", "longer than the scale", "at most max less min"

    def _is_on_scale(self, value: object) -> bool:
        ends = self.clean(value)
        if not self._has_shape(ends):
            return False
        faults = (self._value_faults(one, self.min, self.max) for one in as_list(ends))
        return not any(True for found in faults for _fault in found)

    # Answers

    def clean(self, value: object) -> object:
        """Numbers, however they were written; the ends of a range may come in either order."""
        given = clean(value)
        if not isinstance(given, list):
            return _number(given)
        ends = [_number(one) for one in given]
        if all(one is None for one in ends):
            return None
        if self.is_range and self.allow_swap and len(ends) == 2 and all(map(is_number, ends)):
            ends.sort()
        return ends

    def _has_shape(self, value: object) -> bool:
        if not self.is_range:
            return is_number(value)
        return isinstance(value, (list, tuple)) and len(value) == 2 and all(map(is_number, value))

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        value = state.answer
        if not self._has_shape(value):
            yield self._shape_fault(value)
            return
        low, high = written_number(state.minimum), written_number(state.maximum)
        for one in dict.fromkeys(as_list(value)):
            found = list(self._value_faults(one, low, high))
            yield from found
            if found:
                return
        if self.is_range:
            yield from self._range_faults(*as_list(value))

    def _shape_fault(self, value: object) -> tuple[str, Message]:
        if self.is_range and isinstance(value, (list, tuple)) and len(value) == 2:
            kind = "both_ends" if None in value else "number"
        else:
            kind = "type" if isinstance(value, (list, tuple, Mapping)) else "number"
        return kind, message(kind)

    def _value_faults(
        self, value: object, low: float | None, high: float | None
    ) -> Iterator[tuple[str, Message]]:
        given = written_number(value)
        if given is None:
            yield "number", message("number")
        elif low is not None and given < low:
            yield "minimum", message("minimum", limit=number_text(low))
        elif high is not None and given > high:
            yield "maximum", message("maximum", limit=number_text(high))
        elif not self.scale.is_step(given):
            yield "step", message("step", step=number_text(self.step))

    def _range_faults(self, low: object, high: object) -> Iterator[tuple[str, Message]]:
        length = high - low  # type: ignore[operator]
        shortest, longest = self.min_range_length, self.max_range_length
        if length < 0:
            yield "ends_swapped", message("ends_swapped")
        elif shortest is not None and length < shortest - 1e-9:
            yield "range_short", message("range_short", limit=number_text(shortest))
        elif longest is not None and length > longest + 1e-9:
            yield "range_long", message("range_long", limit=number_text(longest))

    def form_parts(self, _value: object = None, *, most: bool = False) -> int:
        return super().form_parts() + (self.slider_type == "range")

    def fields(self, state: QuestionState) -> Fields:
        field = (
            SelectMultipleField(choices=[], validate_choice=False)
            if self.is_range
            else StringField()
        )
        return {self.control: field, **comment_field(state)}

    # Counting

    def coded(self, value: object) -> list[str]:
        if not self._has_shape(value):
            return []
        if not self.is_range:
            return [code(value)]
        low, high = as_list(value)
        return [FROM + code(low), TO + code(high)]

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        return self.scale.ranges(counts) if self.is_range else self.scale.numbers(counts)

    def options_in(self, lang: str) -> tuple[Option, ...]:
        return tuple(
            Option(band.low, band.code, Localised(self._words(band, lang), lang))
            for band in self.scale.bands
        )

    def ends_in(self, lang: str) -> tuple[Localised, Localised] | None:
        low, high = self._said(self.min, lang), self._said(self.max, lang)
        return Localised(low, lang), Localised(high, lang)

    def _words(self, band: Band, lang: str) -> str:
        if band.low != band.high:
            return f"{self._said(band.low, lang)}–{self._said(band.high, lang)}"
        meanings = (one.text for one in self.custom_labels if one.value == band.low and one.text)
        meaning = next(meanings, None)
        said = self._said(band.low, lang)
        return f"{said} ({meaning.in_(lang)})" if meaning else said

    def _said(self, value: object, lang: str) -> str:
        """A value as the author wants it written."""
        written = as_text(value)
        own = self.label_format
        return own.in_(lang).text.replace("{0}", written) if own else written

    def display(self, value: object, lang: str) -> str:
        return "–".join(self._said(one, lang) for one in as_list(value))

    def export(self, value: object) -> object:
        return "; ".join(as_text(one) for one in as_list(value)) if self.is_range else value

    # Showing

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        typed = state.answer if data is None else data.get(self.control)
        view = shown(
            state,
            errors,
            data,
            has_several=self.is_range,
            minimum=as_text(written_number(state.minimum)),
            maximum=as_text(written_number(state.maximum)),
            step=as_text(self.step),
            labels=self._meanings(state.lang),
            input_mode="decimal" if self._has_decimals else "numeric",
        )
        if not self.is_range:
            return view
        low, high = (*(as_text(one) for one in as_list(typed)[:2]), "", "")[:2]
        return replace(view, value=low, high_value=high)

    @property
    def _has_decimals(self) -> bool:
        return any(one != int(one) for one in (self.min, self.step)) or self.min < 0

    def _meanings(self, lang: str) -> tuple[tuple[str, Localised], ...]:
        if not self.show_labels:
            return ()
        return tuple(
            (self._said(one.value, lang), one.text.in_(lang))
            for one in self.custom_labels
            if one.text is not None
        )


def _number(value: object) -> object:
    found = written_number(value) if isinstance(value, (str, int, float)) else None
    return value if found is None else found
