"""Sums of tallies, and the promise of suppression: no two figures differ by a small group."""

from dataclasses import dataclass, field
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.tally import (
    ANSWERED,
    Distribution,
    Segment,
    Steps,
    Stretch,
    Tally,
    joined,
    questions_of,
    total,
    without,
)

codes = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(1, 9), max_size=3)
tallies = st.builds(
    lambda n, first, size, said, gone: Tally(
        n,
        first,
        first + size,
        {name: Distribution.of_codes(one) for name, one in said.items()},
        tuple(sorted(gone)),
    ),
    st.integers(0, 9),
    st.integers(1, 99),
    st.integers(0, 9),
    st.dictionaries(st.sampled_from(["q", "r"]), codes),
    st.sets(st.integers(1, 99), max_size=3),
)


@given(tallies, tallies, tallies)
def test_tallies_add_up_in_any_order(one: Tally, other: Tally, third: Tally) -> None:
    assert total([one, other, third]) == total([third, one, other])
    assert total([one, total([other, third])]) == total([one, other, third])


@given(tallies)
def test_nothing_adds_nothing(one: Tally) -> None:
    assert total([one, Tally()]) == one


@given(tallies)
def test_distributions_survive_being_stored(one: Tally) -> None:
    assert questions_of(one.questions_json()) == one.questions


def test_several_choices_count_people_once() -> None:
    said = Distribution.of_codes({ANSWERED: 3, "price": 3, "time": 2})
    assert said == Distribution(3, {"price": 3, "time": 2})


def test_single_choices_count_each_answer() -> None:
    assert Distribution.of_codes({"bus": 3, "car": 2}).n == 5


@pytest.mark.parametrize(
    ("arrived", "closed", "shown"),
    [
        *[(0, False, 0), (4, False, 0), (5, False, 0), (9, False, 0)],
        *[(10, False, 5), (14, False, 5), (15, False, 10), (19, False, 10)],
        *[(0, True, 0), (4, True, 0), (5, True, 5), (9, True, 9), (17, True, 17)],
    ],
)
def test_an_open_subject_holds_its_newest_arrivals_back(
    arrived: int, closed: bool, shown: int
) -> None:
    assert Steps(5, arrived, closed).shown == shown


def test_the_last_step_of_a_closed_subject_takes_in_the_remainder() -> None:
    steps = Steps(5, 17, closed=True)
    assert [steps.cut(number) for number in (4, 5, 9, 10, 14, 16, 17)] == [0, 5, 5, 10, 10, 10, 17]
    assert [steps.step_of(number) for number in (1, 5, 6, 11, 17)] == [
        *[Stretch(0, 5), Stretch(0, 5), Stretch(5, 10)],
        *[Stretch(10, 17), Stretch(10, 17)],
    ]


def test_what_is_held_back_is_in_no_step() -> None:
    step = Steps(5, 12, closed=False).step_of(6)
    assert step.low == step.high


def test_a_boundary_stays_when_a_closed_subject_opens_again() -> None:
    ended = Steps(5, 17, closed=True).ended()
    assert ended == (Segment(17, 5),)
    again = Steps(5, 25, closed=False, segments=ended)
    assert again.shown == 17
    assert Steps(5, 27, closed=False, segments=ended).shown == 22
    assert again.cut(16) == 10


def test_a_place_is_given_away_only_while_it_is_held_back() -> None:
    steps = Steps(5, 20, closed=False)
    assert steps.vacated(15) is None
    assert steps.vacated(16) == (Segment(15, 5),), "else 15, shown already, would be no boundary"
    assert Steps(5, 19, closed=False).vacated(16) == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))), st.data())
def test_stretches_are_sets_of_arrivals(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    stretches = [Stretch(*pair) for pair in pairs]
    holes = [Stretch(*pair) for pair in data.draw(st.lists(st.tuples(*[st.integers(0, 30)] * 2)))]
    assert _numbers(joined(stretches)) == _numbers(stretches)
    assert _numbers(without(stretches, holes)) == _numbers(stretches) - _numbers(holes)
    parts = without(stretches, holes)
    assert all(one.high < other.low for one, other in pairwise(parts))


def _numbers(stretches: "list[Stretch] | tuple[Stretch, ...]") -> set[int]:
    return {number for one in stretches for number in range(one.low + 1, one.high + 1)}


@dataclass
class History:
    """One subject's life: who has which place, and every group that was ever shown."""

    k: int
    places: list[int | None] = field(default_factory=list)
    """The person at arrival number 1, 2, 3 …"""
    gone: set[int] = field(default_factory=set)
    closed: bool = False
    segments: tuple[Segment, ...] = ()
    people: int = 0
    groups: set[frozenset[int]] = field(default_factory=set)

    @property
    def steps(self) -> Steps:
        return Steps(self.k, len(self.places), self.closed, self.segments)

    def arrive(self) -> None:
        if not self.closed:
            self.people += 1
            self.places.append(self.people)

    def close(self) -> None:
        self.closed = True

    def reopen(self) -> None:
        if self.closed:
            self.segments = self.steps.ended()
            self.closed = False

    def raise_k(self) -> None:
        self.segments = self.steps.ended()
        self.k += 2

    def withdraw(self, place: int) -> None:
        if not self.places:
            return
        number = place % len(self.places) + 1
        person = self.places[number - 1]
        if person is None or person in self.gone:
            return
        segments = self.steps.vacated(number)
        if segments is None:
            self.gone.add(person)
            return
        self.segments = segments
        self.places[number - 1] = self.places[-1]
        self.places.pop()

    def look(self) -> None:
        """Read every range there is, as periods and areas may cut it."""
        steps = self.steps
        gone = [n for n, person in enumerate(self.places, 1) if person in self.gone]
        spoilt = [steps.step_of(number) for number in gone]
        cuts = sorted({steps.cut(number) for number in range(len(self.places) + 1)})
        for low, high in combinations(cuts, 2):
            shown = _numbers(without([Stretch(low, high)], spoilt))
            self.groups.add(frozenset(self.places[number - 1] or 0 for number in shown))


deeds = st.lists(
    st.one_of(
        st.integers(1, 8).map(lambda count: ("arrive", count)),
        st.tuples(st.sampled_from(["close", "reopen", "raise_k"]), st.just(1)),
        st.tuples(st.just("withdraw"), st.integers(0, 60)),
    ),
    max_size=18,
)


@given(k=st.integers(3, 6), deeds=deeds)
@example(k=5, deeds=[("arrive", 20), ("withdraw", 17), ("raise_k", 1), ("arrive", 30)])
@example(k=3, deeds=[("arrive", 7), ("close", 1), ("withdraw", 6), ("reopen", 1), ("arrive", 9)])
def test_no_two_figures_ever_differ_by_fewer_than_k_people(
    k: int, deeds: list[tuple[str, int]]
) -> None:
    history = History(k)
    for deed, number in deeds:
        if deed == "withdraw":
            history.withdraw(number)
            history.look()
            continue
        for _ in range(number):
            getattr(history, deed)()
            history.look()
    history.groups.add(frozenset())
    for one, other in combinations(history.groups, 2):
        assert len(one ^ other) >= k, (sorted(one), sorted(other))
