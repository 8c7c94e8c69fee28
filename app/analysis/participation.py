"""How many of those who were invited have answered."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.analysis import statistics
from app.analysis.statistics import Interval
from app.core.db import db
from app.surveys.meta import Who
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket


@dataclass(frozen=True, slots=True)
class Invited:
    """How many invitations there are, how many of them were not refused by a mail server, and how
    many have been used."""

    total: int
    reachable: int
    answered: int


def invited(survey: Survey) -> Invited:
    """Three counts: invitations know nothing of answers."""
    here = SurveyInvitation.survey_id == survey.id
    total = db.session.execute(select(func.count(SurveyInvitation.id)).where(here)).scalar_one()
    bounced = db.session.execute(
        select(func.count(SurveyInvitation.id)).where(
            here, SurveyInvitation.state == InvitationState.BOUNCED
        )
    ).scalar_one()
    answered = db.session.execute(
        select(func.count(SurveyTicket.ticket_hash)).where(SurveyTicket.survey_id == survey.id)
    ).scalar_one()
    return Invited(total, total - bounced, answered)


@dataclass(frozen=True, slots=True)
class Rate:
    answered: int
    reachable: int
    share: float
    interval: Interval


def response_rate(survey: Survey) -> Rate | None:
    """Only of surveys for the invited: nobody knows how many could have answered an open one."""
    if survey.who != Who.INVITED:
        return None
    found = invited(survey)
    answered = min(found.answered, found.reachable)
    interval = statistics.wilson(answered, found.reachable)
    if interval is None:
        return None
    return Rate(answered, found.reachable, answered / found.reachable, interval)
