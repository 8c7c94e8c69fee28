"""Figures read from what is stored and from reactions are those of plain counting, through
whatever may happen to pages, reactions and days."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from app.core import clock, scope
from app.core.db import db
from app.insights import service as insights
from app.organisation import queries as organisation
from app.pagefeedback import retention, service, stored, tallies
from app.pagefeedback.handling import Handling, may_follow
from app.pagefeedback.models import PageMonth, Reaction, WebPage, Widget
from app.pagefeedback.stored import Days, Progress
from tests import pagefeedback_factories as feedback
from tests.factories import City
from tests.pagefeedback_factories import SITE, TIMEZONE
from tests.plain_pages import plain, plain_months, told

START = datetime(2026, 1, 20, 9, tzinfo=UTC)
PAGES = ("/kirjasto", "/kirjasto/auki", "/ilmasto", "/uimahalli")
DEEDS = (
    *("react",) * 12,
    *("change", "comment", "moderate", "moderate", "moderate", "retain"),
    *("move_page", "scale", "fold", "fold", "rebuild"),
    *("sleep",) * 3,
)


@dataclass
class Life:
    """Of one widget's pages; each deed is drawn."""

    widget: Widget
    random: Random
    traveller: time_machine.Traveller
    log: list[str] = field(default_factory=list)

    def go_on(self) -> None:
        deed = self.random.choice(DEEDS)
        self.log.append(f"{clock.now():%m-%d %H} {deed}")
        act: Callable[[], object] = getattr(self, deed)
        act()
        db.session.flush()

    @property
    def today(self) -> date:
        return clock.today(TIMEZONE)

    def _some(self, *conditions: object) -> Reaction | None:
        found = db.session.scalars(select(Reaction).order_by(Reaction.id)).all()
        fitting = [row for row in found if all(test(row) for test in conditions)]  # type: ignore[operator]
        return self.random.choice(fitting) if fitting else None

    def react(self) -> None:
        path = self.random.choice(PAGES)
        text = self.random.choice(("", "", "Hyvä", '<a href="x">x</a>'))
        value = self.random.randint(1, self.widget.scale)
        feedback.react(self.widget, path, value, text, is_suspect=self.random.random() < 0.1)

    def change(self) -> None:
        if row := self._some():
            value = self.random.randint(1, row.scale)
            service.change(row, value, scale=row.scale, today=self.today)

    def comment(self) -> None:
        if row := self._some(lambda row: row.state in (None, Handling.NEW)):
            service.comment(row, "Uusi", today=self.today, was_quick=False, is_suspect=False)

    def moderate(self) -> None:
        if row := self._some(lambda row: row.state is not None):
            assert row.state is not None
            to = [one for one in Handling if may_follow(row.state, one)]
            service.move(row, self.random.choice(to), revision=row.revision, today=self.today)

    def retain(self) -> None:
        retention.retain(TIMEZONE)

    def move_page(self) -> None:
        page = self.random.choice([None, *db.session.scalars(select(WebPage))])
        areas = sorted(organisation.area_tree().by_id)
        if page is not None:
            page.area_id = self.random.choice(areas)

    def scale(self) -> None:
        self.widget.scale = self.random.choice((2, 3))

    def fold(self) -> None:
        insights.fold_pages(TIMEZONE)

    def rebuild(self) -> None:
        insights.rebuild_pages(TIMEZONE)

    def sleep(self) -> None:
        self.traveller.shift(timedelta(hours=self.random.choice((1, 14, 24, 24 * 9, 24 * 40))))


def periods(random: Random, today: date) -> list[Days]:
    """Whole months, parts of months, single days, days to come."""
    start = START.date().replace(day=1)
    span = (today - start).days + 20
    drawn = sorted(start + timedelta(days=random.randrange(span)) for _ in range(2))
    month = stored.month_of(drawn[0])
    return [
        Days(start, today),
        Days(drawn[0], drawn[1]),
        Days(month, drawn[1]),
        Days(month, stored.month_end(stored.month_of(drawn[1]))),
        Days(drawn[0], drawn[0]),
        Days(today - timedelta(days=29), today),
    ]


def within(
    days: Days, *, areas: Collection[UUID] | None = None, pages: Collection[UUID] | None = None
) -> Callable[[Reaction], bool]:
    return lambda row: (
        days.first <= row.day <= days.last
        and (areas is None or row.area_id in areas)
        and (pages is None or row.page_id in pages)
    )


def assert_exact(life: Life) -> None:
    tree = organisation.area_tree()
    library, climate = tree.by_key["library"].id, tree.by_key["environment"].id
    theme = organisation.theme("children")
    assert theme is not None
    pages = {page.url: page for page in db.session.scalars(select(WebPage))}
    themed = {page.id for url, page in pages.items() if url == f"{SITE}/ilmasto"}
    for days in periods(life.random, life.today):
        first, last = days.first, days.last
        for areas in ([library], [library, climate], list(tree.by_id)):
            counted = told(tallies.tally(areas, first, last))
            assert counted == plain(within(days, areas=areas)), (days, life.log)
        about = tallies.tally_about([theme.id], first, last).get(theme.id, ())
        assert told(about) == plain(within(days, pages=themed)), (days, life.log)
    for page in pages.values():
        months = tallies.months_of(page, START.date(), life.today)
        trend = {one.first: one.reactions for one in months if one.reactions}
        expected = plain_months(page.id)
        assert trend == {month: n for month, (n, _best) in expected.items()}, life.log
        for one in months:
            n, best = expected.get(one.first, (0, 0))
            assert one.positive == (best / n if n >= tallies.ENOUGH else None), life.log


def laid_out(widget: Widget) -> None:
    theme, climate = organisation.theme("children"), organisation.area("environment")
    assert theme is not None
    assert climate is not None
    feedback.rule(widget, "/ilmasto", climate, themes=(theme,))
    widget.retention_months = 1
    db.session.flush()


@pytest.mark.parametrize("seed", range(12))
def test_figures_are_those_of_plain_counting(widget: Widget, joensuu: City, seed: int) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        laid_out(widget)
        life = Life(widget, Random(seed), traveller)
        for _ in range(9):
            for _ in range(7):
                life.go_on()
            assert_exact(life)
        insights.fold_pages(TIMEZONE)
        before = kept()
        insights.rebuild_pages(TIMEZONE)
        assert kept() == before
        assert_exact(life)


def kept() -> list[tuple[object, ...]]:
    columns = [
        *(PageMonth.page_id, PageMonth.month, PageMonth.area_id, PageMonth.scale),
        *(PageMonth.value, PageMonth.n, PageMonth.comments, PageMonth.new),
    ]
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(*columns))]


def test_months_that_are_over_are_read_without_their_reactions(
    widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        library = organisation.area("library")
        assert library is not None
        for value in (2, 2, 1):
            feedback.react(widget, "/kirjasto", value, "Hyvä")
        traveller.shift(timedelta(days=40))
        feedback.react(widget, "/kirjasto", 2)
        insights.fold_pages(TIMEZONE)
        db.session.execute(delete(Reaction).where(Reaction.day < clock.today(TIMEZONE)))
        [page] = tallies.tally([library.id], date(2026, 1, 1), clock.today(TIMEZONE))
    assert (page.counts, page.comments, page.new) == ({1: 1, 2: 3}, 3, 3)


def test_what_changes_a_day_that_is_over_is_told_at_once_and_stored_with_the_next_fold(
    widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        row = feedback.react(widget, "/kirjasto", 1, "Huono")
        traveller.shift(timedelta(days=40))
        assert insights.fold_pages(TIMEZONE) == 2
        assert insights.fold_pages(TIMEZONE) == 0
        service.move(row, Handling.READ, revision=row.revision, today=clock.today(TIMEZONE))
        [page] = tallies.of_pages([row.page_id], date(2026, 1, 1), date(2026, 1, 31)).values()
        assert (page.comments, page.new) == (1, 0)
        assert db.session.scalar(select(func.sum(PageMonth.new))) == 1
        assert insights.fold_pages(TIMEZONE) == 1
        assert db.session.scalar(select(func.sum(PageMonth.new))) == 0
        assert insights.fold_pages(TIMEZONE) == 0


def test_where_nothing_was_said_nothing_is_folded_and_what_comes_late_is_counted(
    app: Flask, widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        assert insights.fold_pages(TIMEZONE) == 0
        row = feedback.react(widget, "/kirjasto", 2)
        long_ago = date(2025, 3, 3)
        db.session.execute(update(Reaction).values(day=long_ago))
        traveller.shift(timedelta(days=1))
        insights.fold_pages(TIMEZONE)
        [page] = tallies.of_pages([row.page_id], long_ago, long_ago).values()
    assert page.reactions == 1


def test_the_commands_make_it_anew(app: Flask, widget: Widget, joensuu: City) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        feedback.react(widget, f"{SITE}/kirjasto".removeprefix(SITE), 2)
        traveller.shift(timedelta(days=2))
        result = app.test_cli_runner().invoke(args=["insights", "rebuild", "joensuu"])
        assert "joensuu: 1 month of page feedback counted anew" in result.output
        assert [row[5] for row in kept()] == [1]


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(first=days, length=st.integers(0, 500), through=days)
@settings(max_examples=300)
def test_each_day_of_a_period_is_read_once(first: date, length: int, through: date) -> None:
    last = first + timedelta(days=length)
    known = Progress(through)
    found = stored.parts(first, last, known)
    read: list[date] = []
    for one in found.days:
        read += [one.first + timedelta(days=n) for n in range((one.last - one.first).days + 1)]
    if found.months is not None:
        month = found.months.first
        while month <= found.months.last:
            held = known.folded(month)
            read += [month + timedelta(days=n) for n in range((held.last - month).days + 1)]
            month = stored.month_after(month)
    assert sorted(read) == [first + timedelta(days=n) for n in range(length + 1)]
