"""What is told of whole days: never a difference of fewer than k people."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.fieldwork import blocks

FIRST = date(2026, 5, 1)
counts = st.lists(st.integers(0, 12), max_size=30).map(
    lambda numbers: {FIRST + timedelta(days=place): n for place, n in enumerate(numbers)}
)


@given(counts=counts, k=st.integers(3, 10))
def test_any_two_days_of_looking_differ_by_k_people_or_by_nobody(
    counts: dict[date, int], k: int
) -> None:
    seen = []
    for looking in sorted(counts):
        until = blocks.through(counts, k, looking)
        told = sum(n for day, n in counts.items() if until is not None and day <= until)
        assert until is None or until <= looking
        seen.append(told)
    later = itertools.pairwise(seen)
    assert all(after - before == 0 or after - before >= k for before, after in later)
    assert not seen or sum(counts.values()) - seen[-1] < k


def test_nothing_is_told_of_nobody() -> None:
    assert blocks.through({}, 5, FIRST) is None
