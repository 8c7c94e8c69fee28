"""The time to an answer: how many days, by which rule, and how far it has run."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Source(StrEnum):
    """Where a rule comes from."""

    PROMISE = "promise"
    """The municipality's own promise to whoever has an idea."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Within how many days after an idea came in its answer is due; None: within as many as the
    municipality promises."""

    key: str
    source: Source
    days: int | None = None

    def due(self, started: date, *, promised: int) -> date:
        return started + timedelta(days=self.days or promised)


PROMISE = Rule("promise", Source.PROMISE)
RULES = {rule.key: rule for rule in (PROMISE,)}

SOON = timedelta(days=7)
"""How long before an answer is due its officials are reminded."""


class Reminder(StrEnum):
    """What the officials of an area are reminded of, once each."""

    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Clock:
    """How far the wait for an answer is today: "day X of Y". The day after the idea came in is
    day 1; on the last day the answer is still in time."""

    started_on: date
    due_on: date
    today: date

    @property
    def day(self) -> int:
        return max(1, (self.today - self.started_on).days)

    @property
    def days(self) -> int:
        return max(1, (self.due_on - self.started_on).days)

    @property
    def is_late(self) -> bool:
        return self.today > self.due_on

    @property
    def late_by(self) -> int:
        """Days since the answer was due; 0 while it is in time."""
        return max(0, (self.today - self.due_on).days)

    @property
    def left(self) -> int:
        """Days until the answer is due; 0 on the day itself and after."""
        return max(0, (self.due_on - self.today).days)


def reminder(clock: Clock) -> Reminder | None:
    """What the officials should have been reminded of by today; None: nothing yet. Half of a short
    promise is left to them in peace."""
    if clock.is_late:
        return Reminder.LATE
    return Reminder.SOON if clock.left <= min(SOON.days, clock.days // 2) else None


def days_taken(started_on: date, answered_on: date) -> int:
    """How long an answer took."""
    return max(0, (answered_on - started_on).days)
