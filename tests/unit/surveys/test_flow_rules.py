"""Choices, defaults, calculated values and triggers follow from the answers."""

from datetime import datetime

from app.surveys import flow
from tests.unit.surveys.flows import pages, shown, text


def test_choices_follow_conditions_and_other_questions() -> None:
    first = {
        "type": "checkbox",
        "name": "a",
        "choices": ["x", "y", "z"],
        "choicesVisibleIf": "{item} != {c}",
    }
    second = {
        "type": "radiogroup",
        "name": "b",
        "choicesFromQuestion": "a",
        "choicesFromQuestionMode": "selected",
    }
    survey = pages([first, second, text("c")])  # fmt: skip
    state = shown(survey, {"a": ["x", "y"], "c": "y"})
    assert [one.code for one in state.questions[0].options] == ["x", "z"]
    assert [one.code for one in state.questions[1].options] == ["x"]
    assert not flow.validate_all(survey, {"a": ["x"], "b": "x"}, "fi")
    assert [one.kind for one in flow.validate_all(survey, {"b": "x"}, "fi")] == ["choice"]


def test_a_question_may_hide_when_nothing_is_left_to_choose() -> None:
    second = {
        "type": "radiogroup",
        "name": "b",
        "choicesFromQuestion": "a",
        "choicesFromQuestionMode": "selected",
        "hideIfChoicesEmpty": True,
    }
    survey = pages([{"type": "checkbox", "name": "a", "choices": ["x", "y"]}, second])  # fmt: skip
    assert flow.path(survey, {}).questions == ("a",)
    assert flow.path(survey, {"a": ["y"]}).questions == ("a", "b")


def test_random_orders_are_the_same_for_one_respondent() -> None:
    listed = [{"value": "last", "randomize": False}, *map(str, range(8))]
    choice = {"type": "radiogroup", "name": "a", "choices": listed, "choicesOrder": "random"}
    survey = pages([{**choice, "showOtherItem": True}])

    def codes(seed: str) -> list[str]:
        page = flow.page(survey, {}, "p1", "fi", seed=seed)
        assert page
        return [one.code for one in page.questions[0].options]

    assert codes("ann") == codes("ann")
    assert codes("ann") != codes("ben")
    assert sorted(codes("ann")) == sorted(codes(""))
    assert (codes("ann")[0], codes("ann")[-1]) == ("last", "other")


def test_defaults_hold_until_something_is_answered() -> None:
    survey = pages(
        [
            text("a", defaultValue="x"),
            text("b", defaultValueExpression="{a} + '!'"),
            text("day", inputType="date", defaultValueExpression="today()"),
        ]
    )
    now = lambda: datetime.fromisoformat("2030-01-02T03:04")  # noqa: E731
    assert flow.completed(survey, {}, now=now) == {"a": "x", "b": "x!", "day": "2030-01-02"}
    assert flow.completed(survey, {"a": None, "b": "y"}, now=now) == {"b": "y", "day": "2030-01-02"}


def test_a_default_that_is_not_on_offer_is_no_answer() -> None:
    choice = {
        "type": "radiogroup",
        "name": "a",
        "choices": ["x", {"value": "y", "visibleIf": "{b} = 1"}],
    }
    survey = pages([{**choice, "defaultValue": "y"}, text("b")])  # fmt: skip
    assert flow.completed(survey, {}) == {}
    assert flow.completed(survey, {"b": "1"}) == {"a": "y", "b": "1"}


def test_calculated_values_join_the_result_where_the_author_says_so() -> None:
    survey = pages(
        [text("a"), text("b", visibleIf="{sum} > 5")],
        calculatedValues=[
            {"name": "sum", "expression": "{a} + 1", "includeIntoResult": True},
            {"name": "quiet", "expression": "{sum} * 2"},
        ],
    )
    assert flow.completed(survey, {"a": "5", "b": "x"}) == {"a": "5", "b": "x", "sum": 6}
    assert flow.path(survey, {"a": "4"}).questions == ("a",)


def test_questions_under_one_key_share_their_answer() -> None:
    survey = pages(
        [
            text("a"),
            text("b", valueName="shared", visibleIf="{a} = 1"),
            text("c", valueName="shared", visibleIf="{a} = 2"),
            text("d", visibleIf="{shared} = 'x'"),
        ]
    )
    assert flow.path(survey, {"a": "2", "shared": "x"}).questions == ("a", "c", "d")
    assert flow.completed(survey, {"a": "3", "shared": "x"}) == {"a": "3"}


def test_a_skip_leaves_out_the_pages_between() -> None:
    survey = pages(
        [text("a")],
        [text("b")],
        [text("c")],
        triggers=[{"type": "skip", "expression": "{a} = 'on'", "gotoName": "c"}],
    )
    assert flow.next_page(survey, {"a": "on"}, "p1") == "p3"
    assert flow.completed(survey, {"a": "on", "b": "x", "c": "y"}) == {"a": "on", "c": "y"}
    assert flow.next_page(survey, {"a": "off"}, "p1") == "p2"


def test_a_complete_trigger_ends_the_survey_after_its_page() -> None:
    survey = pages(
        [text("a")],
        [text("b")],
        [text("c")],
        triggers=[{"type": "complete", "expression": "{b} = 'end'"}],
    )
    assert flow.path(survey, {"b": "end"}).pages == ("p1", "p2")
    assert flow.completed(survey, {"b": "end", "c": "x"}) == {"b": "end"}
    assert flow.path(survey, {}).pages == ("p1", "p2", "p3")


def test_triggers_set_copy_and_compute() -> None:
    survey = pages(
        [text("a"), text("b"), text("c"), text("d")],
        triggers=[
            {"type": "setvalue", "expression": "{a} = 1", "setToName": "b", "setValue": "set"},
            {"type": "copyvalue", "expression": "{b} = 'set'", "fromName": "a", "setToName": "c"},
            {
                "type": "runexpression",
                "expression": "{c} notempty",
                "setToName": "d",
                "runExpression": "{a} + 1",
            },
        ],
    )
    answers = flow.answered(survey, {}, {"a": "1"})
    assert answers == {"a": "1", "b": "set", "c": "1", "d": 2}
    changed = flow.answered(survey, answers, {"b": "own"})
    assert changed["b"] == "own"


def test_set_and_reset_rules_follow_changes() -> None:
    survey = pages(
        [
            text("a"),
            text("b", setValueIf="{a} > 1", setValueExpression="{a} * 2"),
            text("c", resetValueIf="{a} = 9", defaultValue="start"),
        ]
    )
    assert flow.answered(survey, {"c": "own"}, {"a": "3"}) == {"a": "3", "b": 6, "c": "own"}
    assert flow.answered(survey, {"c": "own"}, {"a": "9"})["c"] == "start"


def test_rules_that_set_each_other_off_come_to_an_end() -> None:
    rules = [
        {
            "type": "runexpression",
            "expression": f"{{{one}}} notempty",
            "setToName": other,
            "runExpression": f"{{{one}}} + 1",
        }
        for one, other in (("a", "b"), ("b", "a"))
    ]
    survey = pages([text("a"), text("b")], triggers=rules)
    assert flow.answered(survey, {}, {"a": "1"}) == flow.answered(survey, {}, {"a": "1"})


def test_a_copy_follows_what_it_copies_and_triggers_have_the_last_word() -> None:
    survey = pages(
        [text("a"), text("b"), text("c", resetValueIf="{a} = 'x'")],
        triggers=[
            {"type": "copyvalue", "expression": "{a} = 'x'", "fromName": "b", "setToName": "c"}
        ],
    )
    first = flow.answered(survey, {}, {"a": "x"})
    assert flow.answered(survey, first, {"b": "y"})["c"] == "y"
    assert flow.answered(survey, {"b": "y"}, {"a": "x"})["c"] == "y"


def test_an_answer_that_cannot_be_changed_is_not_judged_by_validators() -> None:
    rule = {"type": "text", "minLength": 3}
    survey = pages([text("a"), text("b", enableIf="{a} = 'on'", validators=[rule])])
    found = flow.validate_all(survey, {"a": "on", "b": "x"}, "fi")
    assert [error.kind for error in found] == ["too_short"]
    assert flow.validate_all(survey, {"a": "off", "b": "x"}, "fi") == []


def test_numbers_are_offered_beside_the_authors_choices() -> None:
    choice = {"type": "dropdown", "name": "a", "choices": [-1, 2], "choicesMin": 1, "choicesMax": 3}
    survey = pages([choice])
    options = shown(survey, {}).questions[0].options
    assert [one.value for one in options] == [-1, 2, 1, 3]
