"""Personal links, and the marks that they, or members, have answered: a mark knows no answer."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import delete, insert, select

from app.core import scope
from app.core.db import db
from app.core.form_tokens import keyed_hash
from app.surveys.models import Survey
from app.surveys.models_access import SurveyTicket

INVITATION, MEMBER = "invitation", "member"
"""Kinds of tickets: what the id is of."""

_ID_BYTES, _SEAL_BYTES = 16, 16
_WHOLE = 2 * _ID_BYTES + _SEAL_BYTES


def token(survey_id: UUID, invitation_id: UUID) -> str:
    """What a personal link ends in: always the same for an invitation, and kept nowhere."""
    sealed = survey_id.bytes + invitation_id.bytes + _seal(survey_id, invitation_id)
    return urlsafe_b64encode(sealed).decode()


def read(text: str) -> tuple[UUID, UUID] | None:
    """The survey and the invitation of a link that this municipality has given out, or None."""
    try:
        sealed = urlsafe_b64decode(text.encode())
    except (Error, ValueError):
        return None
    if len(sealed) != _WHOLE:
        return None
    survey_id = UUID(bytes=sealed[:_ID_BYTES])
    invitation_id = UUID(bytes=sealed[_ID_BYTES : 2 * _ID_BYTES])
    is_ours = compare_digest(sealed[2 * _ID_BYTES :], _seal(survey_id, invitation_id))
    return (survey_id, invitation_id) if is_ours else None


def _seal(survey_id: UUID, invitation_id: UUID) -> bytes:
    here = str(scope.required_municipality_id())
    sign = keyed_hash("invitation-link", here, str(survey_id), str(invitation_id))
    return bytes.fromhex(sign)[:_SEAL_BYTES]


def ticket(survey_id: UUID, kind: str, id: UUID) -> str:
    """The mark of an invitation or a member, apart for each survey."""
    return keyed_hash("ticket", kind, str(survey_id), str(id))


def is_used(survey: Survey, ticket_hash: str) -> bool:
    """Whether answers have been sent with this ticket."""
    query = select(SurveyTicket.survey_id).where(
        SurveyTicket.survey_id == survey.id, SurveyTicket.ticket_hash == ticket_hash
    )
    return db.session.execute(query).first() is not None


def use(survey_id: UUID, ticket_hash: str) -> None:
    """Note that answers are sent with it. IntegrityError where some have been before."""
    mark = {"survey_id": survey_id, "ticket_hash": ticket_hash}
    db.session.execute(insert(SurveyTicket), [mark])


def give_back(survey_id: UUID, ticket_hash: str) -> None:
    """Let it be used again: answers were taken back."""
    db.session.execute(
        delete(SurveyTicket).where(
            SurveyTicket.survey_id == survey_id, SurveyTicket.ticket_hash == ticket_hash
        )
    )
