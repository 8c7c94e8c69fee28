"""The functions of the expression language that deal with dates and the clock."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app.surveys.language.scope import Scope
from app.surveys.language.values import date_of, plain_number, truthy

Arguments = Sequence[object]
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


def _argument(arguments: Arguments, index: int) -> object:
    return arguments[index] if len(arguments) > index else None


def _date(arguments: Arguments, index: int) -> datetime | None:
    value = _argument(arguments, index)
    return date_of(value) if truthy(value) else None


def get_date(arguments: Arguments) -> object:
    return _date(arguments, 0)


def age(scope: Scope, arguments: Arguments) -> object:
    return _difference(_date(arguments, 0), scope.now(), _argument(arguments, 1) or "years")


def date_diff(arguments: Arguments) -> object:
    first, second = _date(arguments, 0), _date(arguments, 1)
    unit = _argument(arguments, 2) or "days"
    if first is not None and second is not None and isinstance(unit, str) and unit in _SECONDS:
        return math.ceil(abs((second - first).total_seconds()) / _SECONDS[unit])
    return _difference(first, second, unit)


def _difference(first: datetime | None, second: datetime | None, unit: object) -> object:
    if first is None or second is None:
        return None
    if unit == "days":
        return abs((second.date() - first.date()).days)
    months = (second.year - first.year) * 12 + second.month - first.month
    if second.day < first.day:
        months -= 1
    return months if unit == "months" else int(months / 12)


def diff_days(arguments: Arguments) -> object:
    first, second = _date(arguments, 0), _date(arguments, 1)
    if len(arguments) != 2 or first is None or second is None:
        return 0
    return _difference(first, second, "days")


def date_add(arguments: Arguments) -> object:
    date, amount = _date(arguments, 0), _argument(arguments, 1)
    if date is None or not truthy(amount):
        return None
    unit = _argument(arguments, 2) or "days"
    return shifted(date, plain_number(amount), unit if isinstance(unit, str) else "")


def shifted(date: datetime, amount: float, unit: str) -> datetime | None:
    """The date moved by whole units; a day that a month lacks runs on into the next."""
    if not math.isfinite(amount):
        return None
    whole = int(amount)
    try:
        if unit in ("months", "years"):
            month = date.month - 1 + whole * (12 if unit == "years" else 1)
            first = date.replace(year=date.year + month // 12, month=month % 12 + 1, day=1)
            return first + timedelta(days=date.day - 1)
        if unit == "days":
            return date + timedelta(days=whole)
        return date + timedelta(seconds=whole * _SECONDS.get(unit, 0))
    except (OverflowError, ValueError):
        return None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def today(scope: Scope, arguments: Arguments) -> object:
    date = _midnight(scope.now())
    if len(arguments) == 1 and truthy(arguments[0]):
        return shifted(date, plain_number(arguments[0]), "days")
    return date


def current_date(scope: Scope, _arguments: Arguments) -> object:
    return scope.now()


def current_year(scope: Scope, _arguments: Arguments) -> object:
    return scope.now().year


def get_year(arguments: Arguments) -> object:
    date = _date(arguments, 0)
    return date.year if date is not None and len(arguments) == 1 else None


def part(read: Callable[[datetime], int]) -> Callable[[Scope, Arguments], object]:
    """A function that reads a part of its date, or of today without one."""

    def function(scope: Scope, arguments: Arguments) -> object:
        given = truthy(_argument(arguments, 0))
        date = _date(arguments, 0) if given else _midnight(scope.now())
        return None if date is None else read(date)

    return function


year = part(lambda date: date.year)
month = part(lambda date: date.month)
day = part(lambda date: date.day)
weekday = part(lambda date: date.isoweekday() % 7)
