"""Where the engine's answer to an expression differs from the oracle's."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.surveys.expressions import ExpressionError, parse
from app.surveys.language.scope import Scope, Values
from tests.oracle.asking import NOW

Json = dict[str, Any]
CLOSE = 1e-9


def evaluated(case: Mapping[str, Any]) -> Json:
    """The engine's answer, in the oracle's words."""
    try:
        expression = parse(case["expression"])
    except ExpressionError:
        return {"refused": True}
    scope = Scope(Values(case["values"]), now=lambda: NOW)
    value = written(expression.evaluate(scope))
    return {"value": value, "holds": expression.condition(scope)}


def written(value: object) -> object:
    """A value as the oracle writes it."""
    if isinstance(value, float) and not math.isfinite(value):
        name = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        return {"$number": name}
    if isinstance(value, datetime):
        return {"$date": value.replace(microsecond=0).isoformat("T", "seconds")}
    if isinstance(value, (list, tuple)):
        return [written(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): written(one) for key, one in value.items()}
    return value


def alike(one: object, other: object) -> bool:
    """Equality that tells truth values from numbers, and forgives the last digits of those."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return one == other
