"""What the pillars share: addresses that residents have left, and the words that texts hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Tenant, TenantRow

LONGEST_WORD = 40


class EmailContact(TenantRow):
    """An address that a resident left, to hear from the municipality. Nothing that a resident
    wrote refers to it; tables that tie it to something hold nothing else."""

    __tablename__ = "email_contact"

    email: Mapped[str] = mapped_column(String(254))
    lang: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[datetime]
    """When the address was last written into a form."""
    verified_at: Mapped[datetime | None]
    """When its owner opened a mail that went there; None: it may belong to anybody."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )


class SearchWord(Tenant):
    """A word that a text of something holds, folded; read by its beginning."""

    __tablename__ = "search_word"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    word: Mapped[str] = mapped_column(
        String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql"),
        primary_key=True,
    )
    """In the order of its code points, in both databases: a beginning is a range."""
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        Index("ix_search_word_subject", "municipality_id", "kind", "subject_id", "word"),
    )
