"""Invitations to surveys: rows as the desk makes them, in the municipality in scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.surveys.meta import Who
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation
from tests import factories


def invite(survey: Survey, email: str | None = None, **more: Any) -> SurveyInvitation:
    """Somebody on the list of a survey; a made-up address unless said."""
    email = email or f"person-{factories.number()}@{factories.marker().lower()}.example"
    told = {"state": InvitationState.WRITTEN, "lang": "fi", "email": email} | more
    return factories.keep(SurveyInvitation(survey_id=survey.id, **told))


def for_the_invited(survey: Survey) -> Survey:
    survey.who = Who.INVITED
    db.session.flush()
    return survey


def id_at(slug: str) -> UUID:
    """The only invitation of a survey."""
    query = select(SurveyInvitation.id).join(Survey, Survey.id == SurveyInvitation.survey_id)
    return db.session.scalars(query.where(Survey.slug == slug)).one()
