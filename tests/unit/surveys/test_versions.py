"""An edit of a survey is classified by what it means for answers already given."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from app.surveys.definition import Survey, load
from app.surveys.versions import Change, Effect, compare

Edit = Callable[[dict[str, Any]], object]

SOURCE: dict[str, Any] = {
    "title": "Survey",
    "pages": [
        {
            "name": "p1",
            "elements": [
                {"type": "radiogroup", "name": "way", "choices": ["bus", "car"]},
                {"type": "text", "name": "why", "visibleIf": "{way} = 'car'"},
                {"type": "html", "name": "intro", "html": "<p>Hello</p>"},
                {"type": "rating", "name": "score"},
            ],
        }
    ],
}


def elements(source: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = source["pages"][0]["elements"]
    return found


def changes(edit: Edit) -> list[Change]:
    edited = copy.deepcopy(SOURCE)
    edit(edited)
    return compare(load(SOURCE), load(edited))


WORDING, COMPATIBLE, BREAKING = Effect.WORDING, Effect.COMPATIBLE, Effect.BREAKING


@pytest.mark.parametrize(
    ("edit", "effect", "subject", "what"),
    [
        (lambda s: s.update(title="Better"), WORDING, "survey", "title"),
        (lambda s: elements(s)[0].update(title="How?"), WORDING, "way", "title"),
        (lambda s: elements(s)[2].update(html="<p>Hi</p>"), WORDING, "intro", "html"),
        (lambda s: elements(s).pop(2), WORDING, "intro", "removed"),
        (
            lambda s: elements(s)[0].update(choices=[{"value": "bus", "text": "Bus"}, "car"]),
            WORDING,
            "way",
            "choice bus",
        ),
        (
            lambda s: elements(s)[0]["choices"].append("bike"),
            COMPATIBLE,
            "way",
            "choice bike added",
        ),
        (lambda s: elements(s)[0]["choices"].reverse(), COMPATIBLE, "way", "order of choices"),
        (lambda s: elements(s)[0].update(isRequired=True), COMPATIBLE, "way", "is_required"),
        (lambda s: elements(s)[1].pop("visibleIf"), COMPATIBLE, "why", "visible_if"),
        (lambda s: elements(s).reverse(), COMPATIBLE, "p1", "order"),
        (
            lambda s: elements(s).append({"type": "text", "name": "new"}),
            COMPATIBLE,
            "new",
            "added",
        ),
        (lambda s: elements(s).pop(1), BREAKING, "why", "removed"),
        (lambda s: elements(s)[0]["choices"].pop(0), BREAKING, "way", "choice bus removed"),
        (
            lambda s: elements(s)[1].update(type="comment"),
            BREAKING,
            "why",
            "now of the type comment",
        ),
        (lambda s: elements(s)[1].update(inputType="number"), BREAKING, "why", "input_type"),
        (lambda s: elements(s)[3].update(rateMax=4), BREAKING, "score", "choice 5 removed"),
        (lambda s: elements(s)[3].update(rateMax=6), COMPATIBLE, "score", "choice 6 added"),
    ],
)
def test_an_edit_is_classified(edit: Edit, effect: Effect, subject: str, what: str) -> None:
    found = changes(edit)
    assert (effect, subject, what) in [(one.effect, one.subject, one.what) for one in found]
    assert found[0].effect is effect


def test_nothing_changed_means_no_changes() -> None:
    assert changes(lambda source: None) == []


def test_the_gravest_changes_come_first() -> None:
    found = changes(
        lambda s: (s.update(title="x"), elements(s).pop(1), elements(s)[0].update(colCount=2))
    )
    assert found[0].effect is BREAKING
    assert found[-1].effect is WORDING


def survey_with(element: dict[str, Any], edit: Edit = lambda element: None) -> Survey:
    edited = copy.deepcopy(element)
    edit(edited)
    return load({"elements": [edited]})


ITEMS = {"type": "multipletext", "name": "q", "items": [{"name": "a"}, {"name": "b"}]}
MATRIX = {"type": "matrix", "name": "q", "rows": ["r", "s"], "columns": ["x", "y"]}
CELLS = [{"name": "a", "cellType": "text"}, {"name": "b", "choices": [1, 2]}]
GRID = {"type": "matrixdropdown", "name": "q", "rows": ["r", "s"], "columns": CELLS}
LIST = {"type": "matrixdynamic", "name": "q", "columns": CELLS}
PANELS = {
    "type": "paneldynamic",
    "name": "q",
    "templateTitle": "One",
    "templateElements": [
        {"type": "text", "name": "a"},
        {"type": "panel", "name": "p", "elements": [{"type": "text", "name": "b"}]},
    ],
}


@pytest.mark.parametrize(
    ("element", "edit", "effect", "subject", "what"),
    [
        (ITEMS, lambda q: q["items"].append({"name": "c"}), COMPATIBLE, "q.c", "added"),
        (ITEMS, lambda q: q["items"].pop(), BREAKING, "q.b", "removed"),
        (ITEMS, lambda q: q["items"].reverse(), COMPATIBLE, "q", "order"),
        (ITEMS, lambda q: q["items"][0].update(title="A"), WORDING, "q.a", "title"),
        (ITEMS, lambda q: q["items"][0].update(inputType="date"), BREAKING, "q.a", "input_type"),
        (MATRIX, lambda q: q["rows"].append("t"), COMPATIBLE, "q", "row t added"),
        (MATRIX, lambda q: q["rows"].pop(), BREAKING, "q", "row s removed"),
        (MATRIX, lambda q: q["rows"].reverse(), COMPATIBLE, "q", "order of rows"),
        (MATRIX, lambda q: q["columns"].append("z"), COMPATIBLE, "q", "column z added"),
        (MATRIX, lambda q: q["columns"].pop(), BREAKING, "q", "column y removed"),
        (MATRIX, lambda q: q.update(cellType="checkbox"), BREAKING, "q", "cell_type"),
        (MATRIX, lambda q: q.update(cells={"r": {"x": "Ex"}}), WORDING, "q", "cells"),
        (MATRIX, lambda q: q.update(eachRowRequired=True), COMPATIBLE, "q", "each_row_required"),
        (
            MATRIX,
            lambda q: q.update(rows=[{"value": "r", "text": "Row"}, "s"]),
            WORDING,
            "q",
            "row r",
        ),
        (GRID, lambda q: q["rows"].pop(), BREAKING, "q", "row s removed"),
        (GRID, lambda q: q["rows"].append("t"), COMPATIBLE, "q", "row t added"),
        (GRID, lambda q: q["columns"].pop(), BREAKING, "q.b", "removed"),
        (GRID, lambda q: q["columns"][1]["choices"].pop(), BREAKING, "q.b", "choice 2 removed"),
        (
            GRID,
            lambda q: q["columns"][0].update(cellType="comment"),
            BREAKING,
            "q.a",
            "now of the type comment",
        ),
        (
            LIST,
            lambda q: q["columns"].append({"name": "c", "cellType": "text"}),
            COMPATIBLE,
            "q.c",
            "added",
        ),
        (LIST, lambda q: q["columns"][0].update(totalType="sum"), COMPATIBLE, "q.a", "total"),
        (LIST, lambda q: q["columns"][0].update(isRequired=True), COMPATIBLE, "q.a", "is_required"),
        (LIST, lambda q: q.update(maxRowCount=3), COMPATIBLE, "q", "max_row_count"),
        (LIST, lambda q: q.update(addRowText="More"), WORDING, "q", "add_row_text"),
        (PANELS, lambda q: q.update(templateTitle="Two"), WORDING, "q", "template_title"),
        (PANELS, lambda q: q["templateElements"].pop(0), BREAKING, "q.a", "removed"),
        (PANELS, lambda q: q["templateElements"].reverse(), COMPATIBLE, "q", "order"),
        (PANELS, lambda q: q["templateElements"][1].update(title="P"), WORDING, "q.p", "title"),
        (PANELS, lambda q: q["templateElements"].pop(1), BREAKING, "q.b", "removed"),
        (
            PANELS,
            lambda q: q["templateElements"][0].update(visibleIf="{panelIndex} > 0"),
            COMPATIBLE,
            "q.a",
            "visible_if",
        ),
    ],
)
def test_an_edit_inside_a_question_is_classified(
    element: dict[str, Any], edit: Edit, effect: Effect, subject: str, what: str
) -> None:
    found = compare(survey_with(element), survey_with(element, edit))
    assert (effect, subject, what) in [(one.effect, one.subject, one.what) for one in found]
    assert found[0].effect is effect


@pytest.mark.parametrize(
    "element", [ITEMS, MATRIX, GRID, LIST, PANELS], ids=lambda one: one["type"]
)
def test_nothing_changed_inside_means_no_changes(element: dict[str, Any]) -> None:
    assert compare(survey_with(element), survey_with(element)) == []
