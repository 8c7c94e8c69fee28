"""The expression language: each rule by example, and its evaluator on anything at all."""

import math
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.surveys.expressions import ExpressionError, condition, evaluate, parse
from app.surveys.language.functions import FUNCTIONS
from app.surveys.language.operators import BINARY
from app.surveys.language.scope import Scope, Values

ANSWERS = {
    "q1": "2",
    "Name": "Aino",
    "list": ["1", 2, [3]],
    "none": None,
    "m": {"x": "1,5", "deep": {"z": 5}},
    "m.x.y": "dotted",
    "rows": [{"a": 1, "b": "x"}, {"a": "4", "b": "y"}, {"b": "z"}],
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # precedence, and reading from the left
        ("1 + 2 * 3", 7),
        ("2 ^ 3 ^ 2", 64),
        ("-2 ^ 2", 4),
        ("10 - 3 - 2", 5),
        ("3 > 2 > 1", False),
        ("1 < 2 and 3 < 4 or false", True),
        ("!{q1} = 1", False),
        ("!!1", True),
        # patches of the raw text, also inside strings
        ("1 => 1", True),
        ("1 =< 1", True),
        ("1 <> 1", False),
        ("'=>'", ">="),
        ("{q1} equals 2", True),
        # words need no blanks around them
        ("{q1}=2or{q1}=3", True),
        ("3contains 3", True),
        ("{q1} NOTEMPTY", True),
        # a missing end
        ("(1 + 2", 3),
        ("iif(1 > 0, 'y'", "y"),
        # atoms
        ("0x10", 16),
        ("item1", "item1"),
        ("null", None),
        ("TRUE", True),
        (r"'it\'s'", "it's"),
        ("[1, 'a', [2]]", [1, "a", [2]]),
        # lookup
        ("{NAME}", "Aino"),
        ("{m.x.y}", "dotted"),
        ("{m.deep.z}", 5),
        ("{list[-1]}", [3]),
        ("{list[2][0]}", None),
        ("{list.length}", 3),
        ("{Name.length}", 4),
        ("{missing.length}", 0),
        ("{missing}", None),
        # conversion of variables, never of constants
        ("{q1} + {q1}", 4),
        ("{#q1} + {#q1}", "22"),
        ("1 + '2'", "12"),
        ("{m.x} + 1", 2.5),
        # arithmetic: rounded to the operands' decimals, empty operands neutral
        ("0.1 + 0.2", 0.3),
        ("0.1 * 3", 0.3),
        ("null + 1", 1),
        ("{none} + 'x'", "x"),
        ("[1, 2] + [3]", [1, 2, 3]),
        ("[1, 2] + 'a'", "1, 2a"),
        ("[1, 2] + 3", 6),
        ("2.5 + ['1,5']", 2.5),
        ("(-3) ^ 2025", -math.inf),
        ("1 / 0", None),
        ("7 % 0", None),
        # equality
        ("'A' = ' a '", True),
        ("5 = '05'", True),
        ("null = 0", False),
        ("null = ''", True),
        ("[] = 'undefined'", True),
        ("[1, 2] = [2, 1]", True),
        ("'true' = true", True),
        # order
        ("'10' < '9'", True),
        ("'10' < 9", False),
        ("null < 1", False),
        # members
        ("{list} contains 2", True),
        ("'Kuulolla' contains 'KUU'", True),
        ("'' contains 'x'", False),
        ("'x' contains ''", False),
        ("{none} notcontains 1", True),
        ("[1, 2] anyof [2, 3]", True),
        ("[1, 2] noneof [3]", True),
        ("[1, 2, 3] allof [1, 3]", True),
        ("null allof []", True),
        # functions
        ("sum({list}, '4')", 10),
        ("avg()", 0),
        ("max()", None),
        ("min('3', 2, [1])", 1),
        ("count(1, null, [2, 3])", 3),
        ("round(2.675, 2)", 2.68),
        ("round(-1.5)", -2),
        ("trunc(2.987, 1)", 2.9),
        ("substring('kuulolla', 0, 4)", "kuul"),
        ("sumInArray({rows}, 'a')", 5),
        ("countInArray({rows}, 'a')", 2),
        ("avgInArray({rows}, 'a')", 2.5),
        ("maxInArray({rows}, 'a', 'b')", "y"),
        ("sumInArray({rows}, 'a', {b} = 'x')", 1),
        ("sumInArray({rows}, 'a', '{b} = y')", 4),
    ],
)
def test_an_expression_means(written: str, meant: object) -> None:
    result = evaluate(written, ANSWERS)
    assert result == meant
    assert isinstance(result, bool) == isinstance(meant, bool)


@pytest.mark.parametrize(
    ("written", "holds"),
    [("true", True), ("1", True), ("'1'", True), ("2", False), ("'a'", False), ("[1]", True)],
)
def test_a_condition_holds_only_on_what_equals_true(written: str, holds: bool) -> None:
    assert condition(written, {}) is holds


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("today()", datetime.fromisoformat("2030-03-15")),
        ("today(-1)", datetime.fromisoformat("2030-03-14")),
        ("currentDate()", datetime.fromisoformat("2030-03-15T12:30")),
        ("currentYear()", 2030),
        ("age('2000-03-16')", 29),
        ("age('2000-03-15')", 30),
        ("dateDiff('2030-01-31', '2030-02-03')", 3),
        ("dateDiff('2030-01-31', '2030-03-01', 'months')", 1),
        ("dateDiff('2030-01-01T10:00', '2030-01-01T11:30', 'hours')", 2),
        ("dateAdd('2030-01-31', 1, 'months')", datetime.fromisoformat("2030-03-03")),
        ("diffDays('2030-03-01', '2030-02-01')", 28),
        ("weekday('2030-03-17')", 0),
        ("month()", 3),
        ("getDate('nonsense')", None),
        ("today() > '2030-03-14'", True),
        ("currentDate() = '2030-03-15'", True),
    ],
)
def test_dates_follow_the_clock_of_the_scope(written: str, meant: object) -> None:
    scope = Scope(Values({}), now=lambda: datetime.fromisoformat("2030-03-15T12:30"))
    assert parse(written).evaluate(scope) == meant


def test_a_ranking_compares_in_order() -> None:
    values = Values({"order": ["a", "b"]})
    ranked = Scope(values, ranked=frozenset({"order"}))
    assert parse("{order} = ['b', 'a']").evaluate(Scope(values)) is True
    assert parse("{order} = ['b', 'a']").evaluate(ranked) is False


@pytest.mark.parametrize(
    ("written", "position", "hint"),
    [
        ("{a} contains", 12, "complete"),
        ("1 = = 2", 4, "check"),
        ("0x1F = 1", 3, "decimal"),
        ("nullx", 0, "quotes"),
        ("not {a}", 4, "no `not`"),
        ("1 - -{a}", 4, "no minus"),
        ("foo(1)", 0, "known functions"),
        ("1 + SUM(1)", 4, "sum("),
        ("({a}) empty", 6, "check"),
        ("{a", 0, "{name}"),
        ("007", 1, "check"),
        ("1)", 1, "check"),
        ("", 0, "complete"),
    ],
)
def test_an_unreadable_expression_says_where_and_what_to_try(
    written: str, position: int, hint: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(written)
    assert refused.value.position == position
    assert hint in refused.value.hint


@pytest.mark.parametrize("written", ["(" * 26 + "1" + ")" * 26, "[" * 30, "1+" * 3_000 + "1"])
def test_absurd_expressions_are_refused(written: str) -> None:
    with pytest.raises(ExpressionError):
        parse(written)


def test_a_long_flat_expression_is_no_problem() -> None:
    assert evaluate("+".join(["1"] * 2_000), {}) == 2_000
    assert evaluate("!" * 4_000 + "1", {}) is True


def test_an_expression_knows_the_names_it_refers_to() -> None:
    expression = parse("{a.b} > 1 and sumInArray({rows}, 'x', {#c} = 1) = displayValue('d')")
    assert expression.variables == {"a.b", "rows", "c"}
    assert expression.named_questions == {"d"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["1", 10**400, "1,5", "true", "2030-01-31", "0x1f", "1e400", "undefined"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["a", "x", "length"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
ATOMS = st.sampled_from(
    [
        *("{a}", "{#b}", "{a.x}", "{b[0].x}", "{a.length}", "{zz}", "[]", "[{a}, 1]"),
        *("1", "-0.5", "0x10", "'x'", "''", "null", "true", "word"),
    ]
)
OPERATORS = st.sampled_from([*sorted(BINARY), "power", "<>", "*="])
CALLS = st.sampled_from(sorted(FUNCTIONS))
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds("({} {} {})".format, inner, OPERATORS, inner)
        | st.builds("!({})".format, inner)
        | st.builds("{}({}, {}, {})".format, CALLS, inner, inner, inner)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, VALUES, VALUES)
def test_evaluation_never_fails(written: str, a: object, b: object) -> None:
    scope = Scope.of({"a": a, "b": b})
    expression = parse(written)
    expression.evaluate(scope)
    assert expression.condition(scope) in (True, False)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="{}()[]'\"!=<>+-*/^%ab01., \\#\n", max_size=40))
def test_any_text_is_read_or_refused_with_a_position_in_it(written: str) -> None:
    position = 0
    try:
        parse(written)
    except ExpressionError as refused:
        position = refused.position
    assert 0 <= position <= len(written)


def test_numbers_that_javascript_has_no_end_for_stay_numbers() -> None:
    assert evaluate("10 ^ 400", {}) == math.inf
    assert math.isnan(float(str(evaluate("'a' * 1", {}))))


@pytest.mark.parametrize(
    "doubling", ["{a} + {a}", "iif(1, {a} + {a}, 0)", "[{a}, {a}]", "[{a}] + [{a}]", "[{a}]"]
)
@pytest.mark.parametrize("start", ["x", [1], {"b": "x"}], ids=ascii)
def test_values_made_of_each_other_stay_small(doubling: str, start: object) -> None:
    """Each twice as large as the one before: sixty of them would fill any memory."""
    value = start
    for _ in range(60):
        value = evaluate(doubling, {"a": value})
        assert condition("{a} = {a} or {a} contains 'y'", {"a": value}) in (True, False)
    assert value is None or len(str(value)) < 200_000


def test_a_long_answer_may_still_be_added_to() -> None:
    assert evaluate("{a} + '!'", {"a": "x" * 20_000}) == "x" * 20_000 + "!"
    assert evaluate("[{a}, {b}]", {"a": "x" * 20_000, "b": [1]}) == ["x" * 20_000, [1]]
