"""Surveys as lists and introductions show them: where they belong, and where their time stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, select

from app.core import clock
from app.core.db import db
from app.organisation.models import Area, Theme
from app.organisation.queries import AreaTree
from app.surveys import queries
from app.surveys.meta import CLOSING_TIME, PublicResults
from app.surveys.models import GRACE, Survey, SurveyState


@dataclass(frozen=True, slots=True)
class AnswerClock:
    """How long the residents have waited for the city's answer to a closed survey."""

    day: int
    days: int
    due_on: date
    promised_on: date | None = None
    """What was promised first, where it has been put off."""

    @property
    def is_late(self) -> bool:
        return self.day > self.days

    @property
    def late_by(self) -> int:
        """Days since the answer was due; 0: in time."""
        return max(0, self.day - self.days)


@dataclass(frozen=True, slots=True)
class Card:
    """A survey with what surrounds it; `closes` is local, and None where nobody has set it."""

    survey: Survey
    area: Area
    themes: tuple[Theme, ...]
    state: SurveyState
    opens: datetime
    closes: datetime | None
    waits: AnswerClock | None
    answered_on: date | None
    """When the city's answer was published, by its calendar."""

    @property
    def late_until(self) -> datetime | None:
        """Until when those who had begun before the closing may still send; None while it is open,
        and once that is over."""
        closes_at = self.survey.closes_at
        if closes_at is None or not self.survey.is_late(clock.now()):
            return None
        return (closes_at + GRACE).astimezone(self.opens.tzinfo)

    @property
    def takes_begun(self) -> bool:
        """Whether it takes the answers of those who have begun."""
        return self.state is SurveyState.OPEN or self.late_until is not None

    @property
    def closes_with_the_day(self) -> bool:
        return self.closes is not None and at_minute(self.closes) == CLOSING_TIME

    @property
    def opens_with_the_day(self) -> bool:
        return at_minute(self.opens) == time.min

    @property
    def has_results(self) -> bool:
        return are_results_public(self.survey, self.state)


def at_minute(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)


def are_results_public(survey: Survey, state: SurveyState) -> bool:
    """Whether residents may see the results now."""
    match survey.public_results:
        case PublicResults.OPEN:
            return state is not SurveyState.COMING
        case PublicResults.CLOSED:
            return state is SurveyState.CLOSED and survey.is_over(clock.now())
    return False


def answer_clock(survey: Survey, now: datetime, zone: ZoneInfo) -> AnswerClock | None:
    """The clock of a closed survey that was promised an answer and has none yet."""
    if survey.closes_at is None or survey.answer_due_on is None or now < survey.closes_at:
        return None
    if survey.answered_at is not None:
        return None
    closed_on = survey.closes_at.astimezone(zone).date()
    return AnswerClock(
        day=max(1, (now.astimezone(zone).date() - closed_on).days),
        days=max(1, (survey.answer_due_on - closed_on).days),
        due_on=survey.answer_due_on,
        promised_on=first_promise(survey),
    )


def first_promise(survey: Survey) -> date | None:
    """The day that was promised first, where the one that counts now is later."""
    first, due = survey.answer_promised_on, survey.answer_due_on
    return first if first is not None and due is not None and first < due else None


def card(survey: Survey, area: Area, timezone: str, themes: Sequence[Theme] = ()) -> Card:
    now, zone = clock.now(), ZoneInfo(timezone)
    return Card(
        survey=survey,
        area=area,
        themes=tuple(themes),
        state=survey.state(now),
        opens=survey.opens_at.astimezone(zone),
        closes=survey.closes_at.astimezone(zone) if survey.closes_at else None,
        waits=answer_clock(survey, now, zone),
        answered_on=survey.answered_at.astimezone(zone).date() if survey.answered_at else None,
    )


_WITH_AREA = (
    select(Survey, Area)
    .join(Area, and_(Area.municipality_id == Survey.municipality_id, Area.id == Survey.area_id))
    .where(Survey.slug == bindparam("slug"))
)


def one(slug: str, timezone: str) -> Card | None:
    """A survey by its slug, with its area. One statement."""
    row = db.session.execute(_WITH_AREA, {"slug": slug}).one_or_none()
    return card(row[0], row[1], timezone) if row else None


def cards(
    found: Sequence[Survey], *, areas: AreaTree, themes: Sequence[Theme], timezone: str
) -> tuple[Card, ...]:
    """Surveys with their areas, and with those of `themes` that they belong to. One statement, or
    none where there is nothing to look up."""
    ids = [survey.id for survey in found]
    tied = queries.themes_of(ids) if ids and themes else {}
    return tuple(
        card(
            survey,
            areas.by_id[survey.area_id],
            timezone,
            [theme for theme in themes if theme.id in tied.get(survey.id, ())],
        )
        for survey in found
    )
