"""The front page: what can be influenced now, what is being handled, what came of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.core.languages import LANGUAGES
from app.ideas.lifecycle import State
from app.organisation import directory
from app.organisation.models import Action, ActionObjective, Goal, Objective, Strategy, Theme
from app.surveys.meta import PublicResults
from tests import factories, ideas_factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.portal.organisation import area, theme

NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)  # 12.00 in Finland
AT_NOON = time_machine.travel(NOON, tick=False)


@AT_NOON
def test_open_surveys_come_first_with_area_theme_closing_time_and_minutes(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("culture"), "later", closes_at=NOON + timedelta(days=20))
        surveys_factories.survey(
            area("culture"),
            "sooner",
            closes_at=datetime(2026, 5, 9, 20, 59, tzinfo=UTC),
            themes=(theme("climate"),),
        )
        surveys_factories.survey(area("environment"), "always")
    page = client.page("/en/")
    order = [page.text.index(f"Survey {slug} en") for slug in ("sooner", "later", "always")]
    assert order == sorted(order)
    card = page.text[order[0] : order[1]]
    assert "Theme climate en" in card
    assert "9 May 2026" in card
    assert "About 2 minutes" in card
    assert "Area culture en" in page.text[: order[0]]
    assert page.links["/en/surveys/sooner"].startswith("Survey sooner en")


@AT_NOON
def test_a_closed_survey_shows_the_clock_of_its_promised_answer(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        closed = NOON - timedelta(days=12)
        surveys_factories.survey(area("culture"), "waiting", closes_at=closed, answer_days=30)
    page = client.page("/en/")
    assert "What is being handled" in page.text
    assert "Day 12 of 30" in page.text
    assert "The municipality answers by 22 May 2026" in page.text


@AT_NOON
def test_no_clock_runs_on_after_the_promised_day(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        closed = NOON - timedelta(days=31)
        surveys_factories.survey(area("culture"), "late", closes_at=closed, answer_days=30)
    text = client.page("/en/").text
    assert "It is 1 day late." in text
    assert "Day 31" not in text


@AT_NOON
def test_results_are_offered_only_where_anyone_may_read_them(client: Client, joensuu: City) -> None:
    closed = NOON - timedelta(days=100)
    with scope.of(joensuu.id):
        for slug, public, closes_at in (
            ("secret", PublicResults.NEVER, closed),
            ("told", PublicResults.CLOSED, closed),
            ("running", PublicResults.CLOSED, None),
            ("live", PublicResults.OPEN, None),
        ):
            surveys_factories.survey(
                area("culture"), slug, public_results=public, closes_at=closes_at
            )
    links = client.page("/en/").links
    offered = {link for link in links if link.endswith("/results")}
    assert offered == {"/en/surveys/told/results", "/en/surveys/live/results"}


@AT_NOON
def test_where_nothing_is_open_the_page_says_when_the_next_survey_opens(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(
            area("culture"), "coming", opens_at=datetime(2026, 5, 10, 21, tzinfo=UTC)
        )
    text = client.page("/en/").text
    assert "No survey is open right now" in text
    assert "The next one opens on 11 May 2026" in text  # midnight in Finland
    assert '<time datetime="2026-05-11">' in client.get("/en/").text
    assert "Survey coming en" not in text


def test_a_city_that_has_asked_nothing_says_what_to_do_next(client: Client) -> None:
    page = client.page("/en/")
    assert "New surveys appear here." in page.text
    assert "What is being handled" not in page.text
    assert "What people have answered" not in page.text
    assert "/en/surveys/" in page.links


@AT_NOON
def test_more_open_surveys_than_fit_are_counted(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for _ in range(9):
            surveys_factories.survey(area("culture"))
    assert "2 more surveys are open" in client.page("/en/").text


def test_themes_and_strategy_are_shown_in_short(client: Client, joensuu: City) -> None:
    page = client.page("/sv/")
    assert "About children sv" in page.text
    assert page.links["/sv/themes/children"].startswith("Theme children sv")
    assert "Vision sv" in page.text
    assert page.links["/sv/strategy#vitality"].startswith("Goal vitality sv")


def test_a_city_without_themes_and_strategy_says_nothing_of_them(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        for kind in (ActionObjective, Action, Objective, Goal, Strategy, Theme):
            db.session.execute(delete(kind))
    directory.forget()
    page = client.page("/en/")
    assert "Themes" not in page.text
    assert "Strategy" not in page.text
    assert not [link for link in page.links if "/themes" in link or "/strategy" in link]


def test_the_strategy_that_is_in_force_is_the_one_in_short(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for key, first in (("coming", 2031), ("earlier", 2014)):
            made = factories.strategy(key, first_year=first, last_year=first + 3)
            factories.goal(made, f"goal-of-{key}")
    with time_machine.travel(NOON, tick=False):
        page = client.page("/en/")
    assert "/en/strategy#vitality" in page.links
    assert not {"/en/strategy#goal-of-coming", "/en/strategy#goal-of-earlier"} & set(page.links)


def test_the_front_page_takes_few_statements_however_much_it_shows(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        for closes_at in (None, None, NOON, NOON):
            surveys_factories.survey(
                area("culture"), closes_at=closes_at, themes=(theme("climate"), theme("children"))
            )
        ideas_factories.idea(area("culture"), State.ANSWERED, group=factories.group())
    client.get("/fi/")
    with client.assert_queries(14):
        client.get("/fi/")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_front_page_is_in_the_language_of_its_address(client: Client, lang: str) -> None:
    page = client.page(f"/{lang}/", headers={"Accept-Language": "de"})
    assert page.lang == lang
    assert f"What residents say is heard {lang} Jokimerkki" in page.text


def test_texts_that_are_missing_in_a_language_are_marked_with_theirs(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        row = db.session.scalars(select(Theme).where(Theme.key == "children")).one()
        row.description = TranslatedText({"fi": "Vain suomeksi Jokimerkki"})
        db.session.flush()
    assert '<span lang="fi">Vain suomeksi Jokimerkki</span>' in client.get("/sv/").text
    assert '<span lang="fi">' not in client.get("/fi/").text
