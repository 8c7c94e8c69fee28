"""Which rule of a widget a page falls under: the one with the longest beginning of its address."""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from app.pagefeedback import addresses


class Prefixed(Protocol):
    """What has the beginning of addresses: of whole ones, or of paths at any origin."""

    @property
    def prefix(self) -> str: ...


Rule = TypeVar("Rule", bound=Prefixed)


def canonical(prefix: str) -> str | None:
    """A prefix as it is stored: a canonical address, or a path; None where it is neither."""
    return addresses.path(prefix) if prefix.startswith("/") else addresses.canonical(prefix)


def matches(prefix: str, address: str) -> bool:
    """Whether an address is a page of that prefix or below it: `/a` holds `/a` and `/a/b`, but
    not `/ab`."""
    whole = urlsplit(address).path if prefix.startswith("/") else address
    stem = prefix.removesuffix("/")
    return whole == stem or whole.startswith(f"{stem}/")


def longest(rules: Iterable[Rule], address: str) -> Rule | None:
    """The rule that an address falls under. Of two that say the same path, the one that names
    its origin too."""
    found = [rule for rule in rules if matches(rule.prefix, address)]
    return max(found, key=lambda rule: _weight(rule.prefix), default=None)


def _weight(prefix: str) -> tuple[int, bool]:
    path = prefix if prefix.startswith("/") else urlsplit(prefix).path
    return len(path.removesuffix("/")), not prefix.startswith("/")
