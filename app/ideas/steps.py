"""What is asked to happen to an idea, as values, and why it may be refused."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.errors import Conflict
from app.ideas.lifecycle import Event, Role, Why
from app.ideas.models import Decision


class Changed(Conflict):
    """Somebody else has changed the idea since the form was made."""


class NotNow(Conflict):
    """The idea's state, or what came with the event, does not allow it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an author says, and where it belongs."""

    title: str
    text: str
    lang: str
    area_id: UUID
    theme_id: UUID | None = None
    objective_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an area decides, why, and what happens next."""

    decision: Decision
    reasons: str
    next_steps: str
    lang: str
    action_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One event as it is asked for: by whom, of which revision, on which day."""

    event: Event
    role: Role
    today: date
    revision: int | None = None
    """None where no other change can matter."""
    text: str = ""
    area_id: UUID | None = None
    answer: Answer | None = None
    past: datetime | None = None
    """When it happened, where that is long ago: then nobody is told of it."""
    proposal: Proposal | None = None
    """Other words, typed into the form that sends the idea."""
