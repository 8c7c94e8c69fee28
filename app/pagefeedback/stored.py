"""Stored tallies of pages: a row for each page, month, area and reaction, computed from what was
said and never counted up.

`tally_progress` says up to which day of the municipality they hold; later days are counted from
reactions. Whatever changes a reaction of an earlier day leaves a mark, in the same transaction;
a marked month of a page is counted from reactions until it has been computed anew.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select, tuple_

from app.core import buckets, scope
from app.core.buckets import BEFORE_ALL, TallyProgress, TallyStale
from app.core.db import db
from app.organisation.models import Area
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import PageMonth, Reaction

KIND = "page"

BATCH = 5000
"""Rows that are stored at a time."""

A_DAY = timedelta(days=1)

COUNTED = Reaction.is_suspect.is_(False)
N = func.count()
COMMENTS = func.sum(
    case(
        (and_(Reaction.state.is_not(None), Reaction.state != Handling.QUARANTINED), 1),
        else_=0,
    )
)
NEW = func.sum(case((Reaction.state == Handling.NEW, 1), else_=0))


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the municipality is folded, and the months of pages that have changed since."""

    through: date
    stale: frozenset[tuple[UUID, date]] = frozenset()

    def folded(self, month: date) -> Days:
        """The days of a month that its rows hold."""
        return Days(month, min(month_end(month), self.through))


@dataclass(frozen=True, slots=True)
class Parts:
    """A period as it is read: whole months that are stored, but for the stale of pages, and the
    days that are counted from reactions."""

    months: Days | None
    """From the first of a month to the first of a month."""
    days: tuple[Days, ...]
    stale: tuple[tuple[Days, tuple[UUID, ...]], ...]

    def of_months(self) -> ColumnElement[bool]:
        """Which stored rows count."""
        assert self.months is not None
        changed = [(page, days.first) for days, pages in self.stale for page in pages]
        return and_(
            PageMonth.month.between(self.months.first, self.months.last),
            *([tuple_(PageMonth.page_id, PageMonth.month).not_in(changed)] if changed else []),
        )

    def of_days(self) -> list[ColumnElement[bool]]:
        """Which reactions count: conditions for statements of their own, as each is read from
        one stretch of an index."""
        open_days = [Reaction.day.between(one.first, one.last) for one in self.days]
        changed = [
            and_(Reaction.page_id.in_(pages), Reaction.day.between(one.first, one.last))
            for one, pages in self.stale
        ]
        return [*open_days, *([or_(*changed)] if changed else [])]


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_end(month: date) -> date:
    return month_after(month) - A_DAY


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def parts(first: date, last: date, known: Progress) -> Parts:
    """How a period is read."""
    start = first if first.day == 1 else month_after(first)
    stop = month_of(min(last, known.through))
    if last < known.folded(stop).last:
        stop = month_of(stop - A_DAY)
    if known.through == BEFORE_ALL or stop < start:
        return Parts(None, (Days(first, last),) if first <= last else (), ())
    around = (Days(first, start - A_DAY), Days(known.folded(stop).last + A_DAY, last))
    changed: dict[date, list[UUID]] = defaultdict(list)
    for page, month in sorted(known.stale):
        if start <= month <= stop:
            changed[month].append(page)
    return Parts(
        Days(start, stop),
        tuple(one for one in around if one.first <= one.last),
        tuple((known.folded(month), tuple(pages)) for month, pages in changed.items()),
    )


def progress() -> Progress:
    """One statement."""
    rows = db.session.execute(
        select(TallyProgress.through, TallyStale.subject, TallyStale.day)
        .outerjoin(
            TallyStale,
            and_(
                TallyStale.municipality_id == TallyProgress.municipality_id,
                TallyStale.kind == TallyProgress.kind,
            ),
        )
        .where(TallyProgress.kind == KIND)
    ).all()
    if not rows:
        return Progress(BEFORE_ALL)
    return Progress(rows[0][0], frozenset((page, month) for _, page, month in rows if page))


def mark_changed(page_id: UUID, day: date) -> None:
    """Say, in the transaction that changes or removes a reaction of an earlier day than this
    one, that what is stored of its month is stale."""
    buckets.mark_stale(KIND, page_id, month_of(day))


def is_due(through: date) -> bool:
    """Whether there is anything to fold: days that are over, or marks."""
    known = progress()
    return bool(known.stale) or (known.through < through and _first_day() is not None)


def fold_next(through: date) -> bool:
    """Store one month that is over up to `through`, or what has changed in the months before;
    False once there is no more. The caller commits, month by month: the writers of SQLite wait
    meanwhile."""
    held = buckets.locked_progress(KIND, scope.required_municipality_id())
    marks = db.session.scalars(select(TallyStale).where(TallyStale.kind == KIND)).all()
    if held.through < through:
        month = _month_to_fold(held.through)
        if month is None:
            return False
        held.through = min(month_end(month), through)
        _store(Days(month, held.through), None)
        seen = [mark for mark in marks if mark.day == month]
    else:
        months = [mark.day for mark in marks if mark.day <= held.through]
        if not months:
            return False
        month = min(months)
        seen = [mark for mark in marks if mark.day == month]
        pages = sorted({mark.subject for mark in seen})
        _store(Progress(held.through).folded(month), pages)
    if seen:
        db.session.execute(delete(TallyStale).where(TallyStale.id.in_([one.id for one in seen])))
    db.session.flush()
    return True


def forget() -> None:
    """Throw all that is stored away: the next folds make it anew."""
    held = buckets.locked_progress(KIND, scope.required_municipality_id())
    db.session.execute(delete(PageMonth).execution_options(synchronize_session=False))
    held.through = BEFORE_ALL
    db.session.flush()


def _month_to_fold(through: date) -> date | None:
    """The month with the first day that is not folded; None where nothing was said at all."""
    if through > BEFORE_ALL:
        return month_of(through + A_DAY)
    first = _first_day()
    return month_of(first) if first else None


def _first_day() -> date | None:
    """Area by area, as the index has them."""
    first = (
        select(func.min(Reaction.day))
        .where(
            Reaction.municipality_id == Area.municipality_id,
            Reaction.area_id == Area.id,
        )
        .correlate(Area)
        .scalar_subquery()
    )
    days = [day for day in db.session.scalars(select(first).select_from(Area)) if day]
    return min(days, default=None)


def _store(days: Days, pages: Sequence[UUID] | None) -> None:
    """Compute the rows of a month, of all pages or of some, and put them in the place of those
    that there are."""
    earlier = [PageMonth.month == days.first]
    if pages is not None:
        earlier.append(PageMonth.page_id.in_(pages))
    rows = _computed(days, pages)
    db.session.execute(
        delete(PageMonth).where(*earlier).execution_options(synchronize_session=False)
    )
    for start in range(0, len(rows), BATCH):
        db.session.execute(insert(PageMonth), rows[start : start + BATCH])


def _computed(days: Days, pages: Sequence[UUID] | None) -> list[dict[str, Any]]:
    group = (Reaction.page_id, Reaction.area_id, Reaction.scale, Reaction.value)
    some = (
        Reaction.page_id.in_(pages)
        if pages is not None
        else Reaction.area_id.in_(db.session.scalars(select(Area.id)).all())  # by the index
    )
    query = (
        select(*group, N, COMMENTS, NEW)
        .where(some, Reaction.day.between(days.first, days.last), COUNTED)
        .group_by(*group)
    )
    names = ("page_id", "area_id", "scale", "value", "n", "comments", "new")
    month = {"municipality_id": scope.required_municipality_id(), "month": days.first}
    return [dict(zip(names, row, strict=True)) | month for row in db.session.execute(query)]
