"""How many were invited to a survey, and how many have answered: three counts and nobody's name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.core.db import db
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket

REACHED = (InvitationState.SENT, InvitationState.LINK, InvitationState.STOPPED)
"""States in which somebody has a personal link, as far as anyone knows."""


@dataclass(frozen=True, slots=True)
class Invited:
    """`total` are on the list, `reachable` of them have got their link (what was refused or never
    sent is not among them), `answered` have used it: None where the reachable are fewer than the
    survey's smallest group, as then a count can be a name."""

    total: int
    reachable: int
    answered: int | None


def invited(survey: Survey) -> Invited:
    """The counts of a survey. Two statements.

    Nothing is matched: the answered are counted by their marks, whether or not the invitation is
    still there. So taking one away, or changing its state, never tells whether it was used.
    """
    states = by_state(survey.id)
    answered = used(survey.id)
    reachable = max(answered, sum(states.get(state, 0) for state in REACHED))
    return Invited(
        total=max(reachable, sum(states.values())),
        reachable=reachable,
        answered=answered if reachable >= survey.min_group else None,
    )


def by_state(survey_id: UUID) -> dict[InvitationState, int]:
    """How many invitations there are in each state of their mail."""
    query = (
        select(SurveyInvitation.state, func.count(SurveyInvitation.id))
        .where(SurveyInvitation.survey_id == survey_id)
        .group_by(SurveyInvitation.state)
    )
    return {InvitationState(state): n for state, n in db.session.execute(query)}


def used(survey_id: UUID) -> int:
    """How many personal links have been answered with."""
    query = select(func.count(SurveyTicket.ticket_hash)).where(SurveyTicket.survey_id == survey_id)
    return db.session.execute(query).scalar_one()
