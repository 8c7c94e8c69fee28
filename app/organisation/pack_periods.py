"""Reads the periods of a pack: whole years of plans and days of responsibility."""

from datetime import date

from app.core.document_records import Record
from app.organisation.pack_parts import Years

FIRST_YEAR, LAST_YEAR = 1900, 2199


def read_years(record: Record, key: str, within: Years | None = None) -> Years | None:
    """`{from: 2022, to: 2030}`, or None where it is faulty; `within` must contain it."""
    if not record.has(key):
        record.fault(key, "missing", "like {from: 2022, to: 2030}")
        return None
    years = Record(record.values[key], record.place(key), record.faults, ("from", "to"))
    first = years.number("from", least=FIRST_YEAR, most=LAST_YEAR)
    last = years.number("to", least=FIRST_YEAR, most=LAST_YEAR)
    if not first or not last:
        return None
    period = Years(first, last)
    if last < first:
        record.fault(key, f"ends in {last}, before it begins in {first}")
        return None
    if within and not within.contains(period):
        reason = f"{first} to {last} is not within {within.first} to {within.last}"
        record.fault(key, reason, "it must lie in the period of the strategy")
    return period


def read_days(record: Record) -> tuple[date | None, date | None]:
    """The days `from` and `until`, both included; an open end is None."""
    since, until = record.day("from"), record.day("until")
    if since and until and until < since:
        record.fault("until", f"{until} is before {since}", "the last day, after `from`")
    return since, until
