"""The operators of the expression language on plain values; total: no value makes them raise."""

import math
from collections.abc import Callable, Mapping

from app.surveys.language.comparison import equal, greater, less
from app.surveys.language.values import (
    decimals,
    is_empty,
    is_list,
    is_number,
    is_object,
    plain_number,
    rounded,
    settled,
    text,
    truthy,
    written_number,
)


def added(left: object, right: object) -> object:
    """`+` on two operands that are not empty: sums, joins or concatenates."""
    if written_number(left) is not None and written_number(right) is not None:
        return summed(left, right)
    if is_list(left) and is_list(right):
        return [*left, *right]  # type: ignore[misc]
    if isinstance(left, (list, tuple)) and isinstance(right, str):
        return ", ".join(_joined(left)) + right
    if isinstance(right, (list, tuple)) and isinstance(left, str):
        return left + ", ".join(_joined(right))
    for numbers, number in ((left, right), (right, left)):
        if isinstance(numbers, (list, tuple)) and is_number(number):
            total: object = 0
            for item in numbers:
                total = summed(total, item) if is_number(item) else total
            return summed(total, number)
    return _concatenated_or_summed(left, right)


def _joined(values: list[object] | tuple[object, ...]) -> list[str]:
    return ["" if item is None else text(item) for item in values]


def summed(left: object, right: object) -> object:
    """Two values added, the result no finer than the operands."""
    result = _concatenated_or_summed(left, right)
    if not is_number(result):
        return result
    places = max(decimals(left), decimals(right))
    return settled(rounded(plain_number(result), places))


def _concatenated_or_summed(left: object, right: object) -> object:
    if any(isinstance(side, str) or is_object(side) for side in (left, right)):
        return text(left) + text(right)
    return settled(plain_number(left) + plain_number(right))


def _subtracted(left: object, right: object) -> object:
    difference = plain_number(left) - plain_number(right)
    return settled(rounded(difference, max(decimals(left), decimals(right))))


def _multiplied(left: object, right: object) -> object:
    product = plain_number(left) * plain_number(right)
    return settled(rounded(product, decimals(left) + decimals(right)))


def _divided(left: object, right: object) -> object:
    if not truthy(right):
        return None
    divisor = plain_number(right)
    if divisor == 0:
        sign = plain_number(left)
        return math.nan if sign == 0 or math.isnan(sign) else math.copysign(math.inf, sign)
    return settled(plain_number(left) / divisor)


def _remainder(left: object, right: object) -> object:
    if not truthy(right):
        return None
    try:
        return settled(math.fmod(plain_number(left), plain_number(right)))
    except ValueError:
        return math.nan


def _power(left: object, right: object) -> object:
    base, exponent = plain_number(left), plain_number(right)
    if not math.isfinite(exponent) and (math.isnan(exponent) or abs(base) == 1):
        return math.nan
    try:
        return settled(math.pow(base, exponent))
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan


def _and(left: object, right: object) -> object:
    return right if truthy(left) else left


def _or(left: object, right: object) -> object:
    return left if truthy(left) else right


def _filled(operation: Callable[[object, object], object]) -> Callable[[object, object], object]:
    """The operation with an empty operand replaced by the neutral value of the other's kind."""

    def apply(left: object, right: object) -> object:
        left = _neutral(left, right) if is_empty(left) else left
        right = _neutral(right, left) if is_empty(right) else right
        return operation(left, right)

    return apply


def _neutral(value: object, other: object) -> object:
    if is_number(other):
        return 0
    if isinstance(value, str):
        return value
    if isinstance(other, str):
        return ""
    return [] if is_list(other) else 0


def contains(left: object, right: object) -> bool:
    return _contains(left, right, True)


def _not_contains(left: object, right: object) -> bool:
    if not truthy(left) and not is_empty(right):
        return True
    return _contains(left, right, False)


def _contains(left: object, right: object, wanted: bool) -> bool:
    if is_list(left) and not left:
        return not wanted
    if left is None or left == "" or (isinstance(left, float) and math.isnan(left)):
        return False
    if not isinstance(left, (list, tuple)):
        if not truthy(right):
            return False
        return (text(right).lower() in text(left).lower()) == wanted
    for item in right if isinstance(right, (list, tuple)) else (right,):
        if not any(equal(candidate, item) for candidate in left):
            return not wanted
    return wanted


def _any_of(left: object, right: object) -> bool:
    if is_empty(left) or is_empty(right):
        return is_empty(right)
    if not is_list(left):
        return contains(right, left)
    if not isinstance(right, (list, tuple)):
        return contains(left, right)
    return any(contains(left, item) for item in right)


def _all_of(left: object, right: object) -> bool:
    if not truthy(left) and not is_empty(right):
        return False
    if not isinstance(right, (list, tuple)):
        return contains(left, right)
    return all(contains(left, item) for item in right)


BINARY: Mapping[str, Callable[[object, object], object]] = {
    "or": _filled(_or),
    "and": _filled(_and),
    "<=": lambda left, right: equal(left, right) or less(left, right),
    ">=": lambda left, right: equal(left, right) or greater(left, right),
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": less,
    ">": greater,
    "+": _filled(added),
    "-": _filled(_subtracted),
    "*": _filled(_multiplied),
    "/": _filled(_divided),
    "%": _filled(_remainder),
    "^": _filled(_power),
    "contains": contains,
    "notcontains": _not_contains,
    "anyof": _any_of,
    "allof": _all_of,
    "noneof": lambda left, right: not _any_of(left, right),
}


def holds(value: object) -> bool:
    """Whether a result counts as true in a condition: `value == true` in JavaScript."""
    if isinstance(value, bool):
        return value
    return value is not None and not isinstance(value, Mapping) and plain_number(value) == 1
