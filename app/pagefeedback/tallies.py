"""What readers said about pages, exactly: by page, by theme, by month. Reactions, never people;
shares only of enough of them. Months that are over are read as they are stored, all other days
from reactions."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.core import buckets
from app.core.db import db
from app.pagefeedback import stored
from app.pagefeedback.models import (
    PageMonth,
    Reaction,
    WebPage,
    Widget,
    WidgetRuleTheme,
)

Rows = Select[*tuple[Any, ...]]

Condition = Callable[[type[Reaction] | type[PageMonth]], ColumnElement[bool]]
"""Whose reactions are asked for, in the terms of rows or of what is stored of them."""

ENOUGH = 5
"""Reactions of a page that a share is told of; under it, they are too few."""


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A page as figures name it."""

    id: UUID
    url: str
    title: str
    lang: str
    area_id: UUID
    rule_id: UUID | None


@dataclass(frozen=True, slots=True)
class PageTally:
    """What was said about a page. `counts` by reaction, 1 the worst, `scale` the best."""

    page: ToldPage
    scale: int
    counts: Mapping[int, int]
    comments: int
    new: int
    """Comments that nobody has read yet."""

    @property
    def reactions(self) -> int:
        return sum(self.counts.values())

    @property
    def positive(self) -> float | None:
        """The share of the best reaction; None where there are too few to tell."""
        n = self.reactions
        return self.counts.get(self.scale, 0) / n if n >= ENOUGH else None


def tally(areas: Collection[UUID], first: date, last: date) -> tuple[PageTally, ...]:
    """What was said to some areas, as they were responsible on arrival, from a day to a day;
    the liveliest page first. Four statements, and one where the period ends amid a month."""
    return _tallied(_counts(lambda of: of.area_id.in_(list(areas)), first, last))


def tally_about(
    themes: Collection[UUID], first: date, last: date
) -> Mapping[UUID, tuple[PageTally, ...]]:
    """What was said about the pages of some themes, whatever their areas. One statement more."""
    ties = select(WidgetRuleTheme).where(WidgetRuleTheme.theme_id.in_(list(themes)))
    by_rule: dict[UUID, set[UUID]] = defaultdict(set)
    for tie in db.session.scalars(ties):
        by_rule[tie.rule_id].add(tie.theme_id)
    if not by_rule:
        return {}
    of_rules = select(WebPage.id).where(WebPage.rule_id.in_(list(by_rule)))
    told: dict[UUID, list[PageTally]] = defaultdict(list)
    for one in _tallied(_counts(lambda of: of.page_id.in_(of_rules), first, last)):
        for theme_id in by_rule.get(one.page.rule_id, ()) if one.page.rule_id else ():
            told[theme_id].append(one)
    return {theme_id: tuple(found) for theme_id, found in told.items()}


@dataclass(frozen=True, slots=True)
class Month:
    """The reactions of a month; `positive` None where they are too few to tell."""

    first: date
    reactions: int
    positive: float | None


def months_of(page: WebPage, first: date, last: date) -> tuple[Month, ...]:
    """A page's trend, a month that had none included. Three statements or four."""
    received: dict[date, int] = defaultdict(int)
    best: dict[date, int] = defaultdict(int)
    for _page, month, scale, value, n in by_month([page.id], first, last):
        received[month] += n
        best[month] += n if value == scale else 0
    return tuple(
        Month(
            month,
            received[month],
            best[month] / received[month] if received[month] >= ENOUGH else None,
        )
        for month in _months(first, last)
    )


def of_pages(ids: Collection[UUID], first: date, last: date) -> Mapping[UUID, PageTally]:
    """What was said about some pages, whichever area was responsible. Four or five statements."""
    if not ids:
        return {}
    found = _tallied(_counts(lambda of: of.page_id.in_(list(ids)), first, last))
    return {one.page.id: one for one in found}


def _months(first: date, last: date) -> Iterable[date]:
    month = stored.month_of(first)
    while month <= last:
        yield month
        month = stored.month_after(month)


def _read(
    first: date,
    last: date,
    of_months: Callable[[ColumnElement[bool]], Rows],
    of_days: Callable[[ColumnElement[bool]], Rows],
) -> list[Sequence[Any]]:
    """Rows of a period, of both kinds. The last column of what is stored says how far it was
    when it was read: where a fold came in between, it is read anew."""
    known = stored.progress()
    parts = stored.parts(first, last, known)
    found: list[Sequence[Any]] = []
    if parts.months is not None:
        rows = db.session.execute(of_months(parts.of_months())).all()
        through = rows[0][-1] if rows else stored.progress().through
        if through != known.through:
            return _read(first, last, of_months, of_days)
        found += [row[:-1] for row in rows]
    for condition in parts.of_days():
        found += db.session.execute(of_days(condition)).all()
    return found


_THROUGH = (
    select(buckets.TallyProgress.through)
    .where(buckets.TallyProgress.kind == stored.KIND)
    .scalar_subquery()
)


def _counts(of: Condition, first: date, last: date) -> list[Sequence[Any]]:
    """(page, scale, value, reactions, comments, new ones), the same ones perhaps more than once:
    to be added up."""
    sums = (func.sum(PageMonth.n), func.sum(PageMonth.comments), func.sum(PageMonth.new))
    return _read(
        first,
        last,
        lambda which: (
            select(PageMonth.page_id, PageMonth.scale, PageMonth.value, *sums, _THROUGH)
            .where(of(PageMonth), which)
            .group_by(PageMonth.page_id, PageMonth.scale, PageMonth.value)
        ),
        lambda which: (
            select(
                *(Reaction.page_id, Reaction.scale, Reaction.value),
                *(stored.N, stored.COMMENTS, stored.NEW),
            )
            .where(of(Reaction), which, stored.COUNTED)
            .group_by(Reaction.page_id, Reaction.scale, Reaction.value)
        ),
    )


def by_month(
    pages: Collection[UUID], first: date, last: date
) -> list[tuple[UUID, date, int, int, int]]:
    """(page, month, scale, value, reactions) of some pages, the same ones perhaps more than once:
    to be added up. Two statements, and one where the period ends amid a month."""
    ids = list(pages)
    rows = _read(
        first,
        last,
        lambda which: select(
            *(PageMonth.page_id, PageMonth.month, PageMonth.scale, PageMonth.value),
            *(PageMonth.n, _THROUGH),
        ).where(PageMonth.page_id.in_(ids), which),
        lambda which: (
            select(Reaction.page_id, Reaction.day, Reaction.scale, Reaction.value, stored.N)
            .where(Reaction.page_id.in_(ids), which, stored.COUNTED)
            .group_by(Reaction.page_id, Reaction.day, Reaction.scale, Reaction.value)
        ),
    )
    return [(page, stored.month_of(day), scale, value, n) for page, day, scale, value, n in rows]


def _tallied(counts: Sequence[Sequence[Any]]) -> tuple[PageTally, ...]:
    by_page: dict[UUID, list[Sequence[Any]]] = defaultdict(list)
    for page_id, *row in counts:
        by_page[page_id].append(row)
    if not by_page:
        return ()
    found = [_of_page(page, present, by_page[page.id]) for page, present in _pages(by_page)]
    return tuple(sorted(found, key=lambda one: (-one.reactions, one.page.url)))


def _pages(ids: Collection[UUID]) -> list[tuple[ToldPage, int]]:
    """With the present scales of their widgets, without their rows: a summary may tell of
    thousands."""
    columns = (WebPage.id, WebPage.url, WebPage.title, WebPage.lang, WebPage.area_id)
    query = (
        select(*columns, WebPage.rule_id, Widget.scale)
        .join(Widget, Widget.id == WebPage.widget_id)
        .where(WebPage.id.in_(list(ids)))
    )
    rows: Sequence[Sequence[Any]] = db.session.execute(query).all()
    return [(ToldPage(*row[:-1]), row[-1]) for row in rows]


def told_scale(present: int, used: Collection[int]) -> int:
    """The scale whose reactions are told of, as those before and after a change are not compared:
    the present one, or the one before where nobody has used that yet."""
    return present if present in used else max(used)


def _of_page(page: ToldPage, present: int, rows: Sequence[Sequence[Any]]) -> PageTally:
    """What was written counts on whichever scale it was."""
    scale = told_scale(present, {row[0] for row in rows})
    counts: dict[int, int] = defaultdict(int)
    for its, value, n, *_rest in rows:
        if its == scale:
            counts[value] += n
    return PageTally(
        page=page,
        scale=scale,
        counts=dict(counts),
        comments=sum(row[3] for row in rows),
        new=sum(row[4] for row in rows),
    )
