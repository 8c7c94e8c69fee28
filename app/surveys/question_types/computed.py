"""What is computed from answers, shown to the resident and kept with the answers: expression."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import ClassVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import is_currency, parse_pattern
from flask_babel import gettext as _

from app.surveys.answers import AnswerError, Message, as_list, as_text, clean
from app.surveys.expressions import Expression
from app.surveys.language.values import date_of, is_number, settled
from app.surveys.problems import Refused
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    option,
    text,
    whole,
)
from app.surveys.question_types.base import Fields, Question, QuestionState
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import shown
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Text

MOST_DIGITS = 10
# Larger numbers are written as they are: they have no decimals to speak of.
LARGEST_STYLED = 1e15

# How many decimals a style shows where the author says nothing: at least, at most.
_DECIMALS = {"decimal": (0, 3), "percent": (0, 0), "currency": (2, 2)}

_GIVEN_BY_PEOPLE = frozenset({
    "enableIf", "requiredIf", "isRequired", "requiredErrorText", "readOnly", "defaultValue",
    "defaultValueExpression", "setValueIf", "setValueExpression", "resetValueIf",
    "showCommentArea", "commentText", "commentPlaceholder",
})  # fmt: skip


def _currency(value: object, _path: str, _reading: Reading) -> str:
    if not isinstance(value, str) or not is_currency(value):
        raise Refused(f"{value!r} is not a currency", "a code of three letters, such as EUR")
    return value


@lru_cache(maxsize=64)
def _locale(lang: str) -> Locale:
    """The language's own way of writing numbers; English where it is not known."""
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@dataclass(frozen=True, kw_only=True)
class ExpressionQuestion(Question):
    """Never asked: its answer is what its expression comes to. Nothing of it is counted, as it may
    be made of somebody's own words."""

    TYPE: ClassVar[str] = "expression"
    WIDGET: ClassVar[str] = "expression"
    SECONDS: ClassVar[int] = 3
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"expression", "precision"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **{name: kind for name, kind in SHARED.items() if name not in _GIVEN_BY_PEOPLE},
            "expression": Property(expression),
            "format": Property(text),
            "displayStyle": Property(
                option("none", "decimal", "currency", "percent", "date"), "none"
            ),
            "currency": Property(_currency, "USD"),
            "minimumFractionDigits": Property(whole(-1, MOST_DIGITS), -1),
            "maximumFractionDigits": Property(whole(-1, MOST_DIGITS), -1),
            "useGrouping": Property(flag, True),
            "precision": Property(whole(-1, MOST_DIGITS), -1),
        }
    )

    expression: Expression | None = None
    format: Text | None = None
    display_style: str = "none"
    currency: str = "USD"
    minimum_fraction_digits: int = -1
    maximum_fraction_digits: int = -1
    use_grouping: bool = True
    precision: int = -1

    @property
    def formula(self) -> Expression | None:
        return self.expression

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.expression is None:
            yield "expression", "there is nothing to compute", "add expression"
        if self.format is not None and not all("{0}" in words for _, words in self.format.values):
            yield "format", "the value has no place in it", "write {0} where the value stands"
        least, most = self.minimum_fraction_digits, self.maximum_fraction_digits
        if least > most >= 0:
            yield "minimumFractionDigits", "more than maximumFractionDigits", "swap the limits"
        written = self.display_style in ("decimal", "currency", "percent")
        for name, digits in (("minimumFractionDigits", least), ("maximumFractionDigits", most)):
            if digits >= 0 and not written:
                hint = "set displayStyle to decimal, currency or percent"
                yield name, "it says how numbers of a style are written", hint

    def clean(self, value: object) -> object:
        found = clean(value)
        if self.precision < 0 or not is_number(found):
            return found
        if abs(found) >= LARGEST_STYLED:  # type: ignore[arg-type]
            return found
        return settled(float(_half_up(Decimal(found), self.precision)))  # type: ignore[arg-type]

    # Nobody is asked

    def fields(self, _state: QuestionState) -> Fields:
        return {}

    def parse(self, _state: QuestionState, _data: Mapping[str, object]) -> dict[str, object]:
        return {}

    def faults(self, _state: QuestionState) -> Iterator[tuple[str, Message]]:
        return iter(())

    def texts(self, _value: object, _comment: object) -> list[str]:
        return []

    def display(self, value: object, lang: str) -> str:
        if value is None:
            return ""
        words = self._in_style(value, lang)
        return self.format.in_(lang).text.replace("{0}", words) if self.format else words

    def _in_style(self, value: object, lang: str) -> str:
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        if isinstance(value, (list, tuple)):
            return ", ".join(as_text(item) for item in as_list(value))
        moment = date_of(value) if self.display_style == "date" else None
        if moment is not None:
            return format_date(moment.date(), "short", _locale(lang))
        if is_number(value) and self.display_style in ("decimal", "currency", "percent"):
            return self._number(value, lang)  # type: ignore[arg-type]
        return as_text(value)

    def _number(self, value: int | float, lang: str) -> str:
        if abs(value) >= LARGEST_STYLED:
            return as_text(value)
        locale = _locale(lang)
        styles = {
            "decimal": locale.decimal_formats[None],
            "percent": locale.percent_formats[None],
            "currency": locale.currency_formats["standard"],
        }
        pattern = parse_pattern(styles[self.display_style].pattern)
        least, most = self._decimals()
        pattern.frac_prec = (least, most)
        shift = 2 if self.display_style == "percent" else 0
        number = _half_up(Decimal(repr(value)), most + shift)
        currency = self.currency if self.display_style == "currency" else None
        written: str = pattern.apply(
            number, locale, currency, currency_digits=False, group_separator=self.use_grouping
        )
        return written

    def _decimals(self) -> tuple[int, int]:
        """How many decimals are shown at least, and at most."""
        least, most = _DECIMALS[self.display_style]
        if self.minimum_fraction_digits >= 0:
            least = self.minimum_fraction_digits
            most = max(least, most)
        if self.maximum_fraction_digits >= 0:
            most = self.maximum_fraction_digits
            least = min(least, most)
        return least, most

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        view = shown(state, errors, data)
        return replace(view, value=self.display(state.answer, state.lang), comment=None)


def _half_up(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
