"""Durable jobs: enqueued in the transaction that causes them, leased, done at least once."""

import logging
import traceback
from collections.abc import Callable, Mapping
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
    job_id = _lease()
    if job_id is None:
        return False
    job = db.session.scalars(select(Job).where(Job.id == job_id)).one()
    handler: Handler = current_app.extensions["job_handlers"][job.kind]
    try:
        with scope.of(job.municipality_id):
            handler(job.payload)
        job.state = JobState.DONE
        job.payload = {}
        db.session.commit()
        log.info("job.done kind=%s id=%s", job.kind, job_id)
    except Exception as fault:  # noqa: BLE001 - a worker outlives every job's fault
        db.session.rollback()
        _record_fault(job_id, fault)
    return True


def _lease() -> UUID | None:
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
    job_id = job.id
    db.session.commit()
    return job_id


def _record_fault(job_id: UUID, fault: Exception) -> None:
    job = db.session.scalars(select(Job).where(Job.id == job_id)).one()
    last = traceback.extract_tb(fault.__traceback__)[-1]
    job.fault = f"{type(fault).__name__} at {last.name}:{last.lineno}"
    if job.attempts >= ATTEMPTS:
        job.state = JobState.FAILED
    else:
        job.due_at = clock.now() + timedelta(seconds=15 * 4 ** (job.attempts - 1))
    kind = job.kind
    db.session.commit()
    log.error("job.fault kind=%s id=%s fault=%s", kind, job_id, type(fault).__name__)
