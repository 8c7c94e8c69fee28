"""Each example is answered: what is asked follows, and what is handed in is what was said."""

from datetime import datetime
from typing import Any

import pytest

from app.config import ROOT
from app.surveys import flow, library
from app.surveys.structure import Survey
from app.surveys.trace import trace

Json = dict[str, Any]
EXAMPLES = ROOT / "surveys" / "examples"


def now() -> datetime:
    return datetime.fromisoformat("2030-03-15T12:00")


def survey_of(name: str) -> Survey:
    return library.read_folder(EXAMPLES / name).definition


def sent(name: str, media_type: str = "image/jpeg", size: int = 1_000) -> Json:
    """What an answer tells of a file."""
    return {"id": "0" * 32, "name": name, "type": media_type, "size": size}


MEALS = ("breakfast", "lunch", "dinner")
ANSWERS: dict[str, tuple[Json, Json]] = {
    "question-types": ({"vehicle": "car", "parks": True, "stop_distance": 200}, {}),
    "conditions": ({"vehicle": "car", "parks": True, "hours": 3, "place": "Tori"}, {}),
    "choices": (
        {"used": ["pool", "gym"], "best": "pool", "age": "refused", "times": 3, "days": ["sunday"]},
        {},
    ),
    "defaults": (
        {"people": 6, "chairs": 7, "same": False},
        {"day": "2030-03-22"},
    ),
    "triggers": ({"lives": "no", "home": "Kuopio"}, {}),
    "validators": (
        {"size": "40", "why": "Tarvitsen", "days": ["mon"], "plate": "ABC-123", "email": "a@b.fi"}
        | {"until": "2030-05-02", "from": "2030-05-01"},
        {},
    ),
    "texts": ({"park": "rose", "visits": 3, "wish": "Penkki", "code": "R1"}, {"yearly": 156}),
    "multipletext": (
        {"contact": {"name": "Aino", "email": "a@b.fi", "times": 2}, "thanks": "Kiitos"},
        {"contact": {"name": "Aino", "email": "a@b.fi", "from": "2030-03-16", "times": 2}},
    ),
    "matrix": (
        {
            "used": ["bus", "roads"],
            "grades": {"bus": "poor", "roads": "good"},
            "first": {"most": "bus", "least": "roads"},
            "when": {"weekday": ["morning"]},
        },
        {},
    ),
    "matrixdropdown": (
        {"dinner": True, "meals": {one: {"taste": 3, "size": 2} for one in MEALS}},
        {
            "meals": {one: {"taste": 3, "size": 2, "points": 5} for one in MEALS},
            "meals-total": {"points": 15},
        },
    ),
    "matrixdynamic": (
        {
            "costs": [{"what": "Teltta", "price": 600, "count": 2, "quote": "7"}, {"what": "Muu"}],
            "reason": "Se on iso",
        },
        {
            "costs": [
                {"what": "Teltta", "price": 600, "count": 2, "sum": 1200, "quote": "7"},
                {"what": "Muu", "count": 1, "sum": 0},
            ],
            "costs-total": {"price": 600, "sum": 1200},
        },
    ),
    "paneldynamic": (
        {
            "count": 2,
            "children": [
                {"nick": "Ee", "age": 8, "level": 2, "way": ["bus"], "stop": 4},
                {"nick": "Oo", "age": 3},
            ],
            "many": "Lisää vuoroja",
        },
        {},
    ),
    "shared-answers": (
        {"role": "pupil", "school": "Normaalikoulu", "members": [{"nick": "Ee", "task": "Soittaa"}]}
        | {"greeting": "Hei"},
        {},
    ),
    "dates": (
        {"born": "2000-01-01", "adult": "Puistoa", "starts": "2030-06-01", "ends": "2030-06-30"}
        | {"long": "Matkustan"},
        {"days": 29},
    ),
    "expression": ({"days": 5, "price": 4, "ticket": True}, {"month": 80, "trips": 20}),
    "file": (
        {"where": "Torilla", "photos": [sent("a.jpg"), sent("b.png", "image/png")]}
        | {"shown": "Kuoppa", "proposal": [sent("x.pdf", "application/pdf")]},
        {},
    ),
    "image": ({"opinion": "Hyvä"}, {}),
    "imagepicker": ({"bench": "wood", "elsewhere": ["stone"]}, {}),
    "ranking": ({"repairs": ["shore", "main", "school"], "wishes": ["light"]}, {}),
    "slider": ({"share": 35, "hours": [8, 16]}, {}),
    "tagbox": ({"places": ["park", "pool"]}, {}),
}


def test_every_example_is_answered_here() -> None:
    assert {one.name for one in EXAMPLES.iterdir()} == ANSWERS.keys()


@pytest.mark.parametrize("name", ANSWERS)
def test_an_example_can_be_answered(name: str) -> None:
    survey, (answers, more) = survey_of(name), ANSWERS[name]
    assert flow.validate_all(survey, answers, "fi", now=now) == []
    assert flow.completed(survey, answers, now=now) == {**answers, **more}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_pages_of_an_example_have_texts_in_all_languages(name: str) -> None:
    survey, (answers, _) = survey_of(name), ANSWERS[name]
    for lang in ("fi", "sv", "en"):
        for page in survey.pages:
            state = flow.page(survey, answers, page.name, lang, now=now)
            for question in state.questions if state else ():
                assert question.title.lang == lang
                assert "{" not in question.title.text


def visible(name: str, answers: Json) -> set[str]:
    return set(flow.path(survey_of(name), answers, now=now).questions)


@pytest.mark.parametrize(
    ("name", "answers", "asked", "silent"),
    [
        ("conditions", {"vehicle": "bus"}, {"line"}, {"parks", "hours", "path"}),
        ("conditions", {"vehicle": "car", "parks": True}, {"hours"}, {"line"}),
        ("conditions", {"vehicle": "foot", "parks": True}, {"path"}, {"hours"}),
        ("choices", {"used": []}, {"used"}, {"best"}),
        ("triggers", {"lives": "visits"}, {"grade"}, {"living"}),
        ("triggers", {"lives": "no"}, {"home"}, {"living", "grade"}),
        ("matrix", {"used": ["bus"], "grades": {"bus": "poor"}}, {"when"}, set()),
        ("matrixdropdown", {"meals": {"lunch": {"taste": 1}}}, {"meals"}, {"praise"}),
        ("matrixdynamic", {"costs": [{"what": "x", "price": 10}]}, set(), {"reason"}),
        ("paneldynamic", {"count": 1, "children": [{"nick": "Ee"}]}, {"children"}, {"many"}),
        ("shared-answers", {"role": "parent"}, {"school_parent"}, {"school_pupil", "tasks"}),
        ("dates", {"born": "2020-01-01"}, {"starts"}, {"adult", "days"}),
        ("file", {"photos": [sent("a.jpg")]}, {"photos"}, {"shown"}),
    ],
)
def test_what_an_example_asks_follows_from_the_answers(
    name: str, answers: Json, asked: set[str], silent: set[str]
) -> None:
    found = visible(name, answers)
    assert asked <= found
    assert not silent & found


@pytest.mark.parametrize(
    ("name", "steps", "data"),
    [
        ("defaults", [["same", True]], {"address": "Kauppakatu 1"}),
        ("defaults", [["same", True], ["same", False]], {"address": None}),
        ("defaults", [["people", 9]], {"tables": 3, "chairs": 10}),
        ("triggers", [["lives", "yes"]], {"home": "Joensuu", "billing": "Joensuu"}),
        ("triggers", [["lives", "yes"], ["grade", 4]], {"points": 40}),
    ],
)
def test_what_an_example_sets_follows_from_the_answers(
    name: str, steps: list[list[object]], data: Json
) -> None:
    found: Json = trace(survey_of(name), steps, "fi", now=now)
    assert {key: found["data"].get(key) for key in data} == data


@pytest.mark.parametrize(
    ("name", "change", "faults"),
    [
        ("conditions", {"vehicle": None}, {"vehicle": "required"}),
        ("validators", {"size": 5}, {"size": "minimum"}),
        ("validators", {"why": "No 1"}, {"why": "too_short"}),
        ("validators", {"days": ["mon", "tue", "wed"]}, {"days": "too_many"}),
        ("validators", {"plate": "1"}, {"plate": "pattern"}),
        ("validators", {"email": "a"}, {"email": "email"}),
        ("validators", {"until": "2030-04-01"}, {"from": "condition"}),
        ("multipletext", {"contact": {"times": 0}}, {"contact.name": "required"}),
        ("matrix", {"grades": {"bus": "good"}}, {"grades.roads": "required"}),
        ("matrix", {"first": {"most": "bus", "least": "bus"}}, {"first": "unique"}),
        ("matrixdropdown", {"meals": {"lunch": {"taste": 9}}}, {"meals[lunch].taste": "choice"}),
        ("matrixdynamic", {"costs": [{"what": "x"}, {"what": "x"}]}, {"costs": "unique"}),
        ("paneldynamic", {"children": [{"nick": "Ee", "age": 18}]}, {"children[0].age": "maximum"}),
        ("dates", {"ends": "2030-06-01"}, {"ends": "minimum"}),
        ("file", {"photos": [sent("a.jpg")] * 4}, {"photos": "file_count"}),
        ("file", {"photos": [sent("a.jpg", size=8_000_001)]}, {"photos": "file_size"}),
        ("file", {"photos": [sent("a.pdf", "application/pdf")]}, {"photos": "file_kind"}),
        ("file", {"photos": ["a.jpg"]}, {"photos": "type"}),
        ("file", {"photos": [sent("a.jpg") | {"id": "../x"}]}, {"photos": "type"}),
        ("file", {"photos": [sent("a.jpg") | {"content": "data:"}]}, {"photos": "type"}),
    ],
)
def test_what_an_example_does_not_take_is_told(name: str, change: Json, faults: Json) -> None:
    answers = {**ANSWERS[name][0], **change}
    found = flow.validate_all(survey_of(name), answers, "fi", now=now)
    told = {error.question: error.kind for error in found}
    assert {key: told.get(key) for key in faults} == faults
