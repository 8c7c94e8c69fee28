"""What operators see of the platform as a whole: the queue of jobs, never anyone's answers."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.jobs import Job, JobState

LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """Jobs that wait for their time or a worker, are overdue, or were given up."""

    waiting: int
    late: int
    failed: int


def queue_health() -> QueueHealth:
    counted = select(Job.state, func.count()).group_by(Job.state)
    by_state: dict[str, int] = dict(db.session.execute(counted).all())
    late = select(func.count(Job.id)).where(
        Job.state == JobState.WAITING, Job.due_at < clock.now() - LATE
    )
    return QueueHealth(
        waiting=by_state.get(JobState.WAITING, 0),
        late=db.session.scalars(late).one(),
        failed=by_state.get(JobState.FAILED, 0),
    )
