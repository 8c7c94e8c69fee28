"""What each type of question takes, refuses, counts and shows."""

from time import perf_counter

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from app.surveys import flow
from app.surveys.definition import load
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.structure import Survey

Json = dict[str, object]

TITLES = {"fi": "Valinta", "sv": "Val"}
CHOICES: list[object] = [
    {"value": "a", "text": {"fi": "Ensimmäinen", "sv": "Första"}},
    "b",
    3,
    {"value": "off", "enableIf": "1 = 2"},
    {"value": "gone", "visibleIf": "1 = 2"},
]

ONE: Json = {"type": "radiogroup", "choices": CHOICES}
MANY: Json = {"type": "checkbox", "choices": CHOICES}


def asked(**element: object) -> tuple[Survey, Question]:
    survey = load({"elements": [{"name": "q", **element}, {"type": "text", "name": "more"}]})
    return survey, survey.questions["q"]


def state_of(survey: Survey, answers: Json, lang: str = "fi") -> QuestionState:
    page = flow.page(survey, answers, "page1", lang)
    assert page
    return page.questions[0]


def kinds(survey: Survey, answer: object, **more: object) -> list[str]:
    given = flow.cleaned(survey, {"q": answer, **more})
    return [error.kind for error in flow.validate_all(survey, given, "fi")]


def submitted(survey: Survey, *pairs: tuple[str, str]) -> Json:
    """What a browser's form with these fields is stored as."""
    question = survey.questions["q"]
    state = state_of(survey, {})
    form = BaseForm(question.fields(state))
    form.process(MultiDict(pairs))
    return question.parse(state, form.data)


@pytest.mark.parametrize(
    ("element", "answer", "stored"),
    [
        ({"type": "text"}, "  e\u0301\r\nx\x00\u202e ", "\u00e9\nx"),
        ({"type": "text"}, "", None),
        ({"type": "text", "inputType": "number"}, "1,5", 1.5),
        ({"type": "text", "inputType": "number"}, "much", "much"),
        ({"type": "comment"}, "one\r\n\r\ntwo", "one\n\ntwo"),
        (ONE, "3", 3),
        (ONE, "zz", "zz"),
        ({"type": "dropdown", "choicesMin": 1, "choicesMax": 4}, "2", 2),
        (MANY, ["3", "a", "a"], [3, "a"]),
        (MANY, "a", ["a"]),
        (MANY, [], None),
        ({"type": "rating"}, "4", 4),
        ({"type": "rating", "rateCount": 7}, 7.0, 7),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean", "valueTrue": "yes", "valueFalse": "no"}, "yes", "yes"),
    ],
)
def test_an_answer_is_stored_in_one_form_however_it_came(
    element: Json, answer: object, stored: object
) -> None:
    _, question = asked(**element)
    result = question.clean(answer)
    assert result == stored
    assert type(result) is type(stored)


@pytest.mark.parametrize(
    ("element", "answer", "found"),
    [
        ({"type": "text"}, "fine", []),
        ({"type": "text"}, 5, []),
        ({"type": "text"}, True, ["type"]),
        ({"type": "text"}, 10**400, ["type"]),
        ({"type": "text", "inputType": "number"}, 10**400, ["number"]),
        ({"type": "text"}, ["x"], ["type"]),
        ({"type": "text"}, "x" * 1_001, ["too_long"]),
        ({"type": "text", "maxLength": 3}, "four", ["too_long"]),
        ({"type": "comment"}, "x" * 5_001, ["too_long"]),
        ({"type": "comment"}, 5, ["type"]),
        ({"type": "text", "inputType": "number"}, "much", ["number"]),
        ({"type": "text", "inputType": "number", "min": 2}, 1, ["minimum"]),
        ({"type": "text", "inputType": "number", "max": 2}, 3, ["maximum"]),
        ({"type": "text", "inputType": "number", "step": 0.5}, 1.5, []),
        ({"type": "text", "inputType": "number", "step": 0.5}, 1.7, ["step"]),
        ({"type": "text", "inputType": "email"}, "a@b.fi", []),
        ({"type": "text", "inputType": "email"}, "a b", ["email"]),
        ({"type": "text", "inputType": "url"}, "javascript:alert(1)", ["url"]),
        ({"type": "text", "inputType": "date"}, "2030-02-30", ["date"]),
        ({"type": "text", "inputType": "date", "min": "2030-01-01"}, "2029-12-31", ["minimum"]),
        ({"type": "text", "inputType": "time"}, "24:00", ["time"]),
        ({"type": "text", "inputType": "datetime-local"}, "2030-01-01T10:00", []),
        ({"type": "text", "inputType": "month"}, "2030-13", ["month"]),
        (ONE, "a", []),
        (ONE, "zz", ["choice"]),
        (ONE, "gone", ["choice"]),
        (ONE, "off", ["choice"]),
        (ONE, ["a"], ["type"]),
        (ONE, {"a": 1}, ["type"]),
        ({"type": "dropdown", "choicesMin": 1, "choicesMax": 4}, 5, ["choice"]),
        (MANY, ["a", "b"], []),
        (MANY, ["a", "zz"], ["choice"]),
        (MANY, [["a"]], ["type"]),
        (MANY, {"a": True}, ["type"]),
        ({**MANY, "maxSelectedChoices": 1}, ["a", "b"], ["too_many"]),
        ({"type": "checkbox", "choices": CHOICES, "minSelectedChoices": 2}, ["a"], ["too_few"]),
        ({"type": "checkbox", "choices": CHOICES, "showNoneItem": True}, ["none"], []),
        ({"type": "checkbox", "choices": CHOICES, "showNoneItem": True}, ["none", "a"], ["alone"]),
        ({"type": "rating"}, 5, []),
        ({"type": "rating"}, 6, ["choice"]),
        ({"type": "rating"}, 2.5, ["choice"]),
        ({"type": "rating", "rateValues": ["low", "high"]}, "high", []),
        ({"type": "boolean"}, False, []),
        ({"type": "boolean"}, "maybe", ["choice"]),
        ({**ONE, "showOtherItem": True}, "other", ["other_required"]),
        ({"type": "text", "isRequired": True}, "  ", ["required"]),
        ({"type": "boolean", "isRequired": True}, False, []),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_however_it_came(
    element: Json, answer: object, found: list[str]
) -> None:
    survey, _ = asked(**element)
    assert kinds(survey, answer) == found


@pytest.mark.parametrize(
    ("rule", "answer", "found"),
    [
        ({"type": "numeric", "minValue": 2, "maxValue": 4}, "3", []),
        ({"type": "numeric", "maxValue": 4}, "5", ["maximum"]),
        ({"type": "numeric"}, "x", ["number"]),
        ({"type": "text", "minLength": 3}, "ab", ["too_short"]),
        ({"type": "text", "allowDigits": False}, "ab1", ["digits"]),
        ({"type": "regex", "regex": "^[A-Z]+$"}, "abc", ["pattern"]),
        ({"type": "regex", "regex": "^[A-Z]+$", "caseInsensitive": True}, "abc", []),
        ({"type": "email"}, "nobody", ["email"]),
        ({"type": "expression", "expression": "{q} = 'x'"}, "y", ["condition"]),
        ({"type": "expression", "expression": "{self} = 'x'"}, "x", []),
        ({"type": "numeric", "notificationType": "warning"}, "x", []),
    ],
)
def test_validators_hold_answers_back(rule: Json, answer: object, found: list[str]) -> None:
    survey, _ = asked(type="text", validators=[rule])
    assert kinds(survey, answer) == found


def test_a_pattern_that_takes_too_long_refuses_instead_of_hanging() -> None:
    rule = {"type": "regex", "regex": "^(a|aa)+$"}
    survey, _ = asked(type="text", validators=[rule])
    started = perf_counter()
    assert kinds(survey, "a" * 900 + "!") == ["pattern"]
    assert perf_counter() - started < 5


def test_the_authors_own_words_come_first() -> None:
    rule = {"type": "numeric", "maxValue": 4, "text": {"fi": "Liikaa", "sv": "För mycket"}}
    survey, _ = asked(type="text", validators=[rule], isRequired=True, requiredErrorText=TITLES)
    (error,) = flow.validate_all(survey, {"q": "5"}, "sv")
    assert (error.message, error.control) == ("För mycket", "q-q")
    assert flow.validate_all(survey, {}, "sv")[0].message == "Val"


def test_a_form_gives_the_stored_answer() -> None:
    radio, _ = asked(type="radiogroup", choices=CHOICES, showOtherItem=True)
    assert submitted(radio, ("q-q", "3"), ("q-q-comment", "left over")) == {
        "q": 3,
        "q-Comment": None,
    }
    assert submitted(radio, ("q-q", "other"), ("q-q-comment", " own "))["q-Comment"] == "own"
    assert submitted(radio) == {"q": None, "q-Comment": None}
    check, _ = asked(type="checkbox", choices=CHOICES)
    assert submitted(check, ("q-q", "b"), ("q-q", "3")) == {"q": ["b", 3]}
    drop, _ = asked(type="dropdown", choices=CHOICES)
    assert submitted(drop, ("q-q", "")) == {"q": None}
    boolean, _ = asked(type="boolean")
    assert submitted(boolean, ("q-q", "false")) == {"q": False}


def test_a_refused_form_is_shown_again_as_it_was_typed() -> None:
    survey, question = asked(type="text", inputType="number")
    errors = tuple(flow.validate_page(survey, {"q": "many"}, "page1", "fi"))
    view = question.view(state_of(survey, {"q": "many"}), errors, {"q-q": "many"})
    assert (view.value, view.input_mode, view.described_by) == ("many", "decimal", "q-q-error")
    survey, question = asked(type="checkbox", choices=CHOICES)
    view = question.view(state_of(survey, {}), (), {"q-q": ["b", "3"]})
    assert [option.value for option in view.options if option.checked] == ["b", "3"]


def test_a_view_shows_choices_in_their_language() -> None:
    survey, question = asked(type="radiogroup", choices=CHOICES, title=TITLES)
    view = question.view(state_of(survey, {"q": 3}, "sv"))
    assert (view.title.text, view.title.lang) == ("Val", "sv")
    assert [(one.label.text, one.label.lang) for one in view.options[:2]] == [
        ("Första", "sv"),
        ("b", "sv"),
    ]
    assert [(one.value, one.checked, one.enabled) for one in view.options[2:]] == [
        ("3", True, True),
        ("off", False, False),
    ]
    assert [one.id for one in view.options[:2]] == ["q-q", "q-q-2"]


def test_answers_are_counted_by_code_and_shown_in_words() -> None:
    _, check = asked(type="checkbox", choices=CHOICES, showOtherItem=True)
    assert check.coded(["a", 3.0, "other"]) == ["a", "3", "other"]
    assert check.coded(None) == []
    assert check.display(["a", "b"], "sv") == "Första, b"
    assert check.texts(["other"], "own words") == ["own words"]
    assert check.export(["a", 3]) == "a; 3"
    _, comment = asked(type="comment")
    assert (comment.coded("long text"), comment.texts("long text", None)) == ([], ["long text"])
    _, boolean = asked(type="boolean", labelTrue={"fi": "Kyllä", "sv": "Ja"})
    assert (boolean.coded(True), boolean.display(True, "sv")) == (["true"], "Ja")


def test_names_make_safe_controls_that_stay_apart() -> None:
    survey = load({"elements": [{"type": "text", "name": "a b"}, {"type": "text", "name": "a_b"}]})
    controls = [one.control for one in survey.questions.values()]
    assert len(set(controls)) == 2
    assert all(" " not in control for control in controls)
