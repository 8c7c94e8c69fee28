"""The official's first screen: what needs them today, and nothing that does not."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock, scope
from app.core.db import db
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import answer, area, official, theme

pytestmark = pytest.mark.usefixtures("monday")

DESK = "/en/desk/"


def test_what_needs_the_official_comes_first_and_the_most_urgent_before_the_rest(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        culture, now = area("culture"), clock.now()
        for slug, closes in (("closing", 3), ("far-off", 30), ("promised", -10), ("late", -33)):
            surveys_factories.survey(
                culture, slug, title=slug, closes_at=now + timedelta(days=closes)
            )
    page = client.as_(official(joensuu, "culture")).page(DESK)
    needs = page.text.partition("New in the last seven days")[0]
    assert "3 days late" in needs
    assert "Day 10 of 30" in needs
    assert "Closes in 3 days" in needs
    assert "far-off" not in needs
    assert needs.index("late en") < needs.index("closing en") < needs.index("promised en")
    assert page.links["/en/desk/surveys/late/answer"]


def test_a_promise_that_was_broken_long_ago_no_longer_fills_the_desk(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        closed = clock.now() - timedelta(days=200)
        surveys_factories.survey(area("culture"), title="forgotten", closes_at=closed)
    text = client.as_(official(joensuu, "culture")).page(DESK).text
    assert "forgotten" not in text
    assert "Nothing is waiting for you" in text


def test_new_answers_of_the_week_are_counted_and_texts_only_once_they_may_be_read(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), title="lively")
        answer(survey, 20, wish="old-{}")
        monday.shift(timedelta(days=8))
        answer(survey, 9, wish="new-{}")
        db.session.commit()
        assert new_in_culture(client, joensuu) == "9 new answers Area culture"
        answer(survey, 6, wish="new-{}")
        assert new_in_culture(client, joensuu) == "15 new answers, 10 texts to read Area culture"


def new_in_culture(client: Client, joensuu: City) -> str:
    """What the desk says of the one survey that has new answers."""
    text = client.as_(official(joensuu, "culture")).page(DESK).text
    told = text.partition("lively en Jokimerkki ")[2].partition(" en Jokimerkki")[0]
    return told.replace(" ,", ",")


def test_texts_of_fewer_people_than_the_group_size_are_not_even_counted(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 4, wish="rare-{}")
        answer(survey, 9)
    text = client.as_(official(joensuu, "culture")).page(DESK).text
    assert "13 new answers" in text
    assert "to read" not in text.partition("13 new answers")[2].partition("Area")[0]


def test_an_official_of_several_areas_sees_each_and_no_other(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("library"), title="books"), 4)
        answer(surveys_factories.survey(area("environment"), title="trees"), 6)
        answer(surveys_factories.survey(factories.area("harbour"), title="boats"), 5)
    page = client.as_(official(joensuu, "library", "environment")).page(DESK)
    assert {"/en/desk/areas/library", "/en/desk/areas/environment"} <= set(page.links)
    assert "4 answers in 30 days" in page.text
    assert "6 answers in 30 days" in page.text
    assert "boats" not in page.text
    assert "harbour" not in page.text


def test_who_answers_for_a_theme_hears_of_it_from_every_area(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        children = theme("children")
        closes = clock.now() + timedelta(days=2)
        survey = surveys_factories.survey(
            *(area("environment"), "play"), title="play", themes=(children,), closes_at=closes
        )
        answer(survey, 6)
        monday.shift(timedelta(days=1))
        db.session.commit()
    reader = client.as_(official(joensuu, "wellbeing"))
    page = reader.page(DESK)
    tasks, _, news = page.text.partition("New in the last seven days")
    assert "play" not in tasks, "its own area reminds people"
    assert "6 new answers About the theme: Theme children" in news
    assert "6 answers in 30 days" in news
    assert "1 open survey of another area about the themes" in news
    assert page.links["/en/desk/areas/wellbeing#children-play"]
    assert "children-play" in reader.page("/en/desk/areas/wellbeing").ids


def test_a_survey_that_moved_away_asks_nothing_more_and_its_news_can_be_opened(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        closes = clock.now() + timedelta(days=5)
        survey = surveys_factories.survey(area("library"), title="moved", closes_at=closes)
        answer(survey, 6)
        monday.shift(timedelta(days=1))
        survey.area_id = area("environment").id
        db.session.commit()
    reader = client.as_(official(joensuu, "library"))
    page = reader.page(DESK)
    tasks, _, news = page.text.partition("New in the last seven days")
    assert "moved" not in tasks
    assert "6 new answers" in news
    summaries = [one for one in page.links if "/desk/areas/" in one]
    assert summaries
    assert {reader.get(one.partition("#")[0]).status_code for one in summaries} == {200}


def test_an_area_that_is_no_more_is_marked_on_the_desk(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        area("library").valid_until = clock.now().date() - timedelta(days=1)
        area("culture").valid_until = clock.now().date()
        db.session.commit()
    marks = {
        key: "Responsible until" in client.as_(official(joensuu, key)).page(DESK).text
        for key in ("library", "culture")
    }
    assert marks == {"library": True, "culture": False}


def test_administrators_and_editors_see_the_whole_municipality(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("library"), title="books"), 4)
        answer(surveys_factories.survey(area("environment"), title="trees"), 6)
        people = [factories.administrator(), factories.editor()]
    for person in people:
        page = client.as_(person).page(DESK)
        assert "All responsible areas" in page.text
        assert {"/en/desk/areas/wellbeing", "/en/desk/areas/environment"} <= set(page.links)
        assert "books" in page.text
        assert "trees" in page.text


def test_an_area_that_has_asked_nothing_says_what_to_do_next(client: Client, joensuu: City) -> None:
    page = client.as_(official(joensuu, "library")).page(DESK)
    assert "Nobody has been asked anything yet" in page.text
    assert "/en/surveys/" in page.links


def test_a_municipality_without_areas_has_a_desk_too(client: Client) -> None:
    bare = factories.municipality("bare")
    with scope.of(bare.id):
        administrator = factories.administrator()
    assert client.at(bare).as_(administrator).get(DESK).status_code == 200


def test_the_desk_is_for_those_who_work_for_the_municipality(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    assert client.get(DESK).status_code == 303
    with scope.of(joensuu.id):
        member = factories.member(factories.group())
    assert client.as_(member).get(DESK).status_code == 403
    neighbour = official(pieksamaki, "culture")
    assert client.as_(neighbour).get(DESK).status_code == 303


def test_the_desk_takes_as_many_statements_with_many_surveys_as_with_one(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu, "wellbeing")
    for count in (1, 5):
        with scope.of(joensuu.id):
            for _ in range(count):
                answer(surveys_factories.survey(area("culture")), 12, wish="wish-{}")
                about = surveys_factories.survey(area("environment"), themes=(theme("children"),))
                answer(about, 12, wish="wish-{}")
        reader = client.as_(person)
        reader.get(DESK)
        with reader.assert_queries(22):
            reader.get(DESK)
