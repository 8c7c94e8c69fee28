"""How answering goes, noted without a thread to any answer: how long, on what, and where it stops.

A passage has a random id and a day. It is written beside the response in one transaction and
shares nothing with it; docs/PRIVACY.md says what a database administrator could still see.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, insert, select

from app.core import clock
from app.core.db import db
from app.surveys.drafts import DRAFT_DAYS
from app.surveys.fillings import ROUGH, Filling
from app.surveys.models import SurveyDraft
from app.surveys.models_access import Device, SurveyPassage

LONGEST = 4 * 60 * 60
"""Seconds; who takes longer has done something else meanwhile."""

_TABLET = re.compile(r"iPad|Tablet|Android(?!.*Mobile)|Silk", re.IGNORECASE)
_PHONE = re.compile(r"Mobi|iPhone|Phone", re.IGNORECASE)


def device_of(user_agent: str, is_mobile: str = "") -> Device:
    """The class of a device by what its browser says; `is_mobile` is the header
    Sec-CH-UA-Mobile."""
    if _TABLET.search(user_agent):
        return Device.TABLET
    if is_mobile == "?1" or _PHONE.search(user_agent):
        return Device.PHONE
    return Device.COMPUTER


def note(filling: Filling, lang: str, device: Device) -> None:
    """A filling was sent."""
    seconds = int(clock.now().timestamp()) - filling.begun * ROUGH
    is_known = filling.begun and 0 <= seconds <= LONGEST
    sent = {
        "survey_id": filling.survey.id,
        "day": clock.today(filling.timezone),
        "version": filling.version,
        "device": device,
        "lang": lang,
        "page": "",
        "seconds": seconds // ROUGH * ROUGH if is_known else None,
    }
    db.session.execute(insert(SurveyPassage), [sent])


def note_stopped() -> int:
    """Drafts that are about to expire are people who did not go on; says how many."""
    gone = select(SurveyDraft).where(
        SurveyDraft.expires_on < clock.now().date(), SurveyDraft.page != ""
    )
    rows = [
        {
            "survey_id": draft.survey_id,
            "day": _day_of(draft),
            "version": draft.version,
            "device": None,
            "lang": None,
            "page": draft.page,
            "seconds": None,
        }
        for draft in db.session.scalars(gone)
    ]
    if rows:
        db.session.execute(insert(SurveyPassage), rows)
    return len(rows)


def _day_of(draft: SurveyDraft) -> date:
    """The day on which somebody last went on with it."""
    return draft.expires_on - timedelta(days=DRAFT_DAYS)


@dataclass(frozen=True, slots=True)
class Passed:
    """So many passages of a day that are alike."""

    day: date
    version: int
    page: str
    device: Device | None
    lang: str | None
    seconds: int | None
    n: int


def of_survey(survey_id: UUID, through: date) -> Sequence[Passed]:
    """Every passage of the days up to `through`, alike ones together: those that were sent, those
    that stopped, and drafts that lie still, which may be taken up yet. Two statements."""
    return [*_noted(survey_id, through), *_lying(survey_id, through)]


def _noted(survey_id: UUID, through: date) -> Iterator[Passed]:
    group = (
        SurveyPassage.day,
        SurveyPassage.version,
        SurveyPassage.page,
        SurveyPassage.device,
        SurveyPassage.lang,
        SurveyPassage.seconds,
    )
    found = db.session.execute(
        select(*group, func.count())
        .where(SurveyPassage.survey_id == survey_id, SurveyPassage.day <= through)
        .group_by(*group)
    )
    for row in found:
        yield Passed(*row)


def _lying(survey_id: UUID, through: date) -> Iterator[Passed]:
    group = (SurveyDraft.expires_on, SurveyDraft.version, SurveyDraft.page)
    last = through + timedelta(days=DRAFT_DAYS)
    found = db.session.execute(
        select(*group, func.count())
        .where(
            SurveyDraft.survey_id == survey_id,
            SurveyDraft.page != "",
            SurveyDraft.expires_on <= last,
        )
        .group_by(*group)
    )
    for expires_on, version, page, n in found:
        day = expires_on - timedelta(days=DRAFT_DAYS)
        yield Passed(day, version, page, None, None, None, n)
