"""The service as it is, with two more headers on each answer: what it asked of the database.

`X-Statements` counts as the tests do: without what only opens, names and ends transactions.
`X-Round-Trips` counts those as well: everything that is sent and waited for.
"""

import re
from collections.abc import Callable, Iterable
from threading import local
from typing import Any

from sqlalchemy import Connection, Engine, event

from app import create_app
from app.config import Config

UNCOUNTED = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET)\b", re.IGNORECASE)


class _Counts(local):
    statements = 0
    round_trips = 0


_counts = _Counts()


@event.listens_for(Engine, "before_cursor_execute")
def _note(
    connection: Connection,
    cursor: object,
    statement: str,
    parameters: object,
    context: object,
    executemany: bool,
) -> None:
    _counts.round_trips += 1
    if not UNCOUNTED.match(statement):
        _counts.statements += 1


@event.listens_for(Engine, "commit")
def _note_end(connection: Connection) -> None:
    _counts.round_trips += 1


@event.listens_for(Engine, "rollback")
def _note_rollback(connection: Connection) -> None:
    _counts.round_trips += 1


@event.listens_for(Engine, "begin")
def _note_begin(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # the driver's own; SQLite's is a statement
        _counts.round_trips += 1


class Counted:
    """WSGI middleware that adds the headers."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self._wsgi = wsgi

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        _counts.statements = _counts.round_trips = 0

        def start_counted(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            headers = [
                *headers,
                ("X-Statements", str(_counts.statements)),
                ("X-Round-Trips", str(_counts.round_trips)),
            ]
            return start(status, headers, exc_info)  # type: ignore[no-any-return]

        return self._wsgi(environ, start_counted)


app = create_app(Config.from_env())
app.wsgi_app = Counted(app.wsgi_app)  # type: ignore[method-assign, assignment]
