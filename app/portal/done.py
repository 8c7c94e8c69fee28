"""You said, we did: ideas with what the municipality answered and does about them, and web pages
that were changed because of what readers said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.ideas import listing, readings
from app.ideas.listing import Card
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Action, Area
from app.pagefeedback.models import WebPage
from app.portal import readers
from app.portal.shelf import Setting

SIZE = 20
ANCHOR = "page-"
NIL = UUID(int=0)
"""Before the id of every page."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An idea with its answer, and the action of a development plan that the answer is tied to."""

    card: Card
    action: Action | None

    @property
    def on(self) -> date:
        assert self.card.idea.answered_on is not None, "it is answered"
        return self.card.idea.answered_on

    @property
    def place(self) -> str:
        return f"{self.on}.{self.card.idea.number}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A web page that was changed."""

    page: WebPage
    area: Area

    @property
    def on(self) -> date:
        assert self.page.changed_on is not None, "it was changed"
        return self.page.changed_on

    @property
    def place(self) -> str:
        return f"{self.on}.{self.anchor}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of what was done."""
        return f"{ANCHOR}{self.page.id.hex}"


Deed = Answered | Changed


@dataclass(frozen=True, slots=True)
class DonePage:
    """What was done, the latest first; of a day the answers first."""

    deeds: tuple[Deed, ...]
    older: str | None
    """Where the next page begins; None on the last."""


def page(place: Place, before: str = "") -> DonePage:
    """A page of what was done; a garbled `before` is the first page."""
    return listed(Setting.of(place), before)


def listed(around: Setting, before: str = "", *, size: int = SIZE) -> DonePage:
    """At most six statements, however much was done."""
    seen = _Seen.of(before)
    ideas = readings.answered(before=seen.idea, size=size + 1)
    pages = readers.changed(before=seen.page, size=size + 1)
    cards = listing.cards(ideas, tree=around.areas, themes=around.themes, today=around.today)
    chosen = [card.answer.action_id for card in cards if card.answer and card.answer.action_id]
    actions = organisation.actions_of(chosen)
    found: list[Deed] = [
        *(Answered(card, _action(card, actions)) for card in cards),
        *(Changed(one, around.areas.by_id[one.area_id]) for one in pages),
    ]
    deeds = tuple(sorted(found, key=lambda deed: deed.on, reverse=True))
    return DonePage(deeds[:size], deeds[size - 1].place if len(deeds) > size else None)


def _action(card: Card, actions: Mapping[UUID, Action]) -> Action | None:
    chosen = card.answer.action_id if card.answer else None
    return actions.get(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class _Seen:
    """Behind which answer and which page a list goes on."""

    idea: tuple[date, int] | None = None
    page: tuple[date, UUID] | None = None

    @classmethod
    def of(cls, place: str) -> "_Seen":
        """From the place of the last deed seen. Behind an idea all pages of its day follow;
        behind a page no idea of its day."""
        on, _dot, which = place.partition(".")
        try:
            day = date.fromisoformat(on)
            if which.startswith(ANCHOR):
                return cls((day, 0), (day, UUID(hex=which.removeprefix(ANCHOR))))
        except ValueError:
            return cls()
        if which.isdecimal() and len(which) < 10:
            return cls((day, int(which)), (day, NIL))
        return cls()
