"""Statistics against values worked out by hand, and what must hold of any numbers."""

import statistics as standard
from random import Random

import pytest

from app.analysis import statistics
from app.analysis.statistics import Ranked


def test_moments_by_hand() -> None:
    # 1, 1, 2, 4, 4, 4, 5: sum 21, mean 3, squares 4+4+1+1+1+1+4 = 16, 16/6
    found = statistics.moments({"1": 2, "2": 1, "4": 3, "5": 1, "dontknow": 9})
    assert found is not None
    assert (found.n, found.mean, found.median) == (7, 3.0, 4.0)
    assert found.deviation == pytest.approx(1.632993161855452)


def test_an_even_number_has_its_median_halfway() -> None:
    found = statistics.moments({"1": 1, "2": 1})
    assert found is not None
    assert found.median == 1.5


def test_one_number_has_no_deviation_and_none_has_nothing() -> None:
    one = statistics.moments({"3": 1})
    assert one is not None
    assert one.deviation is None
    assert statistics.moments({"none": 4, "3": 0}) is None


def test_tenths_lose_nothing() -> None:
    found = statistics.moments({"0.1": 10, "0.2": 10})
    assert found is not None
    assert found.mean == 0.15


@pytest.mark.parametrize("seed", range(25))
def test_moments_are_those_of_the_numbers_one_by_one(seed: int) -> None:
    rng = Random(seed)
    counts = {str(value): rng.randrange(9) for value in rng.sample(range(-50, 50), 8)} | {"7.5": 2}
    numbers = [float(code) for code, n in counts.items() for _ in range(n)]
    found = statistics.moments(counts)
    assert found is not None
    assert found.mean == pytest.approx(standard.fmean(numbers))
    assert found.median == standard.median(numbers)
    assert found.deviation == pytest.approx(standard.stdev(numbers))


def test_the_promoter_score_by_hand() -> None:
    found = statistics.promoter_score({"10": 3, "9": 2, "8": 1, "7": 1, "6": 2, "0": 1, "none": 5})
    assert found is not None
    assert (found.n, found.promoters, found.passives, found.detractors) == (10, 50, 20, 30)
    assert found.score == 20


def test_ranking_by_hand() -> None:
    counts = {"1:bus": 3, "2:bus": 1, "1:car": 1, "3:car": 3, "2:tram": 3}
    assert statistics.ranking(counts, ["bus", "car", "tram", "boat"]) == (
        Ranked("bus", 4, 3, 1.25),
        Ranked("car", 4, 1, 2.5),
        Ranked("tram", 3, 0, 2.0),
        Ranked("boat", 0, 0, None),
    )


def test_chi_square_by_hand() -> None:
    # expected 20 30 / 20 30; (10²/20 + 10²/30) * 2 = 50/3
    found = statistics.association([[30, 20], [10, 40]])
    assert found is not None
    assert found.chi_square == pytest.approx(50 / 3)
    assert (found.degrees, found.n, found.low, found.cells) == (1, 100, 0, 4)
    assert found.v == pytest.approx((1 / 6) ** 0.5)


def test_chi_square_of_a_larger_table() -> None:
    # Agresti, An Introduction to Categorical Data Analysis, table 2.5: X² = 30.1, df = 2
    found = statistics.association([[762, 327, 468], [484, 239, 477]])
    assert found is not None
    assert found.chi_square == pytest.approx(30.07, abs=0.005)
    assert found.degrees == 2


def test_empty_rows_and_columns_are_no_part_of_a_table() -> None:
    table = [[30, 0, 20], [0, 0, 0], [10, 0, 40]]
    assert statistics.association(table) == statistics.association([[30, 20], [10, 40]])
    assert statistics.association([[3, 4], [0, 0]]) is None
    assert statistics.association([]) is None


def test_low_expected_counts_are_told() -> None:
    found = statistics.association([[1, 9], [2, 8]])
    assert found is not None
    assert (found.low, found.cells) == (2, 4)


@pytest.mark.parametrize("seed", range(25))
def test_v_is_one_of_perfect_and_between_of_any_association(seed: int) -> None:
    rng = Random(seed)
    diagonal = [[rng.randrange(1, 99) if r == c else 0 for c in range(4)] for r in range(4)]
    perfect = statistics.association(diagonal)
    assert perfect is not None
    assert perfect.v == pytest.approx(1)
    table = [[rng.randrange(1, 30) for _ in range(5)] for _ in range(3)]
    found = statistics.association(table)
    turned = statistics.association([list(column) for column in zip(*table, strict=True)])
    assert found is not None
    assert 0 <= found.v <= 1
    assert turned == found


def test_the_wilson_interval_by_hand() -> None:
    # Newcombe 1998, 81 of 263: 0.2553 to 0.3662
    found = statistics.wilson(81, 263)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_a_share_of_nobody_or_of_all_stays_within_bounds() -> None:
    none, everyone = statistics.wilson(0, 10), statistics.wilson(10, 10)
    assert none is not None
    assert everyone is not None
    assert none.low == 0 < none.high < 0.3
    assert everyone.high == pytest.approx(1)
    assert statistics.wilson(0, 0) is None
