"""What a survey asks of its official today: an answer that was promised, a last call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.surveys.listing import AnswerClock, answer_clock
from app.surveys.models import Survey, SurveyState

CLOSING = timedelta(days=7)
"""Before closing, it is time to remind people."""
SOON = timedelta(days=30)
"""An answer that is due this soon is waited for."""
FORGOTTEN = timedelta(days=120)
"""Answers that are this long overdue are not asked for any more."""


class NeedKind(StrEnum):
    OVERDUE = "overdue"
    DUE = "due"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Need:
    """Something to be done: `days` until it is due, or since it was."""

    kind: NeedKind
    on: date
    days: int
    clock: AnswerClock | None = None
    """How far the wait for an answer is."""


def of_survey(survey: Survey, now: datetime, zone: ZoneInfo) -> Iterator[Need]:
    """What a survey needs at a moment, by the calendar of the municipality."""
    if survey.closes_at is None:
        return
    today = now.astimezone(zone).date()
    closes_on = survey.closes_at.astimezone(zone).date()
    if survey.state(now) is SurveyState.OPEN and closes_on - today <= CLOSING:
        yield Need(NeedKind.CLOSING, closes_on, (closes_on - today).days)
    clock = answer_clock(survey, now, zone)
    if clock is None:
        return
    days = (clock.due_on - today).days
    if clock.is_late and timedelta(days=-days) <= FORGOTTEN:
        yield Need(NeedKind.OVERDUE, clock.due_on, -days)
    elif not clock.is_late and timedelta(days=days) <= SOON:
        yield Need(NeedKind.DUE, clock.due_on, days, clock)
