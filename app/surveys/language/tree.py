"""The frozen tree that an expression is parsed into."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constant:
    value: object


@dataclass(frozen=True, slots=True)
class Step:
    """One dotted part of a reference, with its `[index]` if it has one."""

    name: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """`{name}`: what it names, and whether its value is taken as it is (`{#name}`).

    `simple` is the lower-cased name where there are no dots and no index, else "".
    """

    name: str
    steps: tuple[Step, ...]
    verbatim: bool = False
    simple: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Node"
    times: int


@dataclass(frozen=True, slots=True)
class Emptiness:
    operand: "Node"
    wanted: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence, applied from the left: first, then (operator, operand)."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


Node = Constant | Reference | Listing | Call | Negation | Emptiness | Chain
