"""A trace tells what a resident with these answers sees and what is stored."""

import json
from datetime import datetime

from app.surveys.definition import load
from app.surveys.trace import trace

SURVEY = load(
    {
        "pages": [
            {
                "name": "p1",
                "elements": [
                    {"type": "checkbox", "name": "ways", "choices": [1, "bus"], "isRequired": True},
                    {"type": "text", "name": "why", "title": {"sv": "Varför {ways}?"}},
                ],
            },
            {
                "name": "p2",
                "visibleIf": "{ways} contains 'bus'",
                "elements": [
                    {"type": "rating", "name": "score", "readOnly": True, "defaultValue": 3},
                    {"type": "comment", "name": "more", "visibleIf": "{score} > 4"},
                ],
            },
        ],
        "calculatedValues": [
            {"name": "count", "expression": "{ways.length}", "includeIntoResult": True},
            {"name": "day", "expression": "today()"},
        ],
        "triggers": [
            {
                "type": "setvalue",
                "expression": "{ways.length} = 2",
                "setToName": "why",
                "setValue": "both",
            }
        ],
    }
)  # fmt: skip


def test_a_trace_holds_the_whole_state() -> None:
    found = trace(
        SURVEY, {"ways": ["1", "bus"]}, "sv", now=lambda: datetime.fromisoformat("2030-01-02")
    )
    assert json.loads(json.dumps(found)) == {
        "pages": [
            {"name": "p1", "visible": True, "questions": ["ways", "why"]},
            {"name": "p2", "visible": True, "questions": ["score"]},
        ],
        "required": ["ways"],
        "read_only": ["score"],
        "titles": {"ways": "ways", "why": "Varför 1, bus?", "score": "score"},
        "choices": {"ways": [1, "bus"]},
        "calculated": {"count": 2, "day": "2030-01-02"},
        "errors": [],
        "data": {"ways": [1, "bus"], "why": "both", "score": 3, "count": 2},
        "completed_data": {"ways": [1, "bus"], "why": "both", "score": 3, "count": 2},
    }


def test_steps_are_taken_in_their_order() -> None:
    first = trace(SURVEY, [["ways", [1, "bus"]], ["why", "own"]], "fi")
    second = trace(SURVEY, [["why", "own"], ["ways", [1, "bus"]]], "fi")
    assert (first["data"]["why"], second["data"]["why"]) == ("own", "both")  # type: ignore[index]


def test_errors_and_unknown_questions_are_told() -> None:
    found = trace(SURVEY, {"zz": 1}, "fi")
    assert found["errors"] == [
        {"question": "zz", "kind": "unknown", "message": "The survey has no such question."},
        {"question": "ways", "kind": "required", "message": "Answer this question."},
    ]
    assert found["completed_data"] == {"count": 0}
