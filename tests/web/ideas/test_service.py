"""What happens to ideas in the database: numbers, clocks, the timeline, and two at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import scope
from app.core.db import db
from app.core.errors import Forbidden
from app.engagement.models import SearchWord
from app.ideas import queries, service, supporting
from app.ideas.lifecycle import Event, Role, State, Why
from app.ideas.models import Decision, Idea, IdeaSupport, Side
from app.ideas.queries import Order, Wanted
from app.ideas.steps import Changed, NotNow, Step
from app.organisation import directory
from app.organisation import queries as organisation
from app.organisation.models import Area
from tests import factories
from tests import ideas_factories as ideas
from tests.factories import City


@pytest.fixture
def area(joensuu: City) -> Iterator[Area]:
    with scope.of(joensuu.id):
        yield factories.area("streets")


def step(event: Event, row: Idea, **more: object) -> Step:
    role = more.pop("role", Role.OFFICIAL)
    return Step(event, role, ideas.today(), revision=row.revision, **more)  # type: ignore[arg-type]


def test_numbers_run_within_a_municipality(area: Area, pieksamaki: City) -> None:
    assert [ideas.idea(area, State.SUBMITTED).number for _ in range(3)] == [1, 2, 3]
    with scope.of(pieksamaki.id):
        assert ideas.idea(factories.area("streets"), State.SUBMITTED).number == 1


def test_a_draft_and_an_unconfirmed_idea_have_no_number(area: Area) -> None:
    group = factories.group()
    assert ideas.idea(area, State.DRAFT, group=group).number is None
    assert ideas.idea(area, State.UNCONFIRMED).number is None


@pytest.mark.parametrize("state", [one for one in State if one is not State.DRAFT])
def test_a_residents_idea_comes_into_every_state(area: Area, state: State) -> None:
    row = ideas.idea(area, state)
    assert row.state == state
    assert (row.clock(ideas.today()) is not None) is (
        state in (State.SUBMITTED, State.PUBLISHED, State.IN_HAND)
    )


def test_an_idea_keeps_the_promise_that_held_when_it_came_in(area: Area) -> None:
    before = ideas.idea(area, State.SUBMITTED)
    organisation.municipality().idea_answer_days = 14
    db.session.flush()
    directory.forget()
    after = ideas.idea(area, State.SUBMITTED)
    directory.forget()
    assert before.due_on == ideas.today() + timedelta(days=30)
    assert after.due_on == ideas.today() + timedelta(days=14)


def test_the_clock_begins_anew_when_an_idea_comes_back(area: Area) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as traveller:
        row = ideas.idea(area, State.RETURNED)
        assert row.due_on is None
        traveller.shift(timedelta(days=10))
        service.happen(row, step(Event.SUBMIT, row, role=Role.AUTHOR))
        found = row.clock(ideas.today() + timedelta(days=5))
    assert row.due_on == date(2026, 4, 11)
    assert found is not None
    assert (found.day, found.days) == (5, 30)
    assert row.number == 1


def test_the_timeline_names_sides_and_no_person(area: Area) -> None:
    row = ideas.idea(area, State.ANSWERED)
    found = [(one.event, one.by) for one in queries.events(row.id)]
    assert found == [
        (Event.CONFIRM, Side.RESIDENT),
        (Event.PUBLISH, Side.EDITOR),
        (Event.TAKE, Side.AREA),
        (Event.ANSWER, Side.AREA),
    ]


def test_a_second_official_is_told_and_overwrites_nothing(area: Area) -> None:
    row = ideas.idea(area, State.IN_HAND)
    first = step(Event.ANSWER, row, answer=ideas.answered(reasons="The first"))
    second = step(Event.ANSWER, row, answer=ideas.answered(reasons="The second"))
    service.happen(row, first)
    with pytest.raises(Changed):
        service.happen(row, second)
    assert [one.reasons for one in queries.answers(row.id)] == ["The first"]


def test_a_form_that_is_sent_twice_counts_once(area: Area) -> None:
    row = ideas.idea(area, State.IN_HAND)
    asked = step(Event.ANSWER, row, answer=ideas.answered())
    service.happen(row, asked)
    service.happen(row, asked)
    assert len(queries.answers(row.id)) == 1
    assert len(queries.events(row.id)) == 4


def test_a_correction_leaves_the_earlier_answer(area: Area) -> None:
    row = ideas.idea(area, State.ANSWERED)
    better = ideas.answered(Decision.ACCEPTED, reasons="Better")
    service.happen(row, step(Event.CORRECT, row, answer=better))
    assert [one.decision for one in queries.answers(row.id)] == ["accepted", "partly"]
    assert queries.holding_answers([row.id])[row.id].reasons == "Better"


def test_who_may_not_is_refused_whatever_the_revision(area: Area) -> None:
    row = ideas.idea(area, State.IN_HAND)
    with pytest.raises(Forbidden):
        service.happen(row, step(Event.ANSWER, row, role=Role.EDITOR, answer=ideas.answered()))


def test_an_idea_is_moved_to_another_area_only(area: Area) -> None:
    row = ideas.idea(area, State.IN_HAND)
    with pytest.raises(NotNow) as refused:
        service.happen(row, step(Event.MOVE, row, area_id=area.id))
    assert refused.value.why is Why.AREA_MISSING
    other = factories.area("parks")
    service.happen(row, step(Event.MOVE, row, area_id=other.id))
    assert (row.area_id, row.state) == (other.id, State.PUBLISHED)
    assert queries.events(row.id)[-1].area_id == other.id


def test_what_was_never_sent_in_is_removed_without_a_trace(area: Area) -> None:
    draft = ideas.idea(area, State.DRAFT, group=factories.group())
    service.happen(draft, step(Event.WITHDRAW, draft, role=Role.AUTHOR))
    assert db.session.scalars(select(Idea)).all() == []


def test_search_finds_public_ideas_by_the_beginnings_of_all_words(area: Area) -> None:
    swings = ideas.idea(area, title="Lisää keinuja Pääskynpuistoon")
    ideas.idea(area, State.SUBMITTED, title="Keinuja myös Noljakkaan")
    gone = ideas.idea(area, title="Keinut pois")
    service.happen(gone, step(Event.WITHDRAW, gone, role=Role.AUTHOR))
    for asked, expected in (
        ("keinu", [swings.id]),
        ("PAASKYN keinu", [swings.id]),
        ("keinu noljakka", []),
        ("%", []),
        ("keinu_", []),
    ):
        found = queries.listed(Wanted(text=asked)).ideas
        assert [one.id for one in found] == expected, asked
    query = select(func.count(SearchWord.word)).where(SearchWord.subject_id == gone.id)
    assert db.session.scalars(query).one() == 0


def test_pages_of_a_list_follow_each_other_both_ways(area: Area) -> None:
    for _ in range(7):
        ideas.idea(area)
    first = queries.listed(Wanted(), size=3)
    second = queries.listed(Wanted(), before=first.older, size=3)
    last = queries.listed(Wanted(), before=second.older, size=3)
    numbers = [[one.number for one in page.ideas] for page in (first, second, last)]
    assert numbers == [[7, 6, 5], [4, 3, 2], [1]]
    assert (first.newer, last.older) == (None, None)
    back = queries.listed(Wanted(), after=last.newer, size=3)
    assert [one.number for one in back.ideas] == [4, 3, 2]
    top = queries.listed(Wanted(), after=back.newer, size=3)
    assert ([one.number for one in top.ideas], top.newer) == ([7, 6, 5], None)


def _supports(row: Idea) -> int:
    """The sum that is kept beside an idea, which its rows must always come to."""
    db.session.refresh(row)
    query = select(func.count()).select_from(IdeaSupport).where(IdeaSupport.idea_id == row.id)
    here = IdeaSupport.municipality_id == scope.municipality_id()
    assert row.supports == db.session.scalars(query.where(here)).one()
    return row.supports


def test_a_browser_supports_once_and_takes_it_back(area: Area) -> None:
    row = ideas.idea(area)
    assert supporting.support(row, "one")
    assert not supporting.support(row, "one")
    assert supporting.support(row, "two")
    assert _supports(row) == 2
    for _twice in range(2):
        supporting.take_back(row, "one")
    assert not supporting.is_supported(row, "one")
    assert _supports(row) == 1


def test_the_most_supported_come_first_page_by_page(area: Area) -> None:
    rows = [ideas.idea(area) for _ in range(7)]
    for row, times in zip(rows, (2, 0, 5, 2, 0, 9, 2), strict=True):
        ideas.support(row, times)
    assert _pages(Order.SUPPORT, 3) == [[6, 3, 7], [4, 1, 5], [2]]


def test_those_that_wait_longest_come_first_and_the_answered_not_at_all(area: Area) -> None:
    for day, state in ((5, State.PUBLISHED), (2, State.IN_HAND), (9, State.ANSWERED),
                       (2, State.PUBLISHED), (7, State.WITHDRAWN), (1, State.SUBMITTED),
                       (8, State.IN_HAND)):  # fmt: skip
        with time_machine.travel(datetime(2026, 3, day, 9, tzinfo=UTC), tick=False):
            ideas.idea(area, state)
    assert _pages(Order.WAITING, 2) == [[2, 4], [1, 7]]


def _pages(order: Order, size: int) -> list[list[int | None]]:
    """The numbers of all pages, read from the first to the last, and back again."""
    found = [queries.page(Wanted(), order, size=size)]
    assert found[0].back is None
    while (cursor := found[-1].on) is not None and len(found) < 9:
        found.append(queries.page(Wanted(), order, after=cursor, size=size))
    shown = [[one.number for one in page.ideas] for page in found]
    page, returned = found[-1], [shown[-1]]
    while page.back is not None and len(returned) < 9:
        page = queries.page(Wanted(), order, before=page.back, size=size)
        returned.append([one.number for one in page.ideas])
    assert returned == shown[::-1]
    return shown


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ANSWERED, State.WITHDRAWN])
def test_support_comes_while_it_can_move_something(area: Area, state: State) -> None:
    row = ideas.idea(area, state)
    with pytest.raises(NotNow):
        supporting.support(row, "one")
