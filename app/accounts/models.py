"""People with an account, the roles they hold and where, and what they carry to prove it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.permissions import GRANTABLE, Role
from app.core.db import Model, Stamped, TenantRow, tenant_key, uuid7
from app.core.i18n import Translated, TranslatedText


class User(Stamped, TenantRow):
    """A person with an account in one municipality; invited until a password is set.

    `epoch` is in every session cookie: raising it signs the person out everywhere.
    """

    __tablename__ = "user_account"

    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120), default="")
    lang: Mapped[str] = mapped_column(String(5))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("municipality_id", "email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    @property
    def shown_name(self) -> str:
        return self.name or self.email


class GroupKind(StrEnum):
    YOUTH_COUNCIL = "youth_council"
    OLDER_PEOPLE = "older_people"
    DISABILITY = "disability"
    PANEL = "panel"
    PARTNER = "partner"


class Group(Stamped, TenantRow):
    """A council, panel or partner that people are members of."""

    __tablename__ = "user_group"

    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[GroupKind] = mapped_column(String(20))
    name: Mapped[TranslatedText] = mapped_column(Translated())

    __table_args__ = (UniqueConstraint("municipality_id", "key"),)


_GRANTABLE = ", ".join(f"'{role}'" for role in GRANTABLE)


class Grant(Stamped, TenantRow):
    """A role that a person holds: an official in an area, a member in a group, the others in
    the whole municipality."""

    __tablename__ = "role_grant"

    user_id: Mapped[UUID]
    role: Mapped[Role] = mapped_column(String(20))
    area_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]

    __table_args__ = (
        tenant_key("user_id", "user_account"),
        tenant_key("area_id", "area"),
        tenant_key("group_id", "user_group"),
        CheckConstraint(f"role IN ({_GRANTABLE})", name="role"),
        CheckConstraint("(role = 'official') = (area_id IS NOT NULL)", name="area"),
        CheckConstraint("(role = 'member') = (group_id IS NOT NULL)", name="group"),
        UniqueConstraint("municipality_id", "user_id", "area_id"),
        UniqueConstraint("municipality_id", "user_id", "group_id"),
        Index(
            "uq_role_grant_everywhere",
            "municipality_id",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("area_id IS NULL AND group_id IS NULL"),
            postgresql_where=text("area_id IS NULL AND group_id IS NULL"),
        ),
    )


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class OneTimeLink(TenantRow):
    """A mailed link that lets its holder set a password once; only its hash is kept."""

    __tablename__ = "one_time_link"

    user_id: Mapped[UUID]
    purpose: Mapped[LinkPurpose] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("user_id", "user_account"),
        UniqueConstraint("municipality_id", "token_hash"),
        Index("ix_one_time_link_user", "municipality_id", "user_id"),
    )


class ApiToken(TenantRow):
    """A bearer token for the API: acts with its owner's rights; only its hash is kept."""

    __tablename__ = "api_token"

    user_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_on: Mapped[date]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("user_id", "user_account"),
        UniqueConstraint("municipality_id", "token_hash"),
        Index("ix_api_token_user", "municipality_id", "user_id"),
    )


class AuditEntry(TenantRow):
    """One change that an official or a command made; never holds a resident's data.

    The actor is no foreign key: the log outlives the account.
    """

    __tablename__ = "audit_entry"

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor: Mapped[str] = mapped_column(String(254))
    event: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    changes: Mapped[dict[str, Any]]


class Operator(Stamped, Model):
    """Runs the platform, belongs to no municipality and sees no resident's answer."""

    __tablename__ = "operator"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=0)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)
