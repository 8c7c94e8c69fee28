"""Closing a survey and opening it again by hand, and the day by which the city answers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.accounts import audit
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.surveys import arrivals
from app.surveys.models import Survey, SurveyState
from app.surveys.settings import promise

USUAL_DAYS = 30
"""Within how many days of its closing a survey is answered, where nobody has said."""


class NotNow(Conflict):
    """Something that a survey's state does not allow (any more): it has closed, or is answered."""


def answer_days(survey: Survey, timezone: str) -> int:
    """How many days after closing the answer is promised."""
    if survey.closes_at is None or survey.answer_due_on is None:
        return USUAL_DAYS
    closes_on = survey.closes_at.astimezone(ZoneInfo(timezone)).date()
    return max(0, (survey.answer_due_on - closes_on).days)


def suggested_day(survey: Survey, closes_on: date, timezone: str) -> date:
    """The day of the answer if the survey closes on a day."""
    return closes_on + timedelta(days=answer_days(survey, timezone))


def close(survey: Survey, *, due_on: date) -> None:
    """Take no more answers, and promise the city's own by a day. Raises NotNow; flushes."""
    survey = arrivals.take_turn(survey.id)
    now = clock.now()
    if survey.state(now) is not SurveyState.OPEN:
        raise NotNow
    survey.closes_at = now
    promise(survey, due_on)
    audit.record("survey.closed", "survey", survey.slug, survey=survey.slug, due=str(due_on))
    db.session.flush()


def open_again(survey: Survey, *, closes_at: datetime, due_on: date) -> None:
    """Take answers again, until a moment; what has been shown stays a boundary for good. A survey
    that was answered stays closed. Raises NotNow; flushes."""
    survey = arrivals.take_turn(survey.id)
    now = clock.now()
    if survey.state(now) is not SurveyState.CLOSED or survey.answered_at is not None:
        raise NotNow
    if closes_at <= now:
        raise NotNow
    arrivals.keep_boundaries(survey)
    survey.texts_removed_at = None  # what comes now is to be removed in its time
    survey.closes_at = closes_at
    promise(survey, due_on)
    audit.record("survey.reopened", "survey", survey.slug, survey=survey.slug, due=str(due_on))
    db.session.flush()


def move(survey: Survey, *, closes_at: datetime, due_on: date) -> None:
    """Let a survey that has not closed close at another moment. Raises NotNow; flushes."""
    survey = arrivals.take_turn(survey.id)
    now = clock.now()
    if survey.state(now) is SurveyState.CLOSED or closes_at <= max(now, survey.opens_at):
        raise NotNow
    survey.closes_at = closes_at
    promise(survey, due_on)
    audit.record(
        "survey.closing_moved", "survey", survey.slug,
        survey=survey.slug, closes=closes_at.isoformat(), due=str(due_on),
    )  # fmt: skip
    db.session.flush()


def put_off(survey: Survey, *, due_on: date) -> None:
    """Promise the answer by another day. Raises NotNow once it has been given; flushes."""
    survey = arrivals.take_turn(survey.id)
    if survey.answered_at is not None:
        raise NotNow
    before = survey.answer_due_on
    if before == due_on:
        return
    promise(survey, due_on)
    audit.record(
        "survey.due_moved", "survey", survey.slug,
        survey=survey.slug, before=str(before or ""), due=str(due_on),
    )  # fmt: skip
    db.session.flush()
