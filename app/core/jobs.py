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
from sqlalchemy import CheckConstraint, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, scope
from app.core.db import Model, db, uuid7

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
ATTEMPTS = 8


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
    leaves the job leased: it is due again when the lease ends."""
    leased = _lease()
    if leased is None:
        return False
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
    job.due_at = clock.now() + LEASE
    job.attempts += 1
    leased = _Leased(job.id, job.kind, job.municipality_id, dict(job.payload))
    db.session.commit()
    return leased


def _job(job_id: UUID) -> Job:
    return db.session.scalars(select(Job).where(Job.id == job_id)).one()


def _record_fault(leased: _Leased, fault: Exception) -> None:
    job = _job(leased.id)
    last = traceback.extract_tb(fault.__traceback__)[-1]
    job.fault = f"{type(fault).__name__} at {last.name}:{last.lineno}"
    if job.attempts >= ATTEMPTS:
        job.state = JobState.FAILED
    else:
        job.due_at = clock.now() + timedelta(seconds=15 * 4 ** (job.attempts - 1))
    db.session.commit()
    log.error("job.fault kind=%s id=%s fault=%s", leased.kind, leased.id, type(fault).__name__)
