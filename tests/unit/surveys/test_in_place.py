"""Which parts of a page differ from what a browser shows, and which pages can change at all."""

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from app.surveys import in_place
from app.surveys.in_place import Layout
from app.surveys.question_types.asking import element_view
from tests.unit.surveys.flows import Json, pages, shown, text

CHOICE: Json = {"type": "radiogroup", "name": "a", "choices": ["x", "y"]}


@pytest.fixture(autouse=True)
def words() -> Iterable[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def layout(elements: list[Any], answers: Json, seed: str = "", **more: object) -> Layout:
    survey = pages(elements, **more)
    page = shown(survey, answers)
    views = [element_view(one, (), None) for one in page.elements]
    return in_place.laid_out(survey, page, views, seed)


def differing(elements: list[Any], before: Json, after: Json) -> list[str]:
    """The parts that come anew between two sets of answers."""
    known = in_place.written(in_place.digests(layout(elements, before).parts))
    parts = layout(elements, after).parts
    return [part.id for part in in_place.differing(parts, in_place.read(known))]


IN_PANEL = {
    "type": "panel",
    "name": "box",
    "elements": [text("b", visibleIf="{a} = 'x'"), text("c")],
}
GRID = {"type": "matrixdynamic", "name": "rows", "rowCount": 2, "columns": [
    {"name": "n", "cellType": "text", "inputType": "number", "totalType": "sum"},
    {"name": "why", "cellType": "text", "visibleIf": "{row.n} > 5"}]}  # fmt: skip
CHILDREN = {"type": "paneldynamic", "name": "kids", "panelCount": 1,
            "templateTitle": "{panel.called}!", "templateElements": [
                text("called"), text("age", title="Age of {panel.called}")]}  # fmt: skip
CASES: dict[str, tuple[list[Any], Json, Json, list[str]]] = {
    "what people gave is no difference": ([CHOICE, text("b")], {}, {"a": "x", "b": "Hi"}, []),
    "a question comes": ([CHOICE, text("b", visibleIf="{a} = 'x'")], {}, {"a": "x"}, ["s-b"]),
    "and goes": ([CHOICE, text("b", visibleIf="{a} = 'x'")], {"a": "x"}, {}, ["s-b"]),
    "alone in its panel": ([CHOICE, IN_PANEL], {}, {"a": "x"}, ["s-b"]),
    "its panel with it": (
        [CHOICE, {**IN_PANEL, "visibleIf": "{a} notempty"}], {}, {"a": "y"}, ["p-box"]),
    "a title": ([CHOICE, text("b", title="You said {a}")], {}, {"a": "x"}, ["s-b"]),
    "it is required": ([CHOICE, text("b", requiredIf="{a} = 'x'")], {}, {"a": "x"}, ["s-b"]),
    "it is closed": ([CHOICE, text("b", enableIf="{a} = 'x'")], {"a": "x"}, {}, ["s-b"]),
    "what it says once closed": (
        [CHOICE, text("b", readOnly=True, defaultValueExpression="{a}")], {"a": "x"}, {"a": "y"},
        ["s-b"]),
    "its choices": (
        [text("b"), {**CHOICE, "choicesVisibleIf": "{item} != {b}"}], {}, {"b": "x"}, ["s-a"]),
    "one can't be chosen": (
        [text("b"), {**CHOICE, "choicesEnableIf": "{item} != {b}"}], {}, {"b": "x"}, ["s-a"]),
    "a value and nothing around it": (
        [text("b"), {"type": "expression", "name": "e", "expression": "{b} + 1"}],
        {"b": 1}, {"b": 2}, ["q-e"]),
    "a sum and nothing around it": ([GRID], {}, {"rows": [{"n": 3}, {}]}, ["q-rows-totals"]),
    "a cell of one row": (
        [GRID], {"rows": [{"n": 3}, {}]}, {"rows": [{"n": 3}, {"n": 6}]},
        ["s-rows.5b.1.5d..2e.why", "q-rows-totals"]),
    "a list that grows": ([GRID], {"rows": [{}, {}]}, {"rows": [{}, {}, {}]}, ["s-rows"]),
    "what an entry is called, and what looks at that": (
        [CHILDREN], {}, {"kids": [{"called": "Aino"}]},
        ["q-kids.5b.0.5d.-entry-title", "q-kids.5b.0.5d.-entry-named",
         "s-kids.5b.0.5d..2e.age"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_only_the_innermost_parts_that_differ_come_anew(case: str) -> None:
    elements, before, after, parts = CASES[case]
    assert differing(elements, before, after) == parts
    assert differing(elements, after, after) == []


def test_everything_has_its_place_whether_it_is_there_or_not() -> None:
    elements = [CHOICE, text("e", visible=False), IN_PANEL, text("d")]
    found = layout(elements, {"a": "x"})
    assert found.slots == (("s-a", 0), ("s-e", -1), ("p-box", 1), ("s-d", 2))
    panel = found.elements[1]
    assert panel.slots == (("s-b", 0), ("s-c", 1))  # type: ignore[union-attr]


def test_a_random_order_is_the_same_with_and_without_what_is_hidden() -> None:
    hidden = [text(name, visibleIf="{q0} = 1") for name in ("h1", "h2", "h3")]
    elements = [*(text(f"q{number}") for number in range(6)), *hidden]
    before = layout(elements, {}, "a seed", questionOrder="random").slots
    after = layout(elements, {"q0": 1}, "a seed", questionOrder="random").slots
    assert [id for id, _ in before] == [id for id, _ in after] != [id for id, _ in sorted(before)]


LOOKING: dict[str, list[Json]] = {
    "a condition": [text("a"), text("b", visibleIf="{a} = 1")],
    "a condition of a panel": [text("a"), {**IN_PANEL, "visibleIf": "{a} = 1"}],
    "a title": [text("a"), text("b", title="After {a}")],
    "a choice": [text("a"), {**CHOICE, "name": "b", "choicesVisibleIf": "{item} != {a}"}],
    "a limit": [text("a"), text("b", inputType="number", minValueExpression="{a}")],
    "a default": [text("a"), text("b", defaultValueExpression="{a}")],
    "a rule": [text("a"), text("b", setValueIf="{a} = 1", setValueExpression="2")],
    "what is reckoned": [text("a"), {"type": "expression", "name": "b", "expression": "{a}"}],
    "a named value": [text("a"), text("b", visibleIf="{sum} > 1")],
    "a cell": [GRID],
    "a title of an entry": [CHILDREN],
    "a row": [CHOICE, {"type": "matrix", "name": "m", "columns": ["1"], "rows": ["x", "y"],
                       "rowsVisibleIf": "{a} = {item}"}],
    "html": [text("a"), {"type": "html", "name": "h", "html": "<p>{a}</p>"}],
}  # fmt: skip
STILL: dict[str, list[Json]] = {
    "nothing": [text("a"), text("b", title="Hello", isRequired=True)],
    "another page": [text("b", visibleIf="{first} = 1", title="After {first}")],
    "the day": [text("a", inputType="date", minValueExpression="today()")],
    "a validator": [
        text("a"), text("b", validators=[{"type": "expression", "expression": "{a} = 1"}])],
}  # fmt: skip


@pytest.mark.parametrize("what", [*LOOKING, *STILL])
def test_a_page_is_live_where_something_looks_at_an_answer_on_it(what: str) -> None:
    named = [{"name": "sum", "expression": "{a} + 1"}]
    survey = pages([text("first")], {**LOOKING, **STILL}[what], calculatedValues=(
        named if what == "a named value" else []))  # fmt: skip
    assert survey.live == (frozenset({"p2"}) if what in LOOKING else frozenset())


@pytest.mark.parametrize(
    ("kind", "live"), [("complete", {"p1"}), ("skip", {"p1"}), ("setvalue", {"p1"})]
)
def test_triggers_make_the_page_live_that_they_work_on(kind: str, live: set[str]) -> None:
    more: dict[str, Json] = {
        "skip": {"gotoName": "c"},
        "setvalue": {"setToName": "b", "setValue": 1},
    }
    trigger = {"type": kind, "expression": "{a} = 1", **more.get(kind, {})}
    survey = pages([text("a"), text("b")], [text("z")], [text("c")], triggers=[trigger])
    assert survey.live == live
