"""What readers said about pages, counted exactly from the rows: by page, by theme, by day, by
month. Reactions, never people; shares only of enough of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select

from app.core.db import db
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Reaction, WebPage, WidgetRuleObjective, WidgetRuleTheme

Rows = Select[*tuple[Any, ...]]

ENOUGH = 5
"""Reactions of a page that a share is told of; under it, they are too few."""

_COUNTED = Reaction.is_suspect.is_(False)
_WRITTEN = and_(Reaction.state.is_not(None), Reaction.state != Handling.QUARANTINED)
_WAITING = Reaction.state == Handling.NEW
_BEST = Reaction.value == Reaction.scale


@dataclass(frozen=True, slots=True)
class PageTally:
    """What was said about a page. `counts` by reaction, 1 the worst, `scale` the best."""

    page: WebPage
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


@dataclass(frozen=True, slots=True)
class AreaDay:
    """What came in to an area on a day."""

    area_id: UUID
    day: date
    reactions: int
    comments: int


def tally(areas: Collection[UUID], first: date, last: date) -> tuple[PageTally, ...]:
    """What was said to some areas, as they were responsible on arrival, from a day to a day;
    the liveliest page first. Two statements."""
    return _tallied(_counts(first, last).where(Reaction.area_id.in_(list(areas))))


def tally_about(
    themes: Collection[UUID], first: date, last: date
) -> Mapping[UUID, tuple[PageTally, ...]]:
    """What was said about the pages of some themes, whatever their areas. Three statements."""
    ties = select(WidgetRuleTheme.theme_id, WidgetRuleTheme.rule_id).where(
        WidgetRuleTheme.theme_id.in_(list(themes))
    )
    return _by_tie(ties, first, last)


def tally_of_objectives(
    objectives: Collection[UUID], first: date, last: date
) -> Mapping[UUID, tuple[PageTally, ...]]:
    """What was said about the pages that serve some objectives. Three statements."""
    ties = select(WidgetRuleObjective.objective_id, WidgetRuleObjective.rule_id).where(
        WidgetRuleObjective.objective_id.in_(list(objectives))
    )
    return _by_tie(ties, first, last)


def days(areas: Collection[UUID], first: date, last: date) -> tuple[AreaDay, ...]:
    """What came in to some areas day by day. One statement."""
    query = (
        select(
            Reaction.area_id,
            Reaction.day,
            func.count(),
            func.sum(case((_WRITTEN, 1), else_=0)),
        )
        .where(Reaction.area_id.in_(list(areas)), Reaction.day.between(first, last), _COUNTED)
        .group_by(Reaction.area_id, Reaction.day)
        .order_by(Reaction.day, Reaction.area_id)
    )
    return tuple(AreaDay(*row) for row in db.session.execute(query))


@dataclass(frozen=True, slots=True)
class Month:
    """The reactions of a month; `positive` None where they are too few to tell."""

    first: date
    reactions: int
    positive: float | None


def months_of(page: WebPage, first: date, last: date) -> tuple[Month, ...]:
    """A page's trend, a month that had none included. One statement."""
    query = (
        select(Reaction.day, func.count(), func.sum(case((_BEST, 1), else_=0)))
        .where(Reaction.page_id == page.id, Reaction.day.between(first, last), _COUNTED)
        .group_by(Reaction.day)
    )
    received: dict[date, int] = defaultdict(int)
    best: dict[date, int] = defaultdict(int)
    for day, n, liked in db.session.execute(query):
        received[day.replace(day=1)] += n
        best[day.replace(day=1)] += liked
    return tuple(
        Month(
            month,
            received[month],
            best[month] / received[month] if received[month] >= ENOUGH else None,
        )
        for month in _months(first, last)
    )


def of_pages(ids: Collection[UUID], first: date, last: date) -> Mapping[UUID, PageTally]:
    """What was said about some pages, whichever area was responsible. Two statements."""
    if not ids:
        return {}
    found = _tallied(_counts(first, last).where(Reaction.page_id.in_(list(ids))))
    return {one.page.id: one for one in found}


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _counts(first: date, last: date) -> Rows:
    return (
        select(
            Reaction.page_id,
            Reaction.scale,
            Reaction.value,
            func.count(),
            func.sum(case((_WRITTEN, 1), else_=0)),
            func.sum(case((_WAITING, 1), else_=0)),
        )
        .where(Reaction.day.between(first, last), _COUNTED)
        .group_by(Reaction.page_id, Reaction.scale, Reaction.value)
    )


def _tallied(counts: Rows) -> tuple[PageTally, ...]:
    by_page: dict[UUID, list[Sequence[Any]]] = defaultdict(list)
    for page_id, *row in db.session.execute(counts):
        by_page[page_id].append(row)
    if not by_page:
        return ()
    pages = db.session.scalars(select(WebPage).where(WebPage.id.in_(list(by_page))))
    found = [_of_page(page, by_page[page.id]) for page in pages]
    return tuple(sorted(found, key=lambda one: (-one.reactions, one.page.url)))


def _of_page(page: WebPage, rows: Sequence[Sequence[Any]]) -> PageTally:
    """Where the scale was changed meanwhile, only what was said on the present one has shares
    that mean something; what was written counts all the same."""
    scale = max(row[0] for row in rows)
    return PageTally(
        page=page,
        scale=scale,
        counts={value: n for its, value, n, *_rest in rows if its == scale},
        comments=sum(row[3] for row in rows),
        new=sum(row[4] for row in rows),
    )


def _by_tie(ties: Rows, first: date, last: date) -> Mapping[UUID, tuple[PageTally, ...]]:
    subjects: dict[UUID, set[UUID]] = defaultdict(set)
    for subject_id, rule_id in db.session.execute(ties):
        subjects[rule_id].add(subject_id)
    if not subjects:
        return {}
    of_rules = select(WebPage.id).where(WebPage.rule_id.in_(list(subjects)))
    told: dict[UUID, list[PageTally]] = defaultdict(list)
    for one in _tallied(_counts(first, last).where(Reaction.page_id.in_(of_rules))):
        for subject_id in subjects.get(one.page.rule_id, ()) if one.page.rule_id else ():
            told[subject_id].append(one)
    return {subject_id: tuple(found) for subject_id, found in told.items()}
