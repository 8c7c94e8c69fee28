"""What may be told in public of reactions to a page: whole months, in steps of enough."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.insights.periods import plus
from app.portal.page_months import MonthCount, Months, Total, before, total

LEAST = 5
MAY = date(2026, 5, 4)
START = date(2024, 1, 1)


def counted(**reactions: tuple[int, int]) -> list[MonthCount]:
    """Reactions and good ones among them by month, such as m2026_01=(4, 2)."""
    found = []
    for name, (n, best) in reactions.items():
        year, month = name.removeprefix("m").split("_")
        found.append(MonthCount(date(int(year), int(month), 1), n, best))
    return found


def test_the_months_told_of_are_twelve_and_over() -> None:
    assert before(MAY) == Months(date(2025, 5, 1), date(2026, 4, 30))
    assert before(date(2026, 1, 31)) == Months(date(2025, 1, 1), date(2025, 12, 31))
    assert before(MAY).origin == date(2025, 1, 1)


def test_a_month_is_told_of_once_nobody_can_think_better_of_what_they_said_in_it() -> None:
    assert before(date(2026, 5, 1)) == before(date(2026, 4, 30))
    assert before(date(2026, 5, 2)) == before(MAY)


def test_months_are_put_together_until_there_are_enough() -> None:
    counts = counted(m2025_06=(3, 3), m2025_07=(1, 0), m2025_08=(2, 2), m2025_09=(4, 0))
    assert total(counts, before(MAY), LEAST) == Total(6, 5)


def test_a_month_that_is_enough_by_itself_is_told_of_by_itself() -> None:
    counts = counted(m2025_06=(5, 4), m2025_07=(9, 0))
    told = total(counts, before(MAY), LEAST)
    assert told == Total(14, 4)
    assert told.positive == 4 / 14


def test_what_is_left_at_the_end_of_a_year_is_never_told_of() -> None:
    counts = counted(m2025_11=(6, 6), m2025_12=(4, 0), m2026_01=(1, 0), m2026_02=(4, 4))
    assert total(counts, before(MAY), LEAST) == Total(11, 10)


def test_too_few_are_nothing() -> None:
    assert total(counted(m2025_06=(4, 4)), before(MAY), LEAST) is None
    assert total([], before(MAY), LEAST) is None


def test_a_step_counts_in_the_months_in_which_it_is_full() -> None:
    counts = counted(m2025_03=(3, 3), m2025_04=(1, 1), m2025_05=(1, 1))
    assert total(counts, before(MAY), LEAST) == Total(5, 5)
    assert total(counts, before(date(2026, 6, 2)), LEAST) is None


MONTHS = st.lists(
    st.integers(0, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    min_size=36,
    max_size=36,
)


@given(MONTHS)
def test_from_one_month_to_the_next_only_whole_steps_come_and_go(
    months: list[tuple[int, int]],
) -> None:
    counts = [MonthCount(plus(START, at), n, best) for at, (n, best) in enumerate(months)]
    for at in range(12, 35):
        earlier, later = before(plus(START, at)), before(plus(START, at + 1))
        told = summed(counts, later)
        assert summed([one for one in counts if one.month <= later.last], later) == told
        went = summed(counts, Months(earlier.first, earlier.first))
        came = summed(counts, Months(later.last.replace(day=1), later.last))
        was = summed(counts, earlier)
        assert told == (was[0] - went[0] + came[0], was[1] - went[1] + came[1])
        assert all(n == 0 or n >= LEAST for n, _best in (told, went, came))


def summed(counts: list[MonthCount], months: Months) -> tuple[int, int]:
    told = total(counts, months, LEAST)
    return (told.reactions, told.best) if told else (0, 0)
