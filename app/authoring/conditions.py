"""Conditions as rows of question, comparison and value, and the expressions that say the same.

Pure. What rows can't say stays an expression, which people may write themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.language.grammar import ExpressionError, reference, tree
from app.surveys.language.tree import Chain, Constant, Emptiness, Listing, Node, Reference

MOST_ROWS = 20


class Comparison(StrEnum):
    """How an answer is compared; the value is the word that a form sends."""

    IS = "is"
    IS_NOT = "is-not"
    CONTAINS = "contains"
    NOT_CONTAINS = "not-contains"
    ANY_OF = "any-of"
    ALL_OF = "all-of"
    NONE_OF = "none-of"
    GREATER = "greater"
    AT_LEAST = "at-least"
    LESS = "less"
    AT_MOST = "at-most"
    EMPTY = "empty"
    ANSWERED = "answered"

    @property
    def takes_value(self) -> bool:
        return self not in (Comparison.EMPTY, Comparison.ANSWERED)

    @property
    def takes_many(self) -> bool:
        return self in (Comparison.ANY_OF, Comparison.ALL_OF, Comparison.NONE_OF)


class Joined(StrEnum):
    """Whether all rows must hold, or any."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Row:
    """What stands between braces, how it is compared, and with what: no value, one, or several."""

    name: str
    comparison: Comparison
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Rows that all must hold, or any of them. (One row alone is joined by ALL.)"""

    rows: tuple[Row, ...]
    joined: Joined = Joined.ALL


class Unsayable(ValueError):
    """The language has no way to write a name or value of a row."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


_OPERATORS: Mapping[Comparison, str] = {
    Comparison.IS: "=",
    Comparison.IS_NOT: "!=",
    Comparison.CONTAINS: "contains",
    Comparison.NOT_CONTAINS: "notcontains",
    Comparison.ANY_OF: "anyof",
    Comparison.ALL_OF: "allof",
    Comparison.NONE_OF: "noneof",
    Comparison.GREATER: ">",
    Comparison.AT_LEAST: ">=",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
}
_COMPARISONS = {operator: comparison for comparison, operator in _OPERATORS.items()}
_JOINING = {Joined.ALL: "and", Joined.ANY: "or"}


def written(condition: Condition) -> str:
    """The expression that says the same; Unsayable where there is none."""
    for number, row in enumerate(condition.rows):
        if _rows(_row(row)) != (row,):
            raise Unsayable(number)
    return f" {_JOINING[condition.joined]} ".join(_row(row) for row in condition.rows)


def read(expression: str) -> Condition | None:
    """The rows that say the same as an expression; None where rows can't, or it can't be read.
    No expression at all is no rows."""
    if not expression.strip():
        return Condition(())
    try:
        root = tree(expression)
    except ExpressionError:
        return None
    for joined, word in _JOINING.items():
        if isinstance(root, Chain) and {operator for operator, _node in root.rest} == {word}:
            nodes = (root.first, *(node for _operator, node in root.rest))
            rows = [_read_row(node) for node in nodes]
            found = tuple(row for row in rows if row is not None)
            return Condition(found, joined) if len(found) == len(rows) <= MOST_ROWS else None
    row = _read_row(root)
    return Condition((row,)) if row is not None else None


def _rows(expression: str) -> tuple[Row, ...] | None:
    found = read(expression)
    return found.rows if found else None


def _row(row: Row) -> str:
    name = f"{{{row.name}}}"
    if row.comparison is Comparison.EMPTY:
        return f"{name} empty"
    if row.comparison is Comparison.ANSWERED:
        return f"{name} notempty"
    values = [_constant(value) for value in row.values]
    said = f"[{', '.join(values)}]" if row.comparison.takes_many else "".join(values[:1])
    return f"{name} {_OPERATORS[row.comparison]} {said}"


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    quoted = str(value).replace("'", "\\'").replace('"', '\\"')
    return f"'{quoted}'"


def _read_row(node: Node) -> Row | None:
    match node:
        case Emptiness(Reference() as one, wanted) if _is_plain(one):
            return Row(one.name, Comparison.EMPTY if wanted else Comparison.ANSWERED)
        case Chain(Reference() as one, ((operator, compared),)) if _is_plain(one):
            comparison = _COMPARISONS.get(operator)
            values = _values(compared)
            if comparison is None or values is None:
                return None
            is_list = isinstance(compared, Listing)
            fits = comparison.takes_many is is_list and len(values) > 0
            return Row(one.name, comparison, values) if fits else None
    return None


def _is_plain(one: Reference) -> bool:
    return not one.verbatim and one == reference(one.name)


def _values(node: Node) -> tuple[object, ...] | None:
    listed = node.items if isinstance(node, Listing) else (node,)
    values = tuple(
        one.value for one in listed if isinstance(one, Constant) and one.value is not None
    )
    return values if len(values) == len(listed) else None
