"""Who may answer a survey, and how answering goes: kept apart from what was answered."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import AnonymousRow, Stamped, Tenant, tenant_key


class SurveyGroup(Tenant):
    """A group whose members may answer a survey that is for members."""

    __tablename__ = "survey_group"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (tenant_key("survey_id", "survey"), tenant_key("group_id", "user_group"))


class SurveyTicket(Tenant):
    """That an invitation or a member has answered, as a keyed hash. Knows no response, no time,
    and not whose it is: only whoever holds the installation's secret can ask."""

    __tablename__ = "survey_ticket"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_hash: Mapped[str] = mapped_column(String(64), primary_key=True)

    __table_args__ = (tenant_key("survey_id", "survey"),)


class InvitationState(StrEnum):
    """WRITTEN: nothing has been sent yet; LINK: given by other means than a mail."""

    WRITTEN = "written"
    LINK = "link"
    SENT = "sent"
    BOUNCED = "bounced"
    STOPPED = "stopped"
    """Whoever got it wants no more mails."""


class SurveyInvitation(Stamped, AnonymousRow):
    """A personal link to a survey, for an address or for somebody who is named in `label`. The
    link is signed, not kept; no column tells whether it was used."""

    __tablename__ = "survey_invitation"

    survey_id: Mapped[UUID]
    email: Mapped[str | None] = mapped_column(String(254))
    label: Mapped[str] = mapped_column(String(120), default="")
    lang: Mapped[str] = mapped_column(String(2))
    state: Mapped[InvitationState] = mapped_column(String(10))
    fault: Mapped[str] = mapped_column(String(200), default="")
    """What the mail server said of an address that it refused."""
    mailed_at: Mapped[datetime | None]
    """When the last mail to it was sent."""
    reminders: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("municipality_id", "survey_id", "email"),
        tenant_key("survey_id", "survey"),
        CheckConstraint("email IS NULL OR email = lower(email)", name="email_lower"),
        CheckConstraint("reminders >= 0", name="reminders"),
    )


class Device(StrEnum):
    """The class of a device, as its browser tells it."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"


class SurveyPassage(AnonymousRow):
    """One way through a survey: how far, how long, on what. Knows no answer and no response."""

    __tablename__ = "survey_passage"

    survey_id: Mapped[UUID]
    day: Mapped[date]
    version: Mapped[int]
    device: Mapped[Device | None] = mapped_column(String(10))
    lang: Mapped[str | None] = mapped_column(String(2))
    """Both only of those who sent their answers."""
    page: Mapped[str] = mapped_column(String(100), default="")
    """The page that it stopped on; empty where the answers were sent."""
    seconds: Mapped[int | None]
    """From the first page to sending, roughly; None where it is not known."""

    __table_args__ = (
        tenant_key("survey_id", "survey"),
        Index("ix_survey_passage_day", "municipality_id", "survey_id", "day"),
    )
