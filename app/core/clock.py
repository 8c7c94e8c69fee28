"""The clock: every reading of time in the product goes through here."""

from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

Day = TypeVar("Day", date, datetime)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The calendar day that it is now in an IANA time zone."""
    return day_of(now(), timezone)


def day_of(moment: datetime, timezone: str) -> date:
    """The calendar day that a moment falls on in an IANA time zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def months_later(day: Day, months: int) -> Day:
    """A day or moment some months later, or earlier where `months` is negative. A month's last
    days become its 28th, as every month has one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28))
