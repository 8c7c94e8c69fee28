"""What happens to surveys: publishing, drafts, answering, withdrawing."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app.core import buckets, clock, scope
from app.core.db import db
from app.core.errors import Conflict
from app.core.form_tokens import keyed_hash
from app.surveys.models import (
    Channel,
    Response,
    ResponseCode,
    Survey,
    SurveyBrowser,
    SurveyDraft,
    SurveyState,
)
from app.surveys.tallies import KIND

log = logging.getLogger(__name__)

DRAFT_DAYS = 14


class AlreadyAnswered(Conflict):
    """This browser has answered this survey."""


class Closed(Conflict):
    """The survey takes no answers now."""


class AnotherBody(Conflict):
    """The same Idempotency-Key came with other answers."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person sends: the document that is kept, and the codes that tallies count."""

    document: Mapping[str, Any]
    codes: Mapping[str, Sequence[str]]
    """Coded values by question name; ANSWERED among them where a question has no single value."""


@dataclass(frozen=True, slots=True)
class Submitted:
    receipt: str
    is_new: bool


def receipt_of(key: str, survey_id: UUID) -> str:
    """The receipt for a nonce or Idempotency-Key: the same each time, and known to nobody else."""
    digest = keyed_hash("receipt", str(survey_id), key)[:16].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def browser_hash(cookie: str, survey_id: UUID) -> str:
    return keyed_hash("browser", str(survey_id), cookie)


def has_answered(survey: Survey, cookie: str) -> bool:
    """Whether the browser with this cookie has answered the survey."""
    query = select(SurveyBrowser.survey_id).where(
        SurveyBrowser.survey_id == survey.id,
        SurveyBrowser.browser_hash == browser_hash(cookie, survey.id),
    )
    return db.session.execute(query).first() is not None


def submit(
    survey: Survey,
    *,
    version: int,
    answers: Answers,
    lang: str,
    channel: Channel,
    key: str,
    content: str,
    timezone: str,
    cookie: str | None = None,
) -> Submitted:
    """Keep one person's answers: document and codes in the transaction in hand.

    `key` is the form's nonce or the Idempotency-Key: sent again it gives the same receipt and
    counts once. Raises AnotherBody (same key, other `content`), Closed, AlreadyAnswered.
    """
    receipt = receipt_of(key, survey.id)
    content_hash = keyed_hash("content", receipt, content)
    known = _earlier(receipt)
    if known is not None:
        if known != content_hash and channel is Channel.API:
            raise AnotherBody
        return Submitted(receipt, is_new=False)
    if survey.state(clock.now()) is not SurveyState.OPEN:
        raise Closed
    response = Response(
        survey_id=survey.id,
        version=version,
        area_id=survey.area_id,
        arrival=_next_arrival(survey.id),
        day=clock.today(timezone),
        lang=lang,
        channel=channel,
        receipt_hash=_hashed(receipt),
        content_hash=content_hash,
        document=dict(answers.document),
    )
    try:
        with db.session.begin_nested():
            db.session.add(response)
            db.session.flush()
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one has been kept.
        return Submitted(receipt, is_new=False)
    db.session.add_all(_codes(response, answers))
    if survey.once_per_browser and cookie is not None:
        _mark_browser(survey, cookie)
    db.session.flush()
    log.info("response.received survey=%s", survey.slug)
    return Submitted(receipt, is_new=True)


def _earlier(receipt: str) -> str | None:
    """The content hash of the response with this receipt, if it has been kept already."""
    query = select(Response.content_hash).where(Response.receipt_hash == _hashed(receipt))
    return db.session.scalars(query).first()


def _next_arrival(survey_id: UUID) -> Any:
    return (
        select(func.coalesce(func.max(Response.arrival), 0) + 1)
        .where(
            Response.municipality_id == scope.required_municipality_id(),
            Response.survey_id == survey_id,
        )
        .scalar_subquery()
    )


def _codes(response: Response, answers: Answers) -> list[ResponseCode]:
    return [
        ResponseCode(
            response_id=response.id,
            question=question,
            value=value,
            survey_id=response.survey_id,
            day=response.day,
        )
        for question, values in answers.codes.items()
        for value in dict.fromkeys(values)
    ]


def _mark_browser(survey: Survey, cookie: str) -> None:
    mark = SurveyBrowser(survey_id=survey.id, browser_hash=browser_hash(cookie, survey.id))
    try:
        with db.session.begin_nested():
            db.session.add(mark)
            db.session.flush()
    except IntegrityError as fault:
        raise AlreadyAnswered from fault


def withdraw(receipt: str, *, timezone: str) -> bool:
    """Take back the response with this receipt: its answers are gone, its place in the row of
    arrivals stays. False where there is none."""
    response = db.session.scalars(
        select(Response).where(
            Response.receipt_hash == _hashed(receipt), Response.is_withdrawn.is_(False)
        )
    ).one_or_none()
    if response is None:
        return False
    response.is_withdrawn = True
    response.document = {}
    response.content_hash = ""
    db.session.execute(delete(ResponseCode).where(ResponseCode.response_id == response.id))
    _touch(response.survey_id, response.day, timezone)
    log.info("response.withdrawn")
    return True


def _touch(survey_id: UUID, day: date, timezone: str) -> None:
    """A row of this day has changed: its bucket is stale, unless the day is still open."""
    if day < clock.today(timezone):
        buckets.mark_stale(KIND, survey_id, day)


def save_draft(survey: Survey, *, version: int, nonce: str, document: Mapping[str, Any]) -> None:
    """Keep what has been typed so far under the nonce of the form."""
    key_hash = draft_hash(nonce, survey.id)
    expires = clock.now().date() + timedelta(days=DRAFT_DAYS)
    changed = db.session.execute(
        update(SurveyDraft)
        .where(SurveyDraft.survey_id == survey.id, SurveyDraft.key_hash == key_hash)
        .values(document=dict(document), expires_on=expires)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        db.session.add(
            SurveyDraft(
                survey_id=survey.id,
                key_hash=key_hash,
                version=version,
                document=dict(document),
                expires_on=expires,
            )
        )
    db.session.flush()


def draft_hash(nonce: str, survey_id: UUID) -> str:
    return keyed_hash("draft", str(survey_id), nonce)


def drop_draft(survey: Survey, nonce: str) -> None:
    """Forget a draft: it was sent, or the person starts over."""
    db.session.execute(
        delete(SurveyDraft).where(
            SurveyDraft.survey_id == survey.id,
            SurveyDraft.key_hash == draft_hash(nonce, survey.id),
        )
    )
    db.session.flush()


def expire_drafts() -> int:
    """Delete drafts that nobody went on with; says how many."""
    done = db.session.execute(
        delete(SurveyDraft).where(SurveyDraft.expires_on < clock.now().date())
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
