"""Expressions of other services read, and written in ours: their operators, names and functions.

A dialect says what its names and functions are. What has no counterpart is Untranslatable: then the
whole expression is, since half a condition would be another one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 4_000
DEEPEST_TERM = 20

Term = tuple[str, str]
"""A kind of token and what was written."""


class Untranslatable(ValueError):
    """An expression that cannot be said in our language."""


@dataclass(frozen=True, slots=True)
class Said:
    """A part of an expression in our language.

    `chosen`: it asks whether a choice of a question is chosen, and holds then and only then.
    `constant`: the value of a literal. `is_atom`: `empty` may follow.
    """

    text: str
    chosen: bool = False
    constant: str | float | bool | None = None
    is_atom: bool = False
    bracketed: bool = False

    @property
    def inside(self) -> str:
        """As it stands in a larger expression."""
        return self.text if self.is_atom or self.text.endswith(")") else f"({self.text})"


def reference(name: str) -> Said:
    return Said(f"{{{name}}}", is_atom=True)


def string(value: str) -> Said:
    """A text as a literal; Untranslatable where it has both kinds of quotes."""
    if "'" in value and '"' in value:
        raise Untranslatable(value)
    quote = '"' if "'" in value else "'"
    return Said(f"{quote}{value}{quote}", constant=value, is_atom=True)


def number(written: str) -> Said:
    value = float(written)
    text = (
        str(int(value))
        if value == int(value) and abs(value) < 1e15
        else f"{value:.10f}".rstrip("0")
    )
    return Said(text, constant=value, is_atom=True)


def negated(one: Said) -> Said:
    return Said(f"!({one.text})")


def chosen(question: str, code: str) -> Said:
    """Whether a choice of a question with several is chosen."""
    return Said(f"{{{question}}} contains {string(code).text}", chosen=True)


def empty(one: Said, *, is_empty: bool = True) -> Said:
    if one.chosen:
        return negated(one) if is_empty else one
    if not one.is_atom:
        raise Untranslatable(one.text)
    return Said(f"{one.text} {'empty' if is_empty else 'notempty'}")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`token` names its groups string, number, name, operator; `operators` gives ours for theirs;
    `name` and `call` raise Untranslatable for what they do not know."""

    token: re.Pattern[str]
    operators: Mapping[str, str]
    name: Callable[[str], Said]
    call: Callable[[str, Sequence[Said]], Said]
    chosen_value: str = ""
    """What a chosen choice equals."""


def translated(written: str, dialect: Dialect) -> str:
    """An expression in our language; raises Untranslatable."""
    if len(written) > LONGEST:
        raise Untranslatable(written[:100])
    terms = list(_terms(written, dialect))
    if not terms:
        raise Untranslatable(written)
    reader = _Reader(terms, dialect)
    found = reader.level(0)
    if reader.place != len(terms):
        raise Untranslatable(written)
    return found.text


def _terms(written: str, dialect: Dialect) -> list[Term]:
    found, place = [], 0
    while place < len(written):
        if written[place].isspace():
            place += 1
            continue
        match = dialect.token.match(written, place)
        if match is None or match.end() == place:
            raise Untranslatable(written)
        kind = match.lastgroup or ""
        text = match[0]
        if kind == "name" and text.lower() in dialect.operators:
            kind = "operator"
        if kind == "operator":
            text = dialect.operators.get(text.lower(), text)
        found.append((kind, text))
        place = match.end()
    return found


_LEVELS = (("or",), ("and",), ("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"))
_EQUAL = 2
_FLIPPED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class _Reader:
    """Reads terms from the loosest operators to the tightest."""

    def __init__(self, terms: Sequence[Term], dialect: Dialect) -> None:
        self.terms = terms
        self.dialect = dialect
        self.place = 0
        self.depth = 0

    def _peek(self) -> Term:
        return self.terms[self.place] if self.place < len(self.terms) else ("end", "")

    def _take(self, kind: str, text: str = "") -> bool:
        found = self._peek()
        if found[0] != kind or (text and found[1] != text):
            return False
        self.place += 1
        return True

    def level(self, height: int) -> Said:
        if height == len(_LEVELS):
            return self._unary()
        left = self.level(height + 1)
        while self._peek()[0] == "operator" and self._peek()[1] in _LEVELS[height]:
            operator = self._peek()[1]
            self.place += 1
            right = self.level(height + 1)
            left = self._joined(left, operator, right, height)
        return left

    def _joined(self, left: Said, operator: str, right: Said, height: int) -> Said:
        if height == _EQUAL:
            return self._compared(left, operator, right)
        return Said(f"{left.inside} {operator} {right.inside}")

    def _compared(self, left: Said, operator: str, right: Said) -> Said:
        if left.constant is not None and right.constant is None:
            left, operator, right = right, _FLIPPED[operator], left
        if left.chosen:
            return self._is_chosen(left, operator, right)
        if right.constant == "" and operator in ("=", "!="):
            return empty(left, is_empty=operator == "=")
        return Said(f"{left.inside} {operator} {right.inside}")

    def _is_chosen(self, left: Said, operator: str, right: Said) -> Said:
        if operator not in ("=", "!=") or not isinstance(right.constant, str):
            raise Untranslatable(left.text)
        if right.constant not in ("", self.dialect.chosen_value):
            raise Untranslatable(right.text)
        holds = (right.constant != "") == (operator == "=")
        return left if holds else negated(left)

    def _unary(self) -> Said:
        self.depth += 1
        if self.depth > DEEPEST_TERM:
            raise Untranslatable("nested too deeply")
        try:
            if self._take("operator", "not"):
                return negated(self._unary())
            if self._take("operator", "-"):
                return self._minus()
            return self._factor()
        finally:
            self.depth -= 1

    def _minus(self) -> Said:
        one = self._unary()
        if isinstance(one.constant, float):
            return number(f"-{one.text}")
        return Said(f"0 - {one.inside}")

    def _factor(self) -> Said:
        kind, text = self._peek()
        self.place += 1
        if kind == "string":
            return string(text[1:-1])
        if kind == "number":
            return number(text)
        if kind == "operator" and text == "(":
            found = self.level(0)
            self._close()
            is_plain = found.is_atom or found.chosen or found.bracketed
            return found if is_plain else Said(f"({found.text})", bracketed=True)
        if kind == "name":
            if self._take("operator", "("):
                return self.dialect.call(text, self._arguments())
            return self.dialect.name(text)
        raise Untranslatable(text)

    def _arguments(self) -> list[Said]:
        found: list[Said] = []
        if self._take("operator", ")"):
            return found
        while True:
            found.append(self.level(0))
            if not self._take("operator", ","):
                break
        self._close()
        return found

    def _close(self) -> None:
        if not self._take("operator", ")"):
            raise Untranslatable("a bracket is missing")
