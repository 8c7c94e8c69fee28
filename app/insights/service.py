"""Folding tallies: what is stored of the days that are over, of surveys and of web pages, and
making it anew."""

import logging
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from app.core import buckets, clock
from app.core.buckets import BEFORE_ALL, TallyProgress, TallyStale
from app.core.db import db
from app.pagefeedback import stored
from app.surveys import tallies
from app.surveys.models import Response, Survey

log = logging.getLogger(__name__)


def fold_due(timezone: str) -> int:
    """Fold what is over but not stored yet, and what has changed since, of the municipality in
    scope; says how many surveys. Commits after each survey: killed at any moment, it goes on at
    the next call, and two may run at once."""
    through = buckets.last_closed_day(clock.now(), timezone)
    folded = (
        select(TallyProgress.through)
        .where(
            TallyProgress.municipality_id == Survey.municipality_id,
            TallyProgress.kind == tallies.KIND,
            TallyProgress.subject == Survey.id,
        )
        .correlate(Survey)  # two selects further out: not found by itself
        .scalar_subquery()
    )
    has_days = exists().where(
        Response.municipality_id == Survey.municipality_id,
        Response.survey_id == Survey.id,
        Response.day > func.coalesce(folded, BEFORE_ALL),
        Response.day <= through,
    )
    has_changes = exists().where(
        TallyStale.municipality_id == Survey.municipality_id,
        TallyStale.kind == tallies.KIND,
        TallyStale.subject == Survey.id,
    )
    due = db.session.scalars(select(Survey.id).where(or_(has_days, has_changes))).all()
    db.session.commit()
    for survey_id in due:
        _fold(survey_id, timezone)
    return len(due)


def fold_pages(timezone: str) -> int:
    """The same for page feedback; says how many months. Commits after each month."""
    through = buckets.last_closed_day(clock.now(), timezone)
    due = stored.is_due(through)
    db.session.commit()
    return _fold_pages(through) if due else 0


def rebuild_pages(timezone: str) -> int:
    """Throw what is stored of page feedback away and fold it anew; says how many months."""
    stored.forget()
    db.session.commit()
    return _fold_pages(buckets.last_closed_day(clock.now(), timezone))


def _fold_pages(through: date) -> int:
    months = 0
    while stored.fold_next(through):
        db.session.commit()
        months += 1
    db.session.commit()
    log.info("tally.folded pages months=%s", months)
    return months


def rebuild(timezone: str) -> Iterator[tuple[str, int]]:
    """Throw the tallies of every survey away and fold them anew: slug and number of days, survey
    by survey. Commits after each."""
    surveys = db.session.execute(select(Survey.id, Survey.slug).order_by(Survey.slug)).all()
    db.session.commit()
    for survey_id, slug in surveys:
        buckets.forget(tallies.KIND, survey_id)
        yield slug, _fold(survey_id, timezone)


def _fold(survey_id: UUID, timezone: str) -> int:
    through = buckets.last_closed_day(clock.now(), timezone)
    days = buckets.fold(tallies.KIND, survey_id, tallies.compute, through=through)
    db.session.commit()
    log.info("tally.folded survey=%s days=%s", survey_id, days)
    return days
