"""The clock of an idea counts calendar days, and says plainly when it has run out."""

from datetime import date, timedelta

import pytest

from app.ideas.clocks import PROMISE, RULES, Clock, Reminder, days_taken, reminder

STARTED = date(2026, 3, 2)


def at(day: int) -> Clock:
    return Clock(STARTED, PROMISE.due(STARTED, promised=30), STARTED + timedelta(days=day))


def test_every_rule_has_a_source() -> None:
    for key, rule in RULES.items():
        assert rule.key == key
        assert rule.days is None or rule.days > 0
        assert rule.source


def test_an_answer_is_due_when_the_municipality_promises_it() -> None:
    assert PROMISE.due(STARTED, promised=30) == date(2026, 4, 1)
    assert PROMISE.due(STARTED, promised=14) == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("promised", "day", "expected"),
    [
        (30, 22, None),
        (30, 23, Reminder.SOON),
        (30, 30, Reminder.SOON),
        (30, 31, Reminder.LATE),
        (30, 120, Reminder.LATE),
        (6, 2, None),
        (6, 3, Reminder.SOON),
        (1, 0, None),
        (1, 2, Reminder.LATE),
    ],
)
def test_officials_are_reminded_in_time_and_when_it_is_too_late(
    promised: int, day: int, expected: Reminder | None
) -> None:
    due = PROMISE.due(STARTED, promised=promised)
    assert reminder(Clock(STARTED, due, STARTED + timedelta(days=day))) is expected


@pytest.mark.parametrize(
    ("days", "day", "is_late", "late_by", "left"),
    [
        (0, 1, False, 0, 30),
        (1, 1, False, 0, 29),
        (2, 2, False, 0, 28),
        (30, 30, False, 0, 0),
        (31, 31, True, 1, 0),
        (400, 400, True, 370, 0),
    ],
)
def test_the_clock_on_each_day(days: int, day: int, is_late: bool, late_by: int, left: int) -> None:
    clock = at(days)
    assert (clock.day, clock.days) == (day, 30)
    assert (clock.is_late, clock.late_by, clock.left) == (is_late, late_by, left)


def test_an_answer_on_the_very_day_took_no_days() -> None:
    assert days_taken(STARTED, STARTED) == 0
    assert days_taken(STARTED, STARTED + timedelta(days=12)) == 12
