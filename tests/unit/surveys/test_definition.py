"""A definition is read whole, or refused with everything that is wrong with it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.surveys.definition import DefinitionError, Survey, load

Json = dict[str, object]


def survey_of(*elements: Json, **more: object) -> Json:
    return {"pages": [{"name": "p1", "elements": list(elements)}], **more}


def text_question(name: str = "q1", **more: object) -> Json:
    return {"type": "text", "name": name, **more}


def choice_question(name: str = "q1", **more: object) -> Json:
    return {"type": "radiogroup", "name": name, "choices": ["a", "b"], **more}


def problems_of(source: Json) -> list[tuple[str, str, str]]:
    with pytest.raises(DefinitionError) as refused:
        load(source)
    return [(one.path, one.reason, one.hint) for one in refused.value.problems]


def test_texts_come_in_their_languages_and_fall_back_to_the_surveys_own() -> None:
    title = {"default": "Kysymys", "sv": "Fråga"}
    survey = load(survey_of(text_question(title=title), title={"fi": "Otsikko", "en": "Title"}))
    shown = survey.questions["q1"].title_in("en")
    assert (shown.text, shown.lang) == ("Kysymys", "fi")
    assert survey.questions["q1"].title_in("sv").lang == "sv"
    assert set(survey.languages) == {"fi", "sv", "en"}
    assert [(one.path, one.reason) for one in survey.warnings] == [
        ("title", "no text in sv"),
        ("pages[0].elements[0].title", "no text in en"),
    ]


def test_the_locale_is_the_language_of_plain_texts() -> None:
    survey = load(survey_of(text_question(title="Namn"), locale="sv"))
    assert survey.questions["q1"].title_in("fi").lang == "sv"


def test_bare_elements_make_one_page() -> None:
    survey = load({"elements": [text_question()]})
    assert [page.name for page in survey.pages] == ["page1"]


def test_layout_is_ignored_with_a_warning() -> None:
    survey = load(survey_of(text_question(minWidth="10px")))
    assert [one.path for one in survey.warnings] == ["pages[0].elements[0].minWidth"]


@pytest.mark.parametrize(
    ("element", "place"),
    [
        ({"type": "html", "name": "h", "html": "<script>alert(1)</script>"}, "html"),
        (
            text_question(validators=[{"type": "regex", "regex": "(a+"}]),
            "validators[0].regex",
        ),
        (
            text_question(validators=[{"type": "expression", "expression": "{q1} ="}]),
            "validators[0].expression",
        ),
    ],
)
def test_what_is_refused_is_not_called_missing_too(element: Json, place: str) -> None:
    assert [path for path, _, _ in problems_of(survey_of(element, text_question("other")))] == [
        f"pages[0].elements[0].{place}"
    ]


def test_old_names_are_read_with_a_warning() -> None:
    survey = load(survey_of(choice_question(hasOther=True)))
    assert survey.questions["q1"].has_comment
    assert [(one.path, one.hint) for one in survey.warnings] == [
        ("pages[0].elements[0].hasOther", "write showOtherItem")
    ]
    both = problems_of(survey_of(choice_question(hasOther=True, showOtherItem=False)))
    assert both[0][1] == "unknown property"


def test_an_answer_that_nothing_can_ever_show_is_warned_of() -> None:
    survey = load(survey_of(text_question(), text_question("q2", visible=False)))
    assert "never shown" in survey.warnings[0].reason
    kept = text_question("q2", visible=False, clearIfInvisible="none")
    assert not load(survey_of(text_question(), kept)).warnings


@pytest.mark.parametrize(
    ("source", "path", "reason"),
    [
        (survey_of({"type": "signaturepad", "name": "s"}), "pages[0].elements[0].type", "unknown"),
        (survey_of(text_question(titel="x")), "pages[0].elements[0].titel", "unknown property"),
        (survey_of(text_question(renderAs="x")), "pages[0].elements[0].renderAs", "not supported"),
        (survey_of(text_question(), navigateToUrl="//x"), "navigateToUrl", "not supported"),
        (survey_of(text_question(isRequired="yes")), "pages[0].elements[0].isRequired", "not true"),
        (survey_of(text_question(inputType="color")), "pages[0].elements[0].inputType", "color"),
        (survey_of(text_question(title=3)), "pages[0].elements[0].title", "not a text"),
        (survey_of(text_question(title={"fi!": "x"})), "pages[0].elements[0].title", "language"),
        (survey_of({"type": "text"}), "pages[0].elements[0].name", "no name"),
        (survey_of(text_question(), text_question("Q1")), "pages[0].elements[1].name", "twice"),
        (survey_of(text_question("item")), "pages[0].elements[0].name", "meaning"),
        (survey_of(text_question("a{b")), "pages[0].elements[0].name", "usable"),
        (survey_of(text_question(visibleIf="{q9} = 1")), "pages[0].elements[0].visibleIf", "'q9'"),
        (survey_of(text_question(visibleIf="1 = = 1")), "pages[0].elements[0].visibleIf", "5"),
        (survey_of(text_question(visibleIf="f(1)")), "pages[0].elements[0].visibleIf", "function"),
        (survey_of(text_question(visibleIf="{$q1.x}")), "pages[0].elements[0].visibleIf", "$q1.x"),
        (survey_of(text_question(visibleIf="{q1} = 1")), "survey", "circle"),
        (survey_of(text_question(title="Hi {q9}")), "pages[0].elements[0].title", "'q9'"),
        (
            survey_of(choice_question(choices=["a", "a"])),
            "pages[0].elements[0].choices[1]",
            "twice",
        ),
        (survey_of(choice_question(choices=[])), "pages[0].elements[0].choices", "nothing"),
        (survey_of(choice_question(choices=[{}])), "pages[0].elements[0].choices[0]", "usable"),
        (
            survey_of(choice_question(choices=["other"], showOtherItem=True)),
            "pages[0].elements[0].choices",
            "extra item",
        ),
        (
            survey_of(choice_question(choicesFromQuestion="zz")),
            "pages[0].elements[0].choicesFromQuestion",
            "'zz'",
        ),
        (
            survey_of(choice_question("q1", type="checkbox", minSelectedChoices=3)),
            "pages[0].elements[0].minSelectedChoices",
            "fewer",
        ),
        (
            survey_of(text_question(inputType="number", min=5, max=2)),
            "pages[0].elements[0].min",
            "greater",
        ),
        (survey_of(text_question(min=5)), "pages[0].elements[0].min", "no order"),
        (
            survey_of({"type": "rating", "name": "r", "rateMax": 1000}),
            "pages[0].elements[0].rateMax",
            "1000 steps",
        ),
        (
            survey_of(text_question(validators=[{"type": "regex", "regex": "("}])),
            "pages[0].elements[0].validators[0].regex",
            "regular expression",
        ),
        (
            survey_of(text_question(validators=[{"type": "captcha"}])),
            "pages[0].elements[0].validators[0]",
            "unknown validator",
        ),
        (
            survey_of(text_question(), {"type": "html", "name": "h", "html": "<script>x</script>"}),
            "pages[0].elements[1].html",
            "<script>",
        ),
        (
            survey_of(text_question(), completedHtml="<a href='javascript:x'>x</a>"),
            "completedHtml",
            "links",
        ),
        (
            survey_of(text_question(), completedHtml="<p onclick='x'>x</p>"),
            "completedHtml",
            "onclick",
        ),
        (
            survey_of(text_question(), triggers=[{"type": "explode"}]),
            "triggers[0]",
            "unknown trigger",
        ),
        (
            survey_of(
                text_question(),
                triggers=[{"type": "skip", "expression": "{q1} = 1", "gotoName": "zz"}],
            ),
            "triggers[0].gotoName",
            "'zz'",
        ),
        (
            survey_of(text_question(), calculatedValues=[{"name": "c", "expression": "{c} + 1"}]),
            "survey",
            "circle",
        ),
        (
            survey_of(text_question(visibleIf="isContainerReady('p1')")),
            "survey",
            "circle",
        ),
        (survey_of(text_question(), locale="finnish language"), "locale", "not a language"),
        ({"pages": []}, "pages", "no pages"),
        ({"pages": [{"name": "p1", "elements": []}]}, "pages", "no questions"),
    ],
)
def test_what_is_wrong_is_named_with_its_path(source: Json, path: str, reason: str) -> None:
    found = problems_of(source)
    assert [one for one in found if one[0] == path and reason in one[1] and one[2]], found


def test_every_problem_is_told_at_once() -> None:
    source = survey_of(
        text_question(visibleIf="{nobody}"), text_question(inputType="x"), {"type": "flowpanel"}
    )
    assert len(problems_of(source)) >= 4


def test_a_near_miss_is_pointed_out() -> None:
    assert problems_of(survey_of(text_question(isRequird=True)))[0][2] == "did you mean isRequired?"
    assert problems_of(survey_of(text_question("colour", visibleIf="{color}")))[0][2] == (
        "did you mean colour?"
    )


def test_a_circle_through_several_conditions_is_found() -> None:
    source = survey_of(
        text_question("a", visibleIf="{total} > 1"),
        text_question("b", visibleIf="{a} = 1"),
        calculatedValues=[{"name": "total", "expression": "{b} + 1"}],
    )
    (problem,) = problems_of(source)
    assert {"a", "b", "total"} <= set(problem[1].replace(">", " ").split())


@pytest.mark.parametrize("source", ["", "[]", "{", "[" * 100_000, "null", '"' + "x" * 2_000_000])
def test_what_is_no_definition_at_all_is_refused(source: str) -> None:
    with pytest.raises(DefinitionError):
        load(source)


def test_absurd_sizes_are_refused() -> None:
    nested: Json = text_question()
    for depth in range(20):
        nested = {"type": "panel", "name": f"panel{depth}", "elements": [nested]}
    assert any("nested" in reason for _, reason, _ in problems_of(survey_of(nested)))
    many = survey_of(*(text_question(f"q{number}") for number in range(600)))
    assert any("too many" in reason for _, reason, _ in problems_of(many))


def test_the_same_file_gives_equal_definitions() -> None:
    source = json.dumps(survey_of(choice_question(), text_question("q2", visibleIf="{q1} = 'a'")))
    first: Survey = load(source)
    assert first == load(source)


PROPERTIES = [
    *("type", "name", "title", "choices", "value", "elements", "pages", "visibleIf", "html"),
    *("validators", "triggers", "expression", "min", "rateValues", "defaultValue", "fi"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(PROPERTIES),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)
TYPED = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "radiogroup", "checkbox", "rating", "html", "panel"])},
    optional={
        "name": st.sampled_from(["a", "b"]),
        **dict.fromkeys(("choices", "title", "elements", "validators", "min", "html"), JSON),
        "visibleIf": st.sampled_from(["{a} = 1", "{b}", "(", "{zz}"]),
    },
)


@settings(max_examples=200, deadline=None)
@given(JSON | st.fixed_dictionaries({"elements": st.lists(TYPED | JSON, max_size=4)}))
def test_any_json_is_read_or_refused(source: object) -> None:
    refusal = None
    try:
        load(json.dumps(source))
    except DefinitionError as refused:
        refusal = refused
    assert refusal is None or refusal.problems


@pytest.mark.parametrize("where", ["survey", "question"])
def test_own_words_are_never_stored_in_the_place_of_an_answer(where: str) -> None:
    stored: Json = {"storeOthersAsComment": False}
    asked = choice_question(showOtherItem=True) | (stored if where == "question" else {})
    [problem] = problems_of(survey_of(asked) | (stored if where == "survey" else {}))
    assert problem[1] == "own words can't be stored as the answer itself"
    assert problem[2].startswith("remove it")
    for allowed in (True, "default"):
        assert load(survey_of(choice_question(storeOthersAsComment=allowed))).questions
