"""The clock: every reading of time in the product goes through here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The calendar day that it is now in an IANA time zone."""
    return day_of(now(), timezone)


def day_of(moment: datetime, timezone: str) -> date:
    """The calendar day that a moment falls on in an IANA time zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()
