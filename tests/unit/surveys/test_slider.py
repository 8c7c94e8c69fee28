"""A slider takes a number of its scale, or a range of two."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys import flow
from app.surveys.question_types.base import QuestionKind
from tests.unit.surveys.one_question import Json, asked, kinds, refusals, state_of, submitted

ONE: Json = {"type": "slider", "max": 50, "step": 5}
TWO: Json = {**ONE, "sliderType": "range"}


@pytest.mark.parametrize(
    ("element", "answer", "found"),
    [
        (ONE, 25, []),
        (ONE, "25", []),
        (ONE, 0, []),
        (ONE, 50.0, []),
        (ONE, 27, ["step"]),
        (ONE, -5, ["minimum"]),
        (ONE, 55, ["maximum"]),
        (ONE, "much", ["number"]),
        (ONE, True, ["number"]),
        (ONE, 10**400, ["number"]),
        (ONE, [5], ["type"]),
        (ONE, {"x": 5}, ["type"]),
        ({"type": "slider", "max": 1, "step": 0.1}, 0.3, []),
        ({**ONE, "isRequired": True}, None, ["required"]),
        ({**ONE, "isRequired": True}, 0, []),
        (TWO, [10, 20], []),
        (TWO, ["20", "10"], []),
        (TWO, [10, 10], []),
        (TWO, [10, 12], ["step"]),
        (TWO, [10, None], ["both_ends"]),
        (TWO, [10, "x"], ["number"]),
        (TWO, [-10, 70], ["minimum"]),
        (TWO, [10], ["type"]),
        (TWO, 10, ["number"]),
        (TWO, [10, [20]], ["number"]),
        ({**TWO, "allowSwap": False}, [20, 10], ["ends_swapped"]),
        ({**TWO, "minRangeLength": 15}, [10, 20], ["range_short"]),
        ({**TWO, "maxRangeLength": 5}, [10, 20], ["range_long"]),
    ],
)  # fmt: skip
def test_what_is_not_on_the_scale_is_refused(
    element: Json, answer: object, found: list[str]
) -> None:
    survey, _ = asked(**element)
    assert kinds(survey, answer) == found


def test_its_limits_may_follow_from_answers() -> None:
    survey, question = asked(**ONE, maxValueExpression="{a} * 10")
    assert kinds(survey, 40, a="3") == ["maximum"]
    assert kinds(survey, 30, a="3") == []
    assert question.view(state_of(survey, {"a": "3"})).maximum == "30"


def test_a_form_gives_a_number_or_both_ends() -> None:
    one, _ = asked(**ONE)
    assert (submitted(one, "2,5"), submitted(one, ""), submitted(one, "x")) == (2.5, None, "x")
    two, _ = asked(**TWO)
    assert submitted(two, "30", "10") == [10, 30]
    assert submitted(two, "", "") is None
    assert kinds(two, submitted(two, "30", "")) == ["both_ends"]


def test_what_was_typed_is_shown_again() -> None:
    two, question = asked(**TWO)
    view = question.view(state_of(two, {"q": [10, 30]}))
    assert (view.value, view.high_value, view.minimum, view.maximum) == ("10", "30", "0", "50")
    view = question.view(state_of(two, {}), (), {"q-q": ["", "x"]})
    assert (view.value, view.high_value) == ("", "x")
    assert not view.is_untouched
    one, question = asked(**ONE)
    assert question.view(state_of(one, {})).is_untouched
    assert question.view(state_of(one, {"q": 0})).value == "0"


def test_values_are_said_as_the_author_wants() -> None:
    labels = [{"value": 0, "text": {"fi": "ei yhtään", "sv": "inget"}}, 50]
    survey, question = asked(**TWO, customLabels=labels, labelFormat="{0} €")
    assert question.display([10, 20], "fi") == "10 €–20 €"
    assert question.export([10, 20]) == "10; 20"
    view = question.view(state_of(survey, {}, "sv"))
    assert [(value, str(words)) for value, words in view.labels] == [("0 €", "inget")]
    assert str(question.options_in("sv")[0].label) == "0 € (inget)"
    hidden, question = asked(**ONE, customLabels=labels, showLabels=False)
    assert question.view(state_of(hidden, {})).labels == ()


@given(st.lists(st.integers(0, 100), max_size=30))
def test_numbers_are_counted_one_by_one_and_shown_in_bands(answers: list[int]) -> None:
    _, question = asked(type="slider")
    counts = Counter(one for answer in answers for one in question.coded(answer))
    assert sum(int(value) * n for value, n in counts.items()) == sum(answers)
    figures = question.figures(counts)
    bands = [option.code for option in question.options_in("fi")]
    assert bands[:2] == ["0..10", "11..21"]
    assert sum(figures.values()) == len(answers)
    assert set(figures) <= set(bands)
    assert figures.get("0..10", 0) == sum(answer <= 10 for answer in answers)


def test_a_short_scale_shows_every_value() -> None:
    _, question = asked(**ONE)
    assert question.KIND is QuestionKind.SCALE
    assert [option.code for option in question.options_in("fi")][:3] == ["0", "5", "10"]
    assert question.figures({"5": 2, "60": 1}) == {"5": 2, "60": 1}


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=30))
def test_figures_of_ranges_say_how_many_reach_into_each_band(pairs: list[tuple[int, int]]) -> None:
    _, question = asked(**TWO)
    assert question.KIND is QuestionKind.SEVERAL
    answers = [sorted((low * 5, high * 5)) for low, high in pairs]
    counts = Counter(one for answer in answers for one in question.coded(answer))
    figures = question.figures(counts)
    for value in range(0, 51, 5):
        assert figures[str(value)] == sum(low <= value <= high for low, high in answers)


def test_a_default_is_its_answer() -> None:
    survey, _ = asked(**TWO, defaultValue=[10, 20])
    assert flow.completed(survey, {}) == {"q": [10, 20]}


@pytest.mark.parametrize(
    ("element", "path"),
    [
        ({"type": "slider", "min": 5, "max": 5}, "max"),
        ({"type": "slider", "step": 0}, "step"),
        ({"type": "slider", "step": 0.001}, "step"),
        ({"type": "slider", "step": 200}, "step"),
        ({"type": "slider", "minRangeLength": 5}, "minRangeLength"),
        ({**TWO, "minRangeLength": 5, "maxRangeLength": 1}, "minRangeLength"),
        ({**TWO, "minRangeLength": 60}, "minRangeLength"),
        ({"type": "slider", "customLabels": [{"value": 101}]}, "customLabels[0]"),
        ({"type": "slider", "customLabels": ["low"]}, "customLabels[0]"),
        ({"type": "slider", "defaultValue": 101}, "defaultValue"),
        ({"type": "slider", "defaultValue": [1, 2]}, "defaultValue"),
        ({**TWO, "defaultValue": 10}, "defaultValue"),
        ({"type": "slider", "sliderType": "triple"}, "sliderType"),
        ({"type": "slider", "labelFormat": "euros"}, "labelFormat"),
        ({"type": "slider", "labelFormat": {"fi": "{0} e", "sv": "e"}}, "labelFormat"),
    ],
)
def test_the_author_is_told_what_contradicts(element: Json, path: str) -> None:
    assert list(refusals(**element)) == [path]
