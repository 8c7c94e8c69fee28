"""The operator's pages on the platform's own host, in every state."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from app.accounts.permissions import Role
from app.core import clock, jobs
from app.core.db import db
from tests.journeys.bar import States, faults_in
from tests.journeys.browser import Live
from tests.journeys.people import NEW, fill, link_in_last_mail, operator, person, send, sign_in
from tests.web.accounts.people import PASSWORD

PLATFORM, CITY = "/fi/platform/", "/fi/platform/municipalities/joensuu"

Way = Callable[[Page], None]


def of_operators(live: Live) -> States:
    who = operator(live)

    def at(path: str, *does: Way) -> Callable[[], Page]:
        def reach() -> Page:
            page = live.page(path, signed_in=who)
            for do in does:
                do(page)
            return page

        return reach

    def too_late(page: Page) -> None:
        fill(page, email=NEW)
        person(live, Role.ADMINISTRATOR)
        send(page)

    def arrears(page: Page) -> None:
        with live.app.app_context():
            jobs.enqueue("mail", {}, due_at=clock.now() - timedelta(hours=1))
            db.session.commit()
        page.reload()

    def no_address(page: Page) -> None:
        fill(page, email="abc")
        send(page)

    def first(page: Page) -> None:
        fill(page, email=NEW)
        send(page)

    return {
        "platform": at(PLATFORM),
        "platform, sv": at("/sv/platform/"),
        "municipality": at(CITY),
        "no address": at(CITY, no_address),
        "first administrator invited": at(CITY, first),
        "somebody else was faster": at(CITY, too_late),
        "municipality that runs": at("/sv/platform/municipalities/joensuu"),
        "jobs are late": at(PLATFORM, arrears),
    }


def test_every_state_of_the_platform_holds(live: Live, tmp_path: Path) -> None:
    assert faults_in(live, of_operators(live), tmp_path) == []


def test_an_operator_invites_the_first_administrator_who_then_invites_the_others(
    live: Live,
) -> None:
    page = live.page(live.url("/en/sign-in", platform=True), js=False)
    sign_in(page, operator(live).email)
    page.get_by_role("link", name="Joensuu en").click()
    fill(page, email=NEW)
    send(page)
    expect(page.get_by_role("status")).to_have_text(f"We have sent an invitation to {NEW}.")
    first = live.page(link_in_last_mail(live), js=False)
    fill(first, name="Aino Karhu", password=PASSWORD)
    send(first)
    first.goto("/en/admin/people/invite")
    expect(first.get_by_role("heading", level=1)).to_have_text("Invite a person")
    page.reload()
    expect(page.locator("main")).to_contain_text("1 person administers the municipality")
    expect(page.locator("main form")).to_have_count(0)
