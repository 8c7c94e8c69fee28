"""The municipality, its areas, themes, strategy and plans: the places that a voice belongs to."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Json, Model, Stamped, Tenant, TenantRow, tenant_key, uuid7
from app.core.i18n import Translated, TranslatedText
from app.organisation.pack_parts import USUAL_PROMISE, ActionState, AreaKind


class Municipality(Stamped, Model):
    """Not a tenant table: it is the tenant."""

    __tablename__ = "municipality"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[TranslatedText] = mapped_column(Translated())
    intro: Mapped[TranslatedText] = mapped_column(Translated())
    languages: Mapped[list[str]]
    timezone: Mapped[str] = mapped_column(String(60))
    colour: Mapped[str] = mapped_column(String(7))
    colour_is_demo: Mapped[bool] = mapped_column(default=False)
    accessibility_email: Mapped[str] = mapped_column(String(254))
    privacy_email: Mapped[str] = mapped_column(String(254))
    supervisor: Mapped[TranslatedText] = mapped_column(Translated())
    address: Mapped[str] = mapped_column(String(500), default="")
    idea_answer_days: Mapped[int] = mapped_column(
        default=USUAL_PROMISE, server_default=str(USUAL_PROMISE)
    )
    """Within how many days it promises an answer to an idea that comes in."""
    hosts: Mapped[list["MunicipalityHost"]] = relationship(
        order_by="MunicipalityHost.position", cascade="all, delete-orphan", lazy="selectin"
    )


class MunicipalityHost(Model):
    """A host name (without port) and the municipality it leads to; the first is for links."""

    __tablename__ = "municipality_host"

    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    position: Mapped[int]


class Population(Tenant):
    """Residents at the end of a year: what shares of residents are counted from."""

    __tablename__ = "population"

    year: Mapped[int] = mapped_column(primary_key=True)
    residents: Mapped[int]
    is_demo: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (CheckConstraint("residents >= 0", name="residents"),)


class Area(Stamped, TenantRow):
    """A responsible area, result area or service; dated, so that history stays with it."""

    __tablename__ = "area"

    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[AreaKind] = mapped_column(String(20))
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    name: Mapped[TranslatedText] = mapped_column(Translated())
    description: Mapped[TranslatedText] = mapped_column(Translated())
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        tenant_key("parent_id", "area"),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="dates"),
    )


class Theme(Stamped, TenantRow):
    """A cross-cutting theme; exactly one area answers for it."""

    __tablename__ = "theme"

    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    name: Mapped[TranslatedText] = mapped_column(Translated())
    description: Mapped[TranslatedText] = mapped_column(Translated())
    ways: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    owner_id: Mapped[UUID]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    __table_args__ = (UniqueConstraint("municipality_id", "key"), tenant_key("owner_id", "area"))


class Strategy(Stamped, TenantRow):
    """A strategy period with its vision."""

    __tablename__ = "strategy"

    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[TranslatedText] = mapped_column(Translated())
    vision: Mapped[TranslatedText] = mapped_column(Translated())
    adopted: Mapped[TranslatedText] = mapped_column(Translated())
    first_year: Mapped[int]
    last_year: Mapped[int]

    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        CheckConstraint("first_year <= last_year", name="period"),
    )


class Goal(Stamped, TenantRow):
    """A goal (päämäärä) of a strategy."""

    __tablename__ = "goal"

    strategy_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[TranslatedText] = mapped_column(Translated())

    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        tenant_key("strategy_id", "strategy"),
    )


class Objective(Stamped, TenantRow):
    """An objective (tavoite) of a goal; its period may be shorter than the strategy's."""

    __tablename__ = "objective"

    goal_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[TranslatedText] = mapped_column(Translated())
    first_year: Mapped[int]
    last_year: Mapped[int]

    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        tenant_key("goal_id", "goal"),
        CheckConstraint("first_year <= last_year", name="period"),
    )


class Plan(Stamped, TenantRow):
    """A development plan (kehittämissuunnitelma) of an area."""

    __tablename__ = "plan"

    key: Mapped[str] = mapped_column(String(60))
    area_id: Mapped[UUID]
    title: Mapped[TranslatedText] = mapped_column(Translated())
    first_year: Mapped[int]
    last_year: Mapped[int]

    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        tenant_key("area_id", "area"),
        CheckConstraint("first_year <= last_year", name="period"),
    )


class Action(Stamped, TenantRow):
    """An action (toimenpide) of a development plan."""

    __tablename__ = "action"

    plan_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[TranslatedText] = mapped_column(Translated())
    description: Mapped[TranslatedText] = mapped_column(Translated())
    is_climate: Mapped[bool]
    state: Mapped[ActionState] = mapped_column(String(10))
    is_demo: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("municipality_id", "key"), tenant_key("plan_id", "plan"))


class ActionObjective(Tenant):
    """An objective that an action serves."""

    __tablename__ = "action_objective"

    action_id: Mapped[UUID] = mapped_column(primary_key=True)
    objective_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        tenant_key("action_id", "action"),
        tenant_key("objective_id", "objective"),
    )
