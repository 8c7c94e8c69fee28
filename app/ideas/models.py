"""Ideas, what happened to them in public, their answers, and whoever supports or follows them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Stamped, Tenant, TenantRow, tenant_key
from app.ideas.clocks import PROMISE, Clock, Reminder
from app.ideas.lifecycle import PUBLIC, Event, State

KIND = "idea"
"""What ideas are called in tables that know several kinds of things."""
LONGEST_TITLE = 120
LONGEST_TEXT = 5000

_WAITING = sql("due_on IS NOT NULL AND answered_on IS NULL")
_ANSWERED = sql("state = 'answered'")


class Idea(Stamped, TenantRow):
    """What somebody wants to be done. Nothing here leads to a resident."""

    __tablename__ = "idea"

    number: Mapped[int | None]
    """1, 2, 3 … in the municipality; given when it is submitted."""
    state: Mapped[State] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(2))
    area_id: Mapped[UUID]
    """The area that has to answer: chosen, or the owner of the theme, or where it was moved."""
    theme_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    """The group in whose name it is; None: a resident's."""
    revision: Mapped[int] = mapped_column(default=1)
    """Grows with every change: a form made before another change is told so."""
    rule: Mapped[str] = mapped_column(String(20), default=PROMISE.key)
    submitted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    supports: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many IdeaSupport rows it has: kept with them, so that lists can be in this order."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        tenant_key("area_id", "area"),
        tenant_key("theme_id", "theme"),
        tenant_key("group_id", "user_group"),
        CheckConstraint("state <> 'draft' OR group_id IS NOT NULL", name="draft"),
        CheckConstraint("state <> 'unconfirmed' OR group_id IS NULL", name="unconfirmed"),
        CheckConstraint(
            "(number IS NULL) = (state IN ('draft', 'unconfirmed'))", name="number_from_submission"
        ),
        CheckConstraint("state <> 'answered' OR answered_on IS NOT NULL", name="answered"),
        Index("ix_idea_area", "municipality_id", "area_id", "number"),
        Index("ix_idea_theme", "municipality_id", "theme_id", "number"),
        Index("ix_idea_group", "municipality_id", "group_id", "number"),
        Index("ix_idea_due", "municipality_id", "state", "due_on"),
        Index("ix_idea_supports", "municipality_id", "supports", "number"),
        Index(
            "ix_idea_waiting",
            "municipality_id",
            "submitted_on",
            "number",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
        Index(
            "ix_idea_answered",
            "municipality_id",
            "answered_on",
            "number",
            postgresql_where=_ANSWERED,
            sqlite_where=_ANSWERED,
        ),
    )

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def was_public(self) -> bool:
        return self.published_at is not None

    def clock(self, today: date) -> Clock | None:
        """How far the wait for the answer is; None where nobody is waited for."""
        if self.submitted_on is None or self.due_on is None or self.answered_on is not None:
            return None
        return Clock(self.submitted_on, self.due_on, today)


class IdeaObjective(Tenant):
    """An objective that an idea would serve."""

    __tablename__ = "idea_objective"

    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    objective_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        tenant_key("idea_id", "idea"),
        tenant_key("objective_id", "objective"),
        Index("ix_idea_objective_objective", "municipality_id", "objective_id"),
    )


class Side(StrEnum):
    """Who did something, as everybody may know it: never a person."""

    RESIDENT = "resident"
    GROUP = "group"
    AREA = "area"
    EDITOR = "editor"


class IdeaEvent(TenantRow):
    """Something that happened to an idea: a line of its timeline."""

    __tablename__ = "idea_event"

    idea_id: Mapped[UUID]
    event: Mapped[Event] = mapped_column(String(10))
    at: Mapped[datetime]
    by: Mapped[Side] = mapped_column(String(10))
    area_id: Mapped[UUID]
    """The area that the idea was in afterwards."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The reason of a return, or what was left out: for its author only."""

    __table_args__ = (
        tenant_key("idea_id", "idea"),
        tenant_key("area_id", "area"),
        Index("ix_idea_event_idea", "municipality_id", "idea_id"),
    )


class Decision(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"


class IdeaAnswer(Tenant):
    """An area's answer. A later one corrects it and leaves it as it was."""

    __tablename__ = "idea_answer"

    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    decision: Mapped[Decision] = mapped_column(String(12))
    reasons: Mapped[str] = mapped_column(Text)
    next_steps: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(2))
    area_id: Mapped[UUID]
    action_id: Mapped[UUID | None]
    at: Mapped[datetime]

    __table_args__ = (
        tenant_key("idea_id", "idea"),
        tenant_key("area_id", "area"),
        tenant_key("action_id", "action"),
        CheckConstraint("decision IN ('accepted', 'partly', 'not_accepted')", name="decision"),
        Index("ix_idea_answer_action", "municipality_id", "action_id"),
    )


class IdeaSupport(Tenant):
    """A browser that supports an idea, as a keyed hash; no time, and nothing of a person."""

    __tablename__ = "idea_support"

    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64), primary_key=True)

    __table_args__ = (tenant_key("idea_id", "idea"),)


class IdeaAuthor(Tenant):
    """The address of the resident whose idea it is."""

    __tablename__ = "idea_author"

    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID]

    __table_args__ = (
        tenant_key("idea_id", "idea"),
        tenant_key("contact_id", "email_contact"),
        Index("ix_idea_author_contact", "municipality_id", "contact_id"),
    )


class IdeaFollower(Tenant):
    """An address that wants to hear what becomes of an idea."""

    __tablename__ = "idea_follower"

    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        tenant_key("idea_id", "idea"),
        tenant_key("contact_id", "email_contact"),
        Index("ix_idea_follower_contact", "municipality_id", "contact_id"),
    )


class IdeaReminder(Tenant):
    """That the officials of an idea were reminded of its answer: once of each kind for each day
    that it was due."""

    __tablename__ = "idea_reminder"

    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Reminder] = mapped_column(String(5), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)

    __table_args__ = (
        tenant_key("idea_id", "idea"),
        CheckConstraint("kind IN ('soon', 'late')", name="kind"),
    )
