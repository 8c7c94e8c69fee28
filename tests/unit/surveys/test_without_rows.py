"""Questions made of questions in which nothing is asked, or nothing said."""

from typing import Any

import pytest

from app.surveys import flow
from app.surveys.definition import load

Json = dict[str, Any]


@pytest.mark.parametrize("kind", ["matrix", "matrixdropdown"])
def test_a_matrix_that_is_not_asked_without_rows_is_hidden_where_none_is_visible(kind: str) -> None:
    cells: Json = (
        {"columns": ["good", "bad"]}
        if kind == "matrix"
        else {"columns": [{"name": "c"}], "choices": ["x"]}
    )
    grid = {"type": kind, "name": "m", "rows": ["r1", "r2"],
            "rowsVisibleIf": "{used} contains {item}",
            "isRequired": True, "hideIfRowsEmpty": True, **cells}  # fmt: skip
    used = {"type": "checkbox", "name": "used", "choices": ["r1", "r2"]}
    survey = load(
        {"elements": [used, grid, {"type": "text", "name": "t", "visibleIf": "{m} empty"}]}
    )
    said: Json = {"m": {"r1": "good" if kind == "matrix" else {"c": "x"}}}
    assert flow.path(survey, said).questions == ("used", "t")
    assert flow.completed(survey, said) == {}
    assert flow.validate_page(survey, said, "page1", "fi") == []
    assert flow.path(survey, {**said, "used": ["r1"]}).questions == ("used", "m")
    assert flow.completed(survey, {**said, "used": ["r1"]}) == {**said, "used": ["r1"]}
    always = {**grid, "hideIfRowsEmpty": False}
    assert "m" in flow.path(load({"elements": [used, always]}), {}).questions


def test_a_required_panel_is_not_answered_by_blank_rows() -> None:
    rows = {"type": "matrixdynamic", "name": "m", "columns": [{"name": "c", "cellType": "text"}]}
    survey = load(
        {"elements": [{"type": "panel", "name": "p", "isRequired": True, "elements": [rows]}]}
    )
    blanks: list[Json] = [{}, {"m": [{}, {}]}, {"m": [{"c": ""}]}]
    for blank in blanks:
        [error] = flow.validate_all(survey, blank, "fi")
        assert (error.question, error.kind) == ("p", "required")
    assert flow.validate_page(survey, {"m": [{}, {"c": "x"}]}, "page1", "fi") == []
