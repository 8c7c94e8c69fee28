"""The one evaluator of expression trees."""

from collections.abc import Callable, Mapping

from app.surveys.language.comparison import equal, less
from app.surveys.language.functions import OVER_ROWS, PLAIN, SCOPED
from app.surveys.language.grammar import ExpressionError, tree
from app.surveys.language.operators import BINARY, summed
from app.surveys.language.scope import Scope, Values
from app.surveys.language.tree import (
    Call,
    Chain,
    Constant,
    Emptiness,
    Listing,
    Negation,
    Node,
    Reference,
)
from app.surveys.language.values import (
    bounded,
    converted,
    is_empty,
    items,
    plain_number,
    settled,
    truthy,
    written_number,
)

_SIGNS_OF_A_CONDITION = frozenset("{}><=!")


def result(node: Node, scope: Scope) -> object:
    """The value of a tree in a scope; total."""
    return _HANDLERS[type(node)](node, scope)


def _constant(node: Constant, _scope: Scope) -> object:
    return node.value


def _reference(node: Reference, scope: Scope) -> object:
    value = scope.value(node)
    return value if node.verbatim else converted(value)


def _listing(node: Listing, scope: Scope) -> object:
    return bounded([result(item, scope) for item in node.items])


def _negation(node: Negation, scope: Scope) -> object:
    return truthy(result(node.operand, scope)) == (node.times % 2 == 0)


def _emptiness(node: Emptiness, scope: Scope) -> object:
    return is_empty(result(node.operand, scope)) == node.wanted


def _chain(node: Chain, scope: Scope) -> object:
    value = result(node.first, scope)
    left = node.first
    for operator, operand in node.rest:
        other = result(operand, scope)
        if scope.ranked and operator in ("=", "!=") and _ranked(scope, left, operand):
            value = equal(value, other, ordered=True) == (operator == "=")
        else:
            value = bounded(BINARY[operator](value, other))
        left = operand
    return value


def _ranked(scope: Scope, *operands: Node) -> bool:
    return any(
        isinstance(operand, Reference) and operand.name.lower() in scope.ranked
        for operand in operands
    )


def _call(node: Call, scope: Scope) -> object:
    if node.function in OVER_ROWS:
        return _over_rows(node, scope)
    arguments = [result(argument, scope) for argument in node.arguments]
    plain = PLAIN.get(node.function)
    return bounded(plain(arguments) if plain else SCOPED[node.function](scope, arguments))


def _over_rows(node: Call, scope: Scope) -> object:
    """sumInArray and its kin: (rows, 'field'[, 'returned field'][, condition on a row])."""
    nothing = 0 if node.function in ("sumInArray", "countInArray", "avgInArray") else None
    if not 2 <= len(node.arguments) <= 4:
        return nothing
    rows, field = (result(argument, scope) for argument in node.arguments[:2])
    if not truthy(rows) or not isinstance(field, str):
        return nothing
    returned, condition = _returned_and_condition(node, field)
    values = tuple(rows.values()) if isinstance(rows, Mapping) else items(rows)
    chosen = [
        row
        for row in values
        if isinstance(row, Mapping)
        and not is_empty(row.get(field))
        and (condition is None or truthy(result(condition, scope.inner(Values(row)))))
    ]
    return _ROW_FUNCTIONS[node.function](chosen, field, returned)


def _returned_and_condition(node: Call, field: str) -> tuple[str, Node | None]:
    """The third argument is a field's name, or already the condition."""
    rest = list(node.arguments[2:])
    returned = field
    third = rest[0].value if rest and isinstance(rest[0], Constant) else None
    if isinstance(third, str) and not _SIGNS_OF_A_CONDITION & set(third):
        returned = third
        del rest[0]
    if not rest:
        return returned, None
    condition = rest[0]
    if isinstance(condition, Constant) and isinstance(condition.value, str):
        try:
            return returned, tree(condition.value)
        except ExpressionError:
            return returned, None
    return returned, condition


Rows = list[Mapping[str, object]]


def _number(value: object) -> object:
    return written_number(value) if isinstance(value, str) else value


def _sum_of_rows(rows: Rows, field: str, _returned: str) -> object:
    total: object = 0
    for row in rows:
        value = _number(row[field])
        total = total if value is None else summed(total, value)
    return total


def _count_of_rows(rows: Rows, _field: str, _returned: str) -> object:
    return len(rows)


def _average_of_rows(rows: Rows, field: str, _returned: str) -> object:
    return settled(plain_number(_sum_of_rows(rows, field, field)) / len(rows)) if rows else 0


def _extreme(rows: Rows, field: str, returned: str, better: Callable[..., bool]) -> object:
    best: object = None
    best_row: Mapping[str, object] = {}
    for row in rows:
        value = _number(row[field])
        if value is not None and (best is None or better(value, best)):
            best, best_row = value, row
    return best if returned == field else best_row.get(returned)


_ROW_FUNCTIONS: Mapping[str, Callable[[Rows, str, str], object]] = {
    "sumInArray": _sum_of_rows,
    "countInArray": _count_of_rows,
    "avgInArray": _average_of_rows,
    "minInArray": lambda rows, field, returned: _extreme(rows, field, returned, less),
    "maxInArray": lambda rows, field, returned: _extreme(
        rows, field, returned, lambda value, best: less(best, value)
    ),
}

_HANDLERS: Mapping[type, Callable[..., object]] = {
    Constant: _constant,
    Reference: _reference,
    Listing: _listing,
    Negation: _negation,
    Emptiness: _emptiness,
    Chain: _chain,
    Call: _call,
}
