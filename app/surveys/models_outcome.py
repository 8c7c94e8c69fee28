"""What came of a survey: the city's answer, what it leads to, and who wants to hear of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Stamped, Tenant, tenant_key
from app.core.i18n import Translated, TranslatedText


class SurveyOutcome(Stamped, Tenant):
    """What the city heard in a survey, and what it does: its answer to the residents."""

    __tablename__ = "survey_outcome"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    heard: Mapped[TranslatedText] = mapped_column(Translated())
    doing: Mapped[TranslatedText] = mapped_column(Translated())
    author_id: Mapped[UUID | None]
    published_at: Mapped[datetime | None]
    """None: still being written."""
    corrected_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("survey_id", "survey"),
        tenant_key("author_id", "user_account"),
    )


class SurveyOutcomeAction(Tenant):
    """An action of a development plan that a survey led to."""

    __tablename__ = "survey_outcome_action"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    action_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (tenant_key("survey_id", "survey"), tenant_key("action_id", "action"))


class SurveyOutcomeObjective(Tenant):
    """An objective that the answer to a survey speaks of."""

    __tablename__ = "survey_outcome_objective"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    objective_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (tenant_key("survey_id", "survey"), tenant_key("objective_id", "objective"))


class SurveyFollower(Tenant):
    """An address that wants to hear what comes of a survey. Knows no response."""

    __tablename__ = "survey_follower"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    wants_corrections: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it stays to hear of corrections, once the answer has been told."""

    __table_args__ = (
        tenant_key("survey_id", "survey"),
        tenant_key("contact_id", "email_contact"),
        Index("ix_survey_follower_contact", "municipality_id", "contact_id"),
    )
