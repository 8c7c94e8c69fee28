"""What is forgotten of ideas: those that nobody has stood by; and which addresses they need."""

import logging
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select

from app.core import clock
from app.core.db import db
from app.engagement import contacts
from app.engagement.models import EmailContact
from app.ideas import service
from app.ideas.lifecycle import Event, Role, State
from app.ideas.models import Idea, IdeaAuthor, IdeaFollower
from app.ideas.steps import Step

log = logging.getLogger(__name__)

MOST_EXPIRED = 500
"""At a time; the rest is gone an hour later."""


def expire(today: date) -> int:
    """Let ideas go whose authors have not proven their address in time; says how many."""
    query = select(Idea).where(
        Idea.state == State.UNCONFIRMED,
        Idea.created_at < clock.now() - contacts.UNPROVEN_KEPT,
    )
    old = db.session.scalars(query.limit(MOST_EXPIRED)).all()
    for idea in old:
        service.happen(idea, Step(Event.EXPIRE, Role.SYSTEM, today))
    return len(old)


def needs() -> ColumnElement[bool]:
    """Whether an address is some idea's author's, or follows one."""
    return or_(
        *(
            exists().where(
                tie.municipality_id == EmailContact.municipality_id,
                tie.contact_id == EmailContact.id,
            )
            for tie in (IdeaAuthor, IdeaFollower)
        )
    )
