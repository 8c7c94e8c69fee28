"""Definitions that load and yet can't be answered are found before they are published."""

from typing import Any

import pytest

from app.authoring.doubts import Doubt, DoubtKind, doubts
from app.surveys.definition import load

RADIO = {"type": "radiogroup", "name": "q", "choices": ["a", "b"]}
BOXES = {"type": "checkbox", "name": "c", "choices": ["a", "b"]}


def found(*elements: dict[str, Any], is_anonymous: bool = True, **more: Any) -> list[Doubt]:
    survey = load({"elements": [*elements], **more})
    return doubts(survey, is_anonymous=is_anonymous)


def text(**more: Any) -> dict[str, Any]:
    return {"type": "text", "name": "t", **more}


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        ("{q} = 'a'", True),
        ("{q} = 'tram'", False),
        ("{q} = 'a' and {q} = 'b'", False),
        ("{q} = 'a' or {q} = 'tram'", True),
        ("{q} empty", True),
        ("{c} contains 'a' and {c} contains 'b'", True),
        ("{c} = 'tram'", False),
        ("{c} contains 'a' and {q} = 'b'", True),
        ("{free} = 'whatever'", True),
        ("1 = 2", True),  # no question decides it: somebody means it
    ],
)
def test_a_condition_that_no_answers_meet_is_doubtful(condition: str, is_met: bool) -> None:
    free = {"type": "text", "name": "free"}
    kinds = [one.kind for one in found(RADIO, BOXES, free, text(visibleIf=condition))]
    assert (DoubtKind.NEVER_SHOWN not in kinds) is is_met


def test_what_hangs_on_something_that_is_never_shown_is_tried_with_it() -> None:
    second = {**RADIO, "name": "r", "visibleIf": "{q} = 'tram'"}
    kinds = [one.path for one in found(RADIO, second, text(visibleIf="{r} = 'a'"))]
    assert kinds == ["elements[1]", "elements[2]"]


def test_pages_and_panels_without_anything_are_doubtful() -> None:
    survey = load({"pages": [{"elements": [RADIO]}, {"name": "empty", "elements": []}]})
    assert doubts(survey, is_anonymous=True) == [Doubt(DoubtKind.EMPTY, "pages[1]")]


def test_choices_with_the_same_text_are_doubtful() -> None:
    same = [{"value": 1, "text": {"fi": "Bussi", "en": "Bus"}}, {"value": 2, "text": "bussi "}]
    doubt = found({**RADIO, "choices": same})
    assert doubt == [Doubt(DoubtKind.SAME_TEXT, "elements[0]", "Bussi")]


@pytest.mark.parametrize(
    "element",
    [
        {**BOXES, "validators": [{"type": "answercount", "minCount": 3}]},
        {**BOXES, "maxSelectedChoices": 1, "validators": [{"type": "answercount", "minCount": 2}]},
        text(maxLength=3, validators=[{"type": "text", "minLength": 5}]),
        text(inputType="number", min=5, validators=[{"type": "numeric", "maxValue": 3}]),
    ],
)
def test_rules_that_exclude_each_other_are_doubtful(element: dict[str, Any]) -> None:
    assert [one.kind for one in found(element)] == [DoubtKind.NO_ANSWER_FITS]


@pytest.mark.parametrize(
    "element",
    [
        text(inputType="email"),
        text(title={"fi": "Nimesi", "en": "What are you called?"}),
        text(title="Sähköpostiosoite"),
        text(title="Your e-mail"),
        text(title="Personnummer"),
    ],
)
def test_who_asks_for_a_name_does_not_ask_anonymously(element: dict[str, Any]) -> None:
    assert [one.kind for one in found(element)] == [DoubtKind.PERSONAL]
    assert found(element, is_anonymous=False) == []


@pytest.mark.parametrize("title", ["Mikä pysäkki?", "Nimeä paras puisto", "Addressing climate"])
def test_other_questions_are_not_taken_for_personal_ones(title: str) -> None:
    assert found(text(title=title)) == []
