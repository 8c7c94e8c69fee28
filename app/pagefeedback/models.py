"""Widgets on web sites, whose pages they are, and what readers said about each page."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import AnonymousRow, Stamped, Tenant, TenantRow, tenant_key
from app.core.i18n import Translated, TranslatedText
from app.pagefeedback.addresses import LONGEST_URL
from app.pagefeedback.handling import Handling

LONGEST_TITLE = 300
LONGEST_VERSION = 20

_WRITTEN = sql("state IS NOT NULL")
_NEW = sql("state = 'new'")
_CHANGED = sql("changed_on IS NOT NULL")
_COUNTED = ("scale", "value", "is_suspect", "state")


class Widget(Stamped, TenantRow):
    """A widget as it stands on one or several web sites of the municipality."""

    __tablename__ = "widget"

    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[TranslatedText] = mapped_column(Translated())
    scale: Mapped[int]
    """2: thumbs, 3: faces."""
    origins: Mapped[list[str]]
    """Of the sites that may use it, as browsers send them."""
    area_id: Mapped[UUID]
    """Answers for the pages that no rule names another area for."""
    guidance: Mapped[TranslatedText] = mapped_column(
        Translated(), default=lambda: TranslatedText({})
    )
    """What whoever writes of danger to life reads at once; where empty, the usual advice."""
    retention_months: Mapped[int] = mapped_column(default=24)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        tenant_key("area_id", "area"),
        CheckConstraint("scale IN (2, 3)", name="scale"),
        CheckConstraint("key NOT LIKE 'v%'", name="key_is_no_version"),
        CheckConstraint("retention_months > 0", name="retention"),
    )


class WidgetRule(TenantRow):
    """Which area answers for the pages whose addresses begin so."""

    __tablename__ = "widget_rule"

    widget_id: Mapped[UUID]
    prefix: Mapped[str] = mapped_column(String(LONGEST_URL))
    area_id: Mapped[UUID]

    __table_args__ = (
        UniqueConstraint("municipality_id", "widget_id", "prefix"),
        tenant_key("widget_id", "widget"),
        tenant_key("area_id", "area"),
    )


class WidgetRuleTheme(Tenant):
    """A theme that the pages of a rule belong to."""

    __tablename__ = "widget_rule_theme"

    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    theme_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (tenant_key("rule_id", "widget_rule"), tenant_key("theme_id", "theme"))


class WidgetRuleObjective(Tenant):
    """An objective that the pages of a rule serve."""

    __tablename__ = "widget_rule_objective"

    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    objective_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        tenant_key("rule_id", "widget_rule"),
        tenant_key("objective_id", "objective"),
    )


class WebPage(TenantRow):
    """A page that somebody has reacted to."""

    __tablename__ = "web_page"

    widget_id: Mapped[UUID]
    url: Mapped[str] = mapped_column(String(LONGEST_URL))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    lang: Mapped[str] = mapped_column(String(2))
    area_id: Mapped[UUID]
    rule_id: Mapped[UUID | None]
    """The rule that the page falls under, with its themes and objectives."""
    area_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The area was chosen by hand: it stays, whatever the rules say."""
    state: Mapped[Handling] = mapped_column(String(12), default=Handling.NEW)
    changed_on: Mapped[date | None]
    """When the page was last changed because of what was said."""
    revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint("municipality_id", "widget_id", "url"),
        tenant_key("widget_id", "widget"),
        tenant_key("area_id", "area"),
        tenant_key("rule_id", "widget_rule"),
        Index("ix_web_page_area", "municipality_id", "area_id"),
        Index("ix_web_page_rule", "municipality_id", "rule_id"),
        Index(
            "ix_web_page_changed",
            "municipality_id",
            "changed_on",
            sqlite_where=_CHANGED,
            postgresql_where=_CHANGED,
        ),
    )


class Viewport(StrEnum):
    """How wide the reader's window was."""

    SMALL = "s"
    MEDIUM = "m"
    LARGE = "l"


class Reaction(AnonymousRow):
    """What one reader of a page clicked, and perhaps wrote. The hour and no finer time, and
    nothing that leads to a person: no address, no browser, no cookie."""

    __tablename__ = "reaction"

    page_id: Mapped[UUID]
    area_id: Mapped[UUID]
    """The area that was responsible on arrival."""
    day: Mapped[date]
    hour: Mapped[int]
    """Of the day, on the municipality's clocks."""
    value: Mapped[int]
    """1 (worst) to the widget's scale."""
    scale: Mapped[int]
    lang: Mapped[str] = mapped_column(String(2))
    version: Mapped[str] = mapped_column(String(LONGEST_VERSION))
    viewport: Mapped[Viewport] = mapped_column(String(1))
    text: Mapped[str | None] = mapped_column(Text)
    """Masked. None: nothing was written; "": what was written has been removed."""
    state: Mapped[Handling | None] = mapped_column(String(12))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_suspect: Mapped[bool] = mapped_column(default=False)
    """Sent as machines send: counted nowhere."""
    revision: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        tenant_key("page_id", "web_page"),
        tenant_key("area_id", "area"),
        CheckConstraint("value BETWEEN 1 AND scale", name="value"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
        CheckConstraint("(text IS NULL) = (state IS NULL)", name="state_of_text"),
        # figures are read from these two alone, whatever else a row holds
        Index("ix_reaction_area_day", "municipality_id", "area_id", "day", "page_id", *_COUNTED),
        Index("ix_reaction_page_day", "municipality_id", "page_id", "day", *_COUNTED),
        Index(
            "ix_reaction_state",
            "municipality_id",
            "page_id",
            "state",
            "is_urgent",
            sqlite_where=_WRITTEN,
            postgresql_where=_WRITTEN,
        ),
        Index(
            "ix_reaction_new",
            "municipality_id",
            "page_id",
            "is_urgent",
            sqlite_where=_NEW,
            postgresql_where=_NEW,
        ),
    )


class PageMonth(Tenant):
    """A stored tally: what was said about a page in the days of a month that are folded, to an
    area as it was responsible on arrival. Computed from reactions, never counted up."""

    __tablename__ = "page_month"

    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    area_id: Mapped[UUID] = mapped_column(primary_key=True)
    scale: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]
    comments: Mapped[int]
    new: Mapped[int]
    """Comments that nobody has read yet."""

    __table_args__ = (
        tenant_key("page_id", "web_page"),
        tenant_key("area_id", "area"),
        Index(
            "ix_page_month_area",
            *("municipality_id", "area_id", "month", "page_id"),
            *("scale", "value", "n", "comments", "new"),
        ),
    )
