"""An official's ideas part by part: what waits, the soonest due first, and what was dealt with.
However many there are, one page has few of them and leads to all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from app.ideas import queries
from app.ideas.lifecycle import WAITING, State
from app.ideas.models import Idea

FIRST = 10
"""Ideas of each part where all parts are shown."""
PAGE = 50
"""Ideas of the one part that was asked for, at a time."""

HANDLED = (State.ANSWERED, State.RETURNED)
PARTS: dict[str, tuple[State, ...]] = {
    **{state.value: (state,) for state in WAITING},
    "handled": HANDLED,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some ideas of a part, of `total` that there are."""

    name: str
    ideas: Sequence[Idea]
    total: int
    page: int = 1
    is_alone: bool = False
    """Whether the others are left out: it was asked for by name."""

    @property
    def whole(self) -> str | None:
        """Where all of them are; None where they are here, or page by page."""
        is_cut = not self.is_alone and self.total > len(self.ideas)
        return url_for("desk_ideas.index", part=self.name) if is_cut else None

    @property
    def back(self) -> str | None:
        return self._page(self.page - 1) if self.page > 1 else None

    @property
    def on(self) -> str | None:
        is_last = not self.is_alone or self.page * PAGE >= self.total
        return None if is_last else self._page(self.page + 1)

    def _page(self, number: int) -> str:
        return url_for("desk_ideas.index", part=self.name, page=number)


def parts(areas: Collection[UUID] | None, asked: str = "", page: int = 1) -> list[Part]:
    """The parts that have ideas; only the one that was asked for, where there is such a one."""
    totals = queries.counts(areas)
    is_alone = asked in PARTS
    found = []
    for name, states in PARTS.items():
        total = sum(totals.get(state, 0) for state in states)
        if not total or (is_alone and name != asked):
            continue
        at = min(max(page, 1), -(-total // PAGE)) if is_alone else 1
        most, skip = (PAGE, (at - 1) * PAGE) if is_alone else (FIRST, 0)
        read = queries.handled if name == "handled" else queries.waiting
        ideas = read(areas, states=states, most=most, skip=skip)
        found.append(Part(name, ideas, total, at, is_alone))
    return found
