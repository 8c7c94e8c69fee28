"""Durable jobs: enqueued in the transaction that causes them, leased, done at least once."""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, Index, String, Text, and_, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, scope
from app.core.db import Model, db, uuid7

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
LOST = "the worker ended before the job did"
DONE_KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)


class JobState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One piece of work. Not a tenant table: one queue serves all municipalities."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    municipality_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(String(10), default=JobState.WAITING)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("ix_job_state_due_at", "state", "due_at"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )


Handler = Callable[[Mapping[str, Any]], None]


def install(app: Flask) -> None:
    app.extensions["job_handlers"] = {}


def handle(app: Flask, kind: str, handler: Handler) -> None:
    """Say who does the jobs of a kind. A handler runs in its municipality's scope, in a
    transaction of its own, and may run twice: it must bear that."""
    app.extensions["job_handlers"][kind] = handler


def enqueue(kind: str, payload: Mapping[str, Any], *, due_at: datetime | None = None) -> None:
    """Add a job to the transaction in hand; it exists only if that commits."""
    job = Job(
        municipality_id=scope.municipality_id(),
        kind=kind,
        payload=dict(payload),
        due_at=due_at or clock.now(),
    )
    db.session.add(job)
    db.session.flush()


def run_one() -> bool:
    """Lease and do one due job; False when none is due. Commits. A worker killed in between
    leaves the job leased: it is due again when the lease ends. One that ends its worker each
    time is given up like any other that never succeeds."""
    leased = _lease()
    if leased is None:
        return False
    if leased.is_spent:
        return True
    try:
        handler: Handler = current_app.extensions["job_handlers"][leased.kind]
        with scope.of(leased.municipality_id):
            handler(leased.payload)
        job = _job(leased.id)
        job.state = JobState.DONE
        job.payload = {}
        db.session.commit()
        log.info("job.done kind=%s id=%s", leased.kind, leased.id)
    except Exception as fault:  # a worker outlives every fault
        db.session.rollback()
        _record_fault(leased, fault)
    return True


@dataclass(frozen=True, slots=True)
class _Leased:
    """A job in hand, as a value: while it is done no transaction is open, unless by its handler.
    On SQLite one that writes would keep all others from writing, for as long as a mail takes."""

    id: UUID
    kind: str
    municipality_id: UUID | None
    payload: Mapping[str, Any]
    is_spent: bool
    """It was tried as often as any job is, and none of its workers lived to say so."""


def _lease() -> _Leased | None:
    query = (
        select(Job)
        .where(Job.state == JobState.WAITING, Job.due_at <= clock.now())
        .order_by(Job.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = db.session.scalars(query).first()
    if job is None:
        db.session.rollback()
        return None
    is_spent = job.attempts >= ATTEMPTS
    if is_spent:
        _give_up(job, LOST)
    else:
        job.due_at = clock.now() + LEASE
        job.attempts += 1
    leased = _Leased(job.id, job.kind, job.municipality_id, dict(job.payload), is_spent)
    db.session.commit()
    return leased


def _give_up(job: Job, fault: str) -> None:
    job.state = JobState.FAILED
    job.fault = fault
    log.error("job.given_up kind=%s id=%s attempts=%s", job.kind, job.id, job.attempts)


def _job(job_id: UUID) -> Job:
    return db.session.scalars(select(Job).where(Job.id == job_id)).one()


def _record_fault(leased: _Leased, fault: Exception) -> None:
    job = _job(leased.id)
    last = traceback.extract_tb(fault.__traceback__)[-1]
    job.fault = f"{type(fault).__name__} at {last.name}:{last.lineno}"
    if job.attempts >= ATTEMPTS:
        _give_up(job, job.fault)
    else:
        job.due_at = clock.now() + timedelta(seconds=15 * 4 ** (job.attempts - 1))
    db.session.commit()
    log.error("job.fault kind=%s id=%s fault=%s", leased.kind, leased.id, type(fault).__name__)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up; nothing of what it was about, which may name people."""

    id: UUID
    kind: str
    municipality_id: UUID | None
    last_tried_at: datetime
    attempts: int
    fault: str


def failed() -> list[FailedJob]:
    """The jobs that were given up, of all municipalities, the oldest first."""
    rows = db.session.scalars(select(Job).where(Job.state == JobState.FAILED).order_by(Job.id))
    return [
        FailedJob(row.id, row.kind, row.municipality_id, row.due_at, row.attempts, row.fault)
        for row in rows
    ]


def retry(job_id: UUID | None = None) -> int:
    """Put a job that was given up (None: all of them) back into the queue, as if it was new; says
    how many. The caller commits."""
    wanted = Job.state == JobState.FAILED
    done = db.session.execute(
        update(Job)
        .where(wanted if job_id is None else and_(wanted, Job.id == job_id))
        .values(state=JobState.WAITING, attempts=0, due_at=clock.now(), fault="")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def forget() -> int:
    """Remove jobs that are long over: done, or given up with what they were about; says how many.
    The caller commits."""
    now = clock.now()
    done = db.session.execute(
        delete(Job).where(
            or_(
                and_(Job.state == JobState.DONE, Job.due_at < now - DONE_KEPT),
                and_(Job.state == JobState.FAILED, Job.due_at < now - FAILED_KEPT),
            )
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
