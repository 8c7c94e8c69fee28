"""Triggers of former versions that show things are read as their visibleIf."""

import pytest

from app.surveys import flow
from app.surveys.definition import DefinitionError, load
from tests.unit.surveys.flows import Json, text

INSIDE = {"type": "panel", "name": "inner", "elements": [text("c")]}


def survey_of(*triggers: Json, **more: object) -> Json:
    first = {"name": "p1", "elements": [text("a"), {**text("b"), **more}, INSIDE]}
    return {"pages": [first, {"name": "p2", "elements": [text("d")]}], "triggers": list(triggers)}


def visible(*questions: object, pages: object = (), **more: object) -> Json:
    named = {"questions": list(questions), "pages": list(pages)}  # type: ignore[call-overload]
    return {"type": "visible", "expression": "{a} = 1", **named, **more}


@pytest.mark.parametrize("kind", ["visible", "visibletrigger"])
def test_what_a_trigger_shows_is_visible_where_its_expression_holds(kind: str) -> None:
    survey = load(survey_of(visible("b", "c", pages=["p2"], type=kind)))
    assert flow.path(survey, {"a": "2"}).questions == ("a",)
    assert flow.path(survey, {"a": "1"}).questions == ("a", "b", "c", "d")
    assert [(one.path, one.hint) for one in survey.warnings] == [
        ("triggers[0]", "write visibleIf on what it shows")
    ]
    assert survey.triggers == ()


@pytest.mark.parametrize(
    ("condition", "answer", "holds"),
    [
        ({"value": 1}, "1", True),
        ({"operator": "equal", "value": "x"}, "x", True),
        ({"operator": "notequal", "value": "x"}, "x", False),
        ({"operator": "anyof", "value": ["x", 2]}, "2", True),
        ({"operator": "notempty"}, "2", True),
        ({"operator": "empty"}, "2", False),
    ],
)
def test_a_trigger_may_name_a_question_an_operator_and_a_value(
    condition: Json, answer: str, holds: bool
) -> None:
    trigger = {"type": "visible", "name": "a", "questions": ["b"], **condition}
    survey = load(survey_of(trigger))
    assert ("b" in flow.path(survey, {"a": answer}).questions) is holds


@pytest.mark.parametrize(
    ("triggers", "more", "path", "reason"),
    [
        ([visible("z")], {}, "triggers[0]", "nothing is called 'z'"),
        ([visible()], {}, "triggers[0]", "this trigger shows nothing"),
        ([visible(["b"])], {}, "triggers[0]", "this trigger shows nothing"),
        ([visible("b", expression=1)], {}, "triggers[0]", "this trigger shows nothing"),
        ([visible("b"), visible("b")], {}, "triggers[1]", "'b' is shown by two triggers"),
        ([visible("b", goto=1)], {}, "triggers[0].goto", "unknown property"),
        ([visible("b", expression="", name="a")], {}, "triggers[0]", "this trigger shows nothing"),
        (
            [visible("b", expression="", name="a", value="it's")],
            {},
            "triggers[0]",
            "this trigger shows nothing",
        ),
        (
            [visible("b")],
            {"visibleIf": "{a} = 2"},
            "triggers[0]",
            "'b' has a visibleIf of its own",
        ),
    ],
)
def test_a_trigger_that_shows_nothing_for_certain_is_refused(
    triggers: list[Json], more: Json, path: str, reason: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(survey_of(*triggers, **more))
    assert [(one.path, one.reason) for one in refused.value.problems] == [(path, reason)]


def test_the_expression_of_a_trigger_is_read_where_it_comes_to_stand() -> None:
    with pytest.raises(DefinitionError) as refused:
        load(survey_of(visible("b", expression="{zzz} = 1")))
    assert [one.path for one in refused.value.problems] == ["pages[0].elements[1].visibleIf"]
