"""The summary at the turns of time: months and years end, and clocks change, where the
municipality is. All moments are in UTC; Joensuu is two hours ahead in winter, three in summer."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock, scope
from app.core.db import db
from app.insights import service
from app.surveys.models import Response, Survey
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.surveys_factories import TIMEZONE
from tests.web.insights.desks import answer, area, official, summary

NEW_YEAR = datetime(2026, 12, 31, 22, tzinfo=UTC)
"""Midnight in Joensuu."""
SUMMER = datetime(2026, 3, 29, 1, tzinfo=UTC)
"""The clocks of Europe go from 3 to 4."""
WINTER = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""The clocks of Europe go from 4 to 3."""
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NEW_YEAR - timedelta(days=40), tick=False) as traveller:
        yield traveller


def open_survey(city: City) -> Survey:
    with scope.of(city.id):
        return surveys_factories.survey(area("culture"))


def come(city: City, survey: Survey, count: int = 1) -> None:
    with scope.of(city.id):
        answer(survey, count)
        db.session.commit()


def read(client: Client, city: City, query: str = "") -> Any:
    return summary(client.as_(official(city, "culture")), "culture", query)


def fold(city: City) -> int:
    with scope.of(city.id):
        return service.fold_due(TIMEZONE)


def test_the_year_begins_at_midnight_where_the_municipality_is(
    client: Client, joensuu: City, travel: time_machine.Traveller
) -> None:
    survey = open_survey(joensuu)
    travel.move_to(NEW_YEAR - SECOND)
    come(joensuu, survey, 2)
    assert read(client, joensuu)["period"] == {"from": "2026-01", "to": "2026-12"}
    travel.move_to(NEW_YEAR)
    come(joensuu, survey, 3)
    for _ in range(2):
        told = read(client, joensuu)
        assert told["period"] == {"from": "2026-02", "to": "2027-01"}
        counted = {month: n for month, n in told["participation"]["by_month"].items() if n}
        assert counted == {"2026-12": 2, "2027-01": 3}
        assert read(client, joensuu, "?from=2026-01&to=2026-12")["participation"]["received"] == 2
        travel.shift(timedelta(days=3))  # and the same once the days are stored
        fold(joensuu)


@pytest.mark.parametrize("turn", [SUMMER, WINTER])
def test_a_day_on_which_clocks_change_is_one_day(
    client: Client, joensuu: City, travel: time_machine.Traveller, turn: datetime
) -> None:
    """It has 23 or 25 hours, and every answer of them counts once, on that day."""
    local_day = turn.date()
    begins = turn.replace(hour=0) - (2 if turn is SUMMER else 3) * HOUR
    ends = turn.replace(hour=0) + (21 if turn is SUMMER else 22) * HOUR
    travel.move_to(begins - timedelta(days=30))
    survey = open_survey(joensuu)
    for moment in (begins - SECOND, begins, turn - SECOND, turn, turn + HOUR, ends - SECOND, ends):
        travel.move_to(moment)
        come(joensuu, survey)
    days = sorted(day_counts(joensuu, survey).items())
    assert [n for _, n in days] == [1, 5, 1]
    assert days[1][0] == str(local_day)
    before = read(client, joensuu)["participation"]
    travel.move_to(ends + timedelta(days=2))
    assert fold(joensuu) == 1
    assert read(client, joensuu)["participation"]["received"] == before["received"] == 7


def day_counts(city: City, survey: Survey) -> Mapping[str, int]:
    """How many rows each day has, counted plainly."""
    with scope.of(city.id):
        days = db.session.scalars(select(Response.day).where(Response.survey_id == survey.id))
        return Counter(str(day) for day in days)


def test_no_answer_falls_between_months_whatever_the_hour(
    client: Client, joensuu: City, travel: time_machine.Traveller
) -> None:
    """Hour by hour from one month to the next, over a change of clocks."""
    travel.move_to(datetime(2026, 10, 31, 18, tzinfo=UTC))
    survey = open_survey(joensuu)
    expected = {"2026-10": 0, "2026-11": 0}
    for _ in range(8):
        come(joensuu, survey)
        expected[f"{clock.today(TIMEZONE):%Y-%m}"] += 1
        fold(joensuu)
        travel.shift(HOUR)
    told = read(client, joensuu, "?from=2026-10&to=2026-11")
    assert told["participation"]["by_month"] == expected == {"2026-10": 4, "2026-11": 4}


def test_a_month_that_is_over_never_changes_its_participation_when_it_is_stored(
    client: Client, joensuu: City, travel: time_machine.Traveller
) -> None:
    survey = open_survey(joensuu)
    seen = []
    for day in (30, 31, 32, 33, 40):
        travel.move_to(datetime(2026, 12, 1, 21, 30, tzinfo=UTC) + timedelta(days=day - 1))
        come(joensuu, survey, 3)
        told = read(client, joensuu, "?from=2026-12&to=2026-12")["own"]["surveys"][0]
        seen.append((told["received"], told["shown"]))
        fold(joensuu)
        again = read(client, joensuu, "?from=2026-12&to=2026-12")["own"]["surveys"][0]
        assert (again["received"], again["shown"]) == seen[-1]
    received = [one for one, _ in seen]
    assert received == [3, 6, 6, 6, 6]
    assert all(earlier <= later for earlier, later in pairwise(received))


def test_the_first_month_to_choose_is_that_of_the_first_opening_there(
    client: Client, joensuu: City, travel: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        opened = datetime(2024, 2, 29, 22, 30, tzinfo=UTC)  # the first of March in Joensuu
        surveys_factories.survey(area("culture"), opens_at=opened)
    page = client.as_(official(joensuu, "culture")).get("/en/desk/areas/culture").text
    assert 'value="2024-03"' in page
    assert 'value="2024-02"' not in page


def test_closing_days_are_counted_by_the_calendar_there(
    client: Client, joensuu: City, travel: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        closes = datetime(2026, 12, 31, 21, 59, tzinfo=UTC)  # a minute before midnight
        surveys_factories.survey(area("culture"), closes_at=closes)
    travel.move_to(datetime(2026, 12, 30, 22, 30, tzinfo=UTC))
    assert "Closes today" in desk(client, joensuu)
    travel.move_to(datetime(2026, 12, 30, 21, 30, tzinfo=UTC))
    assert "Closes in 1 day" in desk(client, joensuu)


def desk(client: Client, city: City) -> str:
    return client.as_(official(city, "culture")).page("/en/desk/").text
