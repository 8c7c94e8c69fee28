"""What authors are told of misspelt names, and of several mistakes in one place."""

import pytest

from app.surveys.definition import DefinitionError, load


def told(*elements: dict[str, object], **more: object) -> list[str]:
    """Every problem of a survey, as `check` writes it."""
    with pytest.raises(DefinitionError) as refused:
        load({"elements": [{"type": "text", "name": "town"}, *elements], **more})
    return [str(problem) for problem in refused.value.problems]


def test_a_trigger_that_would_give_a_file_is_refused() -> None:
    trigger = {"type": "setvalue", "expression": "{town} = 1", "setToName": "map", "setValue": [1]}
    assert told({"type": "file", "name": "map"}, triggers=[trigger]) == [
        "triggers[0].setToName: files can only be sent by people (name another question)"
    ]


@pytest.mark.parametrize(
    ("kind", "meant"), [("radiogrup", "radiogroup"), ("Text", "text"), ("panell", "panel")]
)
def test_a_misspelt_type_is_told_its_name(kind: str, meant: str) -> None:
    assert told({"type": kind, "name": "q"}) == [
        f"elements[1].type: unknown type {kind!r} (did you mean {meant}?)"
    ]


def test_a_type_like_none_is_told_all_of_them() -> None:
    (problem,) = told({"type": "signature-pad", "name": "q"})
    assert "(one of text, comment, radiogroup," in problem


def test_misspelt_cells_validators_and_triggers_are_told_their_names() -> None:
    grid: dict[str, object] = {
        "type": "matrixdropdown",
        "name": "grid",
        "rows": ["r"],
        "columns": [{"name": "c", "cellType": "dropdwn"}],
        "validators": [{"type": "expresion", "expression": "{self} = 1"}],
    }
    hints = told(grid, triggers=[{"type": "setvalu", "expression": "{town} = 1"}])
    assert sorted(one.rpartition("(")[2] for one in hints if "unknown" in one) == [
        "did you mean dropdown?)",
        "did you mean expression?)",
        "did you mean setvalue?)",
    ]


def test_a_misspelt_function_and_a_misspelt_name_are_told_at_once() -> None:
    place = "elements[1].visibleIf"
    assert told(
        {"type": "text", "name": "q", "visibleIf": "agee({twon}) > 1 and '{no}' = 'x'"}
    ) == [
        f"{place}: at position 1 of the expression: unknown function agee (write age()",
        f"{place}: no question or value is called 'twon' (did you mean town?)",
    ]


def test_names_of_rows_hold_in_expressions_that_cannot_be_read() -> None:
    columns = [
        {"name": "a", "cellType": "text"},
        {"name": "b", "cellType": "text", "visibleIf": "foo({row.a}, {row.zz})"},
    ]
    problems = told({"type": "matrixdynamic", "name": "grid", "columns": columns})
    assert [one.partition(" (")[0] for one in problems if "foo" not in one] == [
        "elements[1].columns[1].visibleIf: no question or value is called 'row.zz'"
    ]


def test_what_follows_from_an_expression_that_cannot_be_read_is_no_news() -> None:
    broken = "{town} = = 1"
    problems = told(
        triggers=[{"type": "complete", "expression": broken}],
        calculatedValues=[{"name": "sum", "expression": broken}],
    )
    assert [one.partition(":")[0] for one in problems] == [
        "triggers[0].expression",
        "calculatedValues[0].expression",
    ]
