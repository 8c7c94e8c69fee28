"""How the engines of both databases behave: who waits for whom, time-outs, what may be written."""

import hashlib
import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from app.core import scope


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
