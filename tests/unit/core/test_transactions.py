"""Readers read one state of the database and cannot write; the same connection writes later."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.core import scope
from app.core.db import db
from app.core.jobs import Job
from tests.databases import Kind

both = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


@contextmanager
def _request(app: Flask, *, reading: bool) -> Iterator[None]:
    """The database work of one request: a session of its own on a connection of the pool."""
    with app.app_context(), scope.of(None, read_only=reading):
        yield
        db.session.remove()


def _write(app: Flask, *, reading: bool) -> int:
    with _request(app, reading=reading):
        db.session.add(Job(kind="nothing", payload={}, due_at=func.now()))
        db.session.commit()
        return _jobs()


def _jobs() -> int:
    return db.session.scalars(select(func.count(Job.id))).one()


@both
def test_reading_and_writing_alternate_on_one_connection(fresh_app: Flask) -> None:
    seen = set()
    for expected in (1, 2, 3):
        with _request(fresh_app, reading=True):
            assert _jobs() == expected - 1
            seen.add(id(db.session.connection().connection.dbapi_connection))
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            _write(fresh_app, reading=True)
        with fresh_app.app_context():
            db.session.remove()
        assert _write(fresh_app, reading=False) == expected
    assert len(seen) == 1


@both
def test_a_reader_sees_one_state_from_its_first_statement_to_its_last(fresh_app: Flask) -> None:
    with _request(fresh_app, reading=True):
        assert _jobs() == 0
        with fresh_app.app_context():
            _write(fresh_app, reading=False)
        assert _jobs() == 0
    with _request(fresh_app, reading=True):
        assert _jobs() == 1


@both
def test_a_writer_sees_what_others_have_committed(fresh_app: Flask) -> None:
    with _request(fresh_app, reading=True):
        _jobs()
    with _request(fresh_app, reading=False):
        if db.engine.dialect.name == "postgresql":
            level = db.session.execute(text("SHOW transaction_isolation")).scalar_one()
            assert level == "read committed"
        assert _jobs() == 0
