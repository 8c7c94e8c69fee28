"""An official on Monday morning, in a real browser: signs in, sees what matters, reads on."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.accounts import passwords
from app.accounts.models import User
from app.accounts.permissions import Role
from app.core import clock
from app.ideas.lifecycle import State
from app.organisation.models import Area
from tests import factories, ideas_factories, surveys_factories
from tests import pagefeedback_factories as feedback
from tests.journeys.bar import faults_of
from tests.journeys.browser import Live
from tests.journeys.markup import markup_errors
from tests.journeys.people import LONG_WORD, in_joensuu, kept, sign_in
from tests.web.accounts.people import PASSWORD
from tests.web.insights.desks import answer, area, objective, theme

DESK, SUMMARY = "/fi/desk/", "/fi/desk/areas/environment"
TEXTS = "/fi/desk/areas/environment/surveys/busy/texts/wish"
STATES = (
    *(DESK, "/sv/desk/", SUMMARY, f"{SUMMARY}?from=2020-01", f"{SUMMARY}?from=2099-01"),
    *(f"{SUMMARY}?from=2024-01&to=2024-02", TEXTS, "/fi/desk/areas/nowhere"),
    *(f"{SUMMARY}?from=1999-01", "/fi/desk/areas/below", f"{SUMMARY}.csv?from=2026-13"),
    f"{TEXTS}?from=2099-01",
)
EMPTY = (DESK, "/fi/desk/areas/library")


def official(of: Area) -> User:
    return kept(factories.user(Role.OFFICIAL, area=of, password_hash=passwords.hashed(PASSWORD)))


@pytest.fixture
def busy(live: Live) -> User:
    """The official of an area where every kind of thing has happened."""
    now = clock.now()
    with in_joensuu(live):
        here, climate = area("environment"), theme("climate")
        survey = surveys_factories.survey(
            *(here, "busy"),
            title=LONG_WORD,
            themes=(climate,),
            objectives=(objective(),),
            question_objectives={"parking": objective()},
            closes_at=now + timedelta(days=3),
        )
        answer(survey, 3, vehicle="car", parking="yard")
        answer(survey, 30, wish=f"wish-{{}} {LONG_WORD}", place="stop-{}", why=["price", "other"])
        changed = surveys_factories.definition()
        changed["pages"][0]["elements"][0]["choices"] = ["tram", LONG_WORD]
        surveys_factories.version(survey, changed)
        for days in (-5, -40):
            surveys_factories.survey(here, closes_at=now + timedelta(days=days))
        answer(surveys_factories.survey(here, "few"), 4)
        answer(surveys_factories.survey(area("culture"), themes=(climate,)), 12)
        ended = factories.area("below", parent=here, name=LONG_WORD)
        ended.valid_until = now.date() - timedelta(days=1)
        other_voices(here)
        return official(here)


def other_voices(here: Area) -> None:
    """Ideas that wait, and unread comments on web pages, of an objective."""
    for title in (None, LONG_WORD):
        ideas_factories.idea(here, State.IN_HAND, title=title, objectives=(objective(),), lang="sv")
    widget = feedback.widget(here)
    feedback.rule(widget, f"{feedback.SITE}/parks", here, objectives=(objective(),))
    for path in ("/parks/one", f"/parks/{LONG_WORD}", "/elsewhere"):
        feedback.react(widget, path, 1, text="Somebody will die on that bridge")


@pytest.fixture
def idle(live: Live) -> User:
    """The official of an area that has asked nothing yet."""
    with in_joensuu(live):
        return official(area("library"))


@pytest.mark.parametrize("path", STATES)
def test_the_desk_holds_on_every_screen(live: Live, busy: User, path: str) -> None:
    assert faults_of(live.page(path, signed_in=busy)) == []


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_desk_holds_on_every_screen(live: Live, idle: User, path: str) -> None:
    assert faults_of(live.page(path, signed_in=idle)) == []


def test_the_markup_of_all_pages_is_valid(
    live: Live, busy: User, idle: User, tmp_path: Path
) -> None:
    found = {}
    for person, paths in ((busy, STATES), (idle, EMPTY)):
        page = live.page(signed_in=person, js=False)
        for path in paths:
            response = page.goto(path)
            assert response is not None
            found[f"{path} {person.email}"] = response.text()
    assert markup_errors(found, tmp_path) == []


@pytest.mark.parametrize("js", [True, False])
def test_an_official_signs_in_sees_what_matters_and_reads_what_was_said(
    live: Live, busy: User, js: bool
) -> None:
    page = live.page(DESK, js=js)
    sign_in(page, busy.email)
    expect(page).to_have_url(live.url(DESK))
    expect(page.locator("main .k-list").first.locator("li")).to_have_count(6)
    page.locator("main a[href$='#survey-busy']").first.click()
    expect(page.locator("#survey-busy")).to_contain_text(LONG_WORD)
    page.locator("a[href*='/texts/wish']").first.click()
    expect(page.locator("main blockquote")).to_have_count(10)
    page.locator("a[rel=next]").click()
    expect(page.locator("main blockquote")).to_have_count(10)


def test_the_months_are_chosen_by_keyboard_alone(live: Live, busy: User) -> None:
    page = live.page(SUMMARY, signed_in=busy, js=False)
    page.locator("#from").focus()
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#from")).to_have_value("2020-01")
    expect(page.locator(".k-columns").first).to_be_visible()
