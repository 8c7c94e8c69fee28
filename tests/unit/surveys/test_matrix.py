"""One choice for each row: what a form gives, and what people see of it."""

import pytest

from app.surveys import flow
from app.surveys.definition import load
from tests.unit.surveys.composites import asked, errors, parsed, view_of

MATRIX = {
    "type": "matrix",
    "rows": [{"value": "bus", "text": {"fi": "Bussi", "sv": "Buss"}}, "rail"],
    "columns": [1, {"value": 2, "text": "Two"}],
}


def test_a_form_gives_the_stored_choice_of_each_row() -> None:
    survey, _ = asked(**MATRIX)
    assert parsed(survey, {"q-q.2e.bus": "2", "q-q.2e.rail": ""}) == {"bus": 2}
    assert parsed(survey, {}, q={"bus": 2}) is None
    assert parsed(survey, {"q-q.2e.forged": "2"}) is None


def test_forged_rows_and_columns_are_no_answers() -> None:
    survey, _ = asked(**MATRIX)
    assert parsed(survey, {"q-q.2e.bus": "9"}) == {"bus": "9"}
    assert [(one.question, one.kind) for one in errors(survey, {"q": {"bus": "9"}})] == [
        ("q.bus", "choice")
    ]
    found = flow.validate_all(survey, {"q": {"forged": 1}}, "fi")
    assert [(one.question, one.kind) for one in found] == [("q.forged", "unknown")]


def test_ticks_give_lists() -> None:
    survey, question = asked(**MATRIX, cellType="checkbox")
    assert parsed(survey, {"q-q.2e.bus": "2"}) == {"bus": [2]}
    view = view_of(survey, {"q": {"bus": [1, 2]}})
    bus, _rail = view.inner
    assert bus.has_several
    assert [one.checked for one in bus.options] == [True, True]
    assert question.display({"bus": [1, 2]}, "fi") == "Bussi: 1, Two"


def test_a_hidden_row_keeps_its_answer_in_a_draft() -> None:
    rows = ["bus", {"value": "rail", "visibleIf": "{a} = 'x'"}]
    survey, _ = asked(**{**MATRIX, "rows": rows})
    assert [inner.id for inner in view_of(survey, {}).inner] == ["q-q.2e.bus"]
    draft = {"q": {"bus": 1, "rail": 2}}
    assert parsed(survey, {"q-q.2e.bus": "2"}, **draft) == {"bus": 2, "rail": 2}
    assert flow.completed(survey, draft) == {"q": {"bus": 1}}


def test_rows_that_are_read_only_take_nothing() -> None:
    rows = ["bus", {"value": "rail", "enableIf": "{a} = 'x'"}]
    survey, _ = asked(**{**MATRIX, "rows": rows})
    assert parsed(survey, {"q-q.2e.bus": "2", "q-q.2e.rail": "2"}) == {"bus": 2}


@pytest.mark.parametrize(
    ("more", "heads"),
    [
        ({}, ["1", "Two"]),
        ({"columns": list(range(6))}, ["0", "1", "2", "3", "4", "5"]),
        ({"columns": list(range(7))}, []),
        ({"cells": {"bus": {"1": "One by bus"}}}, []),
    ],
)
def test_rows_stand_in_a_table_where_all_have_the_same_few_columns(
    more: dict[str, object], heads: list[str]
) -> None:
    survey, _ = asked(**{**MATRIX, **more})
    assert [str(head) for head in view_of(survey, {}).heads] == heads


def test_rows_come_in_an_order_of_each_respondents_own() -> None:
    rows = list(range(8))
    element = {"type": "matrix", "name": "q", "rows": rows, "columns": [1], "rowOrder": "random"}
    survey = load({"elements": [element]})

    def order(seed: str) -> list[str]:
        page = flow.page(survey, {}, "page1", "fi", seed=seed)
        assert page
        return [state.name for state in page.everything[1:]]

    assert order("") == [str(row) for row in rows]
    assert order("one") != order("two")
    assert sorted(order("one")) == order("")
    assert order("one") == order("one")


def test_a_choice_for_two_rows_is_refused_on_the_whole() -> None:
    survey, _ = asked(**MATRIX, eachRowUnique=True)
    answers = {"q": {"bus": 1, "rail": 1}}
    [error] = errors(survey, answers)
    assert (error.question, error.control, error.kind) == ("q", "q-q", "unique")
    view = view_of(survey, answers, (error,))
    assert len(view.errors) == 1
    assert not any(inner.errors for inner in view.inner)
