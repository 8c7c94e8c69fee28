"""Responses in great number: what folding them costs, and whether the summary feels them."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from app import create_app
from app.config import Config
from app.core import buckets, clock, scope
from app.core.db import db
from app.organisation import directory
from app.surveys import queries, tallies
from app.surveys.models import Response, ResponseCode
from bench import flows
from bench.databases import Database, environment
from bench.in_process import InProcess
from bench.report import aligned

Found = TypeVar("Found")

SLUG = "torin-pysakointi"
TIMES = 15

_COPY = """
CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, source.id AS source
FROM response source CROSS JOIN generate_series(1, :times)
WHERE source.survey_id = :survey ORDER BY random() LIMIT :number
"""
_FILL = """
INSERT INTO {table} ({columns})
SELECT {values} FROM copy JOIN {table} old ON old.{key} = copy.source
"""
_RENUMBER = """
UPDATE response SET arrival = ordered.arrival
FROM (SELECT id, row_number() OVER (ORDER BY day, id) AS arrival
      FROM response WHERE survey_id = :survey) ordered
WHERE response.id = ordered.id
"""


def run(number: int, database: Database) -> None:
    """Time the summary, add `number` responses to one survey, fold them, time it again."""
    app = create_app(Config.from_env(environment(database.url)))
    client = InProcess(app, flows.HOST)
    step = flows.summary(client)

    def read() -> None:
        step(client)

    rows = [("", "responses", "median ms", "slowest ms")]
    rows.append(_timed(app, "summary before", read))
    insert = _seconds(lambda: _in_city(app, lambda survey: _insert(survey, number)))
    rows.append(_timed(app, "not folded yet", read))
    fold = _seconds(lambda: _in_city(app, _fold))
    rows.append(_timed(app, "summary after", read))
    print(aligned(rows))
    print(f"\n{number} responses inserted by SQL in {insert:.1f} s")
    stored = _in_city(app, _stored)
    print(f"all {stored} folded anew in {fold:.2f} s: {stored / fold:.0f} responses/s")


def _in_city(app: Flask, work: Callable[[UUID], Found]) -> Found:
    """Do something with the survey's id in its municipality, and commit."""
    with app.app_context():
        place = directory.by_host(flows.HOST)
        assert place is not None
        with scope.of(place.id):
            survey = queries.by_slug(SLUG)
            assert survey is not None
            found = work(survey.id)
            db.session.commit()
            return found


def _insert(survey: UUID, number: int) -> None:
    """Copies of the demo's responses, on their days; arrivals are numbered anew by day."""
    stored = _stored(survey)
    times = number // stored + 1
    connection = db.session.connection()  # SQL as text, which the scope does not let through
    connection.execute(text(_COPY), {"survey": survey, "times": times, "number": number})
    fresh = {"id": "copy.id", "receipt_hash": "encode(sha256(copy.id::text::bytea), 'hex')"}
    for model, key, replaced in (
        (Response, "id", fresh),
        (ResponseCode, "response_id", {"response_id": "copy.id"}),
    ):
        names = [column.name for column in model.__table__.columns]
        values = ", ".join(replaced.get(name, f"old.{name}") for name in names)
        table = model.__tablename__
        connection.execute(
            text(_FILL.format(table=table, columns=", ".join(names), values=values, key=key))
        )
    connection.execute(text(_RENUMBER), {"survey": survey})
    buckets.forget(tallies.KIND, survey)
    db.session.commit()
    db.session.execute(text("ANALYZE"))


def _fold(survey: UUID) -> None:
    place = directory.by_host(flows.HOST)
    assert place is not None
    closed = buckets.last_closed_day(clock.now(), place.timezone)
    buckets.fold(tallies.KIND, survey, tallies.compute, through=closed)


def _stored(survey: UUID) -> int:
    found = text("SELECT count(*) FROM response WHERE survey_id = :survey")
    count: int = db.session.connection().execute(found, {"survey": survey}).scalar_one()
    return count


def _timed(app: Flask, name: str, read: Callable[[], None]) -> tuple[str, str, str, str]:
    read()
    seconds = [_seconds(read) for _ in range(TIMES)]
    stored = _in_city(app, _stored)
    return (
        name,
        str(stored),
        f"{median(seconds) * 1000:.0f}",
        f"{max(seconds) * 1000:.0f}",
    )


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
