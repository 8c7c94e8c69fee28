"""What was promised to those who have answered: it can become stricter, never looser."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.core import buckets, clock
from app.core.db import db
from app.core.errors import Conflict
from app.surveys import arrivals, room
from app.surveys.meta import Anonymity, Meta, Who
from app.surveys.models import GRACE, Response, Survey
from app.surveys.tallies import KIND

ONCE_EACH = frozenset({Who.MEMBERS, Who.INVITED})
"""Who answers these is known to be asked, each once."""


class LooserProtection(Conflict):
    """A survey that has answers can only protect its respondents more, not less: `what` holds
    the keys of the settings that would protect them less."""

    def __init__(self, what: Collection[str]) -> None:
        super().__init__(", ".join(sorted(what)))
        self.what = frozenset(what)


def has_responses(survey: Survey) -> bool:
    """Whether anybody has ever answered, even if the answers were taken back since."""
    query = select(Response.id).where(Response.survey_id == survey.id).limit(1)
    return survey.id is not None and db.session.execute(query).first() is not None


def fixed(survey: Survey) -> bool:
    """Whether the promises of a survey hold by now."""
    return survey.texts_removed_at is not None or has_responses(survey)


def looser(survey: Survey, meta: Meta) -> frozenset[str]:
    """The settings that would say less than was promised, of a survey that has been answered."""
    found = set()
    if survey.anonymity == Anonymity.ANONYMOUS and meta.anonymity is Anonymity.PERSONAL:
        found.add("anonymity")
    if meta.min_group < survey.min_group:
        found.add("min_group")
    if meta.retention_months > survey.retention_months:
        found.add("retention_months")
    if survey.who != meta.who and {Who(survey.who), meta.who} & ONCE_EACH:
        found.add("who")  # of answers nobody could tell any more who was asked, and each once
    if not _quotas_tell_nothing(survey, meta):
        found.add("quotas")
    return frozenset(found)


def _quotas_tell_nothing(survey: Survey, meta: Meta) -> bool:
    """A quota that is full says how many have given an answer, to the person. Set anew, or one
    higher, after each arrival, it would say who answered what: so quotas stay, go, or grow by a
    group at a time."""
    known = {(one.question, one.value): one.most for one in room.quotas_of(survey)}
    for one in meta.gates.quotas:
        before = known.get((one.question, one.value))
        if before is None or (one.most != before and one.most < before + survey.min_group):
            return False
    return True


def keep(survey: Survey, meta: Meta, *, area_id: UUID, closes_at: datetime | None) -> None:
    """Hold an existing survey to its promises before settings are written. Raises
    LooserProtection.

    What has been shown stays a boundary between steps: where the group size grows, a closed
    survey opens again (be it only for those in the middle), or another area takes over.
    """
    what = looser(survey, meta) if fixed(survey) else frozenset()
    reopens = _reopens(survey, closes_at)
    if reopens and survey.answered_at is not None:
        what |= {"closes"}  # nobody answers what the city has answered already
    if what:
        raise LooserProtection(what)
    if reopens:
        survey.texts_removed_at = None  # what comes now is to be removed in its time
    moves = area_id != survey.area_id
    if not (moves or reopens or meta.min_group != survey.min_group):
        return
    last = arrivals.keep_boundaries(survey)
    if moves and last is not None:
        _hand_over(survey, area_id, after=last)


def _reopens(survey: Survey, closes_at: datetime | None) -> bool:
    now = clock.now()
    was_closed = survey.closes_at is not None and survey.closes_at <= now
    takes = closes_at is None or closes_at + GRACE > now
    return was_closed and takes and closes_at != survey.closes_at


def _hand_over(survey: Survey, area_id: UUID, *, after: int) -> None:
    """Arrivals too few to be shown apart go along to the area that takes over."""
    few = (Response.survey_id == survey.id, Response.arrival > after)
    days = db.session.scalars(select(Response.day).where(*few).distinct()).all()
    db.session.execute(update(Response).where(*few).values(area_id=area_id))
    for day in days:
        buckets.mark_stale(KIND, survey.id, day)
