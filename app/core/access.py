"""Access rules as data on views: what a route needs, declared beside it and refused by default."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Host(StrEnum):
    """Where a route lives."""

    MUNICIPALITY = "municipality"
    PLATFORM = "platform"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route needs.

    `permission` None: open to everyone. Otherwise the name of a row of the permission table;
    `area` or `group` names the view argument that holds the key of the area or group it is
    needed in.
    """

    permission: str | None = None
    area: str | None = None
    group: str | None = None
    host: Host = Host.MUNICIPALITY


PUBLIC = Rule()
PUBLIC_ANYWHERE = Rule(host=Host.ANY)


def access(rule: Rule) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Attach a rule to a view. Goes below the route decorator; enforced by one hook."""

    def attach(view: Callable[P, R]) -> Callable[P, R]:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return attach


def rule_of(view: Callable[..., Any] | None) -> Rule | None:
    """The rule of a view, or None where none was declared: such a view is refused."""
    rule = getattr(view, "access_rule", None)
    return rule if isinstance(rule, Rule) else None
