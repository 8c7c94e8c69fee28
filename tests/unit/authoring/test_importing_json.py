"""SurveyJS JSON of other tools: old names mapped, what is only look left out, the rest refused."""

import json
from typing import Any

import pytest

from app.authoring import importing_json
from app.authoring.importing import Carried, Fault, Imported, ImportRefused, Why


def read(source: Any, lang: str = "fi") -> Imported:
    return importing_json.read(json.dumps(source), language=lang)


def one(**question: Any) -> dict[str, Any]:
    return {"elements": [{"name": "q", "type": "text", **question}]}


def test_names_of_older_versions_are_mapped() -> None:
    found = read(one(type="checkbox", choices=["a", "b"], hasOther=True, hasNone=True))
    element = found.source["elements"][0]
    assert element["showOtherItem"] is True
    assert "hasOther" not in element
    assert found.lines == ()


def test_what_concerns_only_the_look_is_left_out_with_a_line() -> None:
    source = {**one(renderAs="x", choicesByUrl=None), "logo": "https://example.org/a.png"}
    source["elements"][0].pop("choicesByUrl")
    found = read({**source, "goNextPageAutomatic": True, "maxTimeToFinish": 10})
    assert set(found.lines) == {
        Carried("logo", "logo", Why.LOOK),
        Carried("goNextPageAutomatic", "goNextPageAutomatic", Why.LOOK),
        Carried("maxTimeToFinish", "maxTimeToFinish", Why.UNREAD),
        Carried("q", "renderAs", Why.SETTING),
    }
    assert found.source == one()


def test_the_sign_zero_is_left_out_as_no_database_keeps_it() -> None:
    source = one(type="radiogroup", title={"fi": "Mi\x00tä?"}, choices=["a\x00", "b"])
    found = read({**source, "descr\x00iption": "x\x00"})
    assert found.source == {
        **one(type="radiogroup", title={"fi": "Mitä?"}, choices=["a", "b"]),
        "description": "x",
    }


def test_a_question_of_a_type_that_is_not_there_is_left_out() -> None:
    source = one()
    source["elements"].append({"type": "signaturepad", "name": "sign"})
    found = read(source)
    assert found.lines == (Carried("sign", "signaturepad", Why.TYPE_UNKNOWN),)
    assert list(found.definition.questions) == ["q"]


def test_html_keeps_what_is_harmless() -> None:
    html = '<div style="x"><p onclick="a()">Hei <b>sinä</b></p><script>alert(1)</script></div>'
    source = one(type="html", html={"default": html, "fi": html})
    source["elements"].append({"type": "text", "name": "other"})
    found = read(source)
    clean = "<p>Hei <strong>sinä</strong></p>"
    assert found.source["elements"][0]["html"] == {"default": clean, "fi": clean}
    assert found.lines == (Carried("q", "html", Why.MARKUP),)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ({"visibleIf": "{nobody} = 1"}, "elements[0].visibleIf"),
        ({"visibelIf": "{q} = 1"}, "elements[0].visibelIf"),
        ({"type": "dropdown", "choicesByUrl": {"url": "x"}}, "elements[0].choicesByUrl"),
        ({"type": "no-such"}, "elements[0].type"),
        ({"isRequired": "perhaps"}, "elements[0].isRequired"),
    ],
)  # fmt: skip
def test_what_would_make_another_survey_is_refused_with_its_place(
    question: dict[str, Any], path: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(one(**question))
    assert refused.value.fault is Fault.PROBLEMS
    problems = {problem.path: problem for problem in refused.value.problems}
    assert path in problems
    assert problems[path].reason
    assert problems[path].hint


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", Fault.NOT_JSON),
        ("[1]", Fault.NO_SURVEY),
        ('{"a": ' * 200 + "1" + "}" * 200, Fault.NO_SURVEY),
        ("[" * 100_000, Fault.NOT_JSON),
        ('{"title": "x"}', Fault.NO_QUESTIONS),
        ('{"pages": []}', Fault.NO_QUESTIONS),
        ("x" * 1_000_001, Fault.TOO_LARGE),
    ],
)
def test_what_is_no_survey_is_told_so(text: str, fault: Fault) -> None:
    with pytest.raises(ImportRefused) as refused:
        importing_json.read(text, language="fi")
    assert refused.value.fault is fault
