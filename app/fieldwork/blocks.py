"""How much of what is noted by days may be told: whole days in blocks of at least k people, pure.

Blocks follow one another from the first day on, each ending with the day on which it holds k. What
is ever shown is a union of blocks, so any two figures differ by at least k people, or by nobody.
"""

from collections.abc import Mapping
from datetime import date


def through(counts: Mapping[date, int], k: int, last: date) -> date | None:
    """The last day that may be told of the days up to `last`, which are over; None: none yet."""
    held, shown = 0, None
    for day in sorted(counts):
        if day > last:
            break
        held += counts[day]
        if held >= k:
            held, shown = 0, day
    return shown
