"""Page feedback in great number: what its desk and a summary cost when they count reactions, and
when they read stored months."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID, uuid4

import psycopg
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import Config
from app.core import clock, scope
from app.core.db import db
from app.insights import service as insights
from app.organisation import directory
from app.organisation import queries as organisation
from app.pagefeedback import known, stored
from app.pagefeedback.models import WebPage
from bench import flows
from bench.databases import Database, environment
from bench.in_process import InProcess
from bench.report import aligned

Found = TypeVar("Found")

WIDGET = "joensuu-demo"
PAGES = 2000
A_YEAR = 365
WRITING = 0.08
"""The share of readers who also write."""
UNREAD = 12
"""Days for which comments wait."""
TIMES = 15

_PAGE = "municipality_id, id, widget_id, url, title, lang, area_id, state, revision"
_REACTION = (
    "municipality_id, id, page_id, area_id, day, hour, value, scale, lang, version, viewport,"
    " text, state, is_urgent, is_suspect, revision"
)

Row = tuple[Any, ...]


def run(number: int, database: Database) -> None:
    """Add pages and reactions to the demo's, and time what reads them, three times: before, from
    reactions, from what is stored."""
    app = create_app(Config.from_env(environment(database.url)))
    client = InProcess(app, flows.HOST)
    flows.summary(client)  # signs in
    _in_city(app, insights.rebuild_pages)
    before = _timed(client, _works(_in_city(app, lambda _zone: _liveliest())))
    fill = _seconds(lambda: _in_city(app, lambda zone: _fill(number, database, zone)))
    works = _works(_in_city(app, lambda _zone: _liveliest()))
    counted = _timed(client, works)
    fold = _seconds(lambda: _in_city(app, insights.rebuild_pages))
    folded = _timed(client, works)
    rows: list[Sequence[str]] = [("fastest, ms", "demo alone", "from reactions", "stored months")]
    for name in works:
        rows.append((name, *(f"{one[name]:.0f}" for one in (before, counted, folded))))
    print(aligned(rows))
    print(f"\n{number} reactions of {PAGES} pages added in {fill:.0f} s, folded in {fold:.1f} s")


def _works(page: UUID) -> dict[str, str]:
    return {
        "the desk's list": "/fi/desk/feedback/",
        "the liveliest page": f"/fi/desk/feedback/{page}",
        "summary of the area": flows.SUMMARY,
        "the same as JSON": f"{flows.SUMMARY}.json",
        "home (baseline)": "/fi/",
    }


def _in_city(app: Flask, work: Callable[[str], Found]) -> Found:
    """Do something in the municipality, given its time zone, and commit."""
    with app.app_context():
        place = directory.by_host(flows.HOST)
        assert place is not None
        with scope.of(place.id):
            found = work(place.timezone)
            db.session.commit()
            return found


def _liveliest() -> UUID:
    """Of the area whose summary is read: pages that are added come first by their address."""
    tree = organisation.area_tree()
    areas = tree.below(tree.by_key[flows.SUMMARY.rpartition("/")[2]].id)
    query = select(WebPage.id).where(WebPage.area_id.in_(areas)).order_by(WebPage.url)
    return db.session.scalars(query.limit(1)).one()


def _fill(number: int, database: Database, timezone: str) -> None:
    widget = known.widget(WIDGET)
    assert widget is not None
    tree, rng = organisation.area_tree(), Random(number)
    areas = [tree.by_key[flows.SUMMARY.rpartition("/")[2]].id, *sorted(tree.by_id)]
    city = scope.required_municipality_id()
    pages = [(uuid4(), areas[n % len(areas)]) for n in range(PAGES)]
    rows = (
        (city, id, widget.id, f"{flows.SITE}/{n}", f"Sivu {n}", "fi", area, "new", 1)
        for n, (id, area) in enumerate(pages)
    )
    db.session.commit()  # SQLite's lock is let go
    today = clock.today(timezone)
    fill = _copied if database.server is not None else _inserted
    fill(database.url, "web_page", _PAGE, rows)
    drawn = (_reaction(city, pages, widget.scale, today, rng) for _ in range(number))
    fill(database.url, "reaction", _REACTION, drawn)
    stored.forget()
    db.session.commit()


def _reaction(
    city: UUID, pages: Sequence[tuple[UUID, UUID]], scale: int, today: date, rng: Random
) -> Row:
    """Of any day of a year; a tenth of the pages has half of the readers."""
    page, area = pages[int(len(pages) * rng.random() ** 3.3)]
    age, said = rng.randrange(A_YEAR), rng.random() < WRITING
    state = ("new" if age <= UNREAD else "read") if said else None
    return (
        *(city, UUID(int=rng.getrandbits(128), version=4), page, area),
        *(today - timedelta(days=age), rng.randrange(24), rng.randint(1, scale), scale),
        *("fi", "1.0.0", "s", "Kommentti." if said else None, state, False, False, 1),
    )


def _copied(url: str, table: str, columns: str, rows: Iterator[Row]) -> None:
    with (
        psycopg.connect(url.replace("+psycopg", "")) as connection,
        connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"VACUUM ANALYZE {table}")  # as the server does by itself, in time


def _inserted(url: str, table: str, columns: str, rows: Iterator[Row]) -> None:
    places = ", ".join("?" * len(columns.split(",")))
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=15)
    plain = ([_plain(one) for one in row] for row in rows)
    with connection:
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", plain)
    connection.execute("ANALYZE")
    connection.close()


def _plain(value: object) -> object:
    """As SQLAlchemy keeps it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _timed(client: InProcess, works: dict[str, str]) -> dict[str, float]:
    """Milliseconds of each at its fastest: what a noisy machine tells least wrongly."""
    found = {}
    for name, path in works.items():
        client.get(path)
        times = [_seconds(lambda path=path: client.get(path)) for _ in range(TIMES)]  # type: ignore[misc]
        found[name] = min(times) * 1000
    return found


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
