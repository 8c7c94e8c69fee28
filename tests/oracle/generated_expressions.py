"""Random expressions over random answers, the same for the same seed."""

import random
from typing import Any

Json = dict[str, Any]

_NUMBERS = ("0", "1", "2", "3", "5", "10", "0.5", "1.5", "2.25", "-3", "100", "0x10")
_TEXTS = ("''", "'a'", "'A'", "'abc'", "'1'", "'05'", "'1,5'", "'true'", "'b c'", "'2026-03-15'")
_WORDS = ("item1", "red", "true", "false")
_NAMES = (
    *("q1", "q2", "q3", "Q2", "list", "list[0]", "list[-1]", "list.length", "m.x", "M.X", "m.y"),
    *("rows[0].a", "rows[-1].b", "rows.length", "q1.length", "nobody", "#q1", "#q3", "rows"),
)
_OPERATORS = (
    *("+", "-", "*", "/", "%", "^", "power", "=", "==", "!=", "<>", "<", ">", "<=", ">=", "=>"),
    *("and", "or", "&&", "||", "contains", "notcontains", "anyof", "allof", "noneof", "*="),
    *("equal", "notequal", "less", "greater", "lessorequal", "greaterorequal", "AND", "Contains"),
)
_AFTER = ("empty", "notempty", "NotEmpty")
_SPREAD = ("sum", "min", "max", "avg", "count")
_ROWS = ("sumInArray", "countInArray", "avgInArray", "minInArray", "maxInArray")
_DATES = ("'2026-01-31'", "'2024-02-29'", "'2026-03-15'", "'2000-12-24T10:30'", "{date}", "today()")
_PARTS = ("year", "month", "day", "weekday", "getYear", "age")
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")

_ANSWERS: tuple[object, ...] = (
    *(None, True, False, 0, 1, 2, 3.5, -3, "", "a", "abc", "1", "2", "05", "1,5", " 7 ", "0x10"),
    *("true", "False", "item1", "red", "2026-03-15", "1e3", "'a'", [], [1, 2], ["a", "b"], ["1"]),
    *([1, "a", True], {"x": 1}, {}, [{"a": 1}]),
)


class Generator:
    """Expressions and answers to evaluate them on."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def case(self) -> Json:
        return {"expression": self._any(self._random.randint(1, 4)), "values": self._values()}

    def _values(self) -> Json:
        one = self._random.choice
        values = {name: one(_ANSWERS) for name in ("q1", "q2", "q3")}
        values["list"] = one(([], [1, 2, 3], ["a", "b"], ["1", "b", 3], [[1], 2]))
        values["m"] = one(({}, {"x": 1}, {"x": "2", "y": "a"}, {"x": [1, 2]}))
        values["rows"] = one(
            ([], [{"a": 1, "b": "x"}, {"a": "4", "b": "y"}], [{"b": "z"}, {"a": 2.5, "b": "x"}])
        )
        values["date"] = one(("2026-02-28", "2025-12-31", None))
        return {name: value for name, value in values.items() if value is not None}

    def _any(self, depth: int) -> str:
        if depth <= 0:
            return self._atom()
        kind = self._random.random()
        if kind < 0.62:
            operator = self._random.choice(_OPERATORS)
            return f"{self._operand(depth - 1)} {operator} {self._operand(depth - 1)}"
        if kind < 0.70:
            return f"({self._any(depth - 1)})"
        if kind < 0.75:
            return f"!{self._atom()}"
        if kind < 0.81:
            return f"{self._variable()} {self._random.choice(_AFTER)}"
        return self._call(depth - 1)

    def _operand(self, depth: int) -> str:
        """A literal null elsewhere, as an argument, in a list or negated, breaks the original."""
        return "null" if self._random.random() < 0.03 else self._any(depth)

    def _atom(self) -> str:
        kind = self._random.random()
        if kind < 0.45:
            return self._variable()
        if kind < 0.65:
            return self._random.choice(_NUMBERS)
        if kind < 0.85:
            return self._random.choice(_TEXTS)
        if kind < 0.92:
            return self._random.choice(_WORDS)
        parts = (self._atom() for _ in range(self._random.randint(0, 3)))
        return f"[{', '.join(parts)}]"

    def _variable(self) -> str:
        return f"{{{self._random.choice(_NAMES)}}}"

    def _call(self, depth: int) -> str:
        kind = self._random.random()
        if kind < 0.3:
            parts = (self._any(depth - 1) for _ in range(self._random.randint(1, 3)))
            return _defined(f"{self._random.choice(_SPREAD)}({', '.join(parts)})")
        if kind < 0.5:
            parts = (self._any(depth - 1) for _ in range(3))
            return f"iif({', '.join(parts)})"
        if kind < 0.6:
            return f"{self._random.choice(('round', 'trunc'))}({self._number()}, {self._places()})"
        if kind < 0.75:
            return self._rows()
        if kind < 0.82:
            text = self._random.choice(("'kuulolla'", "{q1}", "'abc'"))
            return f"substring({text}, {self._places()}, {self._random.randint(0, 5)})"
        return self._dates()

    def _number(self) -> str:
        return self._random.choice(("{q1}", "2.675", "-1.5", "10 / 3", "{m.x} * 1.255", "1.005"))

    def _places(self) -> int:
        return self._random.randint(0, 3)

    def _rows(self) -> str:
        name, field = self._random.choice(_ROWS), self._random.choice("ab")
        condition = self._random.choice(("", ", {a} > 1", ", {b} = 'x'", ", {a} notempty"))
        return _defined(f"{name}({{rows}}, '{field}'{condition})")

    def _dates(self) -> str:
        one = self._random.choice
        kind = self._random.random()
        if kind < 0.35:
            return f"{one(_PARTS)}({one(_DATES)})"
        if kind < 0.65:
            unit = one(("", ", 'days'", ", 'months'", ", 'years'", ", 'hours'"))
            return f"dateDiff({one(_DATES)}, {one(_DATES)}{unit})"
        if kind < 0.85:
            unit = one(("'days'", "'months'", "'years'"))
            moved = f"dateAdd({one(_DATES)}, {self._random.randint(-14, 14)}, {unit})"
            part = f"{one(_PARTS)}({moved})"
            return one((part, f"({moved} {one(_COMPARED)} {one(_DATES)})"))
        return f"diffDays({one(_DATES)}, {one(_DATES)})"


def _defined(written: str) -> str:
    """The least of nothing is undefined in the original, which is not quite its null; ours has
    one nothing."""
    return f"({written} or 0)" if written.startswith(("min", "max")) else written
