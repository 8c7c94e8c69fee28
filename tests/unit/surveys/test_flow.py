"""The way through a survey follows from its definition and the answers alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.surveys import flow
from app.surveys.question_types.base import PanelState
from app.surveys.structure import Survey
from tests.unit.surveys.flows import Json, pages, shown, text

THREE = pages([text("a")], [text("b", visibleIf="{a} = 'yes'")], [text("c")])


def test_pages_without_anything_visible_are_passed_over() -> None:
    assert flow.path(THREE, {}).pages == ("p1", "p3")
    assert flow.first_page(THREE, {}) == "p1"
    assert flow.next_page(THREE, {}, "p1") == "p3"
    assert flow.next_page(THREE, {"a": "yes"}, "p1") == "p2"
    assert flow.previous_page(THREE, {}, "p3") == "p1"
    assert flow.previous_page(THREE, {}, "p1") is None
    assert flow.next_page(THREE, {}, "p3") is None
    assert flow.page(THREE, {}, "p2", "fi") is None
    assert flow.page(THREE, {}, "nowhere", "fi") is None
    assert flow.next_page(THREE, {}, "nowhere") is None
    assert flow.progress(THREE, {}, "p3") == flow.Progress(2, 2)
    assert flow.progress(THREE, {}, "p2") is None


def test_a_page_off_the_path_leads_on_and_back() -> None:
    assert flow.next_page(THREE, {}, "p2") == "p3"
    assert flow.previous_page(THREE, {}, "p2") == "p1"


def test_hidden_answers_are_as_if_not_given_all_the_way_down() -> None:
    survey = pages(
        [text("a"), text("b", visibleIf="{a} = 1"), text("c", visibleIf="{b} = 1"), text("d")]
    )
    answers: Json = {"a": "2", "b": "1", "c": "1", "d": "x"}
    assert flow.path(survey, answers).questions == ("a", "d")
    assert flow.completed(survey, answers) == {"a": "2", "d": "x"}
    assert flow.path(survey, {**answers, "a": "1"}).questions == ("a", "b", "c", "d")


def test_the_author_may_keep_hidden_answers() -> None:
    kept = pages([text("a"), text("b", visibleIf="{a} = 1", clearIfInvisible="none")])
    assert flow.completed(kept, {"b": "x"}) == {"b": "x"}
    seen = pages(
        [text("a"), text("b", visibleIf="{a} = 1"), text("c", visibleIf="{b} = 'x'")],
        clearInvisibleValues="onComplete",
    )
    assert flow.path(seen, {"b": "x"}).questions == ("a", "c")
    assert flow.completed(seen, {"b": "x", "c": "y"}) == {"c": "y"}


def test_a_hidden_panel_hides_what_is_in_it() -> None:
    panel = {"type": "panel", "name": "more", "visibleIf": "{a} = 1", "elements": [text("b")]}
    survey = pages([text("a"), panel])
    assert flow.completed(survey, {"a": "2", "b": "x"}) == {"a": "2"}
    (_, state) = shown(survey, {"a": "1"}).elements
    assert isinstance(state, PanelState)
    assert [one.name for one in shown(survey, {"a": "1"}).questions] == ["a", "b"]


def test_siblings_in_a_panel_are_found_by_panel() -> None:
    inside = [text("b"), text("c", visibleIf="{panel.b} = 1", title="{panel.b}!")]
    survey = pages([{"type": "panel", "name": "more", "elements": inside}])
    assert flow.path(survey, {"b": "1"}).questions == ("b", "c")
    assert shown(survey, {"b": "1"}).questions[1].title.text == "1!"


def test_requirements_and_locks_follow_conditions() -> None:
    survey = pages([text("a"), text("b", requiredIf="{a} = 1", enableIf="{a} != 2")])
    assert shown(survey, {"a": "1"}).questions[1].required
    assert not shown(survey, {}).questions[1].required
    assert shown(survey, {"a": "2"}).questions[1].read_only
    assert [one.kind for one in flow.validate_page(survey, {"a": "1"}, "p1", "fi")] == ["required"]


def test_a_required_panel_wants_one_answer() -> None:
    panel = {
        "type": "panel",
        "name": "either",
        "isRequired": True,
        "elements": [text("a"), text("b")],
    }
    survey = pages([panel])  # fmt: skip
    (error,) = flow.validate_page(survey, {}, "p1", "fi")
    assert (error.question, error.kind, error.control) == ("either", "required", "q-a")
    assert not flow.validate_page(survey, {"b": "x"}, "p1", "fi")


def test_titles_show_answers_in_words() -> None:
    choice = {"type": "dropdown", "name": "a", "choices": [{"value": 1, "text": {"sv": "ett"}}]}
    survey = pages([choice, text("b", title={"sv": "Varför {a}? {a.length}{b}"})])
    state = shown(survey, {"a": 1}, lang="sv").questions[1]
    assert state.title.text == "Varför ett? 0"


def test_answers_in_html_stay_text() -> None:
    survey = pages(
        [text("a"), {"type": "html", "name": "h", "html": "<p>{a}</p>"}],
        completedHtml="<p>Thanks {a}</p>",
        completedHtmlOnCondition=[{"expression": "{a} = 'bye'", "html": "<p>Bye</p>"}],
    )
    state = shown(survey, {"a": "<b onclick=x>"}).elements[1]
    assert not isinstance(state, PanelState)
    assert str(state.html) == "<p>&lt;b onclick=x&gt;</p>"
    assert flow.completed_html(survey, {"a": "<"}, "fi") == ("<p>Thanks &lt;</p>", "fi")
    assert flow.completed_html(survey, {"a": "bye"}, "fi") == ("<p>Bye</p>", "fi")


def test_errors_may_wait_for_the_last_page() -> None:
    contents = [[text("a", isRequired=True)], [text("b", isRequired=True)]]
    survey = pages(*contents, checkErrorsMode="onComplete")
    assert flow.validate_page(survey, {}, "p1", "fi") == []
    assert [one.question for one in flow.validate_page(survey, {}, "p2", "fi")] == ["a", "b"]
    assert [one.question for one in flow.validate_page(pages(*contents), {}, "p1", "fi")] == ["a"]


def test_a_condition_may_wait_until_a_page_is_ready() -> None:
    ready = "isContainerReady('p1')"
    survey = pages([text("a", isRequired=True), text("b")], [text("c", visibleIf=ready)])
    assert flow.path(survey, {}).pages == ("p1",)
    assert flow.path(survey, {"a": "x"}).pages == ("p1", "p2")


def test_answers_that_do_not_belong_are_named() -> None:
    survey = pages(
        [text("a"), text("b", visibleIf="{a} = 1"), text("c", readOnly=True, defaultValue="fixed")]
    )
    found = flow.validate_all(survey, {"b": "x", "z": "x", "c": "other", "a-Comment": "x"}, "fi")
    assert [(one.question, one.kind) for one in found] == [
        ("b", "hidden"),
        ("z", "unknown"),
        ("c", "read_only"),
        ("a-Comment", "unknown"),
    ]
    assert not flow.validate_all(survey, {"b": None, "c": "fixed"}, "fi")


def test_an_own_answer_belongs_to_the_choice_of_other() -> None:
    choice = {"type": "radiogroup", "name": "a", "choices": ["x"], "showOtherItem": True}
    survey = pages([choice])
    found = flow.validate_all(survey, {"a": "x", "a-Comment": "mine"}, "fi")
    assert [(one.question, one.kind) for one in found] == [("a-Comment", "hidden")]
    assert flow.completed(survey, {"a": "x", "a-Comment": "mine"}) == {"a": "x"}
    whole = {"a": "other", "a-Comment": "mine"}
    assert not flow.validate_all(survey, whole, "fi")
    assert flow.completed(survey, whole) == whole


def test_questions_are_numbered_where_the_author_says_so() -> None:
    survey = pages(
        [text("a"), text("b", visibleIf="{a} = 1")], [text("c")], showQuestionNumbers="on"
    )
    assert [one.number for one in shown(survey, {}, "p2").questions] == ["2"]
    assert [one.number for one in shown(survey, {"a": "1"}, "p2").questions] == ["3"]


def test_a_chain_as_long_as_a_survey_is_followed() -> None:
    chain = [text("q0"), *(text(f"q{at}", visibleIf=f"{{q{at - 1}}} = 1") for at in range(1, 400))]
    survey = pages(chain)
    answers: Json = {f"q{at}": "1" for at in range(400)}
    assert len(flow.path(survey, answers).questions) == 400
    assert len(flow.path(survey, {**answers, "q5": "2"}).questions) == 6


def test_an_estimate_is_at_least_a_minute() -> None:
    assert flow.estimate_minutes(THREE) == 1
    assert flow.estimate_minutes(pages([text(f"q{at}") for at in range(20)])) == 5


NAMES = ["a", "b", "c", "d"]
ANSWERS = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(["1", "2", "x", None]), max_size=4
)
CONDITIONS = st.sampled_from(
    [None, "{a} = 1", "{b} = 1", "{c} notempty", "{a} empty", "{d} = 2 or {a} = 1", "{total} > 1"]
)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Three pages with conditions that only look back, and perhaps a jump."""
    contents: list[list[Json]] = []
    for at, name in enumerate(NAMES):
        condition = draw(CONDITIONS) if at else None
        ahead = condition and any(f"{{{later}}}" in condition for later in NAMES[at:])
        total = condition == "{total} > 1" and at < 3
        element = (
            text(name, visibleIf=condition) if condition and not (ahead or total) else text(name)
        )
        contents.append([element])
    jump = {
        "type": "skip",
        "expression": draw(st.sampled_from(["{a} = 1", "{b} = 2"])),
        "gotoName": "d",
    }
    triggers = [jump] if draw(st.booleans()) else []
    calculated = [{"name": "total", "expression": "{a} + {b}"}]
    return pages(*contents, triggers=triggers, calculatedValues=calculated)


@settings(max_examples=200, deadline=None)
@given(surveys(), ANSWERS)
def test_what_is_handed_in_is_on_the_path_and_stays_so(survey: Survey, answers: Json) -> None:
    handed_in = flow.completed(survey, answers)
    path = flow.path(survey, answers)
    assert set(handed_in) <= set(path.questions)
    assert flow.path(survey, handed_in) == path
    assert flow.completed(survey, handed_in) == handed_in
    assert not [one for one in flow.validate_all(survey, handed_in, "fi") if one.kind == "hidden"]


@settings(max_examples=100, deadline=None)
@given(surveys(), ANSWERS)
def test_going_on_and_back_visits_the_same_pages(survey: Survey, answers: Json) -> None:
    forward, name = [], flow.first_page(survey, answers)
    while name is not None:
        forward.append(name)
        name = flow.next_page(survey, answers, name)
    back, name = [], forward[-1]
    while name is not None:
        back.append(name)
        name = flow.previous_page(survey, answers, name)
    assert tuple(forward) == flow.path(survey, answers).pages == tuple(reversed(back))
