"""Requests at the same moment on a real SQLite file: no update is lost, reading stops nobody."""

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.core import scope
from app.core.db import db
from app.organisation.models import Area
from tests import factories
from tests.databases import Kind, config_of
from tests.factories import JOENSUU
from tests.pages import Page

WRITERS, TURNS = 4, 25

on_both = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


@pytest.fixture
def city_app(fresh_app: Flask) -> Flask:
    with fresh_app.app_context():
        factories.cities()
    return fresh_app


def _library(*, lock: bool = False) -> Area:
    query = select(Area).where(Area.key == "library")
    return db.session.scalars(query.with_for_update() if lock else query).one()


def _read_then_write(app: Flask, turns: int, *, lock: bool = False) -> None:
    """What a POST does: reads a row and writes what follows from it."""
    for _turn in range(turns):
        with app.app_context(), scope.of(JOENSUU):
            area = _library(lock=lock)
            area.position += 1
            db.session.commit()


def _position(app: Flask) -> int:
    with app.app_context(), scope.of(JOENSUU):
        return _library().position


def test_threads_that_read_then_write_lose_no_update(city_app: Flask) -> None:
    before = _position(city_app)
    with ThreadPoolExecutor(WRITERS) as pool:
        for work in [pool.submit(_read_then_write, city_app, TURNS) for _ in range(WRITERS)]:
            work.result()
    assert _position(city_app) == before + WRITERS * TURNS


@pytest.mark.parametrize("fresh_app", [Kind.POSTGRESQL], indirect=True)
def test_writers_that_lock_what_they_read_lose_no_update_on_postgresql(city_app: Flask) -> None:
    before = _position(city_app)
    with ThreadPoolExecutor(WRITERS) as pool:
        turns = [pool.submit(_read_then_write, city_app, TURNS, lock=True) for _ in range(WRITERS)]
        for work in turns:
            work.result()
    assert _position(city_app) == before + WRITERS * TURNS


def _process(url: str, folder: str) -> None:
    _read_then_write(create_app(config_of(url, Path(folder))), TURNS)


def test_processes_that_read_then_write_lose_no_update(city_app: Flask, tmp_path: Path) -> None:
    before = _position(city_app)
    url = city_app.extensions["kuulolla_config"].database_url
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(target=_process, args=(url, str(tmp_path / str(number))))
        for number in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert _position(city_app) == before + 2 * TURNS


@on_both
def test_a_reading_request_cannot_write(city_app: Flask) -> None:
    before = _position(city_app)
    with city_app.app_context(), scope.of(JOENSUU, read_only=True):
        _library().position += 1
        with pytest.raises(DBAPIError, match=r"(?i)read.?only"):
            db.session.commit()
        db.session.rollback()
    assert _position(city_app) == before


@on_both
def test_a_connection_that_only_read_writes_again_later(city_app: Flask) -> None:
    before = _position(city_app)
    with city_app.app_context(), scope.of(JOENSUU, read_only=True):
        _library()
    _read_then_write(city_app, 1)
    assert _position(city_app) == before + 1


@on_both
def test_a_slow_reader_stops_no_writer_and_sees_one_moment(city_app: Flask) -> None:
    before = _position(city_app)
    is_reading, is_written = Event(), Event()

    def read() -> tuple[int, int]:
        with city_app.app_context(), scope.of(JOENSUU, read_only=True):
            first = _library().position
            is_reading.set()
            assert is_written.wait(10)
            return first, before

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read)
        assert is_reading.wait(10)
        started = monotonic()
        _read_then_write(city_app, 3)
        took = monotonic() - started
        is_written.set()
        assert reader.result() == (before, before)
    assert took < 5, "the writer waited for the reader"
    assert _position(city_app) == before + 3


def test_readers_go_on_while_a_writer_is_at_work(city_app: Flask) -> None:
    together = Barrier(2, timeout=10)

    def write() -> None:
        with city_app.app_context(), scope.of(JOENSUU):
            _library().position += 1
            db.session.flush()
            together.wait()  # the lock is held
            together.wait()  # the reader has read
            db.session.commit()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        together.wait()
        with city_app.app_context(), scope.of(JOENSUU, read_only=True):
            seen = _library().position
        together.wait()
        writer.result()
    assert _position(city_app) == seen + 1


def test_what_was_committed_survives_the_power(city_app: Flask) -> None:
    """SQLite's own settings, on the very connections that the service uses."""
    with city_app.app_context(), scope.of(JOENSUU):
        connection = db.session.connection()
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 15000,
    }


def test_whoever_waits_too_long_for_a_busy_database_is_told_so(city_app: Flask) -> None:
    path = city_app.extensions["kuulolla_config"].database_url.removeprefix("sqlite:///")
    browser = city_app.test_client()
    city = "http://joensuu.localhost"
    page = Page(browser.get("/fi/sign-in", base_url=city).text)
    with city_app.app_context(), closing(db.engine.raw_connection()) as pooled:
        pooled.cursor().execute("PRAGMA busy_timeout=100")
    with closing(sqlite3.connect(path, isolation_level=None)) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        form = page.form().values | {"email": "a@example.org", "password": "not this one"}
        answer = browser.post("/fi/sign-in", base_url=city, data=form)
        reading = browser.get("/fi/sign-in", base_url=city)
        blocker.execute("ROLLBACK")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "<title>" in answer.text
    assert reading.status_code == 200
    assert browser.post("/fi/sign-in", base_url=city, data=form).status_code < 500
