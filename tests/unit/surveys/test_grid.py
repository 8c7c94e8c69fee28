"""Matrices whose cells are questions: what a form gives, how many rows it has, what is seen."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from app.surveys import flow, forms
from app.surveys.definition import load
from app.surveys.question_types.listed import Listed
from tests.unit.surveys.composites import asked, errors, parsed, shown, view_of
from tests.unit.surveys.one_question import refusals

COLUMNS: list[Any] = [
    {"name": "what", "title": "What", "cellType": "text", "isRequired": True},
    {"name": "sum", "title": "Sum", "cellType": "text", "inputType": "number",
     "totalType": "sum"},
    {"name": "why", "title": "Why", "cellType": "comment", "visibleIf": "{row.sum} > 5"},
]  # fmt: skip
ROWS = {"type": "matrixdynamic", "columns": COLUMNS, "rowCount": 2}
CELLS = {"type": "matrixdropdown", "columns": COLUMNS, "rows": [{"value": "x", "text": "Ex"}, "y"]}
CELL = "q-q.5b.{}.5d..2e.{}"


def cells(**typed: str) -> dict[str, str]:
    """Fields by column and row: what_0="Bread"."""
    return {CELL.format(*reversed(name.split("_"))): value for name, value in typed.items()}


def test_choices_of_all_cells_may_ask_about_their_row() -> None:
    choices = [{"value": 1, "enableIf": "{row.a} = 1"}, 2]
    columns = [{"name": "a", "cellType": "text"}, {"name": "b"}]
    grid = {"type": "matrixdropdown", "rows": ["r"], "columns": columns, "choices": choices}
    survey = load({"elements": [{**grid, "name": "m"}]})
    said = {"m": {"r": {"a": 2, "b": 1}}}
    assert [one.question for one in flow.validate_all(survey, said, "fi")] == ["m[r].b"]
    assert flow.validate_all(survey, {"m": {"r": {"a": 1, "b": 1}}}, "fi") == []


def test_a_form_gives_an_object_for_each_row() -> None:
    survey, _ = asked(**CELLS)
    assert parsed(survey, cells(what_x="Bread", sum_x="2,5", what_y="")) == {
        "x": {"what": "Bread", "sum": 2.5}
    }
    assert parsed(survey, cells(what_forged="Bread", forged_x="Bread")) is None


def test_a_list_has_as_many_rows_as_its_form() -> None:
    survey, _ = asked(**ROWS)
    assert parsed(survey, {"q-q": "2", **cells(what_0="Bread")}) == [{"what": "Bread"}, {}]
    assert parsed(survey, {"q-q": "3"}) == [{}, {}, {}]
    assert parsed(survey, {"q-q": "0"}) == []
    draft: Any = [{"what": "Bread"}, {"what": "Milk"}, {"what": "Tea"}]
    assert parsed(survey, {"q-q": "1", **cells(what_0="Rye")}, q=draft) == [{"what": "Rye"}]


@pytest.mark.parametrize(
    ("claimed", "rows"),
    [
        ("1000000", 2),
        ("9999", 4),
        ("4", 4),
        ("0", 1),
        ("-3", 2),
        ("2.0", 2),
        ("\u0663", 2),
        ("", 2),
        ("x" * 10_000, 2),
    ],
)
def test_a_form_can_claim_no_more_rows_than_there_may_be(claimed: str, rows: int) -> None:
    survey, _ = asked(**ROWS, minRowCount=1, maxRowCount=4)
    found = parsed(survey, {"q-q": claimed})
    assert isinstance(found, list)
    assert len(found) == rows


def test_hidden_cells_and_rows_stay_in_a_draft_and_are_not_handed_in() -> None:
    survey, _ = asked(**ROWS, rowsVisibleIf="{row.what} <> 'gone'")
    draft: Any = {"q": [{"what": "gone"}, {"what": "Tea", "sum": 2, "why": "Thirst"}]}
    assert [entry.key for entry in shown(survey, draft).entries] == ["1"]
    assert parsed(survey, {"q-q": "2", **cells(what_1="Rye", sum_1="2")}, **draft) == [
        {"what": "gone"},
        {"what": "Rye", "sum": 2, "why": "Thirst"},
    ]
    assert flow.completed(survey, draft)["q"] == [{}, {"what": "Tea", "sum": 2}]


def test_what_is_wrong_in_a_cell_leads_to_that_cell() -> None:
    survey, _ = asked(**ROWS)
    answers: Any = {"q": [{"what": "Bread", "sum": "much"}, {}]}
    found = errors(survey, answers)
    assert [(one.question, one.control, one.kind) for one in found] == [
        ("q[0].sum", CELL.format(0, "sum"), "number"),
        ("q[1].what", CELL.format(1, "what"), "required"),
    ]
    first, second = view_of(survey, answers, tuple(found)).entries
    assert [len(one.errors) for one in first.elements if hasattr(one, "errors")] == [0, 1]
    assert [len(one.errors) for one in second.elements if hasattr(one, "errors")] == [1, 0]


def test_rows_have_names_and_totals_stand_below() -> None:
    survey, _ = asked(**CELLS)
    view = view_of(survey, {"q": {"x": {"sum": 2}, "y": {"sum": 0.5}}})
    assert [entry.title.text for entry in view.entries] == ["Ex", "y"]
    assert [(str(title), value) for title, value in view.totals] == [("Sum", "2.5")]
    survey, _ = asked(**ROWS, totalText="All of it")
    view = view_of(survey, {})
    assert [entry.title.text for entry in view.entries] == ["Row 1", "Row 2"]
    assert str(view.total_label) == "All of it"


def test_answers_in_words_name_their_row() -> None:
    _, grid = asked(**CELLS)
    assert grid.display({"x": {"what": "Bread", "sum": 2}, "y": {}}, "fi") == (
        "Ex – What: Bread\nEx – Sum: 2"
    )
    _, rows = asked(**ROWS)
    said = [{}, {"what": "Tea", "why": "One\nTwo"}]
    assert rows.display(said, "fi") == "2. What: Tea\n2. Why: One\nTwo"


def test_an_answer_with_more_rows_than_anybody_fills_in_is_refused_at_once() -> None:
    survey, _ = asked(**ROWS)
    many: tuple[Any, ...] = ([{}] * 201, [None] * 100_000, [{"what": [[]] * 1000}] * 1000)
    for rows in many:
        found = flow.validate_all(survey, {"q": rows}, "fi")
        assert "many_entries" in [one.kind for one in found]
        assert len(found) < 3


def test_more_cells_than_a_form_can_send_are_no_definition() -> None:
    many = [{"name": f"c{number}"} for number in range(30)]
    choices = [1]
    grid = {"type": "matrixdropdown", "rows": list(range(34)), "columns": many, "choices": choices}
    assert refusals(**grid) == {"columns": "too many cells for one page"}
    listed = {"type": "matrixdynamic", "rowCount": 34, "columns": many, "choices": choices}
    assert refusals(**listed) == {"columns": "too many cells for one page"}
    assert refusals(**{**listed, "rowCount": 33}) == {}


def test_buttons_keep_to_the_limits() -> None:
    survey, question = asked(**ROWS, minRowCount=1, maxRowCount=3)
    assert isinstance(question, Listed)
    state = shown(survey, {})
    assert [question.may_add(state, count) for count in (2, 3)] == [True, False]
    assert [question.may_remove(state, count) for count in (1, 2)] == [False, True]
    survey, question = asked(**ROWS, readOnly=True)
    assert isinstance(question, Listed)
    state = shown(survey, {})
    assert not question.may_add(state, 2)
    assert not question.may_remove(state, 2)


def test_lists_that_are_stored_in_the_same_place_are_read_together() -> None:
    def listed(name: str, column: str) -> dict[str, object]:
        return {"type": "matrixdynamic", "name": name, "valueName": "q", "rowCount": 1,
                "columns": [{"name": column, "cellType": "text"}]}  # fmt: skip

    survey = load({"elements": [listed("one", "a"), listed("two", "b")]})
    page = flow.page(survey, {}, "page1", "fi")
    assert page
    form = {
        "q-one": "1", "q-two": "1",
        "q-one.5b.0.5d..2e.a": "A", "q-two.5b.0.5d..2e.b": "B",
    }  # fmt: skip
    given = forms.read(page.questions, MultiDict(form), {})
    assert flow.answered(survey, {}, given.answers) == {"q": [{"a": "A", "b": "B"}]}


def test_each_row_takes_its_time() -> None:
    def minutes(rows: int) -> int:
        survey, _ = asked(**{**ROWS, "rowCount": rows})
        return flow.estimate_minutes(survey)

    assert minutes(0) == minutes(1) == 2
    assert minutes(8) > minutes(4) > minutes(2)
