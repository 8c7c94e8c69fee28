"""Which rule of a widget a page falls under: the one with the longest beginning of its address."""

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar
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
    start = stem(prefix)
    return whole == start or whole.startswith(f"{start}/")


def stem(prefix: str) -> str:
    """What two prefixes have in common that hold the same pages."""
    return prefix.removesuffix("/")


class Index(Generic[Rule]):
    """Rules by their prefixes: to find that of a page takes as long for one rule as for many."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_stem: dict[str, Rule] = {}
        for rule in rules:
            self._by_stem.setdefault(stem(rule.prefix), rule)

    def longest(self, address: str) -> Rule | None:
        """The rule that an address falls under. Of two that say the same path, the one that
        names its origin too."""
        path = urlsplit(address).path
        origin = address.removesuffix(path)
        end = len(path)
        while end >= 0:
            found = self._by_stem.get(origin + path[:end]) or self._by_stem.get(path[:end])
            if found is not None:
                return found
            end = path.rfind("/", 0, end)
        return None


def longest(rules: Iterable[Rule], address: str) -> Rule | None:
    """The rule that an address falls under."""
    return Index(rules).longest(address)
