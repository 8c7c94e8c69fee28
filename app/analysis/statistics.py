"""Statistics from counts, exact until they are rounded: docs/RESULTS.md gives their formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

LOW_EXPECTED = 5
"""Below this expected count the chi-square distribution fits a cell badly (Cochran 1954)."""

NORMAL_95 = 1.959963984540054
"""What 95 % of a normal distribution lie within, in standard deviations."""

PROMOTER, DETRACTOR = 9, 6
NPS_STEPS = frozenset(map(str, range(11)))
"""The Net Promoter Score is of ratings from 0 to 10 and of nothing else (Reichheld 2003)."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What numbers come to. `deviation` is the sample's (n - 1); None of a single number."""

    n: int
    mean: float
    median: float
    deviation: float | None


def number(code: str) -> Fraction | None:
    """The number that a code is; None where it is none, as "dontknow"."""
    try:
        value = Decimal(code)
    except ArithmeticError:
        return None
    return Fraction(value) if value.is_finite() else None


def moments(counts: Mapping[str, int]) -> Moments | None:
    """Of how many gave each code; codes that are no numbers count for nothing."""
    known = sorted(
        (value, n) for code, n in counts.items() if n and (value := number(code)) is not None
    )
    total = sum(n for _, n in known)
    if not total:
        return None
    mean = sum((value * n for value, n in known), Fraction()) / total
    squares = sum(((value - mean) ** 2 * n for value, n in known), Fraction())
    deviation = sqrt(squares / (total - 1)) if total > 1 else None
    return Moments(total, float(mean), float(_median(known, total)), deviation)


def _median(known: Sequence[tuple[Fraction, int]], total: int) -> Fraction:
    """The middle one, or halfway between the middle two."""
    low, high = (total - 1) // 2, total // 2
    found: list[Fraction] = []
    seen = 0
    for value, n in known:
        found += [value for place in (low, high) if seen <= place < seen + n]
        seen += n
    return (found[0] + found[-1]) / 2


@dataclass(frozen=True, slots=True)
class PromoterScore:
    """Shares of promoters (9, 10), passives (7, 8) and detractors (0 to 6) in percent, and the
    first less the last: from -100 to 100."""

    n: int
    promoters: float
    passives: float
    detractors: float
    score: float


def promoter_score(counts: Mapping[str, int]) -> PromoterScore | None:
    """None where nobody answered. The caller sees to it that the scale is 0 to 10."""
    known = {int(code): n for code, n in counts.items() if code in NPS_STEPS}
    total = sum(known.values())
    if not total:
        return None
    up = sum(n for value, n in known.items() if value >= PROMOTER)
    down = sum(n for value, n in known.items() if value <= DETRACTOR)
    rest = total - up - down
    return PromoterScore(
        total, 100 * up / total, 100 * rest / total, 100 * down / total, 100 * (up - down) / total
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a choice was ranked: by how many, how often first, and its mean place (1 is best)."""

    code: str
    n: int
    firsts: int
    mean_place: float | None


def ranking(counts: Mapping[str, int], choices: Sequence[str]) -> tuple[Ranked, ...]:
    """From counts of "place:choice", in the order of the choices. The mean is of those who gave
    the choice a place: where not all choices need be ranked, they are not all who answered."""
    return tuple(_ranked(counts, code) for code in choices)


def _ranked(counts: Mapping[str, int], code: str) -> Ranked:
    places: dict[int, int] = {}
    for mark, n in counts.items():
        place, colon, choice = mark.partition(":")
        if colon and choice == code and place.isdigit():
            places[int(place)] = n
    total = sum(places.values())
    mean = sum(place * n for place, n in places.items()) / total if total else None
    return Ranked(code, total, places.get(1, 0), mean)


@dataclass(frozen=True, slots=True)
class Association:
    """How two questions hang together: Pearson's chi-square (without a correction), its degrees
    of freedom, and Cramér's V from 0 (not at all) to 1. `low` cells of `cells` are expected to
    hold fewer than five: with any, chi-square is to be read with care."""

    n: int
    chi_square: float
    degrees: int
    v: float
    low: int
    cells: int


def association(table: Sequence[Sequence[int]]) -> Association | None:
    """Of a table of counts; empty rows and columns are left out. None where it has fewer than
    two of either left."""
    rows = [row for row in table if sum(row)]
    across = (
        [place for place in range(len(rows[0])) if sum(row[place] for row in rows)] if rows else []
    )
    if len(rows) < 2 or len(across) < 2:
        return None
    kept = [[row[place] for place in across] for row in rows]
    n = sum(map(sum, kept))
    row_sums = [sum(row) for row in kept]
    column_sums = [sum(column) for column in zip(*kept, strict=True)]
    parts = (
        Fraction(cell * cell, row_sum * column_sum)
        for row, row_sum in zip(kept, row_sums, strict=True)
        for cell, column_sum in zip(row, column_sums, strict=True)
    )
    # n * (sum of squares / (row sum * column sum) - 1) is the same as the sum over the cells.
    statistic = n * (sum(parts, Fraction()) - 1)
    degrees = (len(kept) - 1) * (len(across) - 1)
    least = min(len(kept), len(across)) - 1
    low = sum(r * c < LOW_EXPECTED * n for r in row_sums for c in column_sums)
    return Association(
        n, float(statistic), degrees, sqrt(statistic / (n * least)), low, len(kept) * len(across)
    )


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def wilson(part: int, whole: int) -> Interval | None:
    """The 95 % interval of a share (Wilson 1927). None of nobody."""
    if whole <= 0:
        return None
    share, z2 = part / whole, NORMAL_95**2
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = NORMAL_95 * sqrt(share * (1 - share) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
