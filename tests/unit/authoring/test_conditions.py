"""Rows of a condition become an expression that says the same, and come back from it."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.authoring.conditions import Comparison, Condition, Joined, Row, Unsayable, read, written
from app.authoring.subjects import SubjectKind, subjects
from app.surveys import expressions

NAMES = st.text(
    st.characters(categories=["L", "N"], include_characters=" -_."), min_size=1, max_size=12
).filter(lambda one: one.strip() == one and not one.startswith("."))
TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=15)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6).map(lambda one: round(one, 3))
)
VALUES = st.one_of(TEXTS, NUMBERS, st.booleans())


@st.composite
def rows(draw: Any) -> Row:
    comparison = draw(st.sampled_from(Comparison))
    name = draw(NAMES)
    if not comparison.takes_value:
        return Row(name, comparison)
    if comparison.takes_many:
        return Row(name, comparison, tuple(draw(st.lists(VALUES, min_size=1, max_size=4))))
    return Row(name, comparison, (draw(VALUES),))


CONDITIONS = st.builds(
    Condition, st.lists(rows(), min_size=2, max_size=6).map(tuple), st.sampled_from(Joined)
)


@given(CONDITIONS)
def test_rows_come_back_from_their_expression(condition: Condition) -> None:
    try:
        expression = written(condition)
    except Unsayable:
        assume(False)
        return
    found = read(expression)
    assert found is not None
    assert found == condition
    assert [type(value) for row in found.rows for value in row.values] == [
        type(value) for row in condition.rows for value in row.values
    ]
    expressions.parse(expression)


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text: str) -> None:
    found = read(text)
    if found is not None and found.rows:
        assert read(written(found)) == found


@given(TEXTS)
def test_a_text_compares_as_it_was_typed(text: str) -> None:
    row = Row("q", Comparison.IS, (text,))
    try:
        expression = written(Condition((row,)))
    except Unsayable:
        assert any(one in text.lower() for one in ("\\", "=>", "=<", "<>", "equals"))
        return
    if text != "undefined":
        assert expressions.condition(expression, {"q": text})


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("", Condition(())),
        ("{q} = 'a'", Condition((Row("q", Comparison.IS, ("a",)),))),
        ("{q} <> 'a'", Condition((Row("q", Comparison.IS_NOT, ("a",)),))),
        ("{q} notempty", Condition((Row("q", Comparison.ANSWERED),))),
        (
            "({q} >= 3) or {m.row} anyof [1, 'b']",
            Condition(
                (
                    Row("q", Comparison.AT_LEAST, (3,)),
                    Row("m.row", Comparison.ANY_OF, (1, "b")),
                ),
                Joined.ANY,
            ),
        ),
    ],
)
def test_expressions_that_people_write_are_rows(expression: str, condition: Condition) -> None:
    assert read(expression) == condition


@pytest.mark.parametrize(
    "expression",
    [
        "{q} = 'a' and ({r} = 1 or {r} = 2)",
        "!({q} = 1)",
        "age({q}) > 17",
        "{q} = {r}",
        "{q}",
        "{#q} = 1",
        "{q} + 1 = 2",
        "{q} =",
        "{q} anyof 'a'",
        "{q} = ['a']",
        "{q} = null",
    ],
)
def test_what_rows_cannot_say_stays_an_expression(expression: str) -> None:
    assert read(expression) is None


@pytest.mark.parametrize("name", ["a}b", "#a", "a'"])
def test_names_that_cannot_be_written_are_refused_or_said(name: str) -> None:
    row = Row(name, Comparison.EMPTY)
    if name == "a'":
        assert read(written(Condition((row,)))) == Condition((row,))
    else:
        with pytest.raises(Unsayable):
            written(Condition((row,)))


SOURCE: dict[str, Any] = {
    "elements": [
        {"type": "radiogroup", "name": "one", "choices": ["a", {"value": 2, "text": "Kaksi"}]},
        {"type": "checkbox", "name": "many", "choices": ["a"]},
        {"type": "rating", "name": "rate"},
        {"type": "boolean", "name": "yes"},
        {"type": "text", "name": "free"},
        {"type": "text", "inputType": "number", "name": "count"},
        {"type": "text", "inputType": "date", "name": "day"},
        {"type": "file", "name": "file"},
        {"type": "html", "name": "words", "html": "<p>x</p>"},
        {"type": "matrix", "name": "grid", "rows": ["x"], "columns": ["good"]},
        {"type": "multipletext", "name": "texts", "items": [{"name": "age"}]},
        {"type": "panel", "name": "p", "elements": [{"type": "comment", "name": "long"}]},
    ],
    "calculatedValues": [{"name": "sum", "expression": "{count} * 2"}],
}


def test_what_can_be_compared_is_offered_by_its_kind() -> None:
    kinds = {one.name: one.kind for one in subjects(SOURCE, "fi")}
    assert kinds == {
        "one": SubjectKind.ONE,
        "many": SubjectKind.SEVERAL,
        "rate": SubjectKind.SCALE,
        "yes": SubjectKind.ONE,
        "free": SubjectKind.TEXT,
        "count": SubjectKind.NUMBER,
        "day": SubjectKind.DATE,
        "file": SubjectKind.OTHER,
        "grid.x": SubjectKind.ONE,
        "texts.age": SubjectKind.TEXT,
        "long": SubjectKind.TEXT,
        "sum": SubjectKind.NUMBER,
    }
    one = subjects(SOURCE, "fi")[0]
    assert [(each.value, each.text) for each in one.offered] == [("a", "a"), (2, "Kaksi")]


def test_a_definition_with_problems_offers_what_can_be_read() -> None:
    broken = {**SOURCE, "elements": [*SOURCE["elements"], {"type": "radiogroup", "name": "bad"}]}
    broken["elements"][4] = {**broken["elements"][4], "visibleIf": "{nothing} = 1"}
    names = [one.name for one in subjects(broken, "fi")]
    assert "free" in names
    assert "bad" not in names
    assert len(names) == len(subjects(SOURCE, "fi"))
