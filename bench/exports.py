"""Rows of surveys of different sizes taken out: time, growth and memory, beside a plain read."""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import TextIOWrapper
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from app import create_app
from app.analysis import exporting
from app.analysis.exporting import Form, Wanted
from app.config import Config
from app.core import buckets, clock, scope
from app.core.db import db
from app.core.i18n import speaking
from app.organisation import directory
from app.surveys import library, publishing, queries, tallies
from app.surveys import meta as metas
from app.surveys.definition import load
from app.surveys.models import Channel, Response, Survey
from bench import flows
from bench.databases import Database, environment
from bench.report import aligned

Json = dict[str, Any]
BATCH = 5_000
CHOICES = [f"choice-{number}" for number in range(5)]
HEAD = ("file", "responses", "seconds", "rows/s", "of plain read", "MB", "peak MB of the process")


def run(most: int, database: Database) -> None:
    """Export surveys of a quarter, a half and all of `most` responses in every format."""
    app = create_app(Config.from_env(environment(database.url)))
    sizes = (most // 4, most // 2, most)
    rows: list[tuple[str, ...]] = [HEAD]
    for size in sizes:
        slug = f"bench-{size}"
        _prepare(app, slug, size)
        plain = _timed(app, slug, None)[0]
        rows.append(("plain read", str(size), f"{plain:.2f}", f"{size / plain:.0f}", "1.0", "", ""))
        for form in Form:
            seconds, written = _timed(app, slug, form)
            rows.append(
                (
                    str(form),
                    str(size),
                    f"{seconds:.2f}",
                    f"{size / seconds:.0f}",
                    f"{seconds / plain:.1f}",
                    f"{written / 1e6:.1f}",
                    f"{_peak(database, slug, form):.0f}",
                )
            )
    print(aligned(rows), flush=True)


def definition() -> Json:
    """Twenty questions of the kinds that surveys are made of."""
    return {
        "title": "Export",
        "locale": "fi",
        "elements": [
            *({"type": "radiogroup", "name": f"r{n}", "choices": CHOICES} for n in range(9)),
            *({"type": "checkbox", "name": f"c{n}", "choices": CHOICES} for n in range(4)),
            *({"type": "rating", "name": f"s{n}", "rateMax": 10} for n in range(4)),
            {"type": "text", "name": "age", "inputType": "number"},
            *({"type": "comment", "name": f"t{n}"} for n in range(2)),
        ],
    }


def _document(dice: random.Random) -> tuple[Json, list[str]]:
    document: Json = {f"r{n}": dice.choice(CHOICES) for n in range(9)}
    document |= {f"c{n}": dice.sample(CHOICES, dice.randint(1, 3)) for n in range(4)}
    document |= {f"s{n}": dice.randint(1, 10) for n in range(4)}
    document["age"] = dice.randint(10, 90)
    if dice.random() < 0.4:
        document["t0"] = "Lisää penkkejä joen rantaan ja parempi valaistus talveksi. " * 2
    left = [name for name in ("t0", "t1") if name not in document]
    return document, left


def _prepare(app: Flask, slug: str, size: int) -> None:
    with app.app_context(), scope.of(_city()):
        if queries.by_slug(slug) is not None:
            return
        survey = _survey(slug)
        for rows in _batches(survey, size):
            db.session.execute(insert(Response), rows)
        closed = buckets.last_closed_day(clock.now(), "Europe/Helsinki")
        buckets.fold(tallies.KIND, survey.id, tallies.compute, through=closed)
        db.session.commit()


def _city() -> UUID:
    place = directory.by_host(flows.HOST)
    assert place is not None
    return place.id


def _survey(slug: str) -> Survey:
    """A survey that closed, so that every row may be shown."""
    source = definition()
    area = next(iter(publishing.places().areas))
    meta = metas.check({"slug": slug, "area": area, "opens": "-90d", "closes": "-2d"})
    folder = library.Folder(source, load(source), meta)
    return publishing.publish(folder, timezone="Europe/Helsinki")


def _batches(survey: Survey, size: int) -> Iterator[list[Json]]:
    dice = random.Random(size)
    last = datetime.now(UTC).date() - timedelta(days=3)
    for start in range(0, size, BATCH):
        numbers = range(start + 1, min(start + BATCH, size) + 1)
        yield [_row(survey, number, last, size, dice) for number in numbers]


def _row(survey: Survey, number: int, last: date, size: int, dice: random.Random) -> Json:
    document, left = _document(dice)
    return {
        "id": uuid4(),
        "survey_id": survey.id,
        "version": 1,
        "area_id": survey.area_id,
        "arrival": number,
        "day": last - timedelta(days=60 - 60 * number // size),
        "lang": "fi",
        "channel": Channel.WEB,
        "receipt_hash": f"bench-{survey.slug}-{number}",
        "content_hash": "",
        "is_withdrawn": False,
        "document": document,
        "unanswered": left,
    }


def _timed(app: Flask, slug: str, form: Form | None) -> tuple[float, int]:
    """Seconds and bytes of an export; of a plain read of the documents where there is no form."""
    with app.app_context(), scope.of(_city(), read_only=True), speaking("fi"):
        survey = queries.by_slug(slug)
        assert survey is not None
        with tempfile.TemporaryFile() as out:
            began = perf_counter()
            if form is None:
                _plain(survey, TextIOWrapper(out, encoding="utf-8"))
                return perf_counter() - began, 0
            now = clock.now()
            exporting.write(exporting.tables(survey, now), Wanted(form, "fi"), out, now)
            return perf_counter() - began, out.tell()


def _plain(survey: Survey, out: TextIOWrapper) -> None:
    """Every document as JSON in one cell: the least that an export can do."""
    writer = csv.writer(out)
    query = select(Response.document).where(Response.survey_id == survey.id)
    for document in db.session.scalars(query.execution_options(yield_per=500)):
        writer.writerow([json.dumps(document)])
    out.flush()
    out.detach()


def _peak(database: Database, slug: str, form: Form) -> float:
    """The most memory that the command ever held, in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "flask", "--app", "wsgi", "surveys", "export"),
            *("joensuu", slug, "--format", str(form), "--out", f"{folder}/out"),
        ]
        started = subprocess.Popen(
            command, env=environment(database.url), stdout=subprocess.DEVNULL
        )
        _pid, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        assert started.returncode == 0, f"exit code {started.returncode}"
        return usage.ru_maxrss / 1024
