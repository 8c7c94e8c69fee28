"""Ideas as their authors write them: made, put into other words, removed without a trace."""

import logging
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.core.db import db, uuid7
from app.core.errors import Conflict
from app.engagement.models import EmailContact
from app.ideas import queries
from app.ideas.clocks import PROMISE
from app.ideas.lifecycle import State
from app.ideas.models import (
    Idea,
    IdeaAuthor,
    IdeaEvent,
    IdeaFollower,
    IdeaObjective,
    IdeaSupport,
)
from app.ideas.steps import Proposal

log = logging.getLogger(__name__)


class AlreadyWritten(Conflict):
    """The same form was sent at this very moment, and has made the idea. The transaction in hand
    is undone."""


def draft(proposal: Proposal, group_id: UUID, idea_id: UUID | None = None) -> Idea:
    """A new draft of a group, that its members share."""
    return _made(State.DRAFT, proposal, group_id, idea_id)


def propose(proposal: Proposal, contact: EmailContact, idea_id: UUID | None = None) -> Idea:
    """A resident's idea, which nobody sees before the mail to its author is opened."""
    idea = _made(State.UNCONFIRMED, proposal, None, idea_id)
    db.session.add(IdeaAuthor(idea_id=idea.id, contact_id=contact.id))
    db.session.flush()
    return idea


def _made(state: State, proposal: Proposal, group_id: UUID | None, idea_id: UUID | None) -> Idea:
    idea = Idea(id=idea_id or uuid7(), state=state, group_id=group_id, rule=PROMISE.key)
    _fill(idea, proposal)
    db.session.add(idea)
    try:
        db.session.flush()
    except IntegrityError as fault:
        db.session.rollback()
        if idea_id is None or queries.by_id(idea_id) is None:
            raise
        raise AlreadyWritten from fault
    _tie(idea, proposal)
    return idea


def rewrite(idea: Idea, proposal: Proposal) -> None:
    """Put other words into an idea, and other places where it belongs."""
    _fill(idea, proposal)
    db.session.execute(delete(IdeaObjective).where(IdeaObjective.idea_id == idea.id))
    _tie(idea, proposal)


def _fill(idea: Idea, proposal: Proposal) -> None:
    idea.title, idea.text, idea.lang = proposal.title, proposal.text, proposal.lang
    idea.area_id, idea.theme_id = proposal.area_id, proposal.theme_id


def _tie(idea: Idea, proposal: Proposal) -> None:
    for objective_id in proposal.objective_ids:
        db.session.add(IdeaObjective(idea_id=idea.id, objective_id=objective_id))
    db.session.flush()


def written(idea: Idea) -> Proposal:
    """What an idea says now."""
    query = select(IdeaObjective.objective_id).where(IdeaObjective.idea_id == idea.id)
    objective_ids = frozenset(db.session.scalars(query))
    return Proposal(idea.title, idea.text, idea.lang, idea.area_id, idea.theme_id, objective_ids)


def erase(idea: Idea) -> None:
    """Remove an idea that was never submitted, with what is tied to it."""
    for kind in (IdeaObjective, IdeaAuthor, IdeaFollower, IdeaSupport, IdeaEvent):
        db.session.execute(delete(kind).where(kind.idea_id == idea.id))
    db.session.delete(idea)
    db.session.flush()
    log.info("idea.erased idea=%s", idea.id)
