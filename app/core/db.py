"""The database: declarative bases, and the tenant scope on every statement and row."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import uuid_utils
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Table,
    TextClause,
    Uuid,
    event,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    declared_attr,
    mapped_column,
    registry,
    with_loader_criteria,
)
from sqlalchemy.orm.context import FromStatement
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeDecorator

from app.core import scope

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC on the way in and out (SQLite keeps no offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value if value is None else value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: Instant(),
            UUID: Uuid(),
            dict[str, Any]: Json,
            list[str]: Json,
            dict[str, str]: Json,
            dict[str, int]: Json,
        },
    )


class TenantSession(FlaskSession):
    """A session that gives out and takes in rows of the municipality in scope only, also those
    that it has loaded already: no statement is made for them, and so none is scoped."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        found = super().get(entity, ident, **options)
        return None if _is_foreign(found) else found

    def merge(self, instance: Any, **options: Any) -> Any:
        if _is_foreign(instance):
            raise ForeignRow(f"{type(instance).__name__} of another municipality")
        return super().merge(instance, **options)


def _is_foreign(row: object) -> bool:
    return isinstance(row, Tenant) and row.municipality_id not in (None, scope.municipality_id())


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={
        "class_": TenantSession,
        "join_transaction_mode": "create_savepoint",
        "autoflush": False,
    },
)

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


def uuid7() -> UUID:
    """A fresh time-ordered id, for rows whose making is no secret."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


class Tenant(Model):
    """Base of every table that belongs to a municipality: the key begins with it, everywhere."""

    __abstract__ = True

    municipality_id: Mapped[UUID] = mapped_column(
        ForeignKey("municipality.id"),
        primary_key=True,
        default=scope.required_municipality_id,
        sort_order=-3,
    )


class TenantRow(Tenant):
    """A tenant table with an id of its own (UUIDv7)."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-2)


class AnonymousRow(Tenant):
    """A tenant table of voices: its ids (UUIDv4) tell nothing, not even an order."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-2)


class Stamped:
    """Mixin for rows that officials make and change."""

    @declared_attr
    def created_at(cls) -> Mapped[datetime]:
        return mapped_column(default=lambda: datetime.now(UTC), sort_order=90)

    @declared_attr
    def updated_at(cls) -> Mapped[datetime]:
        return mapped_column(
            default=lambda: datetime.now(UTC), onupdate=lambda: datetime.now(UTC), sort_order=91
        )


def tenant_key(column: str, table: str) -> ForeignKeyConstraint:
    """A composite foreign key: a row cannot refer to another municipality's row."""
    return ForeignKeyConstraint(
        ["municipality_id", column], [f"{table}.municipality_id", f"{table}.id"]
    )


class UnscopedStatement(RuntimeError):
    """A statement on tenant tables that the scope cannot reach (Core, SQL as text)."""


class ForeignRow(RuntimeError):
    """A row of another municipality was about to be written."""


def _tenant_tables(statement: Any) -> list[str]:
    if isinstance(statement, TextClause):
        names = set(re.findall(r"\w+", statement.text))
        return [table.name for table in _all_tenant_tables() if table.name in names]
    return [
        element.name
        for element in iterate(statement)
        if isinstance(element, Table) and _is_tenant(element)
    ]


def _is_tenant(table: Table) -> bool:
    return "municipality_id" in table.primary_key.columns


def _all_tenant_tables() -> list[Table]:
    return [table for table in Base.metadata.tables.values() if _is_tenant(table)]


@event.listens_for(Session, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    if not state.is_orm_statement:
        tables = _tenant_tables(state.statement)
        if tables:
            raise UnscopedStatement(f"use the mapped class of {', '.join(sorted(tables))}")
        return
    if isinstance(state.statement, FromStatement):
        raise UnscopedStatement("an entity from SQL of its own")
    if state.is_insert or state.is_update:
        _refuse_foreign_values(state)
    if state.is_insert or state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(_criteria(scope.municipality_id()))


def _refuse_foreign_values(state: ORMExecuteState) -> None:
    """Rows in bulk carry their municipality themselves, or get the one in scope by default."""
    rows = state.parameters or ()
    current = scope.municipality_id()
    for row in (rows,) if isinstance(rows, Mapping) else rows:
        if row.get("municipality_id", current) != current:
            raise ForeignRow("rows in bulk of another municipality")


@lru_cache(maxsize=1000)
def _criteria(current: UUID | None) -> LoaderCriteriaOption:
    """What a statement sees of the tenant tables; kept, as making it costs half a statement."""
    if current is None:
        return with_loader_criteria(Tenant, lambda cls: false(), include_aliases=True)
    return with_loader_criteria(
        Tenant, lambda cls: cls.municipality_id == current, include_aliases=True
    )


@event.listens_for(Session, "before_flush")
def _refuse_foreign_rows(session: Session, context: UOWTransaction, instances: Any) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if _is_foreign(row):
            raise ForeignRow(f"{type(row).__name__} of another municipality")


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, context: UOWTransaction) -> None:
    session.info["uncommitted"] = True


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _note_end(session: Session) -> None:
    session.info["uncommitted"] = False
