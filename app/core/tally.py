"""Tallies and small-count suppression, pure: what was counted, and how much of it may be shown.

Suppression works on steps. The arrivals of one subject are numbered 1, 2, 3 … and cut into steps
of k. Every figure that is ever shown is a union of whole steps, so the difference of any two
figures, over periods or over time, is again at least k arrivals or nothing. While more may
arrive, the newest k to 2k-1 arrivals are held back; when the subject closes they are shown as one
last step, which therefore is never smaller than k. A step in which an arrival was withdrawn is
never shown again: with the one gone, what is left of it would tell who went.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

ANSWERED = ""
"""The code that says a question was answered, for questions that have no single coded value."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many arrivals answered a question, and how many gave each coded value."""

    n: int = 0
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of_codes(cls, codes: Mapping[str, int]) -> "Distribution":
        """From counts per code; without the ANSWERED code, every arrival gave one value."""
        values = {value: count for value, count in codes.items() if value != ANSWERED}
        return cls(codes.get(ANSWERED, sum(values.values())), values)


@dataclass(frozen=True, slots=True)
class Tally:
    """What some arrivals said. `first` and `last` are arrival numbers (0: none at all);
    `withdrawn` are those that keep their number and count in nothing else."""

    n: int = 0
    first: int = 0
    last: int = 0
    questions: Mapping[str, Distribution] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: tuple[int, ...] = ()

    def questions_json(self) -> dict[str, Any]:
        return {
            name: {"n": dist.n, "counts": dict(sorted(dist.counts.items()))}
            for name, dist in sorted(self.questions.items())
        }


def questions_of(json: Mapping[str, Any]) -> dict[str, Distribution]:
    """The distributions that `Tally.questions_json` wrote."""
    return {name: Distribution(one["n"], one["counts"]) for name, one in json.items()}


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of disjoint tallies."""
    n, last = 0, 0
    firsts: list[int] = []
    withdrawn: list[int] = []
    people: dict[str, int] = {}
    counts: dict[str, dict[str, int]] = {}
    for tally in tallies:
        n += tally.n
        last = max(last, tally.last)
        firsts += [tally.first] if tally.first else []
        withdrawn += tally.withdrawn
        for name, distribution in tally.questions.items():
            people[name] = people.get(name, 0) + distribution.n
            sums = counts.setdefault(name, {})
            for value, count in distribution.counts.items():
                sums[value] = sums.get(value, 0) + count
    questions = {name: Distribution(people[name], sums) for name, sums in counts.items()}
    return Tally(n, min(firsts, default=0), last, questions, tuple(sorted(withdrawn)))


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Arrivals after number `low` up to number `high`."""

    low: int
    high: int

    def holds(self, first: int, last: int) -> bool:
        return self.low < first and last <= self.high

    def touches(self, first: int, last: int) -> bool:
        return last > self.low and first <= self.high

    def within(self, other: "Stretch") -> "Stretch":
        """What the two have in common; empty (`high` not above `low`) where that is nothing."""
        return Stretch(max(self.low, other.low), min(self.high, other.high))


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same arrivals as few stretches in order; empty ones are left out."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        if one.high <= one.low:
            continue
        if found and one.low <= found[-1].high:
            found[-1] = Stretch(found[-1].low, max(found[-1].high, one.high))
        else:
            found.append(one)
    return tuple(found)


def without(stretches: Iterable[Stretch], holes: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The stretches less some others."""
    left = joined(stretches)
    for hole in joined(holes):
        left = joined(
            part
            for one in left
            for part in (
                Stretch(one.low, min(one.high, hole.low)),
                Stretch(max(one.low, hole.high), one.high),
            )
        )
    return left


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished stretch of arrivals, up to number `end`, shown in steps of its own `k`.

    A stretch ends where a closed subject was opened again, or where k was raised: what had been
    shown by then stays a boundary for ever.
    """

    end: int
    k: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The boundaries between steps of one subject, as they stand now."""

    k: int
    arrived: int
    """The highest arrival number so far, of the whole subject."""
    closed: bool
    segments: tuple[Segment, ...] = ()

    @property
    def shown(self) -> int:
        """The highest arrival number whose answers may be shown."""
        return self.cut(self.arrived)

    @property
    def least(self) -> int:
        """How many must have arrived before anything is shown: while more may come, the newest k
        wait."""
        return self.k if self.closed else 2 * self.k

    def cut(self, number: int) -> int:
        """The last boundary at or before an arrival number."""
        number = min(number, self.arrived)
        start, end, k, is_whole = self._stretch_of(number + 1)
        return start + _inside(number - start, end - start, k, is_whole)

    def step_of(self, number: int) -> Stretch:
        """The step that an arrival number lies in; empty where it is held back."""
        if number > self.shown:
            return Stretch(self.shown, self.shown)
        start, end, k, is_whole = self._stretch_of(number)
        last = (end - start) // k - 1
        index = min((number - start - 1) // k, last)
        low = start + index * k
        return Stretch(low, end if is_whole and index == last else low + k)

    def ended(self) -> tuple[Segment, ...]:
        """The segments once what is shown now becomes a boundary for good."""
        last = self.segments[-1].end if self.segments else 0
        if self.shown <= last:
            return self.segments
        return (*self.segments, Segment(self.shown, self.k))

    def vacated(self, number: int) -> tuple[Segment, ...] | None:
        """The segments once the newest arrival takes over the place of another, that was
        withdrawn; None where this may have been shown, so that its place must stay."""
        if number <= self.shown:
            return None
        fewer = replace(self, arrived=self.arrived - 1)
        return self.segments if fewer.shown == self.shown else self.ended()

    def _stretch_of(self, number: int) -> tuple[int, int, int, bool]:
        """Start, end, k of the stretch with an arrival number, and whether it is complete."""
        start = 0
        for segment in self.segments:
            if number <= segment.end:
                return start, segment.end, segment.k, True
            start = segment.end
        return start, max(self.arrived, start), self.k, self.closed


def _inside(number: int, size: int, k: int, closed: bool) -> int:
    """The last boundary at or before `number` in a stretch of `size` arrivals."""
    if closed and number >= size:
        return size if size >= k else 0
    held_back = max(0, size // k - 1) * k
    return min(number // k * k, held_back)
