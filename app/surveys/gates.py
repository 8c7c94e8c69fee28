"""Who is let in to answer a survey: by its shared code, as a member, or by a personal link."""

import hmac
from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from flask import has_request_context
from sqlalchemy import select

from app.accounts import identity
from app.core.db import db
from app.core.errors import Conflict
from app.surveys import room, settings, tickets, tries
from app.surveys.meta import Who
from app.surveys.meta_gates import folded
from app.surveys.models import Survey
from app.surveys.models_access import SurveyInvitation

BY_CODE = "code"
"""What a filling says of itself where the code was right. One that came by a personal link holds
that link; who is a member is asked each time."""

LOCAL = frozenset({Who.ANYONE, Who.CODE})
"""Surveys that nobody is asked for by name: there a browser may count once."""


class Barrier(StrEnum):
    """What stands between somebody and a survey."""

    CODE = "code"
    SIGN_IN = "sign_in"
    MEMBERS = "members"
    LINK = "link"
    REMOVED = "removed"
    USED = "used"
    FULL = "full"


class Barred(Conflict):
    """Answers of somebody who is not let in."""

    def __init__(self, barrier: Barrier) -> None:
        super().__init__(barrier)
        self.barrier = barrier


def barrier(survey: Survey, admission: str) -> Barrier | None:
    """Why somebody is not let in; `admission` is what their filling says. No statement for a
    survey that is open to anyone and has no cap."""
    found = _who_is_barred(survey, admission)
    return Barrier.FULL if found is None and room.is_full(survey) else found


def admit(
    survey: Survey, admission: str, codes: Mapping[str, Collection[str]], *, is_change: bool
) -> str:
    """The ticket that answers with these codes use up, "" where they need none. Raises Barred and
    Full. To be called in the survey's turn; a change needs room alone."""
    found = None if is_change else _who_is_barred(survey, admission)
    if found is not None:
        raise Barred(found)
    if room.is_lacking(survey, codes):
        raise room.Full
    return "" if is_change else _ticket(survey, admission)


def gives_back(survey: Survey, admission: str) -> None:
    """Answers were taken back: whoever proves to hold a ticket may answer again."""
    held = _ticket(survey, admission)
    if held:
        tickets.give_back(survey.id, held)


def is_code(survey: Survey, typed: str) -> bool:
    """Whether this is the shared code, however it was typed."""
    wanted = survey.access_code or ""
    return bool(wanted) and hmac.compare_digest(folded(typed).encode(), wanted.encode())


def admission_of(survey: Survey, link_code: str) -> str:
    """What the code of a link (a QR code) lets in with. A wrong one counts as a try; where there
    have been too many, links are not looked at, and the code has to be typed."""
    if not link_code or survey.who != Who.CODE or tries.are_used_up():
        return ""
    if is_code(survey, link_code):
        return BY_CODE
    tries.count()
    return ""


def _who_is_barred(survey: Survey, admission: str) -> Barrier | None:
    match Who(survey.who):
        case Who.CODE:
            return None if admission == BY_CODE else Barrier.CODE
        case Who.MEMBERS:
            return _member_barrier(survey)
        case Who.INVITED:
            return _link_barrier(survey, admission)
    return None


def _member_barrier(survey: Survey) -> Barrier | None:
    groups = _groups_of_asker()
    if groups is None:
        return Barrier.SIGN_IN
    if not groups & settings.groups_of(survey):
        return Barrier.MEMBERS
    return Barrier.USED if tickets.is_used(survey, _ticket(survey, "")) else None


def _groups_of_asker() -> frozenset[UUID] | None:
    who = identity.principal() if has_request_context() else None
    if who is None:
        return None
    return frozenset(held.group_id for held in who.grants if held.group_id is not None)


def _link_barrier(survey: Survey, admission: str) -> Barrier | None:
    invitation = invitation_of(survey, admission)
    if invitation is None:
        return Barrier.LINK
    query = select(SurveyInvitation.id).where(
        SurveyInvitation.id == invitation, SurveyInvitation.survey_id == survey.id
    )
    if db.session.execute(query).first() is None:
        return Barrier.REMOVED
    return Barrier.USED if tickets.is_used(survey, _ticket(survey, admission)) else None


def invitation_of(survey: Survey, admission: str) -> UUID | None:
    """The invitation of a personal link to this survey."""
    found = tickets.read(admission)
    return found[1] if found and found[0] == survey.id else None


def _ticket(survey: Survey, admission: str) -> str:
    match Who(survey.who):
        case Who.MEMBERS:
            who = identity.principal() if has_request_context() else None
            return tickets.ticket(survey.id, tickets.MEMBER, who.id) if who else ""
        case Who.INVITED:
            found = invitation_of(survey, admission)
            return tickets.ticket(survey.id, tickets.INVITATION, found) if found else ""
    return ""
