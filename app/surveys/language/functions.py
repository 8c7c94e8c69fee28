"""The functions of the expression language by name, apart from those that need unread arguments."""

import math
import re
from collections.abc import Callable, Mapping, Sequence

from app.surveys.language import dates
from app.surveys.language.comparison import less
from app.surveys.language.operators import summed
from app.surveys.language.scope import Scope
from app.surveys.language.values import (
    as_float,
    plain_number,
    settled,
    text,
    truthy,
    written_number,
)

Function = Callable[[Sequence[object]], object]
ScopedFunction = Callable[[Scope, Sequence[object]], object]
MOST_PLACES = 100


def _flat(values: Sequence[object]) -> list[object]:
    """All items of all lists, without null, texts that are numbers as numbers."""
    flat: list[object] = []
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, (list, tuple)):
            waiting.extend(reversed(value))
        elif value is not None:
            number = written_number(value)
            flat.append(value if number is None else number)
    return flat


def _total(values: Sequence[object]) -> object:
    result: object = 0
    for value in values:
        result = summed(result, value)
    return result


def _sum(arguments: Sequence[object]) -> object:
    return _total(_flat(arguments))


def _minimum(arguments: Sequence[object]) -> object:
    values = _flat(arguments)
    result = values[0] if values else None
    for value in values:
        result = value if less(value, result) else result
    return result


def _maximum(arguments: Sequence[object]) -> object:
    values = _flat(arguments)
    result = values[0] if values else None
    for value in values:
        result = value if less(result, value) else result
    return result


def _count(arguments: Sequence[object]) -> object:
    return len(_flat(arguments))


def _average(arguments: Sequence[object]) -> object:
    values = _flat(arguments)
    return settled(plain_number(_total(values)) / len(values)) if values else 0


def _number_and_places(arguments: Sequence[object]) -> tuple[float, int] | None:
    values = [written_number(value) for value in _flat(arguments)[:2]]
    if not values or values[0] is None:
        return None
    places = values[1] if len(values) > 1 else 0
    if places is None or not -MOST_PLACES <= places <= MOST_PLACES:
        return None
    return as_float(values[0]), int(places)


def _round(arguments: Sequence[object]) -> object:
    given = _number_and_places(arguments)
    if given is None:
        return math.nan
    number, places = given
    scale = math.pow(10, places)
    raised = number * scale * (1 + 2**-52)
    return settled(math.floor(raised + 0.5) / scale) if math.isfinite(raised) else math.nan


def _truncate(arguments: Sequence[object]) -> object:
    given = _number_and_places(arguments)
    if given is None:
        return math.nan
    number, places = given
    fraction = rf"(?:\.\d{{0,{places}}})?" if places > 0 else ""
    match = re.match(rf"-?\d+{fraction}", text(number))
    return settled(float(match[0])) if match else math.nan


def _if(arguments: Sequence[object]) -> object:
    if len(arguments) < 2:
        return None
    if truthy(arguments[0]):
        return arguments[1]
    return arguments[2] if len(arguments) > 2 else None


def _substring(arguments: Sequence[object]) -> object:
    if len(arguments) < 2 or not isinstance(arguments[0], str):
        return ""
    source, start = arguments[0], written_number(arguments[1])
    if start is None:
        return ""
    end = written_number(arguments[2]) if len(arguments) > 2 else None
    limits = (start, len(source) if end is None else end)
    low, high = sorted(int(min(max(limit, 0), len(source))) for limit in limits)
    return source[low:high]


def _name(arguments: Sequence[object]) -> str:
    return arguments[0] if arguments and isinstance(arguments[0], str) else ""


def _display_value(scope: Scope, arguments: Sequence[object]) -> object:
    if scope.survey is None:
        return None
    value = arguments[1] if len(arguments) > 1 else None
    return scope.survey.display_value(_name(arguments), value)


def _comment(scope: Scope, arguments: Sequence[object]) -> object:
    return scope.survey.comment(_name(arguments)) if scope.survey else None


def _container_ready(scope: Scope, arguments: Sequence[object]) -> object:
    index = arguments[1] if len(arguments) > 1 else None
    return bool(scope.survey and scope.survey.is_ready(_name(arguments), index))


def _display_mode(scope: Scope, _arguments: Sequence[object]) -> object:
    return bool(scope.survey and scope.survey.is_display_mode())


PLAIN: Mapping[str, Function] = {
    "iif": _if,
    "sum": _sum,
    "min": _minimum,
    "max": _maximum,
    "count": _count,
    "avg": _average,
    "round": _round,
    "trunc": _truncate,
    "substring": _substring,
    "dateDiff": dates.date_diff,
    "dateAdd": dates.date_add,
    "diffDays": dates.diff_days,
    "getDate": dates.get_date,
    "getYear": dates.get_year,
}

# These ask the clock or the survey around the expression.
SCOPED: Mapping[str, ScopedFunction] = {
    "age": dates.age,
    "today": dates.today,
    "currentDate": dates.current_date,
    "currentYear": dates.current_year,
    "year": dates.year,
    "month": dates.month,
    "day": dates.day,
    "weekday": dates.weekday,
    "displayValue": _display_value,
    "getComment": _comment,
    "isContainerReady": _container_ready,
    "isDisplayMode": _display_mode,
}

# These look at each entry of a list: their condition is evaluated per entry by the evaluator.
OVER_ROWS = frozenset({"sumInArray", "minInArray", "maxInArray", "avgInArray", "countInArray"})

FUNCTIONS = frozenset(PLAIN) | frozenset(SCOPED) | OVER_ROWS
