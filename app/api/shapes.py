"""The shapes of what the API takes and tells, as JSON Schema, and what builds them."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

STRING: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
COUNT: Json = {"type": "integer", "minimum": 0}
NUMBER: Json = {"type": "number"}
SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}
TRUTH: Json = {"type": "boolean"}
DAY: Json = {"type": "string", "format": "date"}
TIME: Json = {"type": "string", "format": "date-time"}
MONTH: Json = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Json) -> Json:
    return {"type": "array", "items": items}


def one_of(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": [str(value) for value in values]}


def or_null(shape: Json, why: str = "") -> Json:
    """A shape that may be missing, and what it means when it is."""
    if "$ref" in shape or "enum" in shape:
        found: Json = {"anyOf": [shape, {"type": "null"}]}
    else:
        found = shape | {"type": [shape["type"], "null"]}
    return found | {"description": why} if why else found


def by_key(values: Json, keys: Json | None = None) -> Json:
    """An object whose members are named by the data."""
    named = {"propertyNames": keys} if keys else {}
    return {"type": "object", "additionalProperties": values, **named}


def shape(required: Json, optional: Json | None = None) -> Json:
    """An object. Members may be added in this version of the API, none taken away."""
    return {
        "type": "object",
        "required": sorted(required),
        "properties": required | (optional or {}),
    }
