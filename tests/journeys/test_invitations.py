"""Inviting people in a real browser: from a list with a broken row to the mails on their way."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.accounts.models import User
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys.models_access import InvitationState
from tests import factories, surveys_factories
from tests.invitation_factories import for_the_invited, invite
from tests.journeys.browser import Live, Scheme, Width, axe, small_targets, wider_than_screen
from tests.journeys.markup import markup_errors

PEOPLE = "/fi/desk/surveys/panel/people"


def _official(live: Live) -> User:
    """The official of the library, which has a survey for the invited."""
    with live.app.app_context(), scope.of(live.joensuu.id):
        area = organisation.area("library")
        assert area is not None
        survey = for_the_invited(surveys_factories.survey(area, "panel"))
        for number in range(3):
            invite(survey, f"person-{number}@example.fi", state=InvitationState.SENT)
        invite(survey, "gone@example.fi", state=InvitationState.BOUNCED, fault="550 " + "x" * 150)
        official = factories.official(area)
        db.session.commit()
        db.session.refresh(official)
        db.session.expunge(official)
    return official


@pytest.mark.parametrize("js", [True, False])
def test_an_official_invites_people(live: Live, js: bool) -> None:
    page = live.page(PEOPLE, signed_in=_official(live), js=js, width=1280)
    page.locator(f"a[href='{PEOPLE}/add']").first.click()
    page.locator("textarea").fill("maija@example.fi\nno address\n")
    page.locator("main form button[type=submit]").first.click()
    assert "no address" in page.locator("#broken").inner_text()
    page.locator("button[value=keep]").click()
    assert "maija@example.fi" in page.locator("#people").inner_text()
    page.locator(f"a[href='{PEOPLE}/send']").click()
    page.locator("#subject_fi").fill("Tervetuloa raatiin")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#rounds-table tbody tr")).to_have_count(1)
    assert page.url.endswith(PEOPLE)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_pages_of_invitations_are_for_everyone(
    live: Live, tmp_path: Path, width: Width, scheme: Scheme
) -> None:
    page = live.page(PEOPLE, signed_in=_official(live), width=width, scheme=scheme)
    addresses = [PEOPLE, *(f"{PEOPLE}/{part}" for part in ("add", "links", "remind", "bounced"))]
    person = page.locator("#people a").first.get_attribute("href")
    assert person is not None
    html = {}
    for address in (*addresses, person):
        page.goto(address)
        html[address] = page.content()
        assert axe(page) == [], address
        assert wider_than_screen(page) == [], address
        assert small_targets(page) == [], address
    assert markup_errors(html, tmp_path) == []
