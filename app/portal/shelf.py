"""Surveys as residents meet them: open to influence, being handled, or closed with results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core import clock
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Area, Theme
from app.organisation.queries import AreaTree
from app.surveys import queries as surveys
from app.surveys.meta import PublicResults
from app.surveys.models import Survey, SurveyState


@dataclass(frozen=True, slots=True)
class Promise:
    """The answer that was promised when a survey closed: day `day` of `days`, at the latest
    on `due`."""

    day: int
    days: int
    due: date

    @property
    def share(self) -> float:
        return self.day / self.days


def promise(closed_on: date, due: date | None, today: date) -> Promise | None:
    """The promise that is running today, or None: none was made, or its last day is past."""
    if due is None or not closed_on <= today <= due:
        return None
    days = max((due - closed_on).days, 1)
    return Promise(day=min(max((today - closed_on).days, 1), days), days=days, due=due)


@dataclass(frozen=True, slots=True)
class Card:
    """A survey as a page of residents shows it."""

    survey: Survey
    state: SurveyState
    area: Area
    themes: tuple[Theme, ...]
    days_left: int | None
    """Whole days until it closes, 0 on the last; None where it stays open or is closed."""
    promise: Promise | None

    @property
    def has_results(self) -> bool:
        match self.survey.public_results:
            case PublicResults.OPEN:
                return self.state is not SurveyState.COMING
            case PublicResults.CLOSED:
                return self.state is SurveyState.CLOSED
            case _:
                return False


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
        """Closed, and the promised answer is still under way; the next one due first."""
        found = [card for card in self.cards if card.promise]
        return tuple(sorted(found, key=lambda card: card.promise.due if card.promise else date.max))

    @cached_property
    def closed(self) -> tuple[Card, ...]:
        """Closed, the latest first, without those that are being handled."""
        found = [
            card for card in self.cards if card.state is SurveyState.CLOSED and card.promise is None
        ]
        return tuple(sorted(found, key=_closing, reverse=True))

    @cached_property
    def with_results(self) -> tuple[Card, ...]:
        """Whose results anyone may read: those still open first, then the latest."""
        return tuple(card for card in (*self.open, *self.handled, *self.closed) if card.has_results)


def _closing(card: Card) -> tuple[float, str]:
    closes_at = card.survey.closes_at
    return (closes_at.timestamp() if closes_at else float("inf"), card.survey.slug)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a page is read: what cards need to know of the municipality."""

    place: Place
    now: datetime
    today: date
    areas: AreaTree
    themes: tuple[Theme, ...]
    """Those in force."""

    @classmethod
    def of(cls, place: Place) -> "Setting":
        """Two statements: areas (also those that have ended) and themes in force."""
        today = clock.today(place.timezone)
        themes = tuple(organisation.themes(on=today))
        return cls(place, clock.now(), today, organisation.area_tree(), themes)

    def shelf(self, found: Sequence[Survey]) -> Shelf:
        """Surveys as cards with their themes; one statement, or none where there are none."""
        ids = [survey.id for survey in found]
        of = surveys.themes_of(ids) if ids and self.themes else {}
        return Shelf(tuple(self._card(survey, of.get(survey.id, frozenset())) for survey in found))

    def _card(self, survey: Survey, themes: Collection[UUID]) -> Card:
        state = survey.state(self.now)
        closes_on = self._local(survey.closes_at) if survey.closes_at else None
        is_open, is_closed = state is SurveyState.OPEN, state is SurveyState.CLOSED
        return Card(
            survey=survey,
            state=state,
            area=self.areas.by_id[survey.area_id],
            themes=tuple(theme for theme in self.themes if theme.id in themes),
            days_left=(closes_on - self.today).days if closes_on and is_open else None,
            promise=(
                promise(closes_on, survey.answer_due_on, self.today)
                if closes_on and is_closed
                else None
            ),
        )

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.place.timezone)).date()
