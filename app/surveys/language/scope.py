"""Where an expression finds its names, its clock and the survey around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.surveys.language.tree import Reference, Step


class _Missing:
    """No such name here: look further out."""


MISSING = _Missing()


class Namespace(Protocol):
    """Values under names; the name asked for is in lower case."""

    def find(self, name: str) -> object:
        """The value, or MISSING."""


class Surroundings(Protocol):
    """What functions may ask of the survey that an expression runs in."""

    def display_value(self, question: str, value: object) -> object: ...

    def comment(self, question: str) -> object: ...

    def is_ready(self, container: str, index: object) -> bool: ...

    def is_display_mode(self) -> bool: ...


class Values:
    """A plain mapping as a namespace: names match in any case, the first spelling wins."""

    __slots__ = ("_lowered",)

    def __init__(self, values: Mapping[str, object]) -> None:
        lowered: dict[str, object] = {}
        for name, value in values.items():
            lowered.setdefault(str(name).lower(), value)
        self._lowered = lowered

    def find(self, name: str) -> object:
        return self._lowered.get(name, MISSING)


def system_clock() -> datetime:
    """The machine's own local time."""
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - local time is what is asked for


@dataclass(frozen=True, slots=True)
class Scope:
    """One frame of names; what is not found here is looked for in `outer`.

    `now` gives the survey's local time without a zone. `ranked` are lower-cased names whose
    values compare with regard to order.
    """

    names: Namespace
    outer: "Scope | None" = None
    now: Callable[[], datetime] = system_clock
    survey: Surroundings | None = None
    ranked: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Scope":
        return cls(Values(values))

    def inner(self, names: Namespace) -> "Scope":
        """A frame inside this one: a row, a panel, a choice."""
        return Scope(names, self, self.now, self.survey, self.ranked)

    def value(self, reference: Reference) -> object:
        """The stored value that a reference names; null where there is none."""
        frame: Scope | None = self
        while frame is not None:
            if reference.simple:
                found = frame.names.find(reference.simple)
            else:
                found = _resolved(frame.names, reference.steps)
            if found is not MISSING:
                return found
            frame = frame.outer
        return 0 if reference.name.endswith(".length") else None


def _resolved(names: Namespace, steps: tuple[Step, ...]) -> object:
    """Follow the steps, at each point trying the longest dotted name first."""
    value: object = MISSING
    position = 0
    while position < len(steps):
        value, position = _longest(names, value, steps, position)
        if value is MISSING:
            return MISSING
        index = steps[position - 1].index
        if index is not None:
            value = _indexed(value, index)
            if value is MISSING:
                return MISSING
    return value


def _longest(
    names: Namespace, container: object, steps: tuple[Step, ...], start: int
) -> tuple[object, int]:
    end = start
    while end < len(steps) - 1 and steps[end].index is None:
        end += 1
    for last in range(end, start - 1, -1):
        name = ".".join(step.name for step in steps[start : last + 1])
        found = names.find(name.lower()) if start == 0 else _member(container, name)
        if found is not MISSING:
            return found, last + 1
    return MISSING, start


def _member(container: object, name: str) -> object:
    if isinstance(container, Mapping):
        lowered = name.lower()
        for key, value in container.items():
            if str(key).lower() == lowered:
                return value
        return MISSING
    if name == "length" and isinstance(container, (list, tuple, str)):
        return len(container)
    return MISSING


def _indexed(container: object, index: int) -> object:
    if isinstance(container, (list, tuple)) and -len(container) <= index < len(container):
        return container[index]
    return MISSING
