"""Drafts: what someone has typed so far on the way through a survey, under the form's nonce."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.form_tokens import keyed_hash
from app.surveys.models import Survey, SurveyDraft

DRAFT_DAYS = 14


def find(survey: Survey, nonce: str) -> SurveyDraft | None:
    """What was typed under a nonce, if it is still kept."""
    return db.session.scalars(
        select(SurveyDraft).where(
            SurveyDraft.survey_id == survey.id,
            SurveyDraft.key_hash == key_hash(nonce, survey.id),
        )
    ).one_or_none()


def save(
    survey: Survey, *, version: int, nonce: str, document: Mapping[str, Any], page: str = ""
) -> None:
    """Keep what has been typed so far under the nonce of the form, and the page that it has come
    to ("": the one that it was on)."""
    if _change(survey, nonce, document, page):
        return
    row = SurveyDraft(
        survey_id=survey.id,
        key_hash=key_hash(nonce, survey.id),
        version=version,
        document=dict(document),
        page=page,
        expires_on=expiry(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        # The same page, sent twice at the same moment.
        _change(survey, nonce, document, page)


def expiry() -> date:
    """The last day on which a draft that is saved now is kept."""
    return clock.now().date() + timedelta(days=DRAFT_DAYS)


def _change(survey: Survey, nonce: str, document: Mapping[str, Any], page: str) -> bool:
    """Whether there was a draft to change."""
    changed = db.session.execute(
        update(SurveyDraft)
        .where(
            SurveyDraft.survey_id == survey.id,
            SurveyDraft.key_hash == key_hash(nonce, survey.id),
        )
        .values(document=dict(document), expires_on=expiry(), **({"page": page} if page else {}))
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def key_hash(nonce: str, survey_id: UUID) -> str:
    """What a draft, and the files that belong to it, are found by."""
    return keyed_hash("draft", str(survey_id), nonce)


def drop(survey: Survey, nonce: str) -> None:
    """Forget a draft: it was sent, or the person starts over."""
    db.session.execute(
        delete(SurveyDraft).where(
            SurveyDraft.survey_id == survey.id,
            SurveyDraft.key_hash == key_hash(nonce, survey.id),
        )
    )
    db.session.flush()


def expire() -> int:
    """Delete drafts that nobody went on with; says how many."""
    done = db.session.execute(
        delete(SurveyDraft).where(SurveyDraft.expires_on < clock.now().date())
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
