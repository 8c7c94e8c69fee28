"""Who wants to hear what comes of a survey: addresses, kept apart from answers, and forgotten."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, or_, select

from app.core import clock
from app.core.db import db
from app.engagement import readers
from app.engagement.models import EmailContact
from app.surveys.models import Survey
from app.surveys.models_outcome import SurveyFollower

FOLLOW = "survey.follow"
"""What a mailed link proves its opener to be, and what the button that asks for it is called."""

CORRECTIONS_KEPT_MONTHS = 12
"""How long after the answer an address stays that wants to hear of corrections."""
UNANSWERED_KEPT_MONTHS = 24
"""How long after its closing a survey's addresses stay where no answer ever comes."""


def follow(survey: Survey, contact: EmailContact, *, wants_corrections: bool) -> None:
    """Let an address hear what comes of a survey."""
    known = of_contact(survey, contact)
    if known is not None:
        known.wants_corrections = wants_corrections
        db.session.flush()
        return
    readers.added(
        SurveyFollower(
            survey_id=survey.id, contact_id=contact.id, wants_corrections=wants_corrections
        )
    )


def of_contact(survey: Survey, contact: EmailContact) -> SurveyFollower | None:
    query = select(SurveyFollower).where(
        SurveyFollower.survey_id == survey.id, SurveyFollower.contact_id == contact.id
    )
    return db.session.scalars(query).one_or_none()


def unfollow(survey: Survey, contact: EmailContact) -> None:
    db.session.execute(
        delete(SurveyFollower).where(
            SurveyFollower.survey_id == survey.id, SurveyFollower.contact_id == contact.id
        )
    )


def all_of(survey: Survey) -> Sequence[tuple[SurveyFollower, EmailContact]]:
    """Those who follow a survey, with their addresses."""
    query = (
        select(SurveyFollower, EmailContact)
        .join(EmailContact, EmailContact.id == SurveyFollower.contact_id)
        .where(SurveyFollower.survey_id == survey.id)
        .order_by(EmailContact.email)
    )
    return [(follower, contact) for follower, contact in db.session.execute(query)]


def expire() -> int:
    """Let go who has waited for long enough: for corrections of an answer, or for an answer that
    never came; says how many. Whom no survey needs then is forgotten with all other addresses."""
    answered = clock.months_later(clock.now(), -CORRECTIONS_KEPT_MONTHS)
    closed = clock.months_later(clock.now(), -UNANSWERED_KEPT_MONTHS)
    over = select(Survey.id).where(or_(Survey.answered_at < answered, Survey.closes_at < closed))
    done = db.session.execute(
        delete(SurveyFollower).where(SurveyFollower.survey_id.in_(db.session.scalars(over).all()))
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def needs() -> ColumnElement[bool]:
    """Whether an address follows some survey."""
    return exists().where(
        SurveyFollower.municipality_id == EmailContact.municipality_id,
        SurveyFollower.contact_id == EmailContact.id,
    )
