"""A ranking is an order: nothing is in it twice, and all of it unless some may be left out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys import flow
from app.surveys.coding import codes
from app.surveys.definition import load
from app.surveys.question_types.ranking import RankingQuestion
from tests.unit.surveys.one_question import Json, asked, kinds, refusals, state_of, submitted

ITEMS = ["park", "pool", 3]
ALL: Json = {"type": "ranking", "choices": ITEMS}
SOME: Json = {**ALL, "selectToRankEnabled": True}


@pytest.mark.parametrize(
    ("element", "answer", "found"),
    [
        (ALL, ["pool", 3, "park"], []),
        (ALL, ["pool", "3", "park"], []),
        (ALL, ["pool", 3], ["place_missing"]),
        (ALL, ["pool", 3, "park", "pool"], ["ranked_twice"]),
        (ALL, ["pool", 3, "zoo"], ["choice"]),
        (ALL, ["1:pool", "1:park", "2:3"], ["place_twice"]),
        (ALL, ["1:pool", "2:park", "3:3"], ["choice"]),
        (ALL, "pool", ["place_missing"]),
        (ALL, {"pool": 1}, ["type"]),
        (ALL, [["pool"], "park", 3], ["type"]),
        (ALL, [], []),
        ({**ALL, "isRequired": True}, [], ["required"]),
        (SOME, ["pool"], []),
        (SOME, ["pool", "pool"], ["ranked_twice"]),
        ({**SOME, "minSelectedChoices": 2}, ["pool"], ["too_few"]),
        ({**SOME, "maxSelectedChoices": 1}, ["pool", 3], ["too_many"]),
    ],
)  # fmt: skip
def test_what_makes_no_order_is_refused(element: Json, answer: object, found: list[str]) -> None:
    survey, _ = asked(**element)
    assert kinds(survey, answer) == found


def test_a_form_gives_each_item_a_place() -> None:
    survey, _ = asked(**ALL)
    assert submitted(survey, "2:park", "1:pool", "3:3") == ["pool", "park", 3]
    assert submitted(survey, "", "", "") is None
    some, _ = asked(**SOME)
    assert submitted(some, "3:park", "", "1:3") == [3, "park"]


def test_places_given_twice_are_kept_as_they_were_typed_and_told_beside_the_items() -> None:
    survey, question = asked(**ALL)
    stored = submitted(survey, "1:park", "1:pool", "3:3")
    assert kinds(survey, stored) == ["place_twice"]
    errors = tuple(flow.validate_page(survey, {"q": stored}, "page1", "fi"))
    view = question.view(state_of(survey, {"q": stored}), errors)
    assert [(one.value, one.place, bool(one.error)) for one in view.options] == [
        ("park", "1", True),
        ("pool", "1", True),
        ("3", "3", False),
    ]


def test_an_item_without_a_place_is_told_of() -> None:
    survey, question = asked(**ALL)
    data: dict[str, object] = {"q-q": ["1:park", "", "2:3"]}
    errors = tuple(flow.validate_page(survey, {"q": ["park", 3]}, "page1", "fi"))
    view = question.view(state_of(survey, {"q": ["park", 3]}), errors, data)
    assert [(one.place, bool(one.error)) for one in view.options] == [
        ("1", False),
        ("2", False),
        ("", True),
    ]


def test_only_items_on_offer_are_ranked() -> None:
    choices = [
        "park",
        {"value": "pool", "visibleIf": "{a} = 1"},
        {"value": "x", "enableIf": "{a} = 2"},
    ]
    survey, question = asked(type="ranking", choices=choices)
    assert kinds(survey, ["park"]) == []
    assert kinds(survey, ["park"], a="1") == ["place_missing"]
    assert kinds(survey, ["park", "x"]) == ["choice"]
    assert question.view(state_of(survey, {})).places == 1


def test_it_may_rank_what_was_chosen_elsewhere_and_choose_from_it() -> None:
    survey = load(
        {
            "elements": [
                {"type": "checkbox", "name": "first", "choices": [1, 2, 3]},
                {"type": "ranking", "name": "then", "choicesFromQuestion": "first",
                 "choicesFromQuestionMode": "selected", "selectToRankEnabled": True},
                {"type": "radiogroup", "name": "last", "choicesFromQuestion": "then",
                 "choicesFromQuestionMode": "selected"},
            ]
        }
    )  # fmt: skip
    answers: Json = {"first": [1, 3], "then": [3]}
    page = flow.page(survey, answers, "page1", "fi")
    assert page
    offered = {one.name: [option.value for option in one.options] for one in page.questions}
    assert offered == {"first": [1, 2, 3], "then": [1, 3], "last": [3]}
    assert flow.validate_all(survey, answers, "fi") == []


def test_conditions_compare_it_in_order() -> None:
    shown = {"type": "text", "name": "why", "visibleIf": "{q} = ['pool', 'park', 3]"}
    survey = load({"elements": [{"name": "q", **ALL}, shown]})
    assert "why" in flow.path(survey, {"q": ["pool", "park", 3]}).questions
    assert "why" not in flow.path(survey, {"q": ["park", "pool", 3]}).questions


@given(st.lists(st.permutations(ITEMS), max_size=20))
def test_each_place_counts_so_that_first_places_and_mean_places_follow(
    answers: list[list[object]],
) -> None:
    survey, question = asked(**ALL)
    coded = [codes(survey, {"q": answer})["q"] for answer in answers]
    counts = Counter(one for many in coded for one in many if one)
    figures = question.figures(counts)
    for item in ITEMS:
        assert figures.get(str(item), 0) == sum(answer[0] == item for answer in answers)
        places = [answer.index(item) + 1 for answer in answers]
        assert sum(place * counts[f"{place}:{item}"] for place in (1, 2, 3)) == sum(places)
    assert figures.keys() <= {option.code for option in question.counted_in("fi")}


def test_it_is_said_and_exported_in_its_order() -> None:
    _, question = asked(**ALL)
    assert question.display([3, "park"], "fi") == "3, park"
    assert question.export([3, "park"]) == "3; park"
    assert question.coded({"park": 1}) == []


@pytest.mark.parametrize(
    ("element", "path"),
    [
        ({"type": "ranking", "choices": list(range(21))}, "choices"),
        ({"type": "ranking", "choices": ["1:a", "b"]}, "choices"),
        ({"type": "ranking", "choices": ["x" * 198]}, "choices"),
        ({**ALL, "maxSelectedChoices": 2}, "maxSelectedChoices"),
        ({**ALL, "showOtherItem": True}, "showOtherItem"),
        ({**SOME, "minSelectedChoices": 3, "maxSelectedChoices": 2}, "minSelectedChoices"),
    ],
)
def test_the_author_is_told_what_contradicts(element: Json, path: str) -> None:
    assert list(refusals(**element)) == [path]


@pytest.mark.parametrize(
    ("element", "answer", "at", "by", "order"),
    [
        (ALL, None, 1, -1, ["pool", "park", "3"]),
        (ALL, None, 1, 1, ["park", "3", "pool"]),
        (ALL, None, 0, -1, None),
        (ALL, None, 2, 1, None),
        (ALL, [3, "park", "pool"], 0, -1, ["park", "3", "pool"]),
        (ALL, ["2:park", "2:pool", "1:3"], 1, -1, ["3", "pool", "park"]),
        (ALL, None, 3, -1, None),
        (ALL, None, -1, -1, None),
        ({**ALL, "readOnly": True}, None, 1, -1, None),
        ({**ALL, "choicesEnableIf": "{item} = 3"}, None, 1, -1, None),
        (SOME, None, 1, -1, ["pool"]),
        (SOME, None, 1, 1, None),
        (SOME, ["park"], 1, -1, ["park", "pool"]),
        (SOME, ["park", "pool"], 1, -1, ["pool", "park"]),
        (SOME, ["park", "pool"], 1, 1, ["park"]),
        ({**SOME, "maxSelectedChoices": 1}, ["park"], 1, -1, None),
    ],
)  # fmt: skip
def test_a_button_moves_an_item_by_a_place_as_far_as_it_goes(
    element: Json, answer: object, at: int, by: int, order: list[str] | None
) -> None:
    survey, question = asked(**element)
    assert isinstance(question, RankingQuestion)
    state = state_of(survey, {"q": answer} if answer else {})
    assert question.moved(state, at, by) == order


def test_items_stand_in_the_order_that_is_given_with_the_buttons_that_move_them() -> None:
    survey, question = asked(**ALL)
    view = question.view(state_of(survey, {"q": ["pool", 3, "park"]}))
    assert [one.value for one in view.options] == ["pool", "3", "park"]
    assert [[(move.is_up, move.value) for move in one.moves] for one in view.options] == [
        [(False, "1")],
        [(True, "2"), (False, "2")],
        [(True, "0")],
    ]
