"""Ideas in great number: what the public list costs in each order, filtered and searched."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import event, func, insert, select, text

from app import create_app
from app.config import Config
from app.core import clock, scope
from app.core.db import db
from app.engagement.models import SearchWord
from app.ideas.lifecycle import State
from app.ideas.models import KIND, Idea
from app.organisation import directory
from app.organisation import queries as organisation
from bench import flows
from bench.databases import Database, environment
from bench.in_process import InProcess
from bench.report import aligned

TIMES = 25
BATCH = 2_000
DAYS = 3 * 365
WAITING_SHARE = 0.02
LIST = "/fi/ideas/"
ASKED = {
    "newest": "",
    "most supported": "?sort=support",
    "waiting longest": "?sort=waiting",
    "a theme": "?theme=osallisuus",
    "a theme, most supported": "?theme=osallisuus&sort=support",
    "an area, waiting longest": "?area=kulttuuri&sort=waiting",
    "answered, most supported": "?state=answered&sort=support",
    "a word that all have": "?q=ehdotus",
    "that word, most supported": "?q=ehdotus&sort=support",
    "that word, waiting longest": "?q=ehdotus&sort=waiting",
    "a word that few have": "?q=harvinainen&sort=support",
    "a word that nobody has": "?q=olematon",
    "far down, most supported": "?sort=support&before=40.20000",
}
"""What readers ask the list for: each is one request."""


def run(number: int, database: Database) -> None:
    """Bring the city to `number` public ideas, and time the list."""
    app = create_app(Config.from_env(environment(database.url)))
    _fill(app, number)
    client = InProcess(app, flows.HOST)
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    rows = [("list of ideas", "median ms", "slowest ms", "statements")]
    for name, asked in ASKED.items():
        client.get(LIST + asked)
        seconds = []
        for _time in range(TIMES):
            statements.clear()
            began = perf_counter()
            client.get(LIST + asked)
            seconds.append(perf_counter() - began)
        shown = (f"{median(seconds) * 1000:.1f}", f"{max(seconds) * 1000:.1f}")
        rows.append((name, *shown, str(len(statements))))
    print(aligned(rows))


def _fill(app: Flask, number: int) -> None:
    with app.app_context():
        place = directory.by_host(flows.HOST)
        assert place is not None
        db.session.rollback()  # what was begun to read the directory cannot write
        with scope.of(place.id):
            here = Idea.municipality_id == place.id
            known = db.session.scalars(select(func.max(Idea.number)).where(here)).one() or 0
            ideas = _ideas(range(known + 1, number + 1), Random(known))
            for batch in _batches(ideas):
                db.session.execute(insert(Idea), batch)
                words = [row for one in batch for row in _words(one)]
                db.session.execute(insert(SearchWord), words)
                db.session.commit()
        db.session.connection().execute(text("ANALYZE"))
        db.session.commit()


def _ideas(numbers: range, rng: Random) -> Iterator[dict[str, Any]]:
    """Ideas of three years: nearly all of them answered, some supported by many."""
    areas = sorted(organisation.area_tree().by_id)
    themes = [theme.id for theme in organisation.themes()]
    first = clock.now() - timedelta(days=DAYS)
    for number in numbers:
        at = first + timedelta(days=DAYS * (number - numbers.start) / len(numbers))
        waits = rng.random() < WAITING_SHARE
        yield {
            "id": uuid4(),
            "number": number,
            "state": State.IN_HAND if waits else State.ANSWERED,
            "title": f"Ehdotus {number}" + (" harvinainen" if number % 5_000 == 0 else ""),
            "text": "Valoja polulle, jotta koulumatka on turvallinen myös talvella.",
            "lang": "fi",
            "area_id": rng.choice(areas),
            "theme_id": rng.choice([None, *themes]),
            "submitted_on": at.date(),
            "due_on": at.date() + timedelta(days=30),
            "published_at": at,
            "answered_on": None if waits else at.date() + timedelta(days=20),
            "supports": min(5_000, int(rng.paretovariate(1))) - 1,
        }


def _words(idea: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for word in {*idea["title"].casefold().split(), "valoja", "polulle", "koulumatka", "talvella"}:
        yield {"kind": KIND, "word": word, "subject_id": idea["id"]}


def _batches(ideas: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for one in ideas:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
