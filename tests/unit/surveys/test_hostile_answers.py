"""Answers that are no answers are told as such, wherever in them something is wrong."""

import json
import random
import secrets
import time
from typing import Any

import pytest

from app.config import ROOT
from app.surveys import flow
from app.surveys.definition import load
from app.surveys.trace import trace
from tests.mutations import JUNK, mutated

Json = dict[str, Any]

EXAMPLES = ROOT / "surveys" / "examples"
STARTS: dict[str, Json] = {
    "question-types": {"vehicle": "car", "reasons": ["price"], "age": "18-64", "ease": 3},
    "choices": {"used": ["pool", "gym"], "best": "pool", "days": ["sunday"], "times": 3},
    "multipletext": {"contact": {"name": "Aino", "email": "a@b.fi", "times": 2}},
    "matrix": {"used": ["bus"], "grades": {"bus": "poor"}, "when": {"weekday": ["morning"]}},
    "matrixdropdown": {"dinner": True, "meals": {"lunch": {"taste": 3}, "dinner": {"size": 1}}},
    "matrixdynamic": {"costs": [{"what": "Teltta", "price": 600}, {"what": "Muu", "count": 2}]},
    "paneldynamic": {"count": 2, "children": [{"nick": "Ee", "age": 8, "way": ["bus"]}, {}]},
    "shared-answers": {"members": [{"nick": "Ee", "task": "Soittaa"}], "school": "Koulu"},
    "ranking": {"repairs": ["shore", "main", "school"], "wishes": ["light"]},
    "slider": {"share": 35, "hours": [8, 16]},
    "imagepicker": {"bench": "wood", "elsewhere": ["stone"]},
    "dates": {"born": "2000-01-01", "starts": "2030-06-01", "ends": "2030-06-30"},
}
TIMES = 60


@pytest.mark.parametrize("name", STARTS)
def test_anything_is_taken_or_told(name: str) -> None:
    seed = secrets.randbelow(10**9)
    print(f"the seed is {seed}")
    generator = random.Random(seed)
    survey = load((EXAMPLES / name / "survey.json").read_text(encoding="utf-8"))
    for _ in range(TIMES):
        given = {str(key): value for key, value in mutated(STARTS[name], generator).items()}
        given |= {
            one: generator.choice(JUNK) for one in survey.questions if generator.random() < 0.1
        }
        errors = flow.validate_all(survey, given, "fi")
        assert all(one.kind and str(one.message) for one in errors)
        json.dumps(trace(survey, given, "sv"))
        stored = flow.answered(survey, {}, given)
        for page in survey.pages:
            flow.page(survey, stored, page.name, "en")
        kept = flow.completed(survey, stored)
        for measure in survey.measures.values():
            assert measure.texts(kept) is not None


@pytest.mark.parametrize("entry", [True, "x", 1, [{}]])
def test_an_entry_that_is_none_is_told(entry: object) -> None:
    survey = load((EXAMPLES / "paneldynamic" / "survey.json").read_text(encoding="utf-8"))
    found = flow.validate_all(survey, {"count": 1, "children": [entry, {"nick": "Ee"}]}, "fi")
    assert [(one.question, one.kind) for one in found] == [("children", "type")]


@pytest.mark.parametrize("is_inside", [False, True], ids=["on a page", "in a list"])
def test_slow_patterns_together_take_no_longer_than_a_few_of_them(is_inside: bool) -> None:
    slow = {"type": "regex", "regex": "^(a|a|aa|b?a)+(a|aa)+$"}
    asked = [{"type": "text", "name": f"q{at}", "validators": [slow]} for at in range(100)]
    given: dict[str, object] = {f"q{at}": "a" * 60 + "!" for at in range(100)}
    if is_inside:
        asked = [{"type": "paneldynamic", "name": "list", "templateElements": asked}]
        given = {"list": [given]}
    survey = load({"elements": asked})
    began = time.perf_counter()
    assert len(flow.validate_all(survey, given, "fi")) == 100
    assert time.perf_counter() - began < 3


def test_slow_patterns_on_many_pages_share_their_time() -> None:
    slow = {"type": "regex", "regex": "^(?=((a|a|aa|b?a){10})+$)?"}
    pages = [
        {"elements": [{"type": "text", "name": f"q{at}", "validators": [slow]}]} for at in range(60)
    ]
    survey = load({"pages": pages})
    given: dict[str, object] = {f"q{at}": "a" * 60 + "!" for at in range(60)}
    began = time.perf_counter()
    for _page in flow.validate_pages(survey, given, "fi"):
        pass
    assert time.perf_counter() - began < 2
