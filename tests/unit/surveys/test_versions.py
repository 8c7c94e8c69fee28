"""An edit of a survey is classified by what it means for answers already given."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from app.surveys.definition import load
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
    assert Change(effect, subject, what) in found
    assert found[0].effect is effect


def test_nothing_changed_means_no_changes() -> None:
    assert changes(lambda source: None) == []


def test_the_gravest_changes_come_first() -> None:
    found = changes(
        lambda s: (s.update(title="x"), elements(s).pop(1), elements(s)[0].update(colCount=2))
    )
    assert found[0].effect is BREAKING
    assert found[-1].effect is WORDING
