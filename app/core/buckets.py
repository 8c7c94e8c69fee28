"""Stored tallies: one bucket a subject, owner and day, computed from rows and never counted up.

A day is folded once it is over for good; until then it is computed live. A change in a folded
day leaves a stale mark, in the same transaction, and a stale day is computed anew. So buckets can
be thrown away at any time; only a sealed one (its rows are gone) stands for itself.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Index, String, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core import scope
from app.core.db import Json, Tenant, TenantRow, db
from app.core.tally import Tally, questions_of

GRACE = timedelta(hours=1)
"""A day is over for good this long after midnight: no transaction lives as long."""

BEFORE_ALL = date(1970, 1, 1)


class TallyBucket(Tenant):
    """The tally of one subject's day, apart for each owner (who answered for it that day)."""

    __tablename__ = "tally_bucket"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    owner: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    questions: Mapped[dict[str, Any]]
    withdrawn: Mapped[list[int]] = mapped_column(Json, default=list)
    """Arrival numbers that count in nothing any more; their steps are never shown again."""
    is_sealed: Mapped[bool] = mapped_column(default=False)


class TallyStale(TenantRow):
    """A mark that a folded day has changed. Marks are only added, never shared: a fold removes
    exactly those that it saw before it computed."""

    __tablename__ = "tally_stale"

    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[UUID]
    day: Mapped[date]

    __table_args__ = (Index("ix_tally_stale_subject", "municipality_id", "kind", "subject"),)


class TallyProgress(Tenant):
    """How far a subject is folded; its row is the lock of whoever folds."""

    __tablename__ = "tally_progress"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[UUID] = mapped_column(primary_key=True)
    through: Mapped[date]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days of a subject to compute from its rows: all after `after`, and `days`."""

    subject: UUID
    after: date
    days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Bucket:
    subject: UUID
    owner: UUID
    day: date
    tally: Tally
    is_sealed: bool = False
    """Its rows are gone: it cannot be taken apart."""


Compute = Callable[[Sequence[Wanted]], Sequence[Bucket]]
"""A pillar's own counting: buckets from rows, one a subject, owner and day that has any."""


def last_closed_day(now: datetime, timezone: str) -> date:
    """The latest day that no transaction can still write to as its present day."""
    return (now - GRACE).astimezone(ZoneInfo(timezone)).date() - timedelta(days=1)


def mark_stale(kind: str, subject: UUID, day: date) -> None:
    """Say, in the transaction that changes a row of an earlier day, that its bucket is stale."""
    db.session.add(TallyStale(kind=kind, subject=subject, day=day))
    db.session.flush()


def read(
    kind: str, subjects: Collection[UUID], compute: Compute, *, with_answers: bool = True
) -> list[Bucket]:
    """All buckets of some subjects, exact: stored where valid, computed where not. Three
    statements and those of `compute`, however many subjects there are. Without answers, what is
    stored comes without its questions, which is quicker."""
    if not subjects:
        return []
    through = _progress(kind, subjects)
    stale = _stale_days(kind, subjects)
    stored = _stored(kind, subjects, with_answers)
    sealed = {(bucket.subject, bucket.day) for bucket in stored if bucket.is_sealed}
    found = [
        bucket
        for bucket in stored
        if bucket.is_sealed
        or (
            bucket.day <= through.get(bucket.subject, BEFORE_ALL)
            and bucket.day not in stale.get(bucket.subject, frozenset())
        )
    ]
    wanted = [
        Wanted(
            subject,
            after := through.get(subject, BEFORE_ALL),
            frozenset(day for day in stale.get(subject, frozenset()) if day <= after),
        )
        for subject in subjects
    ]
    live = [bucket for bucket in compute(wanted) if (bucket.subject, bucket.day) not in sealed]
    return [*found, *live]


def _stored(kind: str, subjects: Collection[UUID], with_answers: bool) -> list[Bucket]:
    columns = (
        *(TallyBucket.subject, TallyBucket.owner, TallyBucket.day, TallyBucket.is_sealed),
        *(TallyBucket.n, TallyBucket.first, TallyBucket.last, TallyBucket.withdrawn),
        *((TallyBucket.questions,) if with_answers else ()),
    )
    rows = db.session.execute(
        select(*columns).where(TallyBucket.kind == kind, TallyBucket.subject.in_(subjects))
    )
    return [
        Bucket(
            row.subject,
            row.owner,
            row.day,
            Tally(
                row.n,
                row.first,
                row.last,
                questions_of(row.questions) if with_answers else {},
                tuple(row.withdrawn),
            ),
            row.is_sealed,
        )
        for row in rows
    ]


def fold(kind: str, subject: UUID, compute: Compute, *, through: date) -> int:
    """Store the buckets of days up to `through`, and of stale days; says how many days. The
    caller commits."""
    progress = locked_progress(kind, subject)
    marks = db.session.scalars(
        select(TallyStale).where(TallyStale.kind == kind, TallyStale.subject == subject)
    ).all()
    sealed = _sealed_days(kind, subject)
    days = frozenset(mark.day for mark in marks if mark.day <= progress.through) - sealed
    fresh = [
        bucket
        for bucket in compute([Wanted(subject, progress.through, days)])
        if bucket.day <= max(through, progress.through) and bucket.day not in sealed
    ]
    _replace(kind, subject, days, progress.through, fresh)
    progress.through = max(progress.through, through)
    if marks:
        db.session.execute(delete(TallyStale).where(TallyStale.id.in_([m.id for m in marks])))
    db.session.flush()
    return len({bucket.day for bucket in fresh} | days)


def forget(kind: str, subject: UUID) -> None:
    """Throw the buckets of a subject away, but for sealed ones: the next fold makes them anew."""
    progress = locked_progress(kind, subject)
    db.session.execute(
        delete(TallyBucket)
        .where(
            TallyBucket.kind == kind,
            TallyBucket.subject == subject,
            TallyBucket.is_sealed.is_(False),
        )
        .execution_options(synchronize_session=False)
    )
    progress.through = BEFORE_ALL
    db.session.flush()


def _replace(
    kind: str, subject: UUID, days: frozenset[date], after: date, fresh: Sequence[Bucket]
) -> None:
    db.session.execute(
        delete(TallyBucket)
        .where(
            TallyBucket.kind == kind,
            TallyBucket.subject == subject,
            TallyBucket.is_sealed.is_(False),
            (TallyBucket.day > after) | TallyBucket.day.in_(days),
        )
        .execution_options(synchronize_session=False)
    )
    if fresh:
        db.session.execute(
            insert(TallyBucket),
            [
                {
                    "municipality_id": scope.required_municipality_id(),
                    "kind": kind,
                    "subject": subject,
                    "day": bucket.day,
                    "owner": bucket.owner,
                    "n": bucket.tally.n,
                    "first": bucket.tally.first,
                    "last": bucket.tally.last,
                    "questions": bucket.tally.questions_json(),
                    "withdrawn": list(bucket.tally.withdrawn),
                    "is_sealed": False,
                }
                for bucket in fresh
            ],
        )


def _progress(kind: str, subjects: Collection[UUID]) -> dict[UUID, date]:
    rows = db.session.execute(
        select(TallyProgress.subject, TallyProgress.through).where(
            TallyProgress.kind == kind, TallyProgress.subject.in_(subjects)
        )
    )
    return {row.subject: row.through for row in rows}


def _stale_days(kind: str, subjects: Collection[UUID]) -> Mapping[UUID, frozenset[date]]:
    rows = db.session.execute(
        select(TallyStale.subject, TallyStale.day).where(
            TallyStale.kind == kind, TallyStale.subject.in_(subjects)
        )
    )
    grouped: dict[UUID, set[date]] = defaultdict(set)
    for subject, day in rows:
        grouped[subject].add(day)
    return {subject: frozenset(days) for subject, days in grouped.items()}


def _sealed_days(kind: str, subject: UUID) -> frozenset[date]:
    return frozenset(
        db.session.scalars(
            select(TallyBucket.day).where(
                TallyBucket.kind == kind,
                TallyBucket.subject == subject,
                TallyBucket.is_sealed.is_(True),
            )
        )
    )


def locked_progress(kind: str, subject: UUID) -> TallyProgress:
    """The progress row of a subject, for this transaction alone; made once however many ask for
    it at the same time."""
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(
        make(TallyProgress)
        .values(
            municipality_id=scope.required_municipality_id(),
            kind=kind,
            subject=subject,
            through=BEFORE_ALL,
        )
        .on_conflict_do_nothing()
    )
    return db.session.scalars(
        select(TallyProgress)
        .where(TallyProgress.kind == kind, TallyProgress.subject == subject)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
