"""What happens to responses: they arrive once, each in its turn, and may be taken back."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
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
    SurveyState,
)
from app.surveys.tallies import KIND

log = logging.getLogger(__name__)


class AlreadyAnswered(Conflict):
    """This browser has answered this survey."""


class Closed(Conflict):
    """The survey takes no answers now."""


class AnotherBody(Conflict):
    """The same form or Idempotency-Key came before, with other answers."""


class Withdrawn(Conflict):
    """The answers sent with this key were taken back by whoever sent them."""


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


def earlier(survey: Survey, *, key: str, content: str) -> Submitted | None:
    """What became of the answers sent with this key before, or None.

    Raises AnotherBody where they were other answers, Withdrawn where they were taken back.
    """
    receipt = receipt_of(key, survey.id)
    known = db.session.execute(
        select(Response.content_hash, Response.is_withdrawn).where(
            Response.receipt_hash == _hashed(receipt)
        )
    ).first()
    if known is None:
        return None
    content_hash, is_withdrawn = known
    if is_withdrawn:
        raise Withdrawn
    if content_hash != _content_hash(receipt, content):
        raise AnotherBody
    return Submitted(receipt, is_new=False)


def is_received(survey: Survey, key: str) -> bool:
    """Whether answers have been sent with this key, whatever they were."""
    receipt_hash = _hashed(receipt_of(key, survey.id))
    query = select(Response.id).where(Response.receipt_hash == receipt_hash)
    return db.session.execute(query).first() is not None


def _content_hash(receipt: str, content: str) -> str:
    return keyed_hash("content", receipt, content)


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

    `key` is the form's nonce or the Idempotency-Key: sent again with the same `content` it gives
    the same receipt and counts once. Raises AnotherBody (same key, other content), Withdrawn,
    Closed, AlreadyAnswered; then nothing is kept.
    """
    _take_turn(survey)
    if survey.state(clock.now()) is not SurveyState.OPEN:
        known = earlier(survey, key=key, content=content)
        if known is None:
            raise Closed
        return known
    receipt = receipt_of(key, survey.id)
    response = Response(
        survey_id=survey.id,
        version=version,
        area_id=survey.area_id,
        arrival=_next_arrival(survey.id),
        day=clock.today(timezone),
        lang=lang,
        channel=channel,
        receipt_hash=_hashed(receipt),
        content_hash=_content_hash(receipt, content),
        document=dict(answers.document),
    )
    marked = cookie if survey.once_per_browser else None
    try:
        with db.session.begin_nested():
            _keep(survey, response, answers, marked)
    except IntegrityError:
        # Sent before, perhaps at this very moment; or from a browser that has answered.
        known = earlier(survey, key=key, content=content)
        if known is not None:
            return known
        if marked is not None and has_answered(survey, marked):
            raise AlreadyAnswered from None
        raise
    log.info("response.received survey=%s", survey.slug)
    return Submitted(receipt, is_new=True)


def _take_turn(survey: Survey) -> None:
    """Let one response of a survey arrive after another: arrivals are numbered without a gap and
    in the order in which they can be seen, which the steps of suppression rest on. The survey is
    read anew, as it may have been closed a moment ago. (On SQLite a writer is alone anyway.)"""
    db.session.execute(
        select(Survey)
        .where(Survey.id == survey.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _keep(survey: Survey, response: Response, answers: Answers, cookie: str | None) -> None:
    db.session.add(response)
    db.session.flush()
    db.session.add_all(_codes(response, answers))
    if cookie is not None:
        mark = SurveyBrowser(survey_id=survey.id, browser_hash=browser_hash(cookie, survey.id))
        db.session.add(mark)
    db.session.flush()


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
