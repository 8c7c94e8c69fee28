"""Tallies of surveys against plain counting, through whatever may happen to a survey."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from app.core import buckets, clock, scope
from app.core.db import db
from app.insights import service as insights
from app.insights.periods import months, of_months
from app.organisation import queries as organisation
from app.surveys import figures, tallies
from app.surveys.figures import Figures, Selection
from app.surveys.models import Response, ResponseCode
from tests.factories import City
from tests.histories import AREAS, LEAST, History
from tests.surveys_factories import TIMEZONE

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
Count = tuple[int, dict[tuple[str, str], int]]


def plain_counts(survey_id: UUID) -> dict[tuple[UUID, date], Count]:
    """How many and what they said by area and day, counted one row after the other."""
    found: dict[tuple[UUID, date], Count] = {}
    rows = db.session.scalars(
        select(Response).where(Response.survey_id == survey_id, Response.is_withdrawn.is_(False))
    ).all()
    place = {row.id: (row.area_id, row.day) for row in rows}
    people = Counter(place.values())
    said: Counter[tuple[tuple[UUID, date], str, str]] = Counter()
    for code in db.session.scalars(
        select(ResponseCode).where(ResponseCode.survey_id == survey_id, ResponseCode.value != "")
    ):
        said[place[code.response_id], code.question, code.value] += 1
    for key, n in people.items():
        found[key] = (n, {(q, value): c for (k, q, value), c in said.items() if k == key})
    return found


def counted(survey_id: UUID) -> dict[tuple[UUID, date], Count]:
    """The same from the buckets, stored and live."""
    return {
        (one.owner, one.day): (
            one.tally.n,
            {
                (name, value): count
                for name, said in one.tally.questions.items()
                for value, count in said.counts.items()
            },
        )
        for one in buckets.read(tallies.KIND, [survey_id], tallies.compute)
        if one.tally.n
    }


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
