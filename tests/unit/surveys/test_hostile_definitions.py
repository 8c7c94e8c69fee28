"""Definitions that are made to break something are refused quickly, with a path and a hint."""

import json
import random
import secrets
import time
from typing import Any

import pytest

from app.config import ROOT
from app.surveys import flow
from app.surveys.definition import DefinitionError, load
from tests.mutations import mutated

Json = dict[str, Any]
SECONDS = 2.0
"""Each takes a fraction of it, on a machine that does nothing else."""


def one(*elements: Json, **more: Any) -> Json:
    return {"elements": list(elements), **more}


def text(name: str = "a", **more: Any) -> Json:
    return {"type": "text", "name": name, **more}


def nested(depth: int) -> Json:
    element = text()
    for level in range(depth):
        element = panels(element, name=f"p{level}")
    return element


def panels(*inner: Json, name: str = "l", **more: Any) -> Json:
    return {"type": "paneldynamic", "name": name, "templateElements": list(inner), **more}


def grid(columns: int, **more: Any) -> Json:
    cells = [{"name": f"c{at}", "cellType": "text"} for at in range(columns)]
    return {"type": "matrixdynamic", "name": "m", "columns": cells, **more}


def fixed(rows: int, columns: int, name: str = "m") -> Json:
    return {**grid(columns), "type": "matrixdropdown", "rows": list(range(rows)), "name": name}


def visible(names: list[str], **more: Any) -> Json:
    return {"type": "visible", "name": "a", "operator": "anyof", "questions": names, **more}


def in_lists(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


def in_panels(depth: int) -> Json:
    found = text()
    for level in range(depth):
        found = {"type": "panel", "name": f"p{level}", "elements": [found]}
    return found


def regex(pattern: str) -> Json:
    return {"type": "regex", "regex": pattern}


MANY = range(490)
CASES: dict[str, tuple[Json, str]] = {
    "panels in panels": (one(nested(50)), "nested too deeply"),
    "thousands of rows": (one(fixed(5_000, 1)), "too many rows"),
    "thousands of columns": (one(grid(3_000)), "not a list of columns"),
    "thousands of pages": ({"pages": [{"elements": []}] * 20_000}, "too many pages"),
    "panels of many questions": (
        one(*(panels(*(text(f"q{at}") for at in range(100)), name=f"p{n}") for n in range(40))),
        "too many elements",
    ),
    "many large grids": (one(*(fixed(100, 30, f"m{at}") for at in MANY)), "too much is asked"),
    "rows within panels": (
        one(panels(grid(30, minRowCount=200), minPanelCount=100)),
        "too much is asked",
    ),
    "an unknown cell": (
        one(grid(1) | {"columns": [{"name": "c", "cellType": "signature"}]}),
        "unknown type of cell",
    ),
    "a cell of a list": (
        one(grid(1) | {"columns": [{"name": "c", "cellType": ["text"]}]}),
        "unknown type of cell",
    ),
    "one name twice in a panel": (one(panels(text("a"), text("A"))), "twice"),
    "one name twice in columns": (one(grid(1) | {"columns": ["c", "C"]}), "no name of its own"),
    "a circle inside": (
        one(panels(text("a", visibleIf="{panel.b} = 1"), text("b", visibleIf="{panel.a} = 1"))),
        "in a circle",
    ),
    "a circle from outside in": (
        one(text("o", visibleIf="{l[0].a} = 1"), panels(text("a", visibleIf="{o} = 1"))),
        "in a circle",
    ),
    "a circle of a list with itself": (
        one(panels(text("a"), visibleIf="{l.length} > 0")),
        "in a circle: l",
    ),
    "choices from each other": (
        one(
            panels(
                {"type": "dropdown", "name": "a", "choicesFromQuestion": "b"},
                {"type": "dropdown", "name": "b", "choicesFromQuestion": "panel.a"},
            )
        ),
        "in a circle",
    ),
    "choices from inside a list": (
        one(
            {"type": "dropdown", "name": "x", "choicesFromQuestion": "a"},
            panels({"type": "dropdown", "name": "a", "choices": [1]}),
        ),
        "no question with choices",
    ),
    "choices passed on and on": (
        one(
            {"type": "checkbox", "name": "q0", "choices": list(range(500))},
            *(
                {"type": "checkbox", "name": f"q{at}", "choicesFromQuestion": f"q{at - 1}"}
                for at in range(1, 400)
            ),
        ),
        "passed on too often",
    ),
    "an old trigger for thousands of things": (
        one(text(), triggers=[visible(["a"] * 50_000, value=1)]),
        "shown by two triggers",
    ),
    "an old trigger with a value in a value": (
        one(text(), triggers=[visible(["a"], value=in_lists(900))]),
        "shows nothing",
    ),
    "an old trigger for what lies deep": (
        one(in_panels(300), triggers=[visible(["b"], value=1)]),
        "nothing is called 'b'",
    ),
    "a page that no form can send": (
        one(*({"type": "ranking", "name": f"r{at}", "choices": list(range(20))} for at in MANY)),
        "more fields than a form can send",
    ),
    "a name of another panel": (
        one(panels(text("a")), panels(text("b", visibleIf="{panel.a} = 1"), name="k")),
        "'panel.a'",
    ),
    "more panels than allowed": (
        one(panels(text(), panelCount=5, maxPanelCount=3)),
        "more than maxPanelCount",
    ),
    "more rows than allowed": (one(grid(1, rowCount=5, maxRowCount=3)), "more than maxRowCount"),
    "a first answer of thousands": (
        one(panels(text(), defaultValue=[{"a": 1}] * 5_000)),
        "does not answer",
    ),
    "a first answer of another kind": (one(grid(1, defaultValue={"a": 1})), "does not answer"),
    "names that nothing has": (
        one(
            *(
                text(f"q{at}", visibleIf="+".join(f"{{z{at}x{n}}}" for n in range(15)))
                for at in MANY
            )
        ),
        "no question or value",
    ),
    "places that nothing has": (
        one(*(text(f"q{at}", title="{zz}" * at + f"{{z{at}}}") for at in MANY)),
        "no question or value",
    ),
    "properties that nothing has": (
        one(*(text(f"q{at}", **{f"isRequird{n}": 1 for n in range(100)}) for at in MANY)),
        "unknown property",
    ),
    "long conditions": (
        one(*(text(f"q{at}", visibleIf="+".join(["1"] * 500)) for at in MANY)),
        "too long, all together",
    ),
    "thousands of patterns": (
        one(*(text(f"q{at}", validators=[regex(f"(a{{1,99}}){{1,9}}{at}")] * 9) for at in MANY)),
        "too many patterns",
    ),
    "a pattern that is none": (
        one(text(validators=[regex("(a+" + "+" * 20)])),
        "regular expression",
    ),
    "a pattern of brackets": (one(text(validators=[regex("(?:" * 500)])), "not a pattern"),
    "a language for each word": (
        one(text(title={f"{a}{b}{c}": "x" for a in "abcdef" for b in "abcdef" for c in "abc"})),
        "too many languages",
    ),
    "a whole name that is too long": (
        one(fixed(1, 1, "x" * 90) | {"rows": ["y" * 90]}),
        "too long",
    ),
    "half a character": (one(text(title="\ud800")), "half a character"),
    "the sign zero": (one(text(title="a\x00b")), "sign zero"),
}


def refusal(source: object) -> DefinitionError | None:
    """What a definition is refused with, and within which time."""
    began = time.process_time()
    found = None
    try:
        load(json.dumps(source))
    except DefinitionError as refused:
        found = refused
    assert time.process_time() - began < SECONDS, json.dumps(source)[:2_000]
    return found


@pytest.mark.parametrize(("source", "reason"), CASES.values(), ids=CASES)
def test_a_hostile_definition_is_refused_at_once(source: Json, reason: str) -> None:
    refused = refusal(source)
    assert refused is not None
    problems = refused.problems
    assert any(reason in problem.reason for problem in problems), problems[:3]
    assert all(problem.path and problem.hint for problem in problems)


def test_an_answer_of_more_entries_than_anybody_fills_in_is_refused_at_once() -> None:
    survey = load(one(panels(panels(grid(30), name="k"))))
    answer = [{"k": [{"m": [{"c1": "x"}] * 100}] * 10}] * 10
    began = time.process_time()
    errors = flow.validate_all(survey, {"l": answer}, "fi")
    assert [(error.question, error.kind) for error in errors] == [("l", "many_entries")]
    assert flow.validate_all(survey, {"l": [{"k": [{"m": [{"c1": "x"}] * 100}]}]}, "fi") == []
    assert time.process_time() - began < SECONDS


# Mutations of the examples

FILES = sorted((ROOT / "surveys" / "examples").glob("*/survey.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.parent.name)
def test_a_mutated_example_is_read_or_refused(path: Any) -> None:
    seed = secrets.randbelow(10**9)
    print(f"the seed is {seed}")
    generator = random.Random(seed)
    source: Json = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(40):
        tried = mutated(source, generator)
        refused = refusal(tried)
        if refused is None:
            survey = load(json.dumps(tried))
            assert flow.path(survey, {}).pages is not None
            flow.completed(survey, {})
            flow.validate_all(survey, {}, "fi")
        else:
            assert all(one.path and one.reason and one.hint for one in refused.problems)
