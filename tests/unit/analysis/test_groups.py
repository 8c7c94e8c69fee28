"""Groups within answers: what is offered, and that no reckoning from it all tells of a few."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from random import Random

import pytest

from app.analysis import groups
from app.analysis.groups import Milestone
from app.core.tally import Segment, Steps

K = 3
ROWS, COLUMNS = ("a", "b", "c"), ("x", "y", "z")
Person = tuple[int, str, str]
"""The block of arrivals, and the answers to two questions."""


def test_milestones_double_and_end_with_closing() -> None:
    is_open = Steps(5, 100, closed=False)
    assert [one.number for one in groups.milestones(is_open)] == [20, 40, 80]
    closed = Steps(5, 103, closed=True)
    assert [one.number for one in groups.milestones(closed)] == [20, 40, 80, 103]


def test_milestones_lie_on_boundaries_of_steps_and_stay() -> None:
    again = Steps(7, 400, closed=False, segments=(Segment(103, 5),))
    found = groups.milestones(again)
    assert Milestone(103, 5) in found
    assert all(again.cut(one.number) == one.number for one in found)
    before = groups.milestones(Steps(5, 103, closed=True))
    assert found[: len(before)] == before
    later = groups.milestones(Steps(7, 900, closed=False, segments=(Segment(103, 5),)))
    assert later[: len(found)] == found


def test_few_people_have_no_milestone() -> None:
    assert groups.milestones(Steps(5, 19, closed=False)) == ()
    assert groups.milestones(Steps(5, 4, closed=True)) == ()
    assert [one.number for one in groups.milestones(Steps(5, 6, closed=True))] == [6]


def test_a_small_group_is_hidden_with_another() -> None:
    [offer] = groups.offers([{"a": 10, "b": 6, "c": 2, "": 0}], [5])
    assert offer.fresh == {"a"}
    assert offer.hidden == {"b", "c", ""}


def test_who_gave_no_answer_is_a_group_as_any() -> None:
    [offer] = groups.offers([{"a": 20, "b": 9, "": 1}], [5])
    assert offer.fresh == {"a"}


def test_a_group_waits_until_enough_have_joined_it() -> None:
    blocks = [{"a": 10, "b": 10}, {"a": 18, "b": 2}, {"a": 30, "b": 10}]
    first, second, third = groups.offers(blocks, [5, 5, 5])
    assert first.shows("b")
    assert not second.shows("b")
    assert not second.shows("a"), "the whole less the one would tell of the other"
    assert third.shows("a")


def test_pairs_are_hidden_in_a_rectangle() -> None:
    block = {("a", "x"): 9, ("a", "y"): 8, ("a", "z"): 9,
             ("b", "x"): 9, ("b", "y"): 1, ("b", "z"): 9,
             ("c", "x"): 9, ("c", "y"): 7, ("c", "z"): 9}  # fmt: skip
    offer = groups.pair_offer(block, 5, is_first=False)
    assert not offer.shows(("b", "y"))
    assert len(offer.rows) == len(offer.columns) == 2
    assert offer.shows(("a", "x")) or offer.shows(("c", "x"))


def test_where_all_is_small_no_pair_is_shown() -> None:
    block = dict.fromkeys(product("abc", "xyz"), 2)
    assert groups.pair_offer(block, 5, is_first=False).is_empty


def offered(people: Sequence[Person], count: int) -> Iterator[frozenset[Person]]:
    """Every group that figures are ever shown of, as kinds of people: which of them there are none
    of is not known to whoever reads the figures of groups."""
    sizes = Counter(people)
    singles = [
        groups.offers(
            [
                {v: sum(n for one, n in sizes.items() if one[0] == at and one[side] == v)
                 for v in values}
                for at in range(count)
            ],
            [K] * count,
        )
        for side, values in ((1, ROWS), (2, COLUMNS))
    ]  # fmt: skip
    for at in range(count):
        arrived = frozenset(product(range(at + 1), ROWS, COLUMNS))
        yield arrived
        rows, columns = singles[0][at], singles[1][at]
        for side, offer in ((1, rows), (2, columns)):
            for value in offer.fresh:
                yield frozenset(one for one in arrived if one[side] == value)
        block = {pair: sizes[at, *pair] for pair in product(ROWS, COLUMNS)}
        pairs = groups.pair_offer(groups.merged(block, rows, columns), K, is_first=at == 0)
        for pair in product(rows.fresh, columns.fresh):
            if pairs.shows(pair):
                yield frozenset(one for one in arrived if one[1:] == pair)


def isolated(found: Sequence[frozenset[Person]], number: int, rng: Random) -> Iterator[set[Person]]:
    """What sums and differences of up to three figures leave over, and many of four and five,
    where each person is in it once or not at all."""
    for size in (1, 2, 3):
        for some in combinations(found, size):
            yield from _sums(some)
    for _ in range(number):
        yield from _sums(rng.sample(found, min(len(found), rng.choice((4, 5)))))


def _sums(some: Sequence[frozenset[Person]]) -> Iterator[set[Person]]:
    for signs in product((1, -1), repeat=len(some)):
        weights: dict[Person, int] = {}
        for sign, group in zip(signs, some, strict=True):
            for person in group:
                weights[person] = weights.get(person, 0) + sign
        if all(weight in (0, 1) for weight in weights.values()):
            yield {person for person, weight in weights.items() if weight}


def population(seed: int) -> list[Person]:
    rng = Random(seed)
    skew = rng.choice(([1, 1, 1], [8, 3, 1], [9, 9, 1], [20, 1, 1]))
    sizes = [4 * K, 4 * K, 8 * K]
    return [
        (block, rng.choices("abc", skew)[0], rng.choices("xyz", rng.choice((skew, [5, 4, 2])))[0])
        for block, size in enumerate(sizes)
        for _ in range(size)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_that_is_ever_offered_isolates_a_few(seed: int) -> None:
    people = population(seed)
    found = sorted(set(offered(people, 3)), key=sorted)
    sizes = Counter(people)
    for left in isolated(found, 600, Random(seed)):
        assert not 0 < sum(sizes[one] for one in left) < K, left


def test_the_attack_finds_what_hiding_small_groups_alone_would_give_away() -> None:
    whole = frozenset(product(range(2), ROWS, COLUMNS))
    all_but_one = whole - {(1, "c", "z")}
    assert {(1, "c", "z")} in list(isolated([whole, all_but_one], 0, Random(1)))
