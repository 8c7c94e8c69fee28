"""Periods of whole months: what is asked for, or the usual one and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.periods import (
    EARLIEST,
    Choice,
    Period,
    PeriodFault,
    months,
    of_months,
    plus,
    read,
    usual,
)

TODAY = date(2026, 5, 4)
USUAL = Period(date(2025, 6, 1), date(2026, 5, 31))


def test_the_usual_period_is_the_last_twelve_months() -> None:
    assert usual(TODAY) == USUAL
    assert len(USUAL.months) == 12


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (None, None, USUAL),
        ("", "", USUAL),
        ("2026-02", "2026-03", Period(date(2026, 2, 1), date(2026, 3, 31))),
        ("2024-02", "2024-02", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("2026-05", None, Period(date(2026, 5, 1), date(2026, 5, 31))),
        (None, "2025-12", Period(date(2025, 1, 1), date(2025, 12, 31))),
        (None, "2000-03", Period(date(2000, 1, 1), date(2000, 3, 31))),
    ],
)
def test_a_period_is_read_as_it_was_asked(
    first: str | None, last: str | None, period: Period
) -> None:
    assert read(first, last, TODAY) == Choice(period)


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        ("2026-13", None, PeriodFault.GARBLED),
        (None, "2026-5", PeriodFault.GARBLED),
        ("2026-05-04", None, PeriodFault.GARBLED),
        ("٢٠٢٦-05", None, PeriodFault.GARBLED),
        ("0000-01", None, PeriodFault.GARBLED),
        ("1999-12", None, PeriodFault.PAST),
        (None, "1999-12", PeriodFault.PAST),
        ("1999-12", "1999-11", PeriodFault.PAST),
        ("<script>", "2026-05", PeriodFault.GARBLED),
        ("2026-03", "2026-02", PeriodFault.REVERSED),
        ("2026-06", "2026-08", PeriodFault.FUTURE),
        ("2026-06", None, PeriodFault.FUTURE),
    ],
)
def test_a_period_that_does_not_exist_is_the_usual_one_with_its_fault(
    first: str | None, last: str | None, fault: PeriodFault
) -> None:
    assert read(first, last, TODAY) == Choice(USUAL, fault)


def test_of_a_period_that_goes_on_into_the_future_the_past_is_shown() -> None:
    assert read("2026-04", "9999-12", TODAY) == Choice(
        of_months(date(2026, 4, 1), TODAY), PeriodFault.FUTURE
    )


@given(st.text(max_size=8) | st.none(), st.text(max_size=8) | st.none())
def test_whatever_is_asked_a_period_of_whole_months_that_has_begun_comes_out(
    first: str | None, last: str | None
) -> None:
    period = read(first, last, TODAY).period
    assert period.first.day == 1
    assert EARLIEST <= period.first <= TODAY
    assert period.months[0] == period.first
    assert plus(period.months[-1], 1) > period.last


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(-100, 100))
def test_months_are_counted_forth_and_back(day: date, count: int) -> None:
    assert plus(plus(day, count), -count) == day.replace(day=1)
    assert len(months(day, plus(day, abs(count)))) == abs(count) + 1
