"""Who supports an idea, who follows it, and whose it is."""

from uuid import UUID

from sqlalchemy import delete, select, update

from app.core.db import db
from app.engagement import readers, supporters
from app.engagement.models import EmailContact
from app.ideas.lifecycle import State, Why
from app.ideas.models import Idea, IdeaAuthor, IdeaFollower, IdeaSupport
from app.ideas.steps import NotNow

OPEN = (State.PUBLISHED, State.IN_HAND)
"""States in which support can still move something."""


def support(idea: Idea, browser: str) -> bool:
    """Count a browser's support; False where it is counted already."""
    if idea.state not in OPEN:
        raise NotNow(Why.ALREADY_ANSWERED if idea.state == State.ANSWERED else Why.NOT_PUBLISHED)
    row = IdeaSupport(idea_id=idea.id, browser_hash=supporters.hashed(browser, idea.id))
    if not readers.added(row):
        return False
    _count(idea, 1)
    return True


def _count(idea: Idea, change: int) -> None:
    """Keep the sum in step with its rows, in turn with whoever else supports at this moment. It
    is no change of the idea itself."""
    db.session.execute(
        update(Idea)
        .where(Idea.id == idea.id)
        .values(supports=Idea.supports + change, updated_at=Idea.updated_at)
    )


def take_back(idea: Idea, browser: str) -> None:
    """A browser supports an idea no more."""
    gone = db.session.execute(
        delete(IdeaSupport).where(
            IdeaSupport.idea_id == idea.id,
            IdeaSupport.browser_hash == supporters.hashed(browser, idea.id),
        )
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        _count(idea, -1)


def is_supported(idea: Idea, browser: str) -> bool:
    query = select(IdeaSupport.idea_id).where(
        IdeaSupport.idea_id == idea.id,
        IdeaSupport.browser_hash == supporters.hashed(browser, idea.id),
    )
    return db.session.execute(query).first() is not None


def follow(idea: Idea, contact: EmailContact) -> bool:
    """Let an address hear what becomes of an idea; False where it does already."""
    return readers.added(IdeaFollower(idea_id=idea.id, contact_id=contact.id))


def follows(idea: Idea, contact: EmailContact) -> bool:
    query = select(IdeaFollower.idea_id).where(
        IdeaFollower.idea_id == idea.id, IdeaFollower.contact_id == contact.id
    )
    return db.session.execute(query).first() is not None


def unfollow(idea: Idea, contact: EmailContact) -> None:
    db.session.execute(
        delete(IdeaFollower).where(
            IdeaFollower.idea_id == idea.id, IdeaFollower.contact_id == contact.id
        )
    )


def is_author(idea_id: UUID, contact_id: UUID) -> bool:
    """Whether it is this address whose idea it is."""
    query = select(IdeaAuthor.idea_id).where(
        IdeaAuthor.idea_id == idea_id, IdeaAuthor.contact_id == contact_id
    )
    return db.session.execute(query).first() is not None
