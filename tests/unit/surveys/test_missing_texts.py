"""Every text that is missing in one of a survey's languages is told of, wherever it stands."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.surveys.checks import tables
from app.surveys.definition import load
from app.surveys.properties import Table
from app.surveys.properties import html as read_html
from app.surveys.properties import text as read_text
from app.surveys.question_types.known import BY_NAME

Json = dict[str, Any]
HALF = {"fi": "{0} teksti"}
PICTURE = "/static/pictures/bench-wood.svg"
WHAT_IT_NEEDS: Json = {
    "radiogroup": {"choices": [{"value": 1, "text": HALF}]},
    "matrix": {
        "rows": [{"value": "a", "text": HALF}],
        "columns": [{"value": "b", "text": HALF}],
        "cells": {"a": {"b": HALF}},
    },
    "matrixdropdown": {"rows": [{"value": "a", "text": HALF}]},
    "multipletext": {"items": [{"name": "i", "title": HALF, "placeholder": HALF}]},
    "paneldynamic": {
        "templateElements": [
            {"type": "panel", "name": "p", "title": HALF,
             "elements": [{"type": "text", "name": "t", "title": HALF}]},
        ]
    },
    "rating": {"rateValues": [{"value": 1, "text": HALF}, {"value": 2, "text": HALF}]},
    "slider": {"min": 0, "max": 10, "customLabels": [{"value": 1, "text": HALF}]},
    "imagepicker": {"choices": [{"value": 1, "text": HALF, "imageLink": PICTURE}]},
    "image": {"imageLink": PICTURE},
    "expression": {"expression": "1 + 1"},
}  # fmt: skip
GRID = {
    "choices": [{"value": 1, "text": HALF}],
    "columns": [{"name": "c", "title": HALF, "choices": [{"value": 1, "text": HALF}]}],
}
RULE = {"type": "expression", "expression": "1 = 1", "text": HALF}


def texts_of(table: Table) -> Json:
    """Each property of a table that is a text, in one language only."""
    read = (read_text, read_html)
    return {written: HALF for written, kind in table.items() if kind.read in read}


def element(kind: str) -> Json:
    table = BY_NAME[kind].PROPERTIES
    needed = WHAT_IT_NEEDS.get(kind, {"choices": [1]} if "choices" in table else {})
    more = GRID if kind in ("matrixdropdown", "matrixdynamic") else {}
    rules = {"validators": [RULE]} if "validators" in table else {}
    return {**texts_of(table), **needed, **more, **rules, "type": kind, "name": kind}


def around(*elements: Json) -> Json:
    panel = {**texts_of(tables.PANEL), "type": "panel", "name": "panel", "elements": [*elements]}
    page = {**texts_of(tables.PAGE), "name": "page", "elements": [panel]}
    ending = {"expression": "1 = 1", **texts_of(tables.CONDITIONAL)}
    return {
        **texts_of(tables.SURVEY),
        "title": {"fi": "Kysely", "sv": "Enkät"},
        "completedHtmlOnCondition": [ending],
        "pages": [page],
    }


def halves(value: object, path: str = "") -> Iterator[str]:
    """Where a text in one language stands."""
    if value is HALF:
        yield path
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from halves(one, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from halves(one, f"{path}[{index}]")


@pytest.mark.parametrize("kind", BY_NAME)
def test_each_text_that_one_language_lacks_is_warned_of(kind: str) -> None:
    asked = {"type": "text", "name": "asked"}
    tried = around(element(kind), asked)
    expected = set(halves(tried))
    assert len(expected) > 10
    told = {one.path for one in load(tried).warnings if one.reason == "no text in sv"}
    assert told == expected
