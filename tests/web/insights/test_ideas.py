"""What the summary of an area tells of ideas, and what the desk makes of them."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock, scope
from app.ideas import readings
from app.ideas.lifecycle import Event, State
from app.ideas.models import Decision
from app.ideas.readings import Days
from tests import factories, ideas_factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import area, official, summary, theme

pytestmark = pytest.mark.usefixtures("monday")


def test_ideas_are_counted_by_state_and_those_that_wait_longest_come_first(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        group = factories.group()
        old = ideas_factories.idea(area("library"), State.IN_HAND, group=group)
        ideas_factories.support(old, 3)
        monday.shift(timedelta(days=31))
        ideas_factories.idea(area("culture"), State.ANSWERED)
        ideas_factories.idea(area("culture"), State.SUBMITTED)
        for state in (State.DRAFT, State.UNCONFIRMED, State.WITHDRAWN):
            of = group if state is State.DRAFT else None
            ideas_factories.idea(area("culture"), state, group=of)
        ideas_factories.idea(area("environment"), State.PUBLISHED)
    told = summary(client.as_(official(joensuu, "culture")), "culture")["own"]["ideas"]
    assert (told["count"], told["waiting"]) == (3, 2)
    assert told["by_state"] == {"in_hand": 1, "submitted": 1, "answered": 1}
    assert [one["state"] for one in told["first"]] == ["in_hand", "submitted", "answered"]
    first, _second, answered = told["first"]
    assert (first["is_late"], first["supports"], first["area"]) == (True, 3, "library")
    assert (answered["decision"], answered["due_on"]) == (Decision.PARTLY, None)


def test_an_idea_that_is_with_its_author_waits_for_nobody_here(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        ideas_factories.idea(area("culture"), State.RETURNED)
        monday.shift(timedelta(days=1))
        for state in (State.IN_HAND, State.ANSWERED, State.SUBMITTED):
            ideas_factories.idea(area("culture"), state)
    reader = client.as_(official(joensuu, "culture"))
    told = summary(reader, "culture")["own"]["ideas"]
    assert (told["count"], told["waiting"]) == (4, 2)
    assert [one["state"] for one in told["first"]] == [
        "in_hand",
        "submitted",
        "returned",
        "answered",
    ]
    assert list(told["by_state"]) == ["submitted", "returned", "in_hand", "answered"]
    assert "2 wait for their answers." in reader.page("/en/desk/areas/culture").text


def test_the_file_says_by_when_each_idea_is_answered(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        ideas_factories.idea(area("culture"), State.PUBLISHED)
        monday.shift(timedelta(days=31))
        ideas_factories.idea(area("culture"), State.IN_HAND)
        ideas_factories.idea(area("culture"), State.ANSWERED)
    rows = client.as_(official(joensuu, "culture")).get("/en/desk/areas/culture.csv").text
    notes = [row.split(";")[-1] for row in rows.splitlines() if "Idea: supports" in row]
    assert notes == [
        "Waits to be taken in hand. The answer was due 3 June 2026, 1 day ago.",
        "Being handled. The answer is due by 4 July 2026",
        "Has an answer. Answered 4 June 2026: Accepted in part",
    ]
    assert ";Ideas;;;Has an answer;answered;1;;" in rows


def test_ideas_that_wait_are_what_to_do_next(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("culture"))
        idea = ideas_factories.idea(area("culture"), State.IN_HAND)
    reader = client.as_(official(joensuu, "culture"))
    page = reader.page("/en/desk/areas/culture")
    assert page.links["#own-ideas"] == "Ideas that wait for an answer: 1"
    assert "no promised answer falls due" not in page.text
    with scope.of(joensuu.id):
        ideas_factories.happen(idea, Event.ANSWER)
    page = reader.page("/en/desk/areas/culture")
    assert "#own-ideas" not in page.links
    assert "no promised answer falls due" in page.text
    assert "Answered on the day it came in" in reader.page("/en/desk/ideas/").text


def test_ideas_about_a_theme_reach_the_area_that_answers_for_it(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        idea = ideas_factories.idea(area("environment"), theme=theme("children"))
    reader = client.as_(official(joensuu, "wellbeing"))
    [children] = summary(reader, "wellbeing")["themes"]
    assert [one["number"] for one in children["ideas"]["first"]] == [idea.number]
    page = reader.page("/en/desk/areas/wellbeing")
    assert idea.title in page.text
    assert "Day 1 of 30" in page.text
    rows = reader.get("/en/desk/areas/wellbeing.csv").text
    assert f";{idea.title};{idea.number};0;" in rows


def test_only_ideas_that_were_waiting_or_answered_in_the_months_are_told(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        ideas_factories.idea(area("culture"), State.ANSWERED, title="Answered in May")
        monday.shift(timedelta(days=31))
        waiting = ideas_factories.idea(area("culture"), State.PUBLISHED, title="Came in June")
        monday.shift(timedelta(days=31))
        ideas_factories.happen(waiting, Event.ANSWER)
    reader = client.as_(official(joensuu, "culture"))
    told = {
        months: [
            one["title"]
            for one in summary(reader, "culture", f"?from={months}&to={months}")["own"]["ideas"][
                "first"
            ]
        ]
        for months in ("2026-04", "2026-05", "2026-06", "2026-07")
    }
    assert told == {
        "2026-04": [],
        "2026-05": ["Answered in May"],
        "2026-06": ["Came in June"],
        "2026-07": ["Came in June"],
    }


def test_the_summary_takes_the_same_statements_however_many_ideas_there_are(
    client: Client, joensuu: City
) -> None:
    reader = client.as_(official(joensuu, "culture"))
    group = None
    for count in (1, 25):
        with scope.of(joensuu.id):
            group = group or factories.group()
            for _idea in range(count):
                ideas_factories.idea(area("culture"), group=group)
        reader.get("/en/desk/areas/culture")
        with reader.assert_queries(15):
            page = reader.page("/en/desk/areas/culture")
    assert "6 more are not listed here." in page.text


def test_the_first_screen_has_the_ideas_that_wait_among_what_is_due(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        late = ideas_factories.idea(area("library"), State.IN_HAND)
        monday.shift(timedelta(days=31))
        surveys_factories.survey(area("culture"), closes_at=clock.now() + timedelta(days=3))
        new = ideas_factories.idea(area("culture"), State.SUBMITTED)
        ideas_factories.idea(area("culture"), State.ANSWERED)
        ideas_factories.idea(area("environment"), State.SUBMITTED)
    page = client.as_(official(joensuu, "culture")).page("/en/desk/")
    of_tasks = [
        one for one in page.links if one.startswith("/en/desk/ideas/0") or "#survey-" in one
    ]
    assert of_tasks[0] == f"/en/desk/ideas/{late.id}"
    assert "#survey-" in of_tasks[1]
    assert of_tasks[2] == f"/en/desk/ideas/{new.id}"
    assert len([one for one in of_tasks if "/desk/ideas/" in one]) == 2
    assert "1 day late" in page.text


@pytest.mark.parametrize(("day", "count"), [(-1, 1), (0, 1), (1, 0)])
def test_an_answer_on_the_first_day_of_a_period_is_of_the_period(
    joensuu: City, day: int, count: int
) -> None:
    with scope.of(joensuu.id):
        idea = ideas_factories.idea(area("culture"), State.ANSWERED)
        assert idea.answered_on is not None
        first = idea.answered_on + timedelta(days=day)
        days = Days(first, first + timedelta(days=30))
        assert sum(readings.counts_of_areas([area("culture").id], days).values()) == count
