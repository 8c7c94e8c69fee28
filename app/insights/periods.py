"""Periods of whole months, as people choose them: "2026-03" to "2026-05". Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

USUAL_MONTHS = 12
EARLIEST = date(2000, 1, 1)
"""Nobody was asked anything here before."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class PeriodFault(StrEnum):
    """Why a period is not the one that was asked for."""

    GARBLED = "garbled"
    REVERSED = "reversed"
    FUTURE = "future"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months: from the first day of one to the last day of the same or a later one."""

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, the oldest first."""
        return months(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Choice:
    """The period to show, and what was wrong with the one that was asked for."""

    period: Period
    fault: PeriodFault | None = None


def plus(month: date, count: int) -> date:
    """The first day of the month `count` months later."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months(first: date, last: date) -> tuple[date, ...]:
    """The first day of each month from that of `first` to that of `last`."""
    found = [first.replace(day=1)]
    while found[-1] < last.replace(day=1):
        found.append(plus(found[-1], 1))
    return tuple(found)


def of_months(first: date, last: date) -> Period:
    """The period from one month to another, each given by any of its days."""
    return Period(first.replace(day=1), plus(last, 1) - timedelta(days=1))


def usual(today: date) -> Period:
    """The last twelve months, the present one included."""
    return of_months(plus(today, 1 - USUAL_MONTHS), today)


def read(first: str | None, last: str | None, today: date) -> Choice:
    """The period from month `first` to month `last`; what is left out is as usual.

    A wrong period is never guessed at: the usual one stands in, with the fault. Of a period that
    ends in the future, what has been is shown.
    """
    start, end = _month(first), _month(last)
    if (first and start is None) or (last and end is None):
        return Choice(usual(today), PeriodFault.GARBLED)
    this_month = today.replace(day=1)
    end = end or this_month
    if min(start or end, end) < EARLIEST:
        return Choice(usual(today), PeriodFault.PAST)
    start = start or max(EARLIEST, plus(end, 1 - USUAL_MONTHS))
    if start > this_month:
        return Choice(usual(today), PeriodFault.FUTURE)
    if start > end:
        return Choice(usual(today), PeriodFault.REVERSED)
    if end > this_month:
        return Choice(of_months(start, this_month), PeriodFault.FUTURE)
    return Choice(of_months(start, end))


def _month(text: str | None) -> date | None:
    match = _MONTH.fullmatch(text or "")
    return date(int(match[1]), int(match[2]), 1) if match and match[1] != "0000" else None
