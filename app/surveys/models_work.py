"""Surveys in the making, step by step, and the questions that are kept for use again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Stamped, Tenant, TenantRow, tenant_key
from app.core.i18n import Translated, TranslatedText


class SurveyWork(Stamped, TenantRow):
    """A survey that is being written, or the next version of one that is published. Residents
    see nothing of it."""

    __tablename__ = "survey_work"

    slug: Mapped[str] = mapped_column(String(80))
    survey_id: Mapped[UUID | None]
    area_id: Mapped[UUID]
    source: Mapped[dict[str, Any]]
    """The definition as it stands: it may have problems."""
    settings: Mapped[dict[str, Any]]
    """As in meta.yaml, without the slug, until the survey is published: then it has its own."""
    based_on: Mapped[int] = mapped_column(default=0)
    """The published version that it began from; 0: none."""
    revision: Mapped[int]
    """Counts every change, undoing included."""
    edited_by_id: Mapped[UUID | None]
    edited_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        UniqueConstraint("municipality_id", "survey_id"),
        tenant_key("survey_id", "survey"),
        tenant_key("area_id", "area"),
        tenant_key("edited_by_id", "user_account"),
        CheckConstraint("revision > 0", name="revision"),
    )


class SurveyRevision(Tenant):
    """A survey in the making as it stood after a change: what undoing and comparing need."""

    __tablename__ = "survey_revision"

    work_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    source: Mapped[dict[str, Any]]
    settings: Mapped[dict[str, Any]]
    edited_by_id: Mapped[UUID | None]
    edited_at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(200))
    """What was changed, as a code and what it was done to (`deleted:question-3`)."""
    undo_to: Mapped[int | None]
    redo_to: Mapped[int | None]

    __table_args__ = (
        tenant_key("work_id", "survey_work"),
        tenant_key("edited_by_id", "user_account"),
    )


class BankQuestion(Stamped, TenantRow):
    """A question that is kept to be asked again in the same words, under the same name."""

    __tablename__ = "bank_question"

    name: Mapped[str] = mapped_column(String(100))
    title: Mapped[TranslatedText] = mapped_column(Translated())
    source: Mapped[dict[str, Any]]
    """The element as a definition has it."""
    note: Mapped[str] = mapped_column(String(500), default="")
    is_archived: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("municipality_id", "name"),)


class BankUse(Tenant):
    """That a published survey asks a question of the bank."""

    __tablename__ = "bank_use"

    bank_question_id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(100), primary_key=True)

    __table_args__ = (
        tenant_key("bank_question_id", "bank_question"),
        tenant_key("survey_id", "survey"),
    )
