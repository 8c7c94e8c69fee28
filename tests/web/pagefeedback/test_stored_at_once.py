"""Folding while officials move comments on and readers react: nothing is lost, and whatever is
read meanwhile is whole."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, scope
from app.core.db import db
from app.insights import service as insights
from app.organisation import queries as organisation
from app.pagefeedback import service, tallies
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import PageMonth, Reaction, WebPage, Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.databases import Kind
from tests.factories import JOENSUU
from tests.pagefeedback_factories import TIMEZONE
from tests.plain_pages import plain, told

START = datetime(2026, 3, 20, 9, tzinfo=UTC)
FIRST = date(2026, 1, 1)
PAGES, DAYS = 3, 6
WRITTEN = PAGES * DAYS * 2

pytestmark = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


@pytest.fixture
def busy(fresh_app: Flask) -> Iterator[Flask]:
    """Comments of some days of two months, seen from a later one."""
    with time_machine.travel(START, tick=False) as traveller:
        with fresh_app.app_context():
            factories.cities()
            with scope.of(JOENSUU):
                root = organisation.area("wellbeing")
                assert root is not None
                widget = feedback.widget(root, "site")
                for _day in range(DAYS):
                    for n in range(PAGES * 2):
                        feedback.react(widget, f"/{n % PAGES}", 1, "Huono")
                    db.session.commit()
                    traveller.shift(timedelta(days=4))
        yield fresh_app


def at_once(app: Flask, *works: Callable[[], None]) -> None:
    def run(work: Callable[[], None]) -> None:
        with app.app_context(), scope.of(JOENSUU):
            work()
            db.session.rollback()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result()


def moderate() -> None:
    """Half of the comments, one by one."""
    ids = db.session.scalars(select(Reaction.id).where(Reaction.state == Handling.NEW)).all()
    for id in ids[::2]:
        row = db.session.scalars(select(Reaction).where(Reaction.id == id).with_for_update()).one()
        today = clock.today(TIMEZONE)
        service.move(row, Handling.READ, revision=row.revision, today=today)
        db.session.commit()


def react() -> None:
    widget = db.session.scalars(select(Widget).where(Widget.key == "site")).one()
    for n in range(12):
        feedback.react(widget, f"/{n % PAGES}", 2)
        db.session.commit()


def fold() -> None:
    for _ in range(6):
        insights.fold_pages(TIMEZONE)


def rebuild() -> None:
    insights.rebuild_pages(TIMEZONE)


def read() -> None:
    """Comments are neither lost nor counted twice while others fold."""
    for _ in range(15):
        with scope.of(JOENSUU):
            pages = db.session.scalars(select(WebPage.id)).all()
            found = tallies.of_pages(pages, FIRST, clock.today(TIMEZONE))
            assert sum(one.comments for one in found.values()) == WRITTEN
            db.session.rollback()


def assert_exact() -> None:
    today = clock.today(TIMEZONE)
    pages = db.session.scalars(select(WebPage.id)).all()
    found = tallies.of_pages(pages, FIRST, today)
    assert told(found.values()) == plain(lambda row: FIRST <= row.day <= today)


def test_nothing_is_lost_however_many_fold_and_moderate_at_once(busy: Flask) -> None:
    at_once(busy, fold, moderate, react, fold, read)
    with busy.app_context(), scope.of(JOENSUU):
        assert_exact()
        insights.fold_pages(TIMEZONE)
        assert_exact()
        assert db.session.scalar(select(func.sum(PageMonth.new))) == WRITTEN // 2


def test_it_may_be_made_anew_meanwhile(busy: Flask) -> None:
    with busy.app_context(), scope.of(JOENSUU):
        insights.fold_pages(TIMEZONE)
    at_once(busy, rebuild, moderate, fold, read, rebuild)
    with busy.app_context(), scope.of(JOENSUU):
        assert_exact()
        insights.fold_pages(TIMEZONE)
        assert_exact()
