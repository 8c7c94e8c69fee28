"""Properties as a form shows them and as a definition holds them: every kind there and back."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.authoring import building_lists as lists
from app.authoring import building_texts as texts
from app.surveys.answers import code
from app.surveys.legacy import MODERN

Object = dict[str, Any]


class Kind(StrEnum):
    """How a property is asked for."""

    TEXT = "text"
    LONG = "long"
    HTML = "html"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    QUESTION = "question"
    EXPRESSION = "expression"
    NAME = "name"
    VALUE = "value"
    LINES = "lines"
    SCALE = "scale"
    JSON = "json"
    RECORDS = "records"


IN_LANGUAGES = frozenset({Kind.TEXT, Kind.LONG, Kind.HTML})
LISTS = frozenset({Kind.LINES, Kind.SCALE})
YES, NO = "y", "n"

DEEPEST = 12
MOST_LINES = 1_000
"""Far more than a survey may have: what is longer was pasted by mistake."""


class Unwritable(ValueError):
    """What was typed can't stand in a definition; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def modernised(entry: Mapping[str, Any]) -> Object:
    """The object with its properties under the names that they have today."""
    made: Object = {}
    for written, value in entry.items():
        modern = MODERN.get(written, written)
        made[written if modern in entry else modern] = value
    return made


def shown(
    entry: Mapping[str, Any],
    name: str,
    kind: Kind,
    default: object,
    lang: str,
    *,
    with_keys: bool = False,
) -> str:
    """A property as the value of a form's field."""
    value = entry.get(name)
    if kind in IN_LANGUAGES:
        return texts.said(value, lang)
    if kind in LISTS:
        shape = shape_of(name, entry)
        return lists.lines(value, shape, lang, with_keys=with_keys or kind is Kind.SCALE)
    if value is None:
        value = default
    if kind is Kind.FLAG:
        return YES if value is True or (isinstance(value, str) and value != "off") else NO
    return _plain(value, kind)


def _plain(value: object, kind: Kind) -> str:
    if value is None or value == () or value == {}:
        return ""
    if kind in (Kind.JSON, Kind.RECORDS):
        return json.dumps(value, ensure_ascii=False, indent=2)
    if kind is Kind.VALUE:
        return _value_shown(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else code(value) or json.dumps(value)


def _value_shown(value: object) -> str:
    """An answer's value: a text as it is, unless it would be read as something else."""
    if isinstance(value, str) and _parsed(value) == value and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=False)


def _parsed(written: str) -> object:
    """What JSON makes of it; the text itself where it is none."""
    try:
        return _storable(json.loads(written, parse_constant=_no_number))
    except (ValueError, RecursionError):
        return written


def _storable(value: object) -> object:
    """The value, if a database takes it and everything else can read it; else ValueError."""
    text = json.dumps(value, ensure_ascii=False)
    text.encode()
    deepest = depth = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    if "\\u0000" in text or deepest > DEEPEST:
        raise ValueError
    return value


def _no_number(_written: str) -> object:
    """NaN and the infinities are no JSON, though Python reads them."""
    raise ValueError


def write(
    entry: Object,
    name: str,
    kind: Kind,
    typed: str,
    *,
    default: object,
    lang: str,
    options: Sequence[object] = (),
    with_keys: bool = False,
    known_values: frozenset[str] = frozenset(),
) -> None:
    """Write what was typed; a property that says nothing but the default is taken out.

    `known_values` are those of options that may not follow their text any more. Raises Unwritable.
    """
    value = _written(entry, name, kind, typed, lang, options, with_keys, known_values)
    if value is None or (value == default and type(value) is type(default)):
        entry.pop(name, None)
    else:
        entry[name] = value


def _written(
    entry: Object,
    name: str,
    kind: Kind,
    typed: str,
    lang: str,
    options: Sequence[object],
    with_keys: bool,
    known_values: frozenset[str],
) -> object:
    match kind:
        case Kind.TEXT | Kind.LONG | Kind.HTML:
            return texts.say(entry.get(name), typed.strip(), lang)
        case Kind.LINES | Kind.SCALE:
            if typed.count("\n") > MOST_LINES:
                raise Unwritable("lines")
            return lists.from_lines(
                typed,
                entry.get(name),
                shape_of(name, entry),
                lang,
                with_keys=with_keys or kind is Kind.SCALE,
                may_follow=lambda value: code(value) not in known_values,
            )
        case Kind.FLAG:
            return typed == YES
        case Kind.NUMBER:
            return number(typed)
        case Kind.CHOICE:
            return _chosen(typed, options, entry.get(name))
        case Kind.VALUE:
            return _parsed(typed.strip()) if typed.strip() else None
        case Kind.JSON | Kind.RECORDS:
            return json_of(typed)
        case Kind.NAME | Kind.QUESTION | Kind.EXPRESSION:
            return typed.strip() or None


def number(typed: str) -> int | float | None:
    """A number as people write it, with a comma or a point."""
    plain = typed.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-").replace(" ", "")
    if not plain:
        return None
    try:
        found = float(plain)
    except ValueError:
        raise Unwritable("number") from None
    if not abs(found) < 1e12:
        raise Unwritable("number")
    return int(found) if found == int(found) else found


def json_of(typed: str) -> object:
    if not typed.strip():
        return None
    try:
        return _storable(json.loads(typed, parse_constant=_no_number))
    except (ValueError, RecursionError):
        raise Unwritable("json") from None


def _chosen(typed: str, options: Sequence[object], before: object) -> object:
    """The option that a form's value stands for; what stands there already stays."""
    for one in (*options, before):
        if one is not None and _plain(one, Kind.CHOICE) == typed:
            return one
    if not typed:
        return None
    raise Unwritable("option")


def option_code(value: object) -> str:
    """What stands for an option in a form."""
    return _plain(value, Kind.CHOICE)


def shape_of(name: str, entry: Mapping[str, Any]) -> lists.Shape:
    """How the entries of a list are written: those of cells and items have names."""
    holds_questions = name == "items" or (name == "columns" and entry.get("type") != "matrix")
    return lists.COLUMNS if holds_questions else lists.CHOICES
