"""Choices that come from another question: its own, or what people have written in a list."""

import pytest

from app.surveys import flow
from app.surveys.coding import codes
from app.surveys.definition import DefinitionError, load
from tests.unit.surveys.flows import Json, pages, shown

COLOURS = [{"value": 1, "text": "Red"}, {"value": 2, "text": "Blue"}]
FROM: Json = {"type": "checkbox", "name": "seen", "choices": COLOURS}
TO: Json = {"type": "radiogroup", "name": "best", "choicesFromQuestion": "seen",
            "choicesFromQuestionMode": "selected"}  # fmt: skip
LIST: Json = {
    "type": "paneldynamic",
    "name": "kids",
    "templateElements": [
        {"type": "text", "name": "nick"},
        {"type": "dropdown", "name": "size", "choices": [{"value": "s", "text": "Small"}]},
    ],
}
KIDS = [{"nick": "Ee", "size": "s"}, {"size": "s"}, {"nick": "Oo"}, {"nick": "Ee"}, {}]


def chosen_from(**more: object) -> Json:
    return {"type": "radiogroup", "name": "best", "choicesFromQuestion": "kids", **more}


def test_carried_choices_keep_their_values_and_words() -> None:
    survey = pages([FROM, TO])
    best = survey.questions["best"]
    assert best.display(2, "fi") == "Blue"
    given = {"seen": ["1", "2"], "best": "2"}
    assert flow.validate_all(survey, given, "fi") == []
    assert flow.completed(survey, given) == {"seen": [1, 2], "best": 2}


def test_figures_know_the_choices_that_a_question_takes_from_another() -> None:
    inside = {"type": "paneldynamic", "name": "l", "templateElements": [{**TO, "name": "inner"}]}
    chain = {**TO, "name": "last", "choicesFromQuestion": "best"}
    measures = pages([FROM, TO, chain, inside]).measures
    for name in ("best", "last", "l.inner"):
        labels = [one.label.text for one in measures[name].question.counted_in("fi")]
        assert labels == ["Red", "Blue"], name


@pytest.mark.parametrize(
    ("more", "options"),
    [
        ({}, {"Ee": "Ee", "s": "Small", "Oo": "Oo"}),
        ({"choiceValuesFromQuestion": "nick"}, {"Ee": "Ee", "Oo": "Oo"}),
        (
            {"choiceValuesFromQuestion": "nick", "choiceTextsFromQuestion": "size"},
            {"Ee": "Small", "Oo": "Oo"},
        ),
        ({"choicesVisibleIf": "{item} != 'Oo'"}, {"Ee": "Ee", "s": "Small"}),
        (
            {"choiceValuesFromQuestion": "size", "showNoneItem": True, "noneText": "None"},
            {"s": "Small", "none": "None"},
        ),
    ],
)  # fmt: skip
def test_what_people_wrote_in_a_list_is_to_choose_from(more: Json, options: Json) -> None:
    survey = pages([LIST], [chosen_from(**more)])
    [state] = shown(survey, {"kids": KIDS}, "p2").questions
    assert {one.code: one.label.text for one in state.options} == options
    for code in options:
        assert flow.validate_all(survey, {"kids": KIDS, "best": code}, "fi") == []
    [error] = flow.validate_all(survey, {"kids": KIDS, "best": "Aa"}, "fi")
    assert (error.question, error.kind) == ("best", "choice")


def test_a_list_that_nobody_has_filled_in_offers_nothing() -> None:
    survey = pages([LIST], [chosen_from(hideIfChoicesEmpty=True), {"type": "text", "name": "t"}])
    assert [one.name for one in shown(survey, {}, "p2").questions] == ["t"]
    assert [one.name for one in shown(survey, {"kids": 7}, "p2").questions] == ["t"]


def test_what_people_wrote_in_a_list_is_in_no_tally() -> None:
    survey = pages([LIST], [chosen_from(showNoneItem=True)])
    kids = {"kids": [{"nick": "Ee"}]}
    assert (
        codes(survey, {**kids, "best": "Ee"})["best"] == ["+"]
        or "Ee" not in codes(survey, {**kids, "best": "Ee"})["best"]
    )
    assert codes(survey, {**kids, "best": "none"})["best"] == ["none"]
    assert survey.questions["best"].bare("Ee") is None


@pytest.mark.parametrize(
    ("elements", "path", "reason"),
    [
        (
            [LIST, chosen_from(choiceValuesFromQuestion="nic")],
            "elements[1].choiceValuesFromQuestion",
            "what the choices come from asks no 'nic'",
        ),
        (
            [FROM, {**TO, "choiceTextsFromQuestion": "nick"}],
            "elements[1].choiceTextsFromQuestion",
            "what the choices come from asks no 'nick'",
        ),
        (
            [{**FROM, "choices": list(range(21))}, {**TO, "type": "ranking"}],
            "elements[1].choicesFromQuestion",
            "too many to put into an order",
        ),
        (
            [LIST, chosen_from(type="ranking")],
            "elements[1].choicesFromQuestion",
            "too many to put into an order",
        ),
        (
            [{"type": "text", "name": "seen"}, TO],
            "elements[1].choicesFromQuestion",
            "no question with choices is called 'seen'",
        ),
    ],
)
def test_choices_that_cannot_come_from_there_are_refused(
    elements: list[Json], path: str, reason: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        load({"elements": elements})
    assert [(one.path, one.reason) for one in refused.value.problems] == [(path, reason)]
