"""Folding while people answer and withdraw: at every moment the tallies are what the rows say."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.buckets import TallyBucket, TallyStale
from app.core.db import db
from app.insights import service as insights
from app.surveys import service
from tests import factories, surveys_factories
from tests.databases import Kind
from tests.factories import JOENSUU
from tests.plain_counting import counted, plain_counts
from tests.surveys_factories import TIMEZONE

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
SURVEY = "busy"
DAYS, A_DAY = 3, 40

pytestmark = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


@pytest.fixture
def receipts(fresh_app: Flask) -> Iterator[list[str]]:
    """Answers of some days, seen from a later one."""
    with time_machine.travel(START, tick=False) as traveller:
        found = []
        with fresh_app.app_context():
            factories.cities()
            with scope.of(JOENSUU):
                surveys_factories.survey(factories.area(), SURVEY)
                for _day in range(DAYS):
                    found += [surveys_factories.respond(SURVEY) for _ in range(A_DAY)]
                    db.session.commit()
                    traveller.shift(timedelta(days=1))
        yield found


def survey_id() -> UUID:
    return surveys_factories.by_slug(SURVEY).id


def at_once(app: Flask, *works: Callable[[], None]) -> None:
    def run(work: Callable[[], None]) -> None:
        with app.app_context(), scope.of(JOENSUU):
            work()
            db.session.rollback()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result()


def test_tallies_are_right_while_two_fold_and_others_write(
    fresh_app: Flask, receipts: list[str]
) -> None:
    written = Event()

    def write() -> None:
        try:
            for receipt in receipts[::2]:
                assert service.withdraw(receipt, timezone=TIMEZONE)
                db.session.commit()
                surveys_factories.respond(SURVEY)
                db.session.commit()
        finally:
            written.set()

    def fold() -> None:
        while not written.is_set():
            insights.fold_due(TIMEZONE)

    def rebuild() -> None:
        while not written.is_set():
            list(insights.rebuild(TIMEZONE))

    def read() -> None:
        while not written.is_set():
            with scope.of(JOENSUU, read_only=True):
                known = survey_id()
                assert counted(known) == plain_counts(known)
                db.session.rollback()

    at_once(fresh_app, write, fold, fold, rebuild, read)
    with fresh_app.app_context(), scope.of(JOENSUU):
        known = survey_id()
        assert counted(known) == plain_counts(known)
        insights.fold_due(TIMEZONE)
        assert db.session.scalars(select(TallyStale)).all() == []
        stored = db.session.scalars(select(TallyBucket.n).order_by(TallyBucket.day)).all()
        assert stored == [A_DAY // 2] * DAYS
        assert counted(known) == plain_counts(known)
