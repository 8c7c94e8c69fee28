"""Which reactions to a page may be told of in public: whole months, in steps of enough. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.insights.periods import USUAL_MONTHS, plus


@dataclass(frozen=True, slots=True)
class Months:
    """Twelve months that are over."""

    first: date
    """The first day of the first month."""
    last: date
    """The last day of the last month."""

    @property
    def origin(self) -> date:
        """Where the steps begin that may end in these months."""
        return self.first.replace(month=1)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Reactions of a month, given by its first day; `best` of them were the best one."""

    month: date
    reactions: int
    best: int


@dataclass(frozen=True, slots=True)
class Total:
    """Reactions that may be told of."""

    reactions: int
    best: int

    @property
    def positive(self) -> float:
        return self.best / self.reactions


def before(today: date) -> Months:
    """The twelve latest months that are over for good: a reaction of the last minute may still be
    changed in the first hour of the next month, and whoever looked before and after would see
    that one alone."""
    settled = today - timedelta(days=1)
    return Months(plus(settled, -USUAL_MONTHS), settled.replace(day=1) - timedelta(days=1))


def total(counts: Iterable[MonthCount], months: Months, least: int) -> Total | None:
    """What was said in the steps that were completed in some months; None where there is none."""
    steps = [one for one in _steps(counts, least) if months.first <= one.month <= months.last]
    if not steps:
        return None
    return Total(sum(one.reactions for one in steps), sum(one.best for one in steps))


def _steps(counts: Iterable[MonthCount], least: int) -> Iterator[MonthCount]:
    """Months of a calendar year put together until they have `least` reactions, each step under
    its last month. What a year has left over is told of never: steps begin anew in January, so
    that they are the same whichever months are asked for."""
    reactions = best = year = 0
    for one in sorted(counts, key=lambda count: count.month):
        if one.month.year != year:
            reactions, best, year = 0, 0, one.month.year
        reactions, best = reactions + one.reactions, best + one.best
        if reactions >= least:
            yield MonthCount(one.month, reactions, best)
            reactions = best = 0
