"""Tallies of surveys against plain counting, through whatever may happen to a survey."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import delete, update

from app.core import buckets, clock, scope
from app.core.buckets import TallyBucket
from app.core.db import db
from app.insights import service as insights
from app.insights.periods import months, of_months
from app.organisation import queries as organisation
from app.surveys import figures, service
from app.surveys.figures import Figures, Selection
from app.surveys.models import Response, ResponseCode
from tests import factories, surveys_factories
from tests.databases import Ledger
from tests.factories import City
from tests.histories import AREAS, LEAST, History
from tests.plain_counting import counted, plain_counts
from tests.surveys_factories import TIMEZONE

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def people_shown(found: Figures) -> frozenset[int]:
    if found.shown is None:
        return frozenset()
    people = found.shown.questions["who"].counts
    assert found.shown.n == len(people) == found.shown.questions["who"].n
    return frozenset(int(value.removeprefix("p")) for value in people)


def selections(history: History) -> list[Selection]:
    """Every period of whole months, for every set of areas that somebody may ask for."""
    tree = organisation.area_tree()
    ways = [None, *(tree.below(tree.by_key[key].id) for key in (*AREAS, "wellbeing"))]
    known = months(date(2026, 3, 1), clock.today(TIMEZONE))
    periods = [of_months(*pair) for pair in combinations(known, 2)]
    periods += [of_months(month, month) for month in known]
    return [
        Selection(history.survey, period.first, period.last, areas)
        for period in periods
        for areas in ways
    ]


def received(rows: list[Response], selection: Selection) -> int:
    return sum(
        not row.is_withdrawn
        and selection.first <= row.day <= selection.last
        and selection.owns(row.area_id)
        for row in rows
    )


@pytest.mark.parametrize("seed", range(8))
def test_tallies_are_what_plain_counting_says_and_figures_never_tell_a_few_apart(
    joensuu: City, tmp_path: Path, seed: int
) -> None:
    groups = {frozenset[int]()}
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed)
        survey_id = history.survey.id

        def look() -> None:
            asked, rows = selections(history), history.rows()
            for selection, found in zip(
                asked, figures.measure(asked, now=clock.now()), strict=True
            ):
                people = people_shown(found)
                assert not people & history.gone, history.log
                groups.add(people)
                assert found.received == received(rows, selection)

        for _ in range(40):
            history.go_on(look)
            assert counted(survey_id) == plain_counts(survey_id), history.log
        before = counted(survey_id)
        list(insights.rebuild(TIMEZONE))
        assert counted(survey_id) == before
        for one, other in combinations(groups, 2):
            assert len(one ^ other) >= LEAST, (sorted(one), sorted(other), history.log)


def shown_to(areas: frozenset[UUID] | None, slug: str) -> frozenset[int]:
    survey = surveys_factories.by_slug(slug)
    return people_shown(figures.measure([Selection(survey, areas=areas)], now=clock.now())[0])


def test_a_step_that_came_in_while_responsibility_changed_counts_whole_for_one_area(
    joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=1)
        tree = organisation.area_tree().by_key
        old, new = (frozenset({tree[key].id}) for key in ("library", "environment"))
        for turn in range(16):
            if turn == 7:  # an answer on its way may still name the area of a moment ago
                history.survey.area_id = tree["environment"].id
                db.session.flush()
            history.respond()
        seen = [shown_to(areas, history.slug) for areas in (old, new, None)]
        assert seen == [set(range(9)), set(range(9, 12)), set(range(12))]


def test_the_last_answers_wait_until_none_can_follow(joensuu: City, tmp_path: Path) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=1)
        for _ in range(8):
            history.respond()
        history.survey.closes_at = clock.now() + timedelta(seconds=1)
        traveller.shift(timedelta(seconds=2))
        assert shown_to(None, history.slug) == set(range(3))
        traveller.shift(timedelta(minutes=14))
        assert shown_to(None, history.slug) == set(range(3))
        traveller.shift(timedelta(minutes=1))
        assert shown_to(None, history.slug) == set(range(8))


def test_a_withdrawn_answer_that_was_held_back_costs_nobody_else_theirs(
    joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=1)
        for _ in range(8):
            history.respond()
        receipts = {person: receipt for receipt, person in history.people.items()}
        assert service.withdraw(receipts[4], timezone=TIMEZONE)
        history.respond()
        history.respond()
        assert shown_to(None, history.slug) == {0, 1, 2, 3, 7, 5}


def test_a_withdrawn_answer_that_was_shown_takes_its_step_along(
    joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=1)
        for _ in range(12):
            history.respond()
        receipts = {person: receipt for receipt, person in history.people.items()}
        assert service.withdraw(receipts[4], timezone=TIMEZONE)
        assert shown_to(None, history.slug) == {0, 1, 2, 6, 7, 8}


def test_a_day_is_folded_an_hour_after_its_midnight_where_the_municipality_is(
    joensuu: City,
) -> None:
    midnight = datetime(2026, 5, 4, 21, tzinfo=UTC)  # of the fifth in Helsinki
    ends = [midnight + timedelta(minutes=minutes) for minutes in (-1, 59, 60)]
    days = [buckets.last_closed_day(end, TIMEZONE).day for end in ends]
    assert days == [3, 3, 4]


def test_a_sealed_day_stands_for_itself_and_is_never_taken_apart(
    joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=1)
        for days in (0, 30):
            traveller.shift(timedelta(days=days))
            for _ in range(8):
                history.respond()
        traveller.shift(timedelta(days=2))
        history.fold()
        db.session.execute(update(TallyBucket).values(is_sealed=True))
        before = counted(history.survey.id)
        db.session.execute(delete(ResponseCode))
        db.session.execute(delete(Response))
        list(insights.rebuild(TIMEZONE))
        assert counted(history.survey.id) == before
        assert shown_to(None, history.slug) == frozenset(), "13 to 15 are held back, inside a day"
        history.survey.closes_at = clock.now() - timedelta(hours=1)
        assert shown_to(None, history.slug) == set(range(16))


def test_figures_of_many_surveys_take_as_many_statements_as_of_one(
    joensuu: City, ledger: Ledger
) -> None:
    def statements(count: int) -> int:
        surveys = [surveys_factories.survey(area) for _ in range(count)]
        for survey in surveys:
            for _ in range(12):
                surveys_factories.respond(survey)
        before = len(ledger.statements)
        figures.of_surveys(surveys, now=clock.now())
        return len(ledger.statements) - before

    with scope.of(joensuu.id):
        area = factories.area()
        assert statements(1) == statements(7) == 8
