"""What was asked and left without an answer is told apart from what was not asked."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.surveys import coding, definition
from app.surveys.asked import unanswered

CONDITIONAL: dict[str, Any] = {
    "pages": [
        {
            "name": "first",
            "elements": [
                {"type": "boolean", "name": "cycles"},
                {"type": "text", "name": "route", "visibleIf": "{cycles} = true"},
                {"type": "comment", "name": "wishes"},
            ],
        },
        {
            "name": "second",
            "visibleIf": "{cycles} = false",
            "elements": [
                {
                    "type": "matrix",
                    "name": "services",
                    "columns": ["good", "bad"],
                    "rows": ["bus", {"value": "ferry", "visibleIf": "{wishes} notempty"}],
                },
                {
                    "type": "paneldynamic",
                    "name": "trips",
                    "templateElements": [{"type": "text", "name": "from"}],
                },
            ],
        },
    ]
}


def left(source: Mapping[str, Any], document: Mapping[str, object]) -> list[str]:
    read = definition.load(source)
    return unanswered(read, document, coding.codes(read, document))


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"cycles": True}, ["route", "wishes"]),
        ({"cycles": True, "route": "along the river"}, ["wishes"]),
        ({"cycles": False}, ["wishes", "services.bus", "trips.from"]),
        (
            {"cycles": False, "wishes": "ships", "services": {"bus": "good"}},
            ["services.ferry", "trips.from"],
        ),
        ({"cycles": False, "trips": [{"from": "Utra"}]}, ["wishes", "services.bus"]),
    ],
)
def test_only_what_was_visible_is_unanswered(document: dict[str, object], names: list[str]) -> None:
    assert left(CONDITIONAL, document) == names


def test_without_conditions_everything_was_asked() -> None:
    source = {"elements": [{"type": "text", "name": "a"}, {"type": "rating", "name": "b"}]}
    assert left(source, {"b": 3}) == ["a"]
