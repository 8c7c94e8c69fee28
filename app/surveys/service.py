"""What happens to responses: they arrive once, each in its turn, and may be taken back."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.form_tokens import keyed_hash
from app.surveys import arrivals, gates, marks, tickets
from app.surveys.files import uploads
from app.surveys.models import (
    Channel,
    Response,
    ResponseCode,
    Survey,
    SurveyState,
)

log = logging.getLogger(__name__)


class AlreadyAnswered(Conflict):
    """This browser has answered this survey."""


class Closed(Conflict):
    """The survey takes no answers now."""


class AnotherBody(Conflict):
    """The same form or Idempotency-Key came before, with other answers."""


class Withdrawn(Conflict):
    """The answers sent with this key were taken back, or replaced, by whoever sent them."""


class Replaced(Conflict):
    """The answers that were to be changed are there no more: changed elsewhere, or taken back."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person sends: the document that is kept, and the codes that tallies count."""

    document: Mapping[str, Any]
    codes: Mapping[str, Sequence[str]]
    """Coded values by question name; ANSWERED among them where a question has no single value."""
    files: Sequence[UUID] = ()
    """What the document tells of files; until now they are those of `owner`."""
    owner: str = ""
    unanswered: Sequence[str] | None = None
    """What was asked and left without an answer; None where nobody noted it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers that were sent, the version of the survey that they were given to, and the day."""

    version: int
    document: Mapping[str, Any]
    day: date


@dataclass(frozen=True, slots=True)
class Submitted:
    receipt: str
    is_new: bool


def receipt_of(key: str, survey_id: UUID) -> str:
    """The receipt for a nonce or Idempotency-Key: the same each time, and known to nobody else."""
    digest = keyed_hash("receipt", str(survey_id), key)[:16].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def hashed(receipt: str) -> str:
    """All that is kept of a receipt."""
    return sha256(receipt.encode()).hexdigest()


def earlier(survey: Survey, *, key: str, content: str) -> Submitted | None:
    """What became of the answers sent with this key before, or None.

    Raises AnotherBody where they were other answers, Withdrawn where they were taken back.
    """
    receipt = receipt_of(key, survey.id)
    known = db.session.execute(
        select(Response.content_hash, Response.is_withdrawn).where(
            Response.receipt_hash == hashed(receipt)
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
        Response.receipt_hash == hashed(receipt_of(key, survey.id))
    )
    known = db.session.execute(query).first()
    if known is not None and known.is_withdrawn:
        raise Withdrawn
    return known.document if known else None


def kept(survey: Survey, receipt: str) -> Kept | None:
    """The answers with this receipt."""
    query = select(Response.version, Response.document, Response.day).where(
        Response.survey_id == survey.id,
        Response.receipt_hash == hashed(receipt),
        Response.is_withdrawn.is_(False),
    )
    known = db.session.execute(query).first()
    return Kept(*known) if known else None


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
    replaces: str = "",
    admission: str = "",
) -> Submitted:
    """Keep one person's answers: document and codes in the transaction in hand.

    `key` is the form's nonce or the Idempotency-Key: sent again with the same `content` it counts
    once. `replaces`: the hash of the receipt of answers that these take the place of; `admission`:
    by what somebody was let in. Raises AnotherBody, Withdrawn, Closed, AlreadyAnswered, Replaced,
    Barred, Full; then the transaction is undone.
    """
    receipt = receipt_of(key, survey.id)
    arrivals.take_turn(survey.id)
    try:
        _let_in(survey, channel, replaces, timezone)
        ticket = gates.admit(survey, admission, answers.codes, is_change=bool(replaces))
    except Conflict as refusal:
        return _earlier_or(refusal, survey, key, content)
    response = _arriving(survey, answers, receipt, content, timezone)
    response.version, response.lang, response.channel = version, lang, channel
    marked = cookie if survey.once_per_browser else None
    try:
        _keep(survey, response, answers, marked, ticket)
    except IntegrityError as fault:
        return _earlier_or_raise(survey, key, content, marked, fault)
    log.info("response.received survey=%s", survey.slug)
    return Submitted(receipt, is_new=True)


def _let_in(survey: Survey, channel: Channel, replaces: str, timezone: str) -> None:
    """What answers replace is taken back. A page that was sent had been begun before the closing:
    it has a token from then."""
    now = clock.now()
    is_in_time = channel is Channel.WEB and survey.is_late(now)
    if survey.state(now) is not SurveyState.OPEN and not is_in_time:
        raise Closed
    if replaces and not _take_back(survey, replaces, timezone):
        raise Replaced


def _arriving(
    survey: Survey, answers: Answers, receipt: str, content: str, timezone: str
) -> Response:
    """A response, with where and when it arrives as coarsely as it is kept."""
    return Response(
        survey_id=survey.id,
        area_id=survey.area_id,
        arrival=arrivals.following(survey.id),
        day=clock.today(timezone),
        receipt_hash=hashed(receipt),
        content_hash=_content_hash(receipt, content),
        document=dict(answers.document),
        unanswered=None if answers.unanswered is None else list(answers.unanswered),
    )


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


def _earlier_or(refusal: Conflict, survey: Survey, key: str, content: str) -> Submitted:
    known = earlier(survey, key=key, content=content)
    if known is None:
        raise refusal
    return known


def _keep(
    survey: Survey, response: Response, answers: Answers, cookie: str | None, ticket: str
) -> None:
    """Write response, files, codes, mark and ticket. Others wait their turn meanwhile: no
    savepoint, which would be two more ways to the database."""
    db.session.add(response)
    db.session.flush()
    if answers.files:
        uploads.hand_over(survey.id, answers.owner, answers.files, response.id)
    codes = _codes(response, answers)
    if codes:
        db.session.execute(insert(ResponseCode), codes)
    if cookie is not None:
        marks.leave(survey.id, cookie)
    if ticket:
        tickets.use(survey.id, ticket)


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
    """Take back the response with this receipt: its answers are gone. False where there is none."""
    response = db.session.scalars(_with_receipt(hashed(receipt))).one_or_none()
    if response is None:
        return False
    survey = arrivals.take_turn(response.survey_id)
    done = _take_back(survey, response.receipt_hash, timezone)
    if done:
        log.info("response.withdrawn")
    return done


def _with_receipt(receipt_hash: str) -> Select[Response]:
    return select(Response).where(
        Response.receipt_hash == receipt_hash, Response.is_withdrawn.is_(False)
    )


def _take_back(survey: Survey, receipt_hash: str, timezone: str) -> bool:
    """Empty a response of a survey whose turn has been taken.

    If it may have been shown, its place among the arrivals stays empty and its step is never
    shown again; if not, the newest arrival takes its place.
    """
    query = _with_receipt(receipt_hash).where(Response.survey_id == survey.id)
    response = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if response is None:
        return False
    response.is_withdrawn = True
    response.document = {}
    response.unanswered = None
    response.content_hash = ""
    db.session.execute(delete(ResponseCode).where(ResponseCode.response_id == response.id))
    uploads.remove_of_responses([response.id])
    arrivals.touch(survey.id, response.day, timezone)
    arrivals.vacate(survey, response, timezone)
    db.session.flush()
    return True
