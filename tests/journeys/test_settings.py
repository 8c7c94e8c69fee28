"""An official says who may answer; residents come in by the code, and by a personal link."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import tickets
from app.surveys.meta import Who
from app.surveys.models_access import InvitationState, SurveyInvitation
from tests import factories, surveys_factories
from tests.journeys.bar import faults_in
from tests.journeys.browser import Live
from tests.journeys.people import LONG_WORD, in_joensuu, kept

SETTINGS = "/en/desk/surveys/poll/settings"


@pytest.fixture
def official(live: Live) -> User:
    with in_joensuu(live):
        area = organisation.area("library")
        assert area is not None
        person = factories.official(area)
        survey = surveys_factories.survey(area, "poll", title=LONG_WORD)
        surveys_factories.respond(survey)
        factories.group("council")
        return kept(person)


def invited(live: Live, slug: str) -> str:
    """A personal link to a survey for invited people."""
    with in_joensuu(live):
        area = organisation.area("library")
        assert area is not None
        survey = surveys_factories.survey(area, slug)
        survey.who = Who.INVITED
        row = factories.keep(
            SurveyInvitation(survey_id=survey.id, lang="en", state=InvitationState.LINK)
        )
        return f"/en/surveys/{slug}/invited/{tickets.token(survey.id, row.id)}"


def test_a_code_is_set_without_a_script_and_lets_residents_in(live: Live, official: User) -> None:
    desk = live.page(SETTINGS, signed_in=official, js=False)
    desk.get_by_label("Whoever has a shared code").check()
    desk.get_by_label("Shared code", exact=False).last.fill("Kevät 2026")
    desk.get_by_role("button", name="Save the settings").click()
    assert "The settings have been saved" in desk.content()
    resident = live.page("/en/surveys/poll", js=False)
    resident.get_by_label("Code of the survey").fill("kevat 2026")
    resident.get_by_role("button", name="Go to the survey").click()
    assert "This is not the code" in resident.content()
    resident.get_by_label("Code of the survey").fill("KEVÄT-2026")
    resident.get_by_role("button", name="Go to the survey").click()
    resident.get_by_label("Bus").check()
    resident.get_by_role("button", name="Svenska").click()
    assert resident.get_by_label("Bus").is_checked()
    resident.locator("#survey button[type=submit]").first.click()
    assert "page=second" in resident.url
    resident.locator("#survey button[type=submit]").first.click()
    assert resident.url.endswith("/thanks")


def test_a_personal_link_leads_to_thanks_once(live: Live) -> None:
    link = invited(live, "asked")
    resident = live.page(link, js=False)
    resident.get_by_label("Bus").check()
    resident.locator("#survey button[type=submit]").first.click()
    resident.reload()
    resident.locator("#survey button[type=submit]").first.click()
    assert resident.url.endswith("/thanks")
    again = live.page(link, js=False)
    assert "This link has been used" in again.content()


def test_the_pages_can_be_used_by_everyone(live: Live, official: User, tmp_path: Path) -> None:
    def settings() -> Page:
        page = live.page(SETTINGS, signed_in=official)
        for fold in page.locator("details").all():
            fold.locator("summary").click()
        return page

    def wrong() -> Page:
        page = live.page(SETTINGS, signed_in=official)
        page.fill("#min_group", "1")
        page.get_by_label("Members of groups").check()
        page.get_by_role("button", name="Save the settings").click()
        return page

    with in_joensuu(live):
        area = organisation.area("library")
        assert area is not None
        for slug, who in (("coded", Who.CODE), ("members", Who.MEMBERS), ("link", Who.INVITED)):
            survey = surveys_factories.survey(area, slug)
            survey.who, survey.access_code = who, "kevät"
        full = surveys_factories.survey(area, "full")
        surveys_factories.respond(full)
        full.response_cap = 1
        surveys_factories.survey(area, "late")
        db.session.flush()

    def late() -> Page:
        page = live.page("/en/surveys/late")
        with in_joensuu(live):
            survey = surveys_factories.by_slug("late")
            survey.closes_at = clock.now() - timedelta(seconds=1)
        page.locator("#survey button[type=submit]").first.click()
        assert "The survey has closed" in page.content()
        return page

    def at(address: str) -> Callable[[], Page]:
        return lambda: live.page(address)

    states = {"settings": settings, "wrong": wrong, "late": late} | {
        slug: at(f"/en/surveys/{slug}") for slug in ("coded", "members", "link", "full")
    }
    assert faults_in(live, states, tmp_path) == []
