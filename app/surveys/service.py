"""What happens to responses: they arrive once, each in its turn, and may be taken back."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.core import buckets, clock, scope
from app.core.db import db
from app.core.errors import Conflict
from app.core.form_tokens import keyed_hash
from app.surveys import marks, uploads
from app.surveys.models import (
    SETTLING,
    Channel,
    Response,
    ResponseCode,
    Survey,
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
    files: Sequence[UUID] = ()
    """What the document tells of files; until now they are those of `owner`."""
    owner: str = ""


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


def received(survey: Survey, key: str) -> Mapping[str, Any] | None:
    """The answers that have been sent with this key, or None. Raises Withdrawn."""
    query = select(Response.document, Response.is_withdrawn).where(
        Response.receipt_hash == _hashed(receipt_of(key, survey.id))
    )
    known = db.session.execute(query).first()
    if known is not None and known.is_withdrawn:
        raise Withdrawn
    return known.document if known else None


def kept(survey: Survey, receipt: str) -> tuple[int, Mapping[str, Any]] | None:
    """The answers with this receipt, after the version of the survey that they were given to."""
    query = select(Response.version, Response.document).where(
        Response.survey_id == survey.id,
        Response.receipt_hash == _hashed(receipt),
        Response.is_withdrawn.is_(False),
    )
    known = db.session.execute(query).first()
    return (known[0], known[1]) if known else None


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

    `key` is the form's nonce or the Idempotency-Key: sent again with the same `content` it counts
    once. Raises AnotherBody, Withdrawn, Closed, AlreadyAnswered; then the transaction is undone.
    """
    receipt = receipt_of(key, survey.id)
    _take_turn(survey.id)
    if survey.state(clock.now()) is not SurveyState.OPEN:
        return _earlier_or_closed(survey, key, content)
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
        _keep(survey, response, answers, marked)
    except IntegrityError as fault:
        return _earlier_or_raise(survey, key, content, marked, fault)
    log.info("response.received survey=%s", survey.slug)
    return Submitted(receipt, is_new=True)


_IN_TURN = (
    select(Survey)
    .where(Survey.id == bindparam("id"))
    .with_for_update(key_share=True)  # who saves a draft refers to the survey, and need not wait
    .execution_options(populate_existing=True)
)


def _take_turn(survey_id: UUID) -> Survey:
    """Let one response of a survey arrive after another: arrivals are numbered without a gap and
    in the order in which they can be seen, which the steps of suppression rest on. The survey is
    read anew, as it may have been closed a moment ago. (On SQLite a writer is alone anyway.)"""
    return db.session.scalars(_IN_TURN, {"id": survey_id}).one()


def _earlier_or_raise(
    survey: Survey, key: str, content: str, cookie: str | None, fault: IntegrityError
) -> Submitted:
    """Sent before, perhaps at this very moment; or from a browser that has answered."""
    db.session.rollback()
    known = earlier(survey, key=key, content=content)
    if known is not None:
        return known
    if cookie is not None and marks.has_answered(survey, cookie):
        raise AlreadyAnswered from fault
    raise fault


def _earlier_or_closed(survey: Survey, key: str, content: str) -> Submitted:
    known = earlier(survey, key=key, content=content)
    if known is None:
        raise Closed
    return known


def _keep(survey: Survey, response: Response, answers: Answers, cookie: str | None) -> None:
    """Write response, files, codes and mark. Others wait their turn meanwhile: no savepoint, which
    would be two more ways to the database."""
    db.session.add(response)
    db.session.flush()
    if answers.files:
        uploads.hand_over(survey.id, answers.owner, answers.files, response.id)
    codes = _codes(response, answers)
    if codes:
        db.session.execute(insert(ResponseCode), codes)
    if cookie is not None:
        marks.leave(survey.id, cookie)


def _next_arrival(survey_id: UUID) -> Any:
    return (
        select(func.coalesce(func.max(Response.arrival), 0) + 1)
        .where(
            Response.municipality_id == scope.required_municipality_id(),
            Response.survey_id == survey_id,
        )
        .scalar_subquery()
    )


def _codes(response: Response, answers: Answers) -> list[dict[str, object]]:
    """As plain rows: others wait their turn meanwhile, and nobody reads them back here."""
    return [
        {
            "response_id": response.id,
            "question": question,
            "value": value,
            "survey_id": response.survey_id,
            "day": response.day,
        }
        for question, values in answers.codes.items()
        for value in dict.fromkeys(values)
    ]


def withdraw(receipt: str, *, timezone: str) -> bool:
    """Take back the response with this receipt: its answers are gone. False where there is none.

    If it may have been shown, its place among the arrivals stays empty and its step is never
    shown again; if not, the newest arrival takes its place.
    """
    query = select(Response).where(
        Response.receipt_hash == _hashed(receipt), Response.is_withdrawn.is_(False)
    )
    response = db.session.scalars(query).one_or_none()
    if response is None:
        return False
    survey = _take_turn(response.survey_id)
    response = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if response is None:
        return False
    response.is_withdrawn = True
    response.document = {}
    response.content_hash = ""
    db.session.execute(delete(ResponseCode).where(ResponseCode.response_id == response.id))
    uploads.remove_of_responses([response.id])
    _touch(survey.id, response.day, timezone)
    _give_place(survey, response, timezone)
    db.session.flush()
    log.info("response.withdrawn")
    return True


def _give_place(survey: Survey, response: Response, timezone: str) -> None:
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
    _touch(survey.id, newest.day, timezone)


def _touch(survey_id: UUID, day: date, timezone: str) -> None:
    """A row of this day has changed: its bucket is stale, unless the day is still open."""
    if day < clock.today(timezone):
        buckets.mark_stale(KIND, survey_id, day)
