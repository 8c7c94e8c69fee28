"""Questions made of questions: what is asked inside, what it follows from, and what is kept."""

from typing import Any

import pytest

from app.surveys import flow
from app.surveys.definition import load
from app.surveys.events import after
from app.surveys.language.scope import system_clock
from app.surveys.structure import Survey
from tests.unit.surveys.flows import shown, text

Json = dict[str, Any]


def one(*elements: Json, **more: object) -> Survey:
    return load({"pages": [{"name": "p1", "elements": list(elements)}], **more})


def panels(*elements: Json, **more: object) -> Json:
    return {"type": "paneldynamic", "name": "l", "templateElements": list(elements), **more}


def rows(*columns: Json, kind: str = "matrixdynamic", **more: object) -> Json:
    cells = [{"cellType": "text", **column} for column in columns]
    return {"type": kind, "name": "m", "columns": cells, **more}


def errors(survey: Survey, answers: Json) -> list[tuple[str, str]]:
    return [(error.question, error.kind) for error in flow.validate_all(survey, answers, "en")]


def asked(survey: Survey, answers: Json, at: int = 0) -> dict[str, list[str]]:
    """What the entries of the question ask, by their keys."""
    entries = shown(survey, answers, lang="en").questions[at].entries
    return {entry.key: [state.name for state in entry.elements] for entry in entries}


def titles(survey: Survey, answers: Json, at: int = 0) -> list[str]:
    question = shown(survey, answers, lang="en").questions[at]
    return [
        state.title.text
        for entry in question.entries
        for state in entry.elements
        if state.title is not None
    ]


# What is asked


@pytest.mark.parametrize(
    ("condition", "second", "third"),
    [
        ("{row.a} = 'x'", False, True),
        ("{prevRow.a} = 'y'", False, True),
        ("{nextRow.a} = 'x'", True, False),
        ("{rowIndex} = 2", True, False),
        ("{totalRow.a} = 3", True, True),
        ("{out} = 'yes' and {row.a} = 'y'", True, False),
        ("{m[0].a} = 'x'", True, True),
    ],
)
def test_a_cell_looks_at_its_row_its_neighbours_and_the_survey(
    condition: str, second: bool, third: bool
) -> None:
    inside = rows({"name": "a", "totalType": "count"}, {"name": "b", "visibleIf": condition})
    survey = one(text("out"), inside)
    found = asked(survey, {"out": "yes", "m": [{"a": "x"}, {"a": "y"}, {"a": "x"}]}, 1)
    assert ("b" in found["1"], "b" in found["2"]) == (second, third)


def test_a_panel_looks_at_itself_its_neighbours_and_what_is_around() -> None:
    inner = panels(text("c", visibleIf="{parentPanel.a} = 'x'"), name="inner", panelCount=1)
    survey = one(
        panels(
            text("a"),
            text("b", visibleIf="{panel.a} = 'x' or {prevPanel.a} = 'x'"),
            text("d", visibleIf="{panelIndex} = 1"),
            inner,
        )
    )
    answers: Json = {"l": [{"a": "x"}, {"a": "y"}, {"a": "z"}]}
    assert asked(survey, answers) == {
        "0": ["a", "b", "inner"],
        "1": ["a", "b", "d", "inner"],
        "2": ["a", "inner"],
    }
    first, second, _ = shown(survey, answers, lang="en").questions[0].entries
    assert [len(entry.elements[-1].entries[0].elements) for entry in (first, second)] == [1, 0]  # type: ignore[union-attr]


def test_texts_inside_show_answers_of_the_same_entry() -> None:
    survey = one(
        panels(text("a"), text("b", title="{panelIndex}. {panel.a} of {out}")), text("out")
    )
    answers: Json = {"out": "all", "l": [{"a": "x"}, {"a": "y"}]}
    assert titles(survey, answers) == ["a", "1. x of all", "a", "2. y of all"]


def test_rows_and_columns_follow_conditions() -> None:
    listed = ["r1", {"value": "r2", "visibleIf": "{out} = 'yes'"}, "r3"]
    grid = rows({"name": "a"}, {"name": "b"}, kind="matrixdropdown", rows=listed)
    survey = one(text("out"), {**grid, "columnsVisibleIf": "{item} != {out}"})
    assert asked(survey, {}, 1) == {"r1": ["a", "b"], "r3": ["a", "b"]}
    assert asked(survey, {"out": "yes"}, 1).keys() == {"r1", "r2", "r3"}
    assert asked(survey, {"out": "b"}, 1)["r1"] == ["a"]


def test_choices_come_from_a_question_of_the_same_entry() -> None:
    several = {"name": "a", "cellType": "checkbox", "choices": ["x", "y", "z"]}
    chosen = {"name": "b", "cellType": "dropdown", "choicesFromQuestionMode": "selected"}
    survey = one(rows(several, {**chosen, "choicesFromQuestion": "row.a"}))
    assert errors(survey, {"m": [{"a": ["x", "y"], "b": "y"}]}) == []
    assert errors(survey, {"m": [{"a": ["x", "y"], "b": "z"}]}) == [("m[0].b", "choice")]


def test_two_questions_with_one_answer_look_at_each_others_parts() -> None:
    survey = one(
        rows({"name": "name"}, valueName="people"),
        panels(text("job", title="What does {panel.name} do?"), valueName="people"),
    )
    answers: Json = {"people": [{"name": "Aino", "job": "bus"}]}
    assert titles(survey, answers, 1) == ["What does Aino do?"]
    assert errors(survey, answers) == []
    assert flow.completed(survey, answers) == answers


# What is kept


def test_hidden_answers_inside_are_no_answers() -> None:
    survey = one(
        panels(text("a"), text("b", visibleIf="{panel.a} = 'x'")),
        text("n", visibleIf="{l[0].b} notempty"),
    )
    answers: Json = {"l": [{"a": "y", "b": "kept in the draft"}]}
    assert flow.completed(survey, answers) == {"l": [{"a": "y"}]}
    assert flow.path(survey, answers).questions == ("l",)
    answers["l"][0]["a"] = "x"
    assert flow.path(survey, answers).questions == ("l", "n")


def test_each_row_has_defaults_and_what_is_computed() -> None:
    survey = one(
        rows(
            {"name": "price", "defaultValue": 2},
            {"name": "count"},
            {"name": "sum", "cellType": "expression", "expression": "{row.price} * {row.count}"},
        )
    )
    given = flow.completed(survey, {"m": [{"count": 3}, {"price": 5, "count": 1}]})
    assert given == {"m": [{"price": 2, "count": 3, "sum": 6}, {"price": 5, "count": 1, "sum": 5}]}


@pytest.mark.parametrize(
    ("kind", "total"), [("sum", 9), ("count", 3), ("min", 2), ("max", 4), ("avg", 3)]
)
def test_totals_are_reckoned_from_all_rows(kind: str, total: int) -> None:
    survey = one(
        rows({"name": "a", "totalType": kind}), text("n", visibleIf=f"{{m-total.a}} = {total}")
    )
    answers: Json = {"m": [{"a": "2"}, {"a": 3}, {}, {"a": 4}]}
    assert flow.completed(survey, answers)["m-total"] == {"a": total}
    assert "n" in flow.path(survey, answers).questions


def test_rules_inside_an_entry_look_at_its_own_answers() -> None:
    survey = one(panels(text("a"), text("b", setValueExpression="{panel.a} + '!'")))
    first = after(survey, {}, {"l": [{"a": "x"}, {"a": "y"}]}, system_clock)
    assert first == {"l": [{"a": "x", "b": "x!"}, {"a": "y", "b": "y!"}]}
    again = [{"a": "x", "b": "mine"}, {"a": "z", "b": "y!"}]
    assert after(survey, first, {"l": again}, system_clock)["l"][0]["b"] == "mine"  # type: ignore[index]


@pytest.mark.parametrize(
    ("element", "answer"),
    [
        (rows({"name": "a"}), [{}, {}]),
        (rows({"name": "a"}), []),
        (panels(text("a")), [{"a": ""}]),
        (rows({"name": "a"}, kind="matrixdropdown", rows=["r"]), {"r": {}}),
        ({"type": "matrix", "name": "x", "rows": ["r"], "columns": ["c"]}, {"r": None}),
        ({"type": "multipletext", "name": "x", "items": [{"name": "a"}]}, {"a": " "}),
    ],
)
def test_entries_in_which_nothing_is_said_answer_nothing(element: Json, answer: object) -> None:
    survey = one({**element, "isRequired": True})
    name = str(element["name"])
    assert errors(survey, {name: answer}) == [(name, "required")]
    assert errors(one(element), {name: answer}) == []


# What is refused


@pytest.mark.parametrize(
    ("element", "answer", "found"),
    [
        (panels(text("a")), {"a": "x"}, [("l", "type")]),
        (panels(text("a")), [1], [("l", "type")]),
        (panels(text("a")), [{"zz": 1}], [("l[0].zz", "unknown")]),
        (
            panels(text("a"), text("b", visibleIf="{panel.a} = 1")),
            [{"b": "x"}],
            [("l[0].b", "hidden")],
        ),
        (panels(text("a"), maxPanelCount=1), [{"a": "1"}, {"a": "2"}], [("l", "many_entries")]),
        (panels(text("a"), keyName="a"), [{"a": "x"}, {"a": "x"}], [("l", "unique")]),
        (panels(text("a", isRequired=True)), [{}, {"a": "x"}], [("l[0].a", "required")]),
        (panels(text("a", maxLength=2)), [{"a": "abc"}], [("l[0].a", "too_long")]),
        (rows({"name": "a", "isUnique": True}), [{"a": "x"}, {"a": "x"}], [("m", "unique")]),
        (rows({"name": "a"}), [{"a": "x"}] * 201, [("m", "type"), ("m", "many_entries")]),
        (
            rows({"name": "a"}, kind="matrixdropdown", rows=["r"]),
            {"s": {"a": "x"}},
            [("m", "unknown")],
        ),
        (rows({"name": "a"}, kind="matrixdropdown", rows=["r"]), {"r": "x"}, [("m", "type")]),
        (
            {"type": "matrix", "name": "m", "rows": ["r"], "columns": ["c"]},
            {"r": "d"},
            [("m.r", "choice")],
        ),
        (
            {
                "type": "matrix",
                "name": "m",
                "rows": ["r", "s"],
                "columns": ["c"],
                "eachRowUnique": True,
            },
            {"r": "c", "s": "c"},
            [("m", "unique")],
        ),
        (
            {"type": "matrix", "name": "m", "rows": ["r"], "columns": ["c"]},
            {"s": "c"},
            [("m.s", "unknown")],
        ),
        (
            {"type": "multipletext", "name": "t", "items": [{"name": "a", "inputType": "email"}]},
            {"a": "nobody"},
            [("t.a", "email")],
        ),
    ],
)
def test_what_does_not_answer_the_question_is_refused(
    element: Json, answer: object, found: list[tuple[str, str]]
) -> None:
    assert errors(one(element), {str(element["name"]): answer}) == found


def test_a_list_is_ready_when_what_it_requires_is_answered() -> None:
    ready = {"type": "expression", "name": "r", "expression": "isContainerReady('l', {panelIndex})"}
    whole = {"type": "expression", "name": "w", "expression": "isContainerReady('l')"}
    survey = one(panels(text("a", isRequired=True), ready), whole)
    given = flow.completed(survey, {"l": [{"a": "x"}, {}]})
    assert given == {"l": [{"a": "x", "r": True}, {"r": False}], "w": False}


def test_functions_inside_find_the_questions_of_the_entry() -> None:
    choice = {"type": "radiogroup", "name": "a", "choices": [{"value": 1, "text": "One"}]}
    said = {"type": "expression", "name": "b", "expression": "displayValue('a')"}
    survey = one(panels(choice, said))
    assert flow.completed(survey, {"l": [{"a": 1}]}) == {"l": [{"a": 1, "b": "One"}]}


def test_a_ranking_inside_compares_in_order() -> None:
    order = {"type": "ranking", "name": "a", "choices": ["x", "y"]}
    survey = one(panels(order, text("b", visibleIf="{panel.a} = ['y', 'x']")))
    assert asked(survey, {"l": [{"a": ["x", "y"]}, {"a": ["y", "x"]}]}) == {
        "0": ["a"],
        "1": ["a", "b"],
    }
