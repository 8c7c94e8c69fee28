"""Surveys, their immutable versions, and the responses, kept apart from whoever gave them."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import AnonymousRow, Json, Stamped, Tenant, TenantRow, tenant_key
from app.core.i18n import Translated, TranslatedText
from app.core.tally import Segment, Steps
from app.surveys.meta import Anonymity, PublicResults, Who

GRACE = timedelta(minutes=10)
"""For so long after the closing answers are taken of those who had begun before it."""
SETTLING = GRACE + timedelta(minutes=5)
"""No transaction that took an answer in time is still open this long after a survey's closing."""


class SurveyState(StrEnum):
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


class Survey(Stamped, TenantRow):
    """A survey of one responsible area. What was asked is in its versions."""

    __tablename__ = "survey"

    slug: Mapped[str] = mapped_column(String(80))
    area_id: Mapped[UUID]
    title: Mapped[TranslatedText] = mapped_column(Translated())
    description: Mapped[TranslatedText] = mapped_column(Translated())
    languages: Mapped[list[str]]
    minutes: Mapped[int]
    version: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    answer_promised_on: Mapped[date | None]
    """What residents were promised first, where the day has been moved since."""
    answered_at: Mapped[datetime | None]
    """When the city's answer was published: lists need not look for it."""
    who: Mapped[Who] = mapped_column(String(10), default=Who.ANYONE, server_default="anyone")
    access_code: Mapped[str | None] = mapped_column(String(40))
    """The shared code, folded; officials read it here to tell it on."""
    once_per_browser: Mapped[bool]
    anonymity: Mapped[Anonymity] = mapped_column(
        String(10), default=Anonymity.ANONYMOUS, server_default="anonymous"
    )
    response_cap: Mapped[int | None]
    """No more responses than these are taken."""
    quotas: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    """At most `most` responses with a coded value: [{"question", "value", "most"}]."""
    full_text: Mapped[TranslatedText] = mapped_column(
        Translated(), default=lambda: TranslatedText({}), server_default="{}"
    )
    """What those hear for whom there is no room; empty: the usual words."""
    min_group: Mapped[int]
    segments: Mapped[list[list[int]]] = mapped_column(Json, default=list)
    """Boundaries that suppression keeps for good, as [arrival number, group size]."""
    public_results: Mapped[PublicResults] = mapped_column(String(10))
    retention_months: Mapped[int]
    texts_removed_at: Mapped[datetime | None]
    short_key: Mapped[str | None] = mapped_column(String(30))
    """A shorter name than the slug, for the short link."""
    embed_origins: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    """Web sites that may show the survey in a frame."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        Index("uq_survey_short_key", "municipality_id", "short_key", unique=True),
        tenant_key("area_id", "area"),
        CheckConstraint("closes_at IS NULL OR opens_at <= closes_at", name="window"),
        CheckConstraint("min_group >= 3", name="min_group"),
    )

    def state(self, now: datetime) -> SurveyState:
        if now < self.opens_at:
            return SurveyState.COMING
        if self.closes_at is not None and now >= self.closes_at:
            return SurveyState.CLOSED
        return SurveyState.OPEN

    def is_late(self, now: datetime) -> bool:
        """Whether it has closed, and still takes the answers of those who had begun before."""
        return self.closes_at is not None and self.closes_at <= now < self.closes_at + GRACE

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can be answered any more, unless somebody opens it again."""
        return self.closes_at is not None and now >= self.closes_at + GRACE

    def steps(self, arrived: int, now: datetime) -> Steps:
        """How much of `arrived` arrivals may be shown: the last ones once none can follow."""
        return Steps(
            k=self.min_group,
            arrived=arrived,
            closed=self.closes_at is not None and now >= self.closes_at + SETTLING,
            segments=tuple(Segment(end, k) for end, k in self.segments),
        )


class SurveyTheme(Tenant):
    """A theme that a survey belongs to."""

    __tablename__ = "survey_theme"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    theme_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (tenant_key("survey_id", "survey"), tenant_key("theme_id", "theme"))


WHOLE_SURVEY = ""


class SurveyObjective(Tenant):
    """An objective that a survey, or one question of it, asks about."""

    __tablename__ = "survey_objective"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    objective_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(100), primary_key=True, default=WHOLE_SURVEY)

    __table_args__ = (
        tenant_key("survey_id", "survey"),
        tenant_key("objective_id", "objective"),
    )


class SurveyVersion(Tenant):
    """A published definition. Never changes."""

    __tablename__ = "survey_version"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]

    __table_args__ = (tenant_key("survey_id", "survey"),)


class Channel(StrEnum):
    """How a response came in."""

    WEB = "web"
    API = "api"


class Response(AnonymousRow):
    """One person's answers: the document is the truth. No finer time than the day, no address,
    no cookie, nothing that leads back to a person or an invitation."""

    __tablename__ = "response"

    survey_id: Mapped[UUID]
    version: Mapped[int]
    area_id: Mapped[UUID]
    """The area that was responsible on arrival."""
    arrival: Mapped[int]
    """1, 2, 3 … within the survey: the steps of suppression are cut by it."""
    day: Mapped[date]
    lang: Mapped[str] = mapped_column(String(2))
    channel: Mapped[Channel] = mapped_column(String(10))
    receipt_hash: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    """Keyed hash of what was sent: tells a repeated call from another one with the same key."""
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    document: Mapped[dict[str, Any]]
    unanswered: Mapped[list[str] | None] = mapped_column(Json)
    """Names of what was asked (as tallies count it) and left without an answer; whatever else the
    document lacks was not asked. None where nobody noted it."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "receipt_hash"),
        ForeignKeyConstraint(
            ["municipality_id", "survey_id", "version"],
            [
                "survey_version.municipality_id",
                "survey_version.survey_id",
                "survey_version.number",
            ],
        ),
        tenant_key("area_id", "area"),
        Index("ix_response_survey_arrival", "municipality_id", "survey_id", "arrival"),
        Index("ix_response_survey_day", "municipality_id", "survey_id", "day"),
        Index("ix_response_survey_id", "municipality_id", "survey_id", "id", "arrival"),
    )


class ResponseCode(Tenant):
    """One coded answer of a response, for tallies; texts are only in the document."""

    __tablename__ = "response_code"

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    survey_id: Mapped[UUID]
    day: Mapped[date]

    __table_args__ = (
        tenant_key("response_id", "response"),
        Index(
            "ix_response_code_survey", "municipality_id", "survey_id", "day", "question", "value"
        ),
        Index(
            "ix_response_code_question",
            *("municipality_id", "survey_id", "question", "response_id", "value"),
        ),
    )


class SurveyBrowser(Tenant):
    """A browser that has answered a survey, as a keyed hash. Knows no response and no time."""

    __tablename__ = "survey_browser"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64), primary_key=True)

    __table_args__ = (tenant_key("survey_id", "survey"),)


class SurveyDraft(Tenant):
    """Answers typed so far by someone on the way through a survey; gone when sent or old."""

    __tablename__ = "survey_draft"

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    document: Mapped[dict[str, Any]]
    page: Mapped[str] = mapped_column(String(100), default="", server_default="")
    """The page that it has come to."""
    expires_on: Mapped[date]

    __table_args__ = (
        tenant_key("survey_id", "survey"),
        Index("ix_survey_draft_expires_on", "municipality_id", "expires_on"),
    )


class SurveyUpload(AnonymousRow):
    """A file that somebody sent: of a filling until it is handed in, then of its response. The
    bytes are in the store, under its id."""

    __tablename__ = "survey_upload"

    survey_id: Mapped[UUID]
    owner_hash: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the form's nonce, as of drafts, or of the Idempotency-Key."""
    response_id: Mapped[UUID | None]
    question: Mapped[str] = mapped_column(String(100))
    """The key of the answer that it belongs to."""
    place: Mapped[int]
    """Where it stands in the answer."""
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    """Keyed hash of what was sent: tells a repeated file from another one."""
    expires_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint(
            *("municipality_id", "survey_id", "owner_hash", "question", "digest"),
            name="uq_survey_upload_once",
        ),
        tenant_key("survey_id", "survey"),
        tenant_key("response_id", "response"),
        CheckConstraint("(owner_hash IS NULL) <> (response_id IS NULL)", name="belongs"),
        CheckConstraint("(owner_hash IS NULL) = (expires_on IS NULL)", name="expires"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_survey_upload_response_id", "municipality_id", "response_id"),
        Index("ix_survey_upload_expires_on", "municipality_id", "expires_on"),
    )
