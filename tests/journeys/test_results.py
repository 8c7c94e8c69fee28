"""Results in a real browser: every page on every screen, and read without JavaScript."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.accounts.models import User
from app.accounts.permissions import Role
from app.core import clock
from app.surveys.meta import PublicResults
from tests import factories, surveys_factories
from tests.journeys.bar import faults_of
from tests.journeys.browser import Live
from tests.journeys.markup import markup_errors
from tests.journeys.people import LONG_WORD, in_joensuu, kept
from tests.web.analysis.polls import answer, asked
from tests.web.insights.desks import area
from tests.web.surveys.residents import close

RESULTS = "/fi/desk/surveys/poll/results"
STATES = (
    *(RESULTS, f"{RESULTS}?where=place%3Dmarket", f"{RESULTS}?where=place%3Dhill"),
    *(f"{RESULTS}/crosstab", f"{RESULTS}/crosstab?rows=place&columns=way"),
    *(f"{RESULTS}/crosstab?rows=place&columns=place", f"{RESULTS}/texts/words"),
    *(f"{RESULTS}/texts/words?q=lamps", "/fi/surveys/poll/results", "/fi/desk/surveys/few/results"),
)


@pytest.fixture
def official(live: Live) -> User:
    with in_joensuu(live):
        here = area("environment")
        survey = surveys_factories.survey(
            *(here, "poll"),
            title=LONG_WORD,
            source=asked(),
            public_results=PublicResults.CLOSED,
        )
        for number in range(40):
            surveys_factories.respond(survey, answer(number))
        close(survey, clock.now() - timedelta(hours=1))
        surveys_factories.survey(here, "few", source=asked())
        return kept(factories.user(Role.OFFICIAL, area=here))


@pytest.mark.parametrize("path", STATES)
def test_results_hold_on_every_screen(live: Live, official: User, path: str) -> None:
    assert faults_of(live.page(path, signed_in=official)) == []


def test_their_markup_is_valid(live: Live, official: User, tmp_path: Path) -> None:
    page = live.page(signed_in=official, js=False)
    found = {}
    for path in STATES:
        response = page.goto(path)
        assert response is not None
        found[path] = response.text()
    assert markup_errors(found, tmp_path) == []


def test_a_group_and_a_table_are_reached_by_forms_alone(live: Live, official: User) -> None:
    page = live.page(RESULTS, signed_in=official, js=False)
    page.locator("#where-1").select_option("place=market")
    page.locator("form.k-filter button").click()
    expect(page.locator("main")).to_contain_text("20")
    page.locator("a[href$='/results/crosstab']").click()
    page.locator("#columns").select_option("way")
    page.locator("form.k-filter button").click()
    expect(page.locator("#crosstab")).to_contain_text("market")
