"""Two questions against each other, of everybody or of one group."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.analysis import queries, statistics
from app.analysis.filters import Filterable, Group, offers_of, pairs_of
from app.analysis.groups import TOGETHER, Milestone, Offer
from app.analysis.queries import NOT_ANSWERED, Blocks, Universe
from app.analysis.statistics import Association
from app.surveys.texts import Localised

SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """How many, and which part of the row that is."""

    count: int
    share: float

    @property
    def shade(self) -> int:
        """How dark it stands, from 0 to SHADES."""
        return round(self.share * SHADES)


@dataclass(frozen=True, slots=True)
class Row:
    label: Localised
    n: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Of those who arrived up to a milestone. `association` is of the values that stand by
    themselves, without those who gave no answer."""

    rows_of: Filterable
    columns_of: Filterable
    milestone: Milestone
    n: int
    columns: tuple[Localised, ...]
    rows: tuple[Row, ...]
    sums: tuple[int, ...]
    association: Association | None


def crosstab(
    found: Universe, rows: Filterable, columns: Filterable, within: Group | None
) -> Crosstab | None:
    """At the latest milestone at which there is anything to tell; None where there is none."""
    names = [rows.name, columns.name, *([within.question] if within else [])]
    counts = queries.blocks(found, names)
    ks = [one.k for one in found.milestones]
    singles = [offers_of(counts, side, ks) for side in range(len(names))]
    for at in reversed(range(len(ks))):
        shown = [
            _shown(counts, side, singles, at, ks[at], within.value if within else None)
            for side in (0, 1)
        ]
        if all(shown):
            return _table(found.milestones[at], counts[: at + 1], (rows, columns), shown, within)
    return None


def _shown(
    counts: Blocks,
    side: int,
    singles: Sequence[tuple[Offer, ...]],
    at: int,
    k: int,
    within: str | None,
) -> frozenset[str]:
    """The values of a question that stand by themselves."""
    fresh = singles[side][at].fresh
    if within is None:
        return fresh
    if not singles[2][at].shows(within):
        return frozenset()
    pairs = pairs_of(counts, (side, 2), singles, at, k)
    return frozenset(value for value in fresh if pairs.shows((value, within)))


def _table(
    milestone: Milestone,
    counts: Blocks,
    asked: tuple[Filterable, Filterable],
    shown: Sequence[frozenset[str]],
    within: Group | None,
) -> Crosstab:
    cells: dict[tuple[str, str], int] = {}
    for block in counts:
        for values, n in block.items():
            if within is None or values[2] == within.value:
                row, column = (
                    value if value in alone else TOGETHER
                    for value, alone in zip(values[:2], shown, strict=True)
                )
                cells[row, column] = cells.get((row, column), 0) + n
    down, across = (
        question.in_order({pair[side] for pair, n in cells.items() if n})
        for side, question in enumerate(asked)
    )
    alone = [[value for value in line if value not in (TOGETHER, NOT_ANSWERED)]
             for line in (down, across)]  # fmt: skip
    return Crosstab(
        *asked,
        milestone=milestone,
        n=sum(cells.values()),
        columns=tuple(asked[1].label(one) for one in across),
        rows=tuple(
            _row(asked[0].label(one), [cells.get((one, other), 0) for other in across])
            for one in down
        ),
        sums=tuple(sum(cells.get((one, other), 0) for one in down) for other in across),
        association=statistics.association(
            [[cells.get((one, other), 0) for other in alone[1]] for one in alone[0]]
        ),
    )


def _row(label: Localised, counts: Sequence[int]) -> Row:
    n = sum(counts)
    return Row(label, n, tuple(Cell(one, one / n if n else 0.0) for one in counts))
