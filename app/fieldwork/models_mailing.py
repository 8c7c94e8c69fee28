"""The rounds of mails that invite people to a survey, or remind those who have not answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Tenant, tenant_key
from app.core.i18n import Translated, TranslatedText


class Kind(StrEnum):
    """INVITE: to all who have got nothing yet; REMIND: to those who have not answered."""

    INVITE = "invite"
    REMIND = "remind"


class SurveyMailing(Tenant):
    """One round of mails: its words, and how far it has come. Knows nobody's name, and of a
    reminder not how many got one: that would tell who has answered."""

    __tablename__ = "survey_mailing"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column(String(10))
    subject: Mapped[TranslatedText] = mapped_column(Translated())
    words: Mapped[TranslatedText] = mapped_column(Translated())
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    after: Mapped[UUID | None]
    """The invitation that it has come to, in the order of their random ids."""
    total: Mapped[int]
    passed: Mapped[int] = mapped_column(default=0)
    """How many invitations were looked at, whether or not they got a mail."""

    __table_args__ = (
        tenant_key("survey_id", "survey"),
        CheckConstraint("passed >= 0", name="passed"),
    )

    @property
    def percent(self) -> int:
        """How far it has come; what is left of it may be waiting in the queue."""
        if self.ended_at is not None or not self.total:
            return 100
        return min(99, 100 * self.passed // self.total)
