"""Pages of responsible areas and themes: what they are, what is asked, what is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete

from app.core import scope
from app.core.db import db
from app.organisation import directory
from app.organisation.models import Area, Theme
from app.pagefeedback import service
from app.pagefeedback.handling import Handling
from tests import factories, ideas_factories, surveys_factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.portal.organisation import area, objective, theme

NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)
AT_NOON = time_machine.travel(NOON, tick=False)
YESTERDAY, TODAY, TOMORROW = date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 5)


@AT_NOON
def test_an_area_shows_what_is_asked_there_and_below_it(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("library"), "books")
        surveys_factories.survey(area("wellbeing"), "old", closes_at=NOON - timedelta(days=90))
        surveys_factories.survey(
            area("culture"), "waiting", closes_at=NOON - timedelta(days=3), answer_days=10
        )
        surveys_factories.survey(area("environment"), "elsewhere")
    text = client.page("/en/areas/wellbeing").text
    order = [text.index(f"Survey {slug} en") for slug in ("books", "waiting", "old")]
    assert order == sorted(order)
    assert "Day 3 of 10" in text
    assert "An answer was promised by" in text[order[2] :]
    assert "Survey elsewhere" not in text


def test_an_area_shows_where_it_stands_in_the_tree(client: Client) -> None:
    page = client.page("/sv/areas/culture")
    assert page.title.startswith("Area culture sv")
    assert "What culture does sv" in page.text
    assert page.links["/sv/areas/wellbeing"] == "Area wellbeing sv Jokimerkki"
    assert page.links["/sv/areas/library"] == "Area library sv Jokimerkki"
    assert "/sv/areas/environment" not in page.links


def test_an_area_names_the_themes_that_it_answers_for(client: Client) -> None:
    page = client.page("/en/areas/environment")
    assert "/en/themes/climate" in page.links
    assert "/en/themes/children" not in page.links


def test_a_development_plan_shows_its_actions_and_the_objectives_that_they_serve(
    client: Client,
) -> None:
    page = client.page("/en/areas/environment")
    assert "Plan environment-plan en" in page.text
    assert "Climate action" in page.text
    assert "Planned" in page.text
    assert page.links["/en/strategy/attractive-centre"].startswith("Objective attractive-centre")


def test_an_action_without_a_source_is_marked_as_made_up(client: Client, joensuu: City) -> None:
    assert "Made-up example" not in client.page("/en/areas/environment").text
    with scope.of(joensuu.id):
        factories.action(factories.plan(area("culture"))).is_demo = True
        db.session.flush()
    assert "Made-up example" in client.page("/en/areas/culture").text


@AT_NOON
@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, YESTERDAY, "This area was responsible until 3 May 2026"),
        (None, TODAY, "This area is responsible until 4 May 2026"),
        (TOMORROW, None, "This area becomes responsible on 5 May 2026"),
    ],
)
def test_an_area_says_when_it_is_responsible(
    client: Client, joensuu: City, start: date | None, end: date | None, said: str
) -> None:
    with scope.of(joensuu.id):
        factories.area("dated", valid_from=start, valid_until=end)
    assert said in client.page("/en/areas/dated").text


@AT_NOON
def test_an_ended_area_keeps_its_surveys_and_what_was_below_it(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        ended = factories.area("ended", valid_until=YESTERDAY)
        factories.area("part", parent=ended, valid_until=YESTERDAY)
        surveys_factories.survey(ended, "old", closes_at=NOON - timedelta(days=90))
    page = client.page("/en/areas/ended")
    assert {"/en/areas/part", "/en/surveys/old"} <= set(page.links)


@AT_NOON
def test_the_list_of_areas_is_the_tree_of_today_with_ended_ones_apart(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        factories.area("ended", parent=area("culture"), valid_until=YESTERDAY)
        factories.area("coming", valid_from=TOMORROW)
    page = client.page("/en/areas")
    keys = ("wellbeing", "culture", "library", "environment", "ended")
    assert [link for link in page.links if link.startswith("/en/areas/")] == [
        f"/en/areas/{key}" for key in keys
    ]
    assert "Area ended en Jokimerkki , until 3 May 2026" in page.text


def test_a_city_with_a_single_area_has_a_list_of_one(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for key in ("library", "culture"):
            db.session.execute(delete(Area).where(Area.key == key))
    assert "/en/areas/wellbeing" in client.page("/en/areas").links
    assert "What belongs to this area" not in client.page("/en/areas/wellbeing").text


def test_a_theme_shows_its_ways_its_owner_and_its_surveys(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        row = theme("children")
        row.ways = [dict(factories.texts("Asking first").texts)]
        db.session.flush()
        surveys_factories.survey(area("environment"), "playground", themes=(row,))
        surveys_factories.survey(area("environment"), "elsewhere", themes=(theme("climate"),))
    page = client.page("/fi/themes/children")
    assert "About children fi" in page.text
    assert "Asking first fi Jokimerkki" in page.text
    assert page.links["/fi/areas/wellbeing"] == "Area wellbeing fi Jokimerkki"
    assert "/fi/surveys/playground" in page.links
    assert "/fi/surveys/elsewhere" not in page.links


def test_the_list_of_themes_says_who_answers_for_each(client: Client) -> None:
    page = client.page("/en/themes")
    assert page.text.index("Theme children en") < page.text.index("Theme climate en")
    assert "Area environment en" in page.text


@AT_NOON
def test_an_ended_theme_is_on_no_list_and_keeps_its_page(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        theme("climate").valid_until = YESTERDAY
        db.session.flush()
    assert "/en/themes/climate" not in client.page("/en/themes").links
    assert "/en/themes/climate" not in client.page("/en/areas/environment").links
    assert "Theme climate en" in client.page("/en/themes/climate").text


def test_a_city_without_themes_explains_itself_and_offers_the_areas(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        db.session.execute(delete(Theme))
    directory.forget()
    page = client.page("/en/themes")
    assert "This municipality has no themes" in page.text
    assert "/en/areas" in page.links


@pytest.mark.parametrize("path", ["/en/areas/mine", "/en/themes/mine", "/en/strategy/mine"])
def test_another_citys_keys_are_not_found(
    client: Client, joensuu: City, pieksamaki: City, path: str
) -> None:
    with scope.of(joensuu.id):
        own = factories.area("mine")
        factories.theme(own, "mine")
        factories.objective(factories.goal(factories.strategy("mine")), "mine")
    assert client.get(path).status_code == 200
    assert client.at(pieksamaki).get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/en/areas", 2),
        ("/en/areas/environment", 14),
        ("/en/themes", 2),
        ("/en/themes/climate", 12),
        ("/en/strategy", 4),
        ("/en/strategy/attractive-centre", 16),
    ],
)
def test_pages_take_few_statements_however_much_they_show(
    client: Client, joensuu: City, path: str, statements: int
) -> None:
    with scope.of(joensuu.id):
        council = factories.group()
        widget = feedback.widget(area("environment"))
        feedback.rule(
            widget,
            feedback.SITE,
            area("environment"),
            themes=(theme("climate"),),
            objectives=(objective(),),
        )
        for _ in range(3):
            surveys_factories.survey(
                area("environment"),
                themes=(theme("climate"),),
                objectives=(objective(),),
            )
            ideas_factories.idea(
                area("environment"),
                group=council,
                theme=theme("climate"),
                objectives=(objective(),),
            )
            factories.action(factories.plan(area("environment")), objective())
            where = f"/{factories.number()}"
            feedback.react(widget, where)
            page = feedback.page(widget, where)
            service.move(page, Handling.CHANGED, revision=page.revision, today=TODAY)
    client.get(path)
    with client.assert_queries(statements):
        client.get(path)
