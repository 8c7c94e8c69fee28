"""An expression is computed in the survey's order, shown and kept, and never asked."""

import pytest

from app.surveys import flow
from app.surveys.answering import is_empty
from app.surveys.coding import codes
from app.surveys.definition import DefinitionError, load
from app.surveys.versions import Effect, compare
from tests.unit.surveys.flows import Json, pages, text
from tests.unit.surveys.one_question import asked, kinds, refusals, state_of

SPACE = "\u00a0"


def computed(source: str, **more: object) -> Json:
    return {"type": "expression", "name": "q", "expression": source, **more}


def test_it_follows_from_answers_wherever_it_stands() -> None:
    survey = load(
        {
            "elements": [
                {"type": "expression", "name": "third", "expression": "{second} + 1"},
                {"type": "expression", "name": "second", "expression": "{first} + 1"},
                text("first", defaultValue=1),
                text("more", visibleIf="{third} = 3"),
            ]
        }
    )
    assert flow.completed(survey, {}) == {"third": 3, "second": 2, "first": 1}
    assert flow.path(survey, {}).questions[-1] == "more"
    assert flow.path(survey, {"first": "5"}).questions[-1] == "first"
    assert flow.completed(survey, {"first": "5"}) == {"third": 7, "second": 6, "first": "5"}


def test_nobody_gives_its_answer() -> None:
    survey, question = asked(**computed("{a} * 2"))
    state = state_of(survey, {})
    assert question.fields(state) == {}
    assert question.parse(state, {"q-q": "9"}) == {}
    assert kinds(survey, 9, a="4") == ["read_only"]
    assert kinds(survey, 8, a="4") == []
    assert flow.completed(survey, {"a": "4", "q": 9}) == {"q": 8, "a": "4"}


def test_hidden_it_has_no_value() -> None:
    survey, _ = asked(**computed("1 + 1", visibleIf="{a} = 1"))
    assert flow.completed(survey, {}) == {}
    assert flow.completed(survey, {"a": "1"}) == {"q": 2, "a": "1"}


def test_it_must_not_follow_from_itself() -> None:
    with pytest.raises(DefinitionError, match="circle"):
        load({"elements": [computed("{other} + 1"), text("other", visibleIf="{q} = 1")]})


def test_it_answers_nothing_for_anyone() -> None:
    panel = {
        "type": "panel",
        "name": "p",
        "isRequired": True,
        "elements": [computed("1"), text("a")],
    }
    survey = pages([panel])
    assert [error.question for error in flow.validate_all(survey, {}, "fi")] == ["p"]
    assert is_empty(survey, flow.completed(survey, {}))
    assert not is_empty(survey, flow.completed(survey, {"a": "x"}))


def test_a_validator_may_judge_it() -> None:
    rule = {"type": "numeric", "maxValue": 10}
    survey, _ = asked(**computed("{a} + {b}", validators=[rule]))
    assert [one.kind for one in flow.validate_all(survey, {"a": "9", "b": "2"}, "fi")] == [
        "maximum"
    ]


@pytest.mark.parametrize(
    ("source", "stored"),
    [
        ("1 / 3", 0.33),
        ("2", 2),
        ("1.005", 1),
        ("'x'", "x"),
        ("1 > 0", True),
    ],
)
def test_precision_rounds_what_is_kept(source: str, stored: object) -> None:
    survey, _ = asked(**computed(source, precision=2))
    assert flow.completed(survey, {}) == {"q": stored}


def test_without_decimals_half_is_rounded_away_from_nothing() -> None:
    survey, _ = asked(**computed("{a} / 2", precision=0))
    assert [flow.completed(survey, {"a": one})["q"] for one in (5, -5, 4)] == [3, -3, 2]


@pytest.mark.parametrize(
    ("more", "value", "lang", "words"),
    [
        ({}, 1234.5678, "fi", "1234.5678"),
        ({}, True, "fi", "Yes"),
        ({}, [1, "b"], "fi", "1, b"),
        ({}, None, "fi", ""),
        ({"displayStyle": "decimal"}, 1234.5678, "en", "1,234.568"),
        ({"displayStyle": "decimal"}, 1234.5678, "fi", f"1{SPACE}234,568"),
        ({"displayStyle": "decimal", "maximumFractionDigits": 1}, 1234.55, "en", "1,234.6"),
        ({"displayStyle": "decimal", "minimumFractionDigits": 2}, 1234.5, "en", "1,234.50"),
        ({"displayStyle": "decimal", "useGrouping": False}, 1234.5, "en", "1234.5"),
        ({"displayStyle": "decimal"}, 1e30, "en", "1e+30"),
        ({"displayStyle": "decimal"}, "x", "en", "x"),
        ({"displayStyle": "currency"}, 1234.5678, "en", "$1,234.57"),
        ({"displayStyle": "currency", "currency": "EUR"}, 1234.5, "fi", f"1{SPACE}234,50{SPACE}€"),
        ({"displayStyle": "currency", "currency": "EUR"}, -2.005, "sv", f"-2,01{SPACE}€"),
        ({"displayStyle": "currency", "maximumFractionDigits": 0}, 2.5, "en", "$3"),
        ({"displayStyle": "percent"}, 0.256, "en", "26%"),
        ({"displayStyle": "percent", "maximumFractionDigits": 1}, 0.256, "fi", f"25,6{SPACE}%"),
        ({"displayStyle": "date"}, "2026-11-23", "fi", "23.11.2026"),
        ({"displayStyle": "date"}, "soon", "fi", "soon"),
        ({"format": {"fi": "yhteensä {0}", "sv": "i allt {0}"}}, 3, "sv", "i allt 3"),
        ({"displayStyle": "decimal"}, 0.5, "xx", "0.5"),
    ],
)  # fmt: skip
def test_a_value_is_said_in_the_words_of_the_language(
    more: Json, value: object, lang: str, words: str
) -> None:
    _, question = asked(**computed("{a}", **more))
    assert question.display(value, lang) == words


def test_texts_and_the_page_show_it_in_words() -> None:
    survey = pages([computed("{a} * 2", displayStyle="percent"), text("a", title="Of {q}")])
    question = survey.questions["q"]
    page = flow.page(survey, {"a": "0.1"}, "p1", "en")
    assert page
    assert question.view(page.questions[0]).value == "20%"
    assert page.questions[1].title.text == "Of 20%"


def test_nothing_of_it_is_counted_or_read_as_somebodys_words() -> None:
    survey, question = asked(**computed("{a}"))
    assert codes(survey, {"q": "x", "a": "x"}).keys() == {"a"}
    assert (question.coded("x"), question.texts("x", None)) == ([], [])
    assert question.options_in("fi") == ()


def test_another_formula_breaks_with_old_answers() -> None:
    before, after = (asked(**computed(one))[0] for one in ("{a}", "{b}"))
    assert [(one.effect, one.what) for one in compare(before, after)] == [
        (Effect.BREAKING, "expression")
    ]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"expression": ""}, "expression"),
        ({"format": "euros"}, "format"),
        ({"currency": "EURO"}, "currency"),
        ({"displayStyle": "roman"}, "displayStyle"),
        ({"maximumFractionDigits": 2}, "maximumFractionDigits"),
        ({"displayStyle": "decimal", "minimumFractionDigits": 3, "maximumFractionDigits": 1},
         "minimumFractionDigits"),
        ({"isRequired": True}, "isRequired"),
        ({"defaultValue": 1}, "defaultValue"),
    ],
)  # fmt: skip
def test_the_author_is_told_what_contradicts(more: Json, path: str) -> None:
    assert list(refusals(**computed("1") | more)) == [path]
