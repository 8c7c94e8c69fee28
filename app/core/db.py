"""The database: declarative bases, tenant scope on every statement, and how each engine behaves."""

import hashlib
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import uuid_utils
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Table,
    Uuid,
    event,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
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
from sqlalchemy.pool import ConnectionPoolEntry
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


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"join_transaction_mode": "create_savepoint", "autoflush": False},
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
    """A statement on tenant tables that the scope cannot reach (Core, `Model.__table__`)."""


class ForeignRow(RuntimeError):
    """A row of another municipality was about to be written."""


def _tenant_tables(statement: Any) -> list[str]:
    return [
        element.name
        for element in iterate(statement)
        if isinstance(element, Table) and "municipality_id" in element.primary_key.columns
    ]


@event.listens_for(Session, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    if not state.is_orm_statement:
        tables = _tenant_tables(state.statement)
        if tables:
            raise UnscopedStatement(f"use the mapped class of {', '.join(tables)}")
        return
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
    current = scope.municipality_id()
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Tenant) and row.municipality_id not in (None, current):
            raise ForeignRow(f"{type(row).__name__} of another municipality")


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, context: UOWTransaction) -> None:
    session.info["uncommitted"] = True


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _note_end(session: Session) -> None:
    session.info["uncommitted"] = False


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is ours, below
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("md5", 1, _md5, deterministic=True)


def _md5(text: str) -> str:
    """PostgreSQL's md5(), for orders that tell nothing."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    """Readers never wait for a writer; a writer takes its lock before it reads.

    With SQLite's deferred BEGIN, two requests that read and then write lose updates.
    """
    reading = scope.is_read_only()
    raw = connection.connection.dbapi_connection
    if connection.info.get("reading") is not reading:
        _turn(connection.dialect, raw, reading)
        connection.info["reading"] = reading
    if isinstance(raw, sqlite3.Connection):
        begin = "BEGIN" if reading else "BEGIN IMMEDIATE"
        try:
            raw.execute(begin)
        except sqlite3.OperationalError as fault:  # as for any other statement: answered with 503
            raise OperationalError(begin, None, fault) from fault


def _turn(dialect: Dialect, raw: Any, reading: bool) -> None:
    """Make a connection, between transactions, one for reading or for writing; it stays that."""
    if isinstance(raw, sqlite3.Connection):
        raw.execute(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    else:  # the driver says it with its BEGIN
        dialect.set_isolation_level(raw, "REPEATABLE READ" if reading else "READ COMMITTED")
        dialect.set_readonly(raw, reading)  # type: ignore[attr-defined] # PostgreSQL's has it


def engine_options(url: str, pool: int) -> dict[str, Any]:
    """Pool and time-outs for a database address; what people wrote stays out of its errors."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 15}}
    return {
        "hide_parameters": True,
        "pool_size": pool,
        "max_overflow": pool,
        "pool_pre_ping": True,
        "connect_args": {
            "options": "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000"
        },
    }
