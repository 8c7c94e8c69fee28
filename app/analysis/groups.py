"""Which groups of respondents may be told apart, and when: pure.

Figures of a group (those who gave a value, or two) are shown at *milestones* of arrivals only, and
what they show at one must not tell, beside all that was shown before, of fewer than k people. A
value is *fresh* at a milestone where k people or more have given it since the one before; those
that are not are hidden together, and are at least k people since then, too. So whatever can be
worked out with the help of the newest figures holds at least k of the newest people, and whatever
needs none of these was there to be worked out before: docs/adr/0018 has the proof.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.tally import Steps

FIRST = 4
"""The first milestone is at so many times k arrivals, each further one at twice as many."""

Value = str
Pair = tuple[Value, Value]


@dataclass(frozen=True, slots=True)
class Milestone:
    """Figures of groups take in the arrivals up to `number`, and none smaller than `k`."""

    number: int
    k: int


def milestones(steps: Steps) -> tuple[Milestone, ...]:
    """The milestones so far, the last one at closing. Whatever was one stays one for good: the
    ends of finished segments are, though nothing need have been shown there."""
    found: dict[int, int] = {}
    start = 0
    for segment in steps.segments:
        found |= _doubling(segment.k, start, segment.end, steps)
        found[segment.end] = segment.k
        start = segment.end
    found |= _doubling(steps.k, start, steps.shown, steps)
    if steps.closed and steps.shown > start:
        found[steps.shown] = steps.k
    return tuple(Milestone(number, k) for number, k in sorted(found.items()) if number)


def _doubling(k: int, after: int, until: int, steps: Steps) -> dict[int, int]:
    found = {}
    number = FIRST * k
    while number <= until:
        cut = steps.cut(number)
        if cut > after:
            found[cut] = k
        number *= 2
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """What is shown of a question's values at one milestone: each by itself, but for those that
    are hidden together."""

    hidden: frozenset[Value]
    fresh: frozenset[Value]

    def shows(self, value: Value) -> bool:
        return value in self.fresh


def offers(blocks: Sequence[Mapping[Value, int]], ks: Sequence[int]) -> tuple[Offer, ...]:
    """What is offered of one question at each milestone.

    `blocks`: how many gave each value among those who arrived between a milestone and the one
    before; who gave none counts as a value of their own. All blocks name all values.
    """
    found: list[Offer] = []
    sums: dict[Value, int] = {}
    for block, k in zip(blocks, ks, strict=True):
        sums = {value: sums.get(value, 0) + n for value, n in block.items()}
        found.append(_offer(block, sums, k))
    return tuple(found)


def _offer(block: Mapping[Value, int], sums: Mapping[Value, int], k: int) -> Offer:
    by_size = sorted(block, key=lambda value: (block[value], value))
    hidden = [value for value in by_size if block[value] < k]
    rest = by_size[len(hidden) :]
    while rest and hidden and not _may_hide(hidden, block, sums, k):
        hidden.append(rest.pop(0))
    return Offer(frozenset(hidden), frozenset(rest))


def _may_hide(
    hidden: Sequence[Value], block: Mapping[Value, int], sums: Mapping[Value, int], k: int
) -> bool:
    """Whether all that is hidden, taken together, tells of no small group: k of the newest people
    or more, or nobody at all ever."""
    newest = sum(block[value] for value in hidden)
    return newest >= k if newest else not any(sums[value] for value in hidden)


@dataclass(frozen=True, slots=True)
class PairOffer:
    """What is shown of pairs of values at one milestone: each that is not in both hidden rows and
    hidden columns. Values that their own question hides stand together as one: see `merged`."""

    rows: frozenset[Value]
    columns: frozenset[Value]
    is_empty: bool = False

    def shows(self, pair: Pair) -> bool:
        return not self.is_empty and not (pair[0] in self.rows and pair[1] in self.columns)


NOTHING = PairOffer(frozenset(), frozenset(), is_empty=True)
TOGETHER = "\0together"
"""Stands for the values that are hidden together."""


def merged(block: Mapping[Pair, int], rows: Offer, columns: Offer) -> dict[Pair, int]:
    """Counts of pairs with what each question hides taken together; where that is nobody new, it
    has been nobody at all, and is left out."""
    found: dict[Pair, int] = {}
    for (row, column), n in block.items():
        pair = (
            TOGETHER if row in rows.hidden else row,
            TOGETHER if column in columns.hidden else column,
        )
        found[pair] = found.get(pair, 0) + n
    empty = {
        side for side in (0, 1) if not any(n for pair, n in found.items() if pair[side] == TOGETHER)
    }
    return {
        pair: n for pair, n in found.items() if not any(pair[side] == TOGETHER for side in empty)
    }


def pair_offer(block: Mapping[Pair, int], k: int, *, is_first: bool) -> PairOffer:
    """What is offered of two questions' pairs at a milestone.

    `block`: how many of those since the milestone before gave each pair, `merged`; all pairs are
    named. Cells that are too small stand in a rectangle of hidden rows and hidden columns, which
    grows until each of its rows and columns holds enough people to be worked out. Before the
    first milestone nothing was shown, so nobody is as good as k people there.
    """
    across = {row: [pair for pair in block if pair[0] == row] for row, _ in block}
    down = {column: [pair for pair in block if pair[1] == column] for _, column in block}

    def is_fine(n: int) -> bool:
        return n >= k or (is_first and n == 0)

    small = [pair for pair, n in block.items() if not is_fine(n)]
    rows, columns = {row for row, _ in small}, {column for _, column in small}
    while small:
        thin_rows = [
            row
            for row in rows
            if not is_fine(sum(block[p] for p in across[row] if p[1] in columns))
        ]
        thin_columns = [
            one for one in columns if not is_fine(sum(block[p] for p in down[one] if p[0] in rows))
        ]
        if not thin_rows and not thin_columns:
            break
        if (thin_rows and len(columns) == len(down)) or (
            not thin_rows and len(rows) == len(across)
        ):
            return NOTHING
        if thin_rows:
            columns.add(_next(down, columns, block, rows, 0))
        else:
            rows.add(_next(across, rows, block, columns, 1))
    if len(rows) == len(across) and len(columns) == len(down):
        return NOTHING
    return PairOffer(frozenset(rows), frozenset(columns))


def _next(
    lines: Mapping[Value, Sequence[Pair]],
    taken: set[Value],
    block: Mapping[Pair, int],
    crossing: set[Value],
    side: int,
) -> Value:
    """The line whose joining hides the fewest more people, yet some where it can be."""

    def people(line: Value) -> int:
        return sum(block[pair] for pair in lines[line] if pair[side] in crossing)

    left = [line for line in lines if line not in taken]
    return min(left, key=lambda line: (people(line) == 0, people(line), line))
