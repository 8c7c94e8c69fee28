"""What the front page of a municipality says."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.ideas.listing import Card as IdeaCard
from app.ideas.queries import Wanted
from app.organisation import directory
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Goal, Strategy, Theme
from app.portal import done
from app.portal.done import Deed
from app.portal.shelf import Setting, Shelf
from app.surveys import queries as surveys
from app.surveys.listing import Card

MOST_OPEN = 7
MOST_HANDLED = 4
MOST_RESULTS = 5
MOST_IDEAS = 4
MOST_DONE = 3
MOST_CLOSED = 30
"""How far back the front page looks; what is older is on the page of surveys."""


@dataclass(frozen=True, slots=True)
class Home:
    """The front page, first what can be influenced now."""

    open: tuple[Card, ...]
    more_open: int
    """Open surveys that did not fit."""
    next_opens: datetime | None
    """When the next survey opens, in local time, looked up where none is open."""
    handled: tuple[Card, ...]
    results: tuple[Card, ...]
    ideas: tuple[IdeaCard, ...]
    """The newest."""
    done: tuple[Deed, ...]
    """What was done last."""
    themes: tuple[Theme, ...]
    strategy: Strategy | None
    goals: tuple[Goal, ...]


def home(place: Place) -> Home:
    """At most seventeen statements."""
    around = Setting.of(place)
    shelf = _shelf(around)
    strategy, goals = _direction(around)
    return Home(
        open=shelf.open[:MOST_OPEN],
        more_open=max(len(shelf.open) - MOST_OPEN, 0),
        next_opens=None if shelf.open else _next_opening(around),
        handled=shelf.handled[:MOST_HANDLED],
        results=shelf.with_results[:MOST_RESULTS],
        ideas=around.ideas(Wanted(), most=MOST_IDEAS),
        done=done.listed(around, size=MOST_DONE).deeds,
        themes=around.themes,
        strategy=strategy,
        goals=goals,
    )


def _shelf(around: Setting) -> Shelf:
    closed = surveys.closed_surveys(around.now, most=MOST_CLOSED)
    return around.shelf([*surveys.open_surveys(around.now), *closed])


def _next_opening(around: Setting) -> datetime | None:
    coming = surveys.coming_surveys(around.now)
    return coming[0].opens_at.astimezone(ZoneInfo(around.place.timezone)) if coming else None


def _direction(around: Setting) -> tuple[Strategy | None, tuple[Goal, ...]]:
    if not directory.offering(around.place).strategy:
        return None, ()
    return organisation.current_goals(around.today.year)
