"""Equality and order of plain values, as the expression language has them; total."""

from collections.abc import Mapping
from datetime import datetime

from app.surveys.language.values import (
    code_units,
    date_of,
    is_empty,
    is_object,
    items,
    plain_number,
    text,
)

# Nested answers deeper than this compare as unequal instead of exhausting the stack.
DEEPEST = 40


class _Undefined:
    """The text "undefined" in a comparison: equal to null and to an empty list."""


UNDEFINED = _Undefined()


def equal(left: object, right: object, *, ordered: bool = False) -> bool:
    """Loose equality; lists compare without regard to order unless `ordered`."""
    left, right = _dated(left, right)
    left = UNDEFINED if left == "undefined" else left
    right = UNDEFINED if right == "undefined" else right
    return _equal(left, right, ordered, 0)


def _equal(left: object, right: object, ordered: bool, depth: int) -> bool:
    if left is right and left == left:
        return True
    if isinstance(left, _Undefined) or isinstance(right, _Undefined):
        return _equals_undefined(right if isinstance(left, _Undefined) else left)
    if (left is None and right == "") or (right is None and left == ""):
        return True
    if isinstance(left, str) and isinstance(right, str):
        return left.strip().lower() == right.strip().lower()
    if is_empty(left) != is_empty(right):
        return False
    if is_object(left) or is_object(right):
        return _objects_equal(left, right, ordered, depth)
    return _primitives_equal(left, right)


def _equals_undefined(other: object) -> bool:
    return other is None or isinstance(other, _Undefined) or other == "" or other in ([], ())


def _primitives_equal(left: object, right: object) -> bool:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, bool) and isinstance(other, str):
            return text(one) == other.lower()
    if left is None or right is None:
        return left is right
    return plain_number(left) == plain_number(right)


def _objects_equal(left: object, right: object, ordered: bool, depth: int) -> bool:
    if depth > DEEPEST or not is_object(left) or not is_object(right):
        return False
    if isinstance(left, datetime) or isinstance(right, datetime):
        return isinstance(left, datetime) and isinstance(right, datetime) and left == right
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return _lists_equal(list(left), list(right), ordered, depth)
    one, other = _keyed(left), _keyed(right)
    return one.keys() == other.keys() and all(
        _equal(value, other[key], ordered, depth + 1) for key, value in one.items()
    )


def _lists_equal(left: list[object], right: list[object], ordered: bool, depth: int) -> bool:
    if len(left) != len(right):
        return False
    if not ordered:
        left = sorted(left, key=lambda item: code_units(text(item)))
        right = sorted(right, key=lambda item: code_units(text(item)))
    return all(
        _equal(one, other, ordered, depth + 1) for one, other in zip(left, right, strict=True)
    )


def _keyed(value: object) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    return {str(index): item for index, item in enumerate(items(value))}


def _dated(left: object, right: object) -> tuple[object, object]:
    """A date against a text: both become dates, no finer than the text is."""
    if isinstance(right, datetime) and isinstance(left, str):
        right, left = _dated(right, left)
    elif isinstance(left, datetime) and isinstance(right, str):
        source, left = right, left.replace(microsecond=0)
        right = date_of(source)
        if len(source) < 17:
            left = left.replace(second=0)
        if len(source) < 14:
            left = left.replace(minute=0)
        if len(source) < 11:
            left = left.replace(hour=0)
    return left, right


def less(left: object, right: object) -> bool:
    left, right = _dated(left, right)
    if left is None or right is None:
        return False
    left, right = _primitive(left), _primitive(right)
    if isinstance(left, str) and isinstance(right, str):
        return code_units(left) < code_units(right)
    return plain_number(left) < plain_number(right)


def greater(left: object, right: object) -> bool:
    return less(right, left)


def _primitive(value: object) -> object:
    return text(value) if is_object(value) and not isinstance(value, datetime) else value
