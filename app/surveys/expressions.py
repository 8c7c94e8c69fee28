"""Expressions of survey definitions: read once, evaluated on any answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.surveys.language.evaluator import result
from app.surveys.language.grammar import ExpressionError, tree, written_names
from app.surveys.language.operators import holds
from app.surveys.language.scope import Scope
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

__all__ = ["Expression", "ExpressionError", "condition", "evaluate", "parse", "written_names"]


@dataclass(frozen=True)
class Expression:
    """A text and the tree it was read into."""

    source: str
    root: Node

    def evaluate(self, scope: Scope) -> object:
        return result(self.root, scope)

    def condition(self, scope: Scope) -> bool:
        """Whether the result counts as true: true, 1 and "1" do."""
        return holds(result(self.root, scope))

    def fires(self, scope: Scope) -> bool:
        """Whether a trigger with this condition runs: only on true itself."""
        return result(self.root, scope) is True

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        return tuple(node for node in nodes(self.root) if isinstance(node, Reference))

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names referred to, as written between the braces (without `#`)."""
        return frozenset(reference.name for reference in self.references)

    @cached_property
    def named_questions(self) -> frozenset[str]:
        """Questions named by constant arguments: displayValue('q'), getComment('q')."""
        return frozenset(_named_by(self.root, "displayValue", "getComment"))

    @cached_property
    def named_containers(self) -> frozenset[str]:
        """Pages and panels named by constant arguments: isContainerReady('p')."""
        return frozenset(_named_by(self.root, "isContainerReady"))


def _named_by(root: Node, *functions: str) -> Iterator[str]:
    for node in nodes(root):
        if isinstance(node, Call) and node.function in functions and node.arguments:
            first = node.arguments[0]
            if isinstance(first, Constant) and isinstance(first.value, str):
                yield first.value


def nodes(root: Node) -> Iterator[Node]:
    """Every node of a tree, the root first."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case Listing(items):
                waiting.extend(items)
            case Call(_, arguments):
                waiting.extend(arguments)
            case Negation(operand, _) | Emptiness(operand, _):
                waiting.append(operand)
            case Chain(first, rest):
                waiting.append(first)
                waiting.extend(operand for _, operand in rest)


def parse(text: str) -> Expression:
    """Read an expression; raises ExpressionError with the position and a hint."""
    return Expression(text, tree(text))


def evaluate(text: str, values: Mapping[str, object]) -> object:
    """The result of an expression on plain values."""
    return parse(text).evaluate(Scope.of(values))


def condition(text: str, values: Mapping[str, object]) -> bool:
    """Whether an expression holds on plain values."""
    return parse(text).condition(Scope.of(values))
