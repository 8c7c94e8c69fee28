"""The list of a survey's invitations as officials see it: states of mails, and never of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from app.core.db import db
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation

PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is looked at: a state, and a part of an address or name."""

    state: InvitationState | None = None
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Roster:
    """One page of the list."""

    rows: Sequence[SurveyInvitation]
    has_more: bool


def read(survey_id: UUID, wanted: Wanted) -> Roster:
    """The rows in the order of their addresses and names: neither the order in which they were
    invited nor that in which mails were sent."""
    query = select(SurveyInvitation).where(SurveyInvitation.survey_id == survey_id)
    if wanted.state is not None:
        query = query.where(SurveyInvitation.state == wanted.state)
    if wanted.text:
        text = wanted.text.lower()
        query = query.where(
            or_(
                SurveyInvitation.email.contains(text, autoescape=True),
                SurveyInvitation.label.icontains(wanted.text, autoescape=True),
            )
        )
    order = (SurveyInvitation.email, SurveyInvitation.label, SurveyInvitation.id)
    page = query.order_by(*order).offset((wanted.page - 1) * PAGE).limit(PAGE + 1)
    rows = db.session.scalars(page).all()
    return Roster(rows[:PAGE], len(rows) > PAGE)


def one(survey: Survey, invitation_id: UUID) -> SurveyInvitation | None:
    query = select(SurveyInvitation).where(
        SurveyInvitation.survey_id == survey.id, SurveyInvitation.id == invitation_id
    )
    return db.session.scalars(query).one_or_none()


def links(survey_id: UUID) -> Sequence[SurveyInvitation]:
    """The personal links that are given by other means than a mail, by name and number."""
    query = select(SurveyInvitation).where(
        SurveyInvitation.survey_id == survey_id, SurveyInvitation.state == InvitationState.LINK
    )
    return sorted(db.session.scalars(query), key=_name)


def _name(row: SurveyInvitation) -> tuple[str, int, str]:
    words, _space, number = row.label.rpartition(" ")
    return (words, int(number) if number.isdecimal() else 0, row.label)


def languages(survey: Survey, state: InvitationState) -> list[str]:
    """The languages of the survey that people in a state are spoken to in, the survey's first
    language for those of another."""
    query = select(SurveyInvitation.lang).where(
        SurveyInvitation.survey_id == survey.id, SurveyInvitation.state == state
    )
    spoken = set(db.session.scalars(query.distinct()))
    if spoken - set(survey.languages):
        spoken.add(survey.languages[0])
    return [lang for lang in survey.languages if lang in spoken]
