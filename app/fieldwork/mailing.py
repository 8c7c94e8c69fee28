"""Sends the mails of invitations: a round is planned some at a time, each mail is a job of its own.

A round's job takes the next few invitations, puts a job for each into the queue and then itself
again, all in one transaction: killed at any moment, it goes on where it was, and plans nobody
twice. The job of a mail looks whether it is still to be sent, sends it while no transaction is
open, and notes that in the transaction that ends the job. Only a worker that is killed between the
mail server's "250" and that commit sends a mail twice, and only the one that it had in hand.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from app.accounts import audit
from app.accounts.mails import place_in_scope
from app.core import clock, jobs, mail
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import TranslatedText
from app.fieldwork import mails
from app.fieldwork.models_mailing import Kind, SurveyMailing
from app.surveys import tickets
from app.surveys.meta import Who
from app.surveys.models import Survey, SurveyState
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket

PLAN_JOB, MAIL_JOB = "invitation.plan", "invitation.mail"
AT_ONCE = 50
"""Mails that are put into the queue together: whoever asks for a password waits for no more than
these, however many are invited."""
MOST_REMINDERS = 3
LEAST_WAIT = timedelta(days=1)
"""Between two mails to the same person."""
LONGEST_FAULT = 200


class NothingToSend(Conflict):
    """Nobody is to get a mail of this kind now."""


class UnderWay(Conflict):
    """Another round of the survey is being sent, or was begun at the same moment."""


class NotOpen(Conflict):
    """The survey takes no answers by personal links now."""


def takes_mails(survey: Survey, now: datetime) -> bool:
    """Whether a personal link leads to anything now."""
    return survey.who == Who.INVITED and survey.state(now) is SurveyState.OPEN


def due(survey_id: UUID, kind: Kind, now: datetime) -> ColumnElement[bool]:
    """Invitations that may get a mail of this kind, whether or not they were used."""
    mine = and_(SurveyInvitation.survey_id == survey_id, SurveyInvitation.email.is_not(None))
    if kind is Kind.INVITE:
        return and_(
            mine,
            SurveyInvitation.state == InvitationState.WRITTEN,
            SurveyInvitation.created_at <= now,
        )
    return and_(
        mine,
        SurveyInvitation.state == InvitationState.SENT,
        SurveyInvitation.reminders < MOST_REMINDERS,
        or_(SurveyInvitation.mailed_at.is_(None), SurveyInvitation.mailed_at <= now - LEAST_WAIT),
    )


def count_due(survey_id: UUID, kind: Kind) -> int:
    query = select(func.count(SurveyInvitation.id)).where(due(survey_id, kind, clock.now()))
    return db.session.execute(query).scalar_one()


def rounds(survey_id: UUID) -> Sequence[SurveyMailing]:
    """All rounds of a survey, the newest first."""
    query = select(SurveyMailing).where(SurveyMailing.survey_id == survey_id)
    return db.session.scalars(query.order_by(SurveyMailing.number.desc())).all()


def start(
    survey: Survey, kind: Kind, subject: Mapping[str, str], words: Mapping[str, str]
) -> SurveyMailing:
    """Begin a round. Raises NotOpen, UnderWay, NothingToSend."""
    now = clock.now()
    if not takes_mails(survey, now):
        raise NotOpen
    earlier = rounds(survey.id)
    if earlier and earlier[0].ended_at is None:
        raise UnderWay
    total = count_due(survey.id, kind)
    if not total:
        raise NothingToSend
    row = SurveyMailing(
        survey_id=survey.id,
        number=earlier[0].number + 1 if earlier else 1,
        kind=kind,
        subject=TranslatedText(dict(subject)),
        words=TranslatedText(dict(words)),
        started_at=now,
        total=total,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as fault:
        db.session.rollback()
        raise UnderWay from fault
    if kind is Kind.INVITE:
        audit.record("invitation.invite", "survey", survey.slug)
    else:
        audit.record("invitation.remind", "survey", survey.slug)
    _go_on(row)
    return row


def _go_on(row: SurveyMailing) -> None:
    jobs.enqueue(PLAN_JOB, {"survey": str(row.survey_id), "round": row.number})


def _plan(payload: Mapping[str, Any]) -> None:
    """Put the next mails of a round into the queue."""
    row = _round(payload, is_to_change=True)
    if row is None or row.ended_at is not None:
        return
    query = select(SurveyInvitation.id).where(due(row.survey_id, Kind(row.kind), row.started_at))
    if row.after is not None:
        query = query.where(SurveyInvitation.id > row.after)
    batch = db.session.scalars(query.order_by(SurveyInvitation.id).limit(AT_ONCE)).all()
    for invitation_id in _unanswered(row.survey_id, batch) if row.kind == Kind.REMIND else batch:
        jobs.enqueue(
            MAIL_JOB,
            {
                "survey": str(row.survey_id),
                "round": row.number,
                "invitation": str(invitation_id),
            },
        )
    row.passed += len(batch)
    if len(batch) < AT_ONCE:
        row.ended_at = clock.now()
    else:
        row.after = batch[-1]
        _go_on(row)
    db.session.flush()


def _round(payload: Mapping[str, Any], *, is_to_change: bool = False) -> SurveyMailing | None:
    query = select(SurveyMailing).where(
        SurveyMailing.survey_id == UUID(payload["survey"]),
        SurveyMailing.number == payload["round"],
    )
    return db.session.scalars(query.with_for_update() if is_to_change else query).one_or_none()


def _unanswered(survey_id: UUID, invitation_ids: Sequence[UUID]) -> list[UUID]:
    """Those of some invitations whose mark is not there."""
    marks = {tickets.ticket(survey_id, tickets.INVITATION, one): one for one in invitation_ids}
    query = select(SurveyTicket.ticket_hash).where(
        SurveyTicket.survey_id == survey_id, SurveyTicket.ticket_hash.in_(list(marks))
    )
    used = set(db.session.scalars(query))
    return [one for mark, one in marks.items() if mark not in used]


def _mail(payload: Mapping[str, Any]) -> None:
    """Send one mail, unless it was sent, or is wanted no more."""
    row = _round(payload)
    invitation_id = UUID(payload["invitation"])
    ready = _ready(row, invitation_id) if row is not None else None
    db.session.commit()
    if row is None or ready is None:
        return
    try:
        mail.deliver(ready)
    except mail.Refused as refusal:
        _note(row, invitation_id, fault=refusal.said)
    else:
        _note(row, invitation_id)


def _ready(row: SurveyMailing, invitation_id: UUID) -> dict[str, str] | None:
    """The mail of a round to one person; None where they are not to get it (any more)."""
    survey = db.session.scalars(select(Survey).where(Survey.id == row.survey_id)).one()
    invitation = _invitation(row, invitation_id)
    if invitation is None or not takes_mails(survey, clock.now()):
        return None
    if _is_overtaken(row):
        return None
    if row.kind == Kind.REMIND and not _unanswered(survey.id, [invitation_id]):
        return None
    return mails.payload(place_in_scope(), survey, invitation, row)


def _is_overtaken(row: SurveyMailing) -> bool:
    """Whether a later round asks the same people: then it is that one's turn."""
    query = select(SurveyMailing.number).where(
        SurveyMailing.survey_id == row.survey_id,
        SurveyMailing.kind == row.kind,
        SurveyMailing.number > row.number,
    )
    return db.session.execute(query).first() is not None


def _invitation(row: SurveyMailing, invitation_id: UUID) -> SurveyInvitation | None:
    """The invitation, if the mail of this round is not sent yet and is still to be."""
    query = select(SurveyInvitation).where(
        due(row.survey_id, Kind(row.kind), row.started_at), SurveyInvitation.id == invitation_id
    )
    return db.session.scalars(query).one_or_none()


def _note(row: SurveyMailing, invitation_id: UUID, fault: str = "") -> None:
    """What became of a mail. Whoever has asked for no more meanwhile, or was taken off the list,
    stays as they are."""
    invitation = _invitation(row, invitation_id)
    if invitation is None:
        return
    if fault:
        invitation.state = InvitationState.BOUNCED
        invitation.fault = fault[:LONGEST_FAULT]
    else:
        invitation.state = InvitationState.SENT
        invitation.fault = ""
        invitation.mailed_at = clock.now()
        invitation.reminders += row.kind == Kind.REMIND
    db.session.flush()


def install(app: Flask) -> None:
    jobs.handle(app, PLAN_JOB, _plan)
    jobs.handle(app, MAIL_JOB, _mail)
