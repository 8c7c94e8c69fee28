"""Surveys as residents meet them: open to influence, being handled, or closed with results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from app.core import clock
from app.ideas import listing as idea_listing
from app.ideas import queries as idea_queries
from app.ideas.listing import Card as IdeaCard
from app.ideas.queries import Wanted
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Theme
from app.organisation.queries import AreaTree
from app.surveys import listing
from app.surveys.listing import Card
from app.surveys.models import Survey, SurveyState

FORGOTTEN_DAYS = 120
"""An answer that is late by more than this is not among what is being handled."""


@dataclass(frozen=True)
class Shelf:
    """Cards by what a resident can do with them. Surveys to come are on none."""

    cards: tuple[Card, ...]

    @cached_property
    def open(self) -> tuple[Card, ...]:
        """Those that close first first."""
        found = [card for card in self.cards if card.state is SurveyState.OPEN]
        return tuple(sorted(found, key=_closing))

    @cached_property
    def handled(self) -> tuple[Card, ...]:
        """Closed, and the promised answer is waited for: the next one due first, then the late."""
        return tuple(sorted((card for card in self.cards if _is_handled(card)), key=_due))

    @cached_property
    def closed(self) -> tuple[Card, ...]:
        """Closed, the latest first, without those that are being handled."""
        found = [
            card
            for card in self.cards
            if card.state is SurveyState.CLOSED and not _is_handled(card)
        ]
        return tuple(sorted(found, key=_closing, reverse=True))

    @cached_property
    def with_results(self) -> tuple[Card, ...]:
        """Whose results anyone may read: those still open first, then the latest."""
        return tuple(card for card in (*self.open, *self.handled, *self.closed) if card.has_results)


def _is_handled(card: Card) -> bool:
    """Late answers are waited for too: not to speak of them would be no way to be late."""
    return card.waits is not None and card.waits.late_by <= FORGOTTEN_DAYS


def _due(card: Card) -> tuple[bool, date]:
    return (card.waits.is_late, card.waits.due_on) if card.waits else (True, date.max)


def _closing(card: Card) -> tuple[float, str]:
    return (card.closes.timestamp() if card.closes else float("inf"), card.survey.slug)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a page is read: what cards need to know of the municipality."""

    place: Place
    now: datetime
    today: date
    areas: AreaTree
    """Also those that have ended."""
    themes: tuple[Theme, ...]
    """Those in force."""

    @classmethod
    def of(cls, place: Place) -> "Setting":
        """Two statements."""
        today = clock.today(place.timezone)
        themes = tuple(organisation.themes(on=today))
        return cls(place, clock.now(), today, organisation.area_tree(), themes)

    def ideas(self, wanted: Wanted, *, most: int = 5) -> tuple[IdeaCard, ...]:
        """The newest of some ideas; one statement, or four where there are any."""
        found = idea_queries.listed(wanted, size=most).ideas
        return idea_listing.cards(found, tree=self.areas, themes=self.themes, today=self.today)

    def shelf(self, found: Sequence[Survey]) -> Shelf:
        """Surveys as cards with their themes; one statement, or none where there are none."""
        return Shelf(
            listing.cards(found, areas=self.areas, themes=self.themes, timezone=self.place.timezone)
        )
