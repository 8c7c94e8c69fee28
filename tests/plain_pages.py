"""What the figures of page feedback must be: reactions, counted one after the other."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Reaction, WebPage, Widget
from app.pagefeedback.tallies import PageTally

Told = dict[UUID, tuple[int, dict[int, int], int, int]]
"""By page: scale, reactions of each value, comments, new comments."""


def plain(which: Callable[[Reaction], bool]) -> Told:
    """Of the reactions that are asked for."""
    by_page: dict[UUID, list[Reaction]] = defaultdict(list)
    for row in db.session.scalars(select(Reaction).execution_options(populate_existing=True)):
        if which(row) and not row.is_suspect:
            by_page[row.page_id].append(row)
    presents = select(WebPage.id, Widget.scale).join(Widget, Widget.id == WebPage.widget_id)
    present = {row[0]: row[1] for row in db.session.execute(presents)}
    return {page: _told(rows, present[page]) for page, rows in by_page.items()}


def _told(rows: list[Reaction], present: int) -> tuple[int, dict[int, int], int, int]:
    """On the present scale, if anybody used it; else on the one before."""
    scale = present if any(row.scale == present for row in rows) else rows[0].scale
    return (
        scale,
        dict(Counter(row.value for row in rows if row.scale == scale)),
        sum(row.state not in (None, Handling.QUARANTINED) for row in rows),
        sum(row.state == Handling.NEW for row in rows),
    )


def told(found: Iterable[PageTally]) -> Told:
    """The same, as the service tells it."""
    return {one.page.id: (one.scale, dict(one.counts), one.comments, one.new) for one in found}


def plain_months(page: UUID) -> dict[date, tuple[int, int]]:
    """Reactions of a page and the best ones among them, by month."""
    found: Counter[date] = Counter()
    best: Counter[date] = Counter()
    for row in db.session.scalars(select(Reaction).execution_options(populate_existing=True)):
        if row.page_id == page and not row.is_suspect:
            month = row.day.replace(day=1)
            found[month] += 1
            best[month] += row.value == row.scale
    return {month: (n, best[month]) for month, n in found.items()}
