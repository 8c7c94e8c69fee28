"""What the editor offers of everything that a definition may hold: every property that the engine
reads, in plain words, the everyday ones first. Derived from the engine's own tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from flask_babel import lazy_gettext as _l

from app.authoring.building_places import INNER
from app.authoring.building_values import Kind, option_code
from app.authoring.offers_options import OPTIONS
from app.authoring.offers_words import CHOOSING, COMMON, Group, Said, Words
from app.authoring.offers_words_more import AS_NUMBERS, TABLES, WHOLE, WRITING
from app.surveys import properties
from app.surveys.checks import tables
from app.surveys.problems import Refused
from app.surveys.properties import Property, Reading, Table
from app.surveys.question_types.choices import plain_choices
from app.surveys.question_types.columns import CELL_TYPE, CELLS, COLUMN
from app.surveys.question_types.known import BY_NAME
from app.surveys.question_types.matrix import ITEM
from app.surveys.validators import TABLES as VALIDATORS

WORDS: Mapping[str, Words] = {**COMMON, **CHOOSING, **WRITING, **TABLES, **WHOLE}

SURVEY, PAGE, PANEL, ITEM_KIND, COLUMN_KIND = "survey", "page", "panel", "item", "column:"

_KINDS: Mapping[object, Kind] = {
    properties.text: Kind.TEXT,
    properties.html: Kind.HTML,
    properties.flag: Kind.FLAG,
    properties.own_words_beside: Kind.CHOICE,
    properties.name: Kind.NAME,
    properties.string: Kind.NAME,
    properties.expression: Kind.EXPRESSION,
    properties.answer: Kind.VALUE,
    plain_choices: Kind.SCALE,
}
"""How a property is asked for, by the function that reads it."""

_OPEN = frozenset({Kind.VALUE, Kind.EXPRESSION, Kind.JSON, Kind.FLAG})
_SAMPLES: tuple[object, ...] = ("1 = 1", "1", 1, True, {}, [])
"""Values of which each property of an open kind takes one; what refuses all takes nothing."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A property as a form asks for it. `options`: what stands for each in a form, and its words;
    `values` the same as the definition has them."""

    name: str
    kind: Kind
    label: Said
    hint: Said
    group: Group
    default: object
    values: tuple[object, ...] = ()
    options: tuple[tuple[str, Said], ...] = ()


@cache
def of(kind: str) -> tuple[Offer, ...]:
    """What may be said of a type of question, a "column:TYPE", an item, a panel, a page, or the
    whole survey; in the order in which it is asked."""
    found = tuple(_offers(kind))
    order = {one: place for place, one in enumerate(WORDS)}
    first = {"title": -2, "html": -1, "description": 998}
    return tuple(sorted(found, key=lambda one: first.get(one.name, order.get(one.name, 999))))


def table_of(kind: str) -> Table:
    """The engine's own table of what is offered."""
    if kind.startswith(COLUMN_KIND):
        cell = CELLS[kind.removeprefix(COLUMN_KIND)].PROPERTIES
        return {**cell, **COLUMN, "cellType": CELL_TYPE}
    known = {SURVEY: tables.SURVEY, PAGE: tables.PAGE, PANEL: tables.PANEL, ITEM_KIND: ITEM}
    if kind in known:
        return known[kind]
    return BY_NAME[kind].PROPERTIES if kind in BY_NAME else {}


def _offers(kind: str) -> Iterator[Offer]:
    table = table_of(kind)
    for name, prop in table.items():
        if name == INNER.get(kind) == "templateElements":
            continue
        offer = offer_of(name, prop)
        if offer is not None:
            is_heading = name == "title" and kind in (SURVEY, PAGE, PANEL)
            yield replace(offer, label=_l("Title")) if is_heading else offer
    inner = INNER.get(kind)
    if inner in ("columns", "items") and inner not in table:
        yield offer_of(inner, Property(properties.answer, ())) or _fallback(inner, None)


def offer_of(name: str, prop: Property) -> Offer | None:
    """A property as it is asked for; None where the engine takes no value for it."""
    words = AS_NUMBERS[name] if name in AS_NUMBERS and takes(prop, 1) else WORDS.get(name)
    if words is None:
        return _fallback(name, prop.default)
    kind = words.kind or _KINDS.get(prop.read, Kind.JSON)
    if kind in _OPEN and not any(takes(prop, sample) for sample in _SAMPLES):
        return None
    listed = OPTIONS.get(name, {})
    values = tuple(one for one in listed if one == "" or takes(prop, one))
    if kind is Kind.CHOICE and not values:
        kind = Kind.JSON
    return Offer(
        name=name,
        kind=kind,
        label=words.label,
        hint=words.hint,
        group=words.group,
        default=prop.default,
        values=values,
        options=tuple((option_code(one), listed[one]) for one in values),
    )


def _fallback(name: str, default: object) -> Offer:
    """What nobody has described yet can still be written as it stands in the definition."""
    return Offer(name, Kind.JSON, name, "JSON", Group.TECHNICAL, default)


def takes(prop: Property, value: object) -> bool:
    """Whether the engine takes a value for a property."""
    reading = Reading("en")
    try:
        prop.read(value, "", reading)
    except Refused:
        return False
    return True


RECORDS: Mapping[str, Mapping[str, Table]] = {
    "validators": VALIDATORS,
    "triggers": tables.TRIGGERS,
    "calculatedValues": {"": tables.CALCULATED},
    "completedHtmlOnCondition": {"": tables.CONDITIONAL},
}
"""Lists of objects that are edited one by one, with the types of object that they hold."""

_CHOICE = ("text", "visibleIf", "enableIf", "randomize")
_OF_CHOICES: Mapping[str, Property] = {
    "value": Property(properties.answer),
    "text": Property(properties.text),
    "visibleIf": Property(properties.expression),
    "enableIf": Property(properties.expression),
    "randomize": Property(properties.flag, True),
    "imageLink": Property(properties.text),
    "showValue": Property(properties.flag, False),
}


def of_records(listed: str, record: str, owner: str) -> tuple[Offer, ...]:
    """What may be said of one object of a list; `owner` is the kind of what has the list."""
    if listed in RECORDS:
        table: Table = RECORDS[listed].get(record, {})
    elif listed in ("rateValues", "customLabels"):
        more = ("showValue",) if listed == "customLabels" else ()
        table = {name: _OF_CHOICES[name] for name in ("value", "text", *more)}
    else:
        more = ("imageLink",) if owner == "imagepicker" and listed == "choices" else ()
        table = {name: _OF_CHOICES[name] for name in ("value", *more, *_CHOICE)}
    return tuple(
        offer for name, prop in table.items() if (offer := offer_of(name, prop)) is not None
    )


def kind_of(entry: Mapping[str, object], around: Mapping[str, object] | None = None) -> str:
    """The kind of an element: its type, or that of the cells of a column or of an item."""
    inner = INNER.get(str(around.get("type"))) if around else None
    if inner == "items":
        return ITEM_KIND
    if inner == "columns" and around is not None:
        usual = around.get("cellType", "default")
        own = entry.get("cellType", "default")
        kind = own if own != "default" else usual
        return COLUMN_KIND + (str(kind) if kind in CELLS else "dropdown")
    return str(entry.get("type", "text"))
