"""The order in which responses arrive: one after another, without a gap, places left as they were.

The steps of suppression are cut by it.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from app.core import buckets, clock, scope
from app.core.db import db
from app.core.tally import Steps
from app.surveys.models import SETTLING, Response, Survey
from app.surveys.tallies import KIND

_IN_TURN = (
    select(Survey)
    .where(Survey.id == bindparam("id"))
    .with_for_update(key_share=True)  # who saves a draft refers to the survey, and need not wait
    .execution_options(populate_existing=True)
)


def take_turn(survey_id: UUID) -> Survey:
    """Let one response of a survey arrive after another: arrivals are numbered without a gap and
    in the order in which they can be seen, which the steps of suppression rest on. The survey is
    read anew, as it may have been closed a moment ago. (On SQLite a writer is alone anyway.)"""
    return db.session.scalars(_IN_TURN, {"id": survey_id}).one()


def following(survey_id: UUID) -> Any:
    """The number of the next arrival, for whoever has the turn."""
    return (
        select(func.coalesce(func.max(Response.arrival), 0) + 1)
        .where(
            Response.municipality_id == scope.required_municipality_id(),
            Response.survey_id == survey_id,
        )
        .scalar_subquery()
    )


def vacate(survey: Survey, response: Response, timezone: str) -> None:
    """Let the newest arrival take the place of a withdrawn one that nobody can have seen."""
    newest = db.session.scalars(
        select(Response)
        .where(Response.survey_id == survey.id)
        .order_by(Response.arrival.desc())
        .limit(1)
    ).one()
    # as if its last answers were shown the moment that it closes
    steps = survey.steps(newest.arrival, clock.now() + SETTLING)
    segments = steps.vacated(response.arrival)
    if segments is None:
        return
    survey.segments = [[segment.end, segment.k] for segment in segments]
    newest.arrival, response.arrival = response.arrival, 0
    touch(survey.id, newest.day, timezone)


def keep_boundaries(survey: Survey) -> int | None:
    """What has been shown stays a boundary between steps, before a survey shows anything in
    another way; says where the last one is, and None where nothing has arrived."""
    arrived = db.session.scalar(
        select(func.max(Response.arrival)).where(Response.survey_id == survey.id)
    )
    if not arrived:
        return None
    now = survey.steps(arrived, clock.now())
    steps = Steps(k=now.k, arrived=arrived, closed=True, segments=now.segments).ended()
    survey.segments = [[segment.end, segment.k] for segment in steps]
    return steps[-1].end if steps else 0


def touch(survey_id: UUID, day: date, timezone: str) -> None:
    """A row of this day has changed: its bucket is stale, unless the day is still open."""
    if day < clock.today(timezone):
        buckets.mark_stale(KIND, survey_id, day)
