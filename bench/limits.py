"""What this machine can do at best under the same server: bare Flask, and one durable INSERT.

By the driver alone (no resident's answer can cost less), and by the ORM that the service uses
(what of the distance is the tool's, not ours). No form, no page.
"""

import json
import os
import sqlite3
from collections.abc import Callable
from threading import local
from uuid import uuid4

import psycopg
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.engines import engine_options

TABLE = "CREATE TABLE IF NOT EXISTS {name} (id {id} PRIMARY KEY, document {document} NOT NULL)"
_own = local()


class _Base(DeclarativeBase):
    pass


class _Voice(_Base):
    __tablename__ = "orm_voice"

    id: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[str]


_db = SQLAlchemy(model_class=_Base)


def prepare(url: str) -> None:
    """Make the table."""
    if url.startswith("sqlite"):
        connection = _sqlite(url)
        for name in ("voice", "orm_voice"):
            connection.execute(TABLE.format(name=name, id="TEXT", document="TEXT"))
    else:
        with _postgresql(url) as postgresql:
            postgresql.execute(TABLE.format(name="voice", id="UUID", document="JSONB"))
            postgresql.execute(TABLE.format(name="orm_voice", id="TEXT", document="TEXT"))


def _sqlite(url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=15, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgresql(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _writer(url: str) -> Callable[[str], object]:
    """Keeps one document durably: on a connection of each thread's own."""
    if url.startswith("sqlite"):
        connection = _sqlite(url)
        return lambda text: connection.execute(
            "INSERT INTO voice VALUES (?, ?)", (str(uuid4()), text)
        )
    postgresql = _postgresql(url)
    return lambda text: postgresql.execute("INSERT INTO voice VALUES (%s, %s)", (uuid4(), text))


def make(url: str) -> Flask:
    """Both limits in one application."""
    flask = Flask(__name__)

    @flask.get("/")
    def ok() -> str:
        return "ok"

    @flask.post("/insert")
    def insert() -> str:
        if not hasattr(_own, "write"):
            _own.write = _writer(url)
        _own.write(json.dumps(request.get_json()))
        return "ok"

    flask.config["SQLALCHEMY_DATABASE_URI"] = url
    flask.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url, pool=10)
    _db.init_app(flask)

    @flask.post("/orm-insert")
    def orm_insert() -> str:
        _db.session.add(_Voice(id=str(uuid4()), document=json.dumps(request.get_json())))
        _db.session.commit()
        return "ok"

    return flask


if "LIMITS_URL" in os.environ:
    app = make(os.environ["LIMITS_URL"])
