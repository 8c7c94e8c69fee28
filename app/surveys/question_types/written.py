"""Questions answered in writing: text with its input types, and comment."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from wtforms import StringField, TextAreaField

from app.surveys.answers import AnswerError, Message, as_text, clean, clean_text, message
from app.surveys.expressions import Expression
from app.surveys.language.values import is_number, number_text, written_number
from app.surveys.problems import Refused
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    camel,
    expression,
    frozen,
    number,
    option,
    text,
    whole,
)
from app.surveys.question_types.base import Fields, Question, QuestionState
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import comment_field, shown
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Text
from app.surveys.validators import is_email

INPUT_TYPES = ("text", "email", "tel", "url", "number", "date", "time", "datetime-local", "month")
AUTOCOMPLETE = (
    "name honorific-prefix given-name additional-name family-name honorific-suffix nickname "
    "organization-title organization street-address address-line1 address-line2 address-line3 "
    "address-level4 address-level3 address-level2 address-level1 country country-name postal-code "
    "language bday bday-day bday-month bday-year sex url tel tel-country-code tel-national "
    "tel-area-code tel-local tel-extension email impp"
)

_FORMATS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "time": re.compile(r"\d{2}:\d{2}(?::\d{2})?"),
    "datetime-local": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?"),
    "month": re.compile(r"\d{4}-\d{2}"),
}


def _is_moment(value: str, input_type: str) -> bool:
    if not _FORMATS[input_type].fullmatch(value):
        return False
    whole_date = {"time": f"2000-01-01T{value}", "month": f"{value}-01"}.get(input_type, value)
    try:
        datetime.fromisoformat(whole_date)
    except ValueError:
        return False
    return True


def _is_url(value: str) -> bool:
    try:
        address = urlsplit(value)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname) and " " not in value


_SHAPES: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "email": ("email", is_email),
    "url": ("url", _is_url),
    "date": ("date", lambda value: _is_moment(value, "date")),
    "time": ("time", lambda value: _is_moment(value, "time")),
    "datetime-local": ("datetime", lambda value: _is_moment(value, "datetime-local")),
    "month": ("month", lambda value: _is_moment(value, "month")),
}


def _limit(value: object, _path: str, _reading: Reading) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Refused("not a limit", "write a number, or a date in quotes")
    return value


@dataclass(frozen=True, kw_only=True)
class Written(Question):
    """What text and comment have in common: one field, one text."""

    placeholder: Text | None = None
    max_length: int = -1

    def clean(self, value: object) -> object:
        return clean(value)

    def display(self, value: object, _lang: str) -> str:
        return as_text(value)

    def texts(self, value: object, comment: object) -> list[str]:
        own = [as_text(value)] if value is not None else []
        return [*own, *super().texts(value, comment)]

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        if not isinstance(state.answer, str):
            yield "type", message("type")
        elif len(state.answer) > state.max_length:
            over = len(state.answer) - state.max_length
            yield "too_long", message("too_long", limit=state.max_length, over=over)


@dataclass(frozen=True, kw_only=True)
class TextQuestion(Written):
    """A line of text, or a number, date, address and so on by its input type."""

    TYPE: ClassVar[str] = "text"
    WIDGET: ClassVar[str] = "text"
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"input_type"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            "inputType": Property(option(*INPUT_TYPES), "text"),
            "placeholder": Property(text),
            "min": Property(_limit),
            "max": Property(_limit),
            "minValueExpression": Property(expression),
            "maxValueExpression": Property(expression),
            "minErrorText": Property(text),
            "maxErrorText": Property(text),
            "step": Property(number(low=0)),
            "maxLength": Property(whole(low=-1), -1),
            "autocomplete": Property(option("", *AUTOCOMPLETE.split()), ""),
        }
    )

    input_type: str = "text"
    min: object = None
    max: object = None
    min_value_expression: Expression | None = None
    max_value_expression: Expression | None = None
    min_error_text: Text | None = None
    max_error_text: Text | None = None
    step: float | None = None
    autocomplete: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.input_type == "number"

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        limits = {"min": self.min, "max": self.max}
        limited = (*limits, "min_value_expression", "max_value_expression", "step")
        if not self.is_numeric and self.input_type not in _FORMATS:
            for written in limited:
                if getattr(self, written) is not None:
                    reason = f"answers of the input type {self.input_type} have no order"
                    yield camel(written), reason, "set inputType to number, or to a date"
            return
        for written, value in limits.items():
            if value is not None and not self._is_limit(value):
                kind = f"not a limit for {self.input_type}"
                yield written, f"{value!r} is {kind}", "write it as an answer would be"
        low, high = self._comparable(self.min), self._comparable(self.max)
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            yield "min", "min is greater than max", "swap the limits"

    def _is_limit(self, value: object) -> bool:
        if self.is_numeric:
            return written_number(value) is not None
        shape = _SHAPES.get(self.input_type) if self.input_type in _FORMATS else None
        return shape is not None and isinstance(value, str) and shape[1](value)

    def _comparable(self, value: object) -> object:
        if value is None or not self._is_limit(value):
            return None
        return written_number(value) if self.is_numeric else str(value)

    def clean(self, value: object) -> object:
        tidied = clean(value)
        given = written_number(tidied) if self.is_numeric and isinstance(tidied, str) else None
        return tidied if given is None else given

    def moment(self, value: datetime) -> str:
        written = value.isoformat("T", "minutes")
        parts = {"date": written[:10], "month": written[:7], "time": written[11:]}
        if self.input_type == "datetime-local":
            return written
        return parts.get(self.input_type) or super().moment(value)

    def fields(self, state: QuestionState) -> Fields:
        return {self.control: StringField(), **comment_field(state)}

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        value = state.answer
        if self.is_numeric:
            yield from self._number_faults(state)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            if self.input_type in _SHAPES or written_number(value) is None:
                yield "type", message("type")
        else:
            yield from super().faults(state)
            kind, fits = _SHAPES.get(self.input_type, ("", lambda _value: True))
            if isinstance(value, str) and not fits(value):
                yield kind, message(kind)
            elif isinstance(value, str) and self.input_type in _FORMATS:
                yield from self._limit_faults(state)

    def _number_faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        value = state.answer
        if not is_number(value) or written_number(value) is None:
            yield "number", message("number")
            return
        yield from self._limit_faults(state)
        start = written_number(state.minimum) or 0
        if self.step:
            steps = (value - start) / self.step  # type: ignore[operator]
            if abs(steps - round(steps)) > 1e-6:
                yield "step", message("step", step=number_text(self.step))

    def _limit_faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        value = self._comparable(state.answer)
        low, high = self._comparable(state.minimum), self._comparable(state.maximum)
        if low is not None and value < low:  # type: ignore[operator]
            yield "minimum", self._limit_text(self.min_error_text, "minimum", low, state.lang)
        if high is not None and value > high:  # type: ignore[operator]
            yield "maximum", self._limit_text(self.max_error_text, "maximum", high, state.lang)

    def _limit_text(self, own: Text | None, kind: str, limit: object, lang: str) -> Message:
        if own:
            return own.in_(lang).text.replace("{0}", as_text(limit))
        return message(kind, limit=as_text(limit))

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        return shown(
            state,
            errors,
            data,
            placeholder=self.placeholder.in_(state.lang) if self.placeholder else None,
            input_type="text" if self.is_numeric else self.input_type,
            input_mode="decimal" if self.is_numeric else "",
            autocomplete=self.autocomplete,
            minimum=as_text(state.minimum),
            maximum=as_text(state.maximum),
            step=as_text(self.step),
            max_length=0 if self.is_numeric or self.input_type in _FORMATS else state.max_length,
        )


@dataclass(frozen=True, kw_only=True)
class CommentQuestion(Written):
    """A longer text of several lines."""

    TYPE: ClassVar[str] = "comment"
    WIDGET: ClassVar[str] = "comment"
    SECONDS: ClassVar[int] = 45
    LONG: ClassVar[bool] = True
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            "placeholder": Property(text),
            "maxLength": Property(whole(low=-1), -1),
            "rows": Property(whole(low=1, high=40), 4),
            "autocomplete": Property(option("", *AUTOCOMPLETE.split()), ""),
        }
    )

    rows: int = 4
    autocomplete: str = ""

    def fields(self, state: QuestionState) -> Fields:
        return {self.control: TextAreaField(), **comment_field(state)}

    def clean(self, value: object) -> object:
        return clean_text(value) or None if isinstance(value, str) else clean(value)

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        return shown(
            state,
            errors,
            data,
            placeholder=self.placeholder.in_(state.lang) if self.placeholder else None,
            rows=self.rows,
            max_length=state.max_length,
        )
