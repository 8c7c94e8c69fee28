"""You said, we did: ideas with what the municipality answered and what it does about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.ideas import listing, readings
from app.ideas.listing import Card
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Action
from app.portal.shelf import Setting

SIZE = 20


@dataclass(frozen=True, slots=True)
class DonePage:
    """Answered ideas, the latest answer first, with the actions that came of them."""

    cards: tuple[Card, ...]
    actions: Mapping[UUID, Action]
    older: str | None
    """Where the next page begins; None on the last."""

    def action_of(self, card: Card) -> Action | None:
        """What an answer was tied to in a development plan."""
        chosen = card.answer.action_id if card.answer else None
        return self.actions.get(chosen) if chosen else None


def page(place: Place, before: str = "") -> DonePage:
    """A page of what was done; a garbled `before` is the first page."""
    around = Setting.of(place)
    found = readings.answered(before=_place_of(before), size=SIZE + 1)
    cards = listing.cards(
        found[:SIZE],
        tree=around.areas,
        themes=around.themes,
        today=around.today,
    )
    last = cards[-1].idea if len(found) > SIZE else None
    return DonePage(
        cards,
        organisation.actions_of(
            card.answer.action_id for card in cards if card.answer and card.answer.action_id
        ),
        f"{last.answered_on}.{last.number}" if last else None,
    )


def _place_of(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    try:
        return (date.fromisoformat(day), int(number)) if len(number) < 10 else None
    except ValueError:
        return None
