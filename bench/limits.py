"""What this machine can do at best under the same server: bare Flask, and one durable INSERT.

No ORM, no form, no page: a resident's answer cannot cost less than this.
"""

import json
import os
import sqlite3
from collections.abc import Callable
from threading import local
from uuid import uuid4

import psycopg
from flask import Flask, request

TABLE = "CREATE TABLE IF NOT EXISTS voice (id {id} PRIMARY KEY, document {document} NOT NULL)"
_own = local()


def prepare(url: str) -> None:
    """Make the table."""
    if url.startswith("sqlite"):
        _sqlite(url).execute(TABLE.format(id="TEXT", document="TEXT"))
    else:
        with _postgresql(url) as connection:
            connection.execute(TABLE.format(id="UUID", document="JSONB"))


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

    return flask


if "LIMITS_URL" in os.environ:
    app = make(os.environ["LIMITS_URL"])
