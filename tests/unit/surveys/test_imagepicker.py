"""Pictures are chosen as other choices are; where they come from is checked."""

import pytest

from app.surveys.definition import load
from app.surveys.question_types.base import QuestionKind
from app.surveys.question_types.pictures import origin
from tests.unit.surveys.one_question import Json, asked, kinds, refusals, state_of, submitted

BENCHES = [
    {"value": "wood", "text": {"fi": "Puinen", "sv": "Av trä"}, "imageLink": "/static/wood.jpg"},
    {
        "value": 2,
        "text": "Kivinen",
        "imageLink": {"default": "https://img.example.fi/2.jpg", "sv": "/static/2-sv.jpg"},
    },
]
ONE: Json = {"type": "imagepicker", "choices": BENCHES}
MANY: Json = {**ONE, "multiSelect": True}


def test_one_picture_or_several_can_be_chosen() -> None:
    survey, question = asked(**ONE)
    assert question.KIND is QuestionKind.SINGLE
    assert submitted(survey, "2") == 2
    assert (question.display(2, "sv"), question.coded(2), question.export(2)) == (
        "Kivinen",
        ["2"],
        2,
    )
    survey, question = asked(**MANY)
    assert question.KIND is QuestionKind.SEVERAL
    assert submitted(survey, "2", "wood") == [2, "wood"]
    assert question.export([2, "wood"]) == "2; wood"
    assert question.display(["wood", 2], "sv") == "Av trä, Kivinen"


@pytest.mark.parametrize(
    ("element", "answer", "found"),
    [
        (ONE, "wood", []),
        (ONE, "iron", ["choice"]),
        (ONE, ["wood"], ["type"]),
        (ONE, {"wood": 1}, ["type"]),
        (MANY, ["wood"], []),
        (MANY, ["iron"], ["choice"]),
        ({**MANY, "choices": BENCHES}, {"wood": 1}, ["type"]),
    ],
)
def test_what_is_not_among_them_is_refused(element: Json, answer: object, found: list[str]) -> None:
    survey, _ = asked(**element)
    assert kinds(survey, answer) == found


def test_a_view_has_the_picture_of_the_language() -> None:
    survey, question = asked(**ONE)
    view = question.view(state_of(survey, {"q": 2}, "sv"))
    assert [(one.image, one.checked) for one in view.options] == [
        ("/static/wood.jpg", False),
        ("/static/2-sv.jpg", True),
    ]
    view = question.view(state_of(survey, {}))
    assert view.images == {"/static/wood.jpg", "https://img.example.fi/2.jpg"}
    assert not view.has_several


def test_pictures_go_with_choices_that_are_carried_on_or_depend_on_answers() -> None:
    source = {
        "name": "first",
        "type": "imagepicker",
        "choices": BENCHES,
        "choicesEnableIf": "1 = 1",
    }
    survey = load(
        {"elements": [{"name": "q", "type": "imagepicker", "choicesFromQuestion": "first"}, source]}
    )
    view = survey.questions["q"].view(state_of(survey, {}))
    assert view.options[0].image == "/static/wood.jpg"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:image/png;base64,xxxx", "http://img.example.fi/1.jpg",
        "//img.example.fi/1.jpg", "picture.jpg", "/../etc", "/static/ 1.jpg", "https://", "",
        "https://user:secret@img.example.fi/1.jpg", "https://img.example.fi:x/1.jpg",
        "https://a.fi;script-src */x.jpg", "https://a.fi/x'.jpg", "/\\evil.example/x.jpg",
        "/" + "x" * 500, 5, ["/a.jpg"], {"fi": "javascript:1"}, {"??": "/a.jpg"},
    ],
)  # fmt: skip
def test_a_picture_comes_by_https_or_from_our_own_site(link: object) -> None:
    choices = [{"value": 1, "text": "One", "imageLink": link}]
    found = refusals(type="imagepicker", choices=choices)
    assert "choices[0].imageLink" in found
    assert "imageLink" in refusals(type="image", imageLink=link, altText="One")


def test_a_picture_from_elsewhere_is_warned_of() -> None:
    survey, _ = asked(**ONE)
    assert [one.path for one in survey.warnings if "another site" in one.reason] == [
        "elements[0].choices[1].imageLink"
    ]


def test_the_origin_of_a_picture_is_all_that_a_page_must_allow() -> None:
    assert origin("https://IMG.example.fi:8443/a/b.jpg?x=1") == "https://img.example.fi:8443"
    assert origin("/static/a.jpg") == ""


def test_every_picture_has_words() -> None:
    found = refusals(type="imagepicker", choices=[{"value": 1, "imageLink": "/static/1.jpg"}])
    assert found == {"choices[0]": "the picture has no text"}
    found = refusals(type="imagepicker", choices=[{"value": 1, "text": "One"}])
    assert found == {"choices[0]": "there is no picture"}
    assert refusals(type="image", imageLink="/static/1.jpg") == {
        "altText": "the picture has no text"
    }
    assert refusals(type="image", altText="One") == {"imageLink": "there is no picture"}
    assert list(refusals(**ONE, contentMode="video")) == ["contentMode"]


def test_a_picture_between_questions_is_never_answered() -> None:
    survey, element = asked(
        type="image",
        imageLink="/static/1.jpg",
        altText={"fi": "Kartta", "sv": "Karta"},
        imageFit="cover",
    )
    assert "q" not in survey.questions
    view = element.view(state_of(survey, {}, "sv"))
    assert (view.image, str(view.alt), view.title_hidden) == ("/static/1.jpg", "Karta", True)
    assert kinds(survey, "x") == ["unknown"]
    assert element.check(state_of(survey, {})) == []
