"""What went wrong, told on a page: every error that a browser can meet, and the way on from it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from app.accounts import people, queries
from app.accounts.models import User
from app.accounts.permissions import Held, Role
from app.core.db import db
from app.organisation import directory
from app.organisation import queries as organisation
from tests.journeys.bar import faults_in
from tests.journeys.browser import Live
from tests.journeys.people import NEW, fill, in_joensuu, kept, person, send

SIGN_IN, ACCOUNT = "/fi/sign-in", "/fi/account"
TOO_MUCH = 2 * 1024 * 1024
FEW_WRITES = "2 per minute"

Way = Callable[[Page], None]


def too_much(page: Page) -> None:
    page.locator("#email").evaluate("(field, size) => field.value = 'x'.repeat(size)", TOO_MUCH)
    send(page)


def forged(page: Page) -> None:
    page.locator("main [name=csrf_token]").first.evaluate("field => field.value = 'forged'")
    send(page)


def too_often(page: Page) -> None:
    for _attempt in range(3):
        page.goto(SIGN_IN)
        fill(page, email="nobody@city.example")
        send(page)


def states(live: Live) -> dict[str, tuple[int, Callable[[], Page]]]:
    """Each with its status."""
    editor, chief = person(live, Role.EDITOR), person(live, Role.ADMINISTRATOR)
    with in_joensuu(live):
        guest = kept(people.invite(NEW, Held(Role.EDITOR), lang="fi").user)
    unknown = live.url("/fi/", platform=True).replace("localhost", "unknown.localhost")

    def at(path: str, *does: Way, who: User | None = None) -> Callable[[], Page]:
        def reach() -> Page:
            page = live.page(path, signed_in=who)
            for do in does:
                do(page)
            return page

        return reach

    def too_late(page: Page) -> None:
        with in_joensuu(live):
            row = queries.user(guest.id)
            assert row is not None
            row.password_hash = "chosen in the meantime"
        send(page, "/invitation")

    return {
        "forged": (400, at(ACCOUNT, forged, who=editor)),
        "forbidden": (403, at("/fi/admin/", who=editor)),
        "forbidden, sv": (403, at("/sv/admin/", who=editor)),
        "missing": (404, at("/fi/nowhere")),
        "missing, signed in": (404, at("/fi/admin/nowhere", who=chief)),
        "missing, en": (404, at("/en/surveys/nowhere")),
        "missing, no language": (404, at("/nowhere")),
        "missing on the platform": (404, at(live.url("/sv/nowhere", platform=True))),
        "unknown host": (404, at(unknown)),
        "address of a form": (405, at("/fi/sign-out")),
        "address of a form, sv": (405, at("/sv/account/sign-out-everywhere", who=editor)),
        "too late": (409, at(f"/fi/admin/people/{guest.id}", too_late, who=chief)),
        "too much": (413, at(SIGN_IN, too_much)),
        "too often": (429, at(SIGN_IN, limited(live), too_often)),
        "too often, sv": (429, at("/sv/sign-in", send)),
    }


def limited(live: Live) -> Way:
    """From here on few writes are let through."""
    return lambda page: live.app.config.update(WRITE_LIMIT=FEW_WRITES)


def checked(live: Live, status: int, reach: Callable[[], Page]) -> Callable[[], Page]:
    def do() -> Page:
        page = reach()
        assert live.status(page) == status
        return page

    return do


def test_every_error_is_a_page_that_holds(live: Live, tmp_path: Path) -> None:
    ways = {name: checked(live, *expected) for name, expected in states(live).items()}
    assert faults_in(live, ways, tmp_path) == []


def test_our_own_faults_are_pages_that_hold(live: Live, tmp_path: Path) -> None:
    live.app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(lang: str) -> Page:
        with in_joensuu(live):
            organisation.municipality().timezone = "Mars/Olympus"
            directory.forget()
        return live.page(f"/{lang}/")

    def unavailable() -> Page:
        with live.app.app_context(), db.engine.begin() as connection:
            connection.execute(text("DROP TABLE survey"))
        return live.page("/fi/surveys/", city=live.pieksamaki)

    ways = {
        "fault": checked(live, 500, lambda: broken("fi")),
        "fault, sv": checked(live, 500, lambda: broken("sv")),
        "no database": checked(live, 503, unavailable),
    }
    assert faults_in(live, ways, tmp_path) == []
    assert len(live.faults) == 6, "for each the answer, and what the browser says of it"
    live.faults.clear()


@pytest.mark.parametrize("js", [True, False])
def test_from_an_error_the_way_leads_on_in_the_same_language(live: Live, js: bool) -> None:
    page = live.page("/sv/nowhere", js=js)
    page.locator("main a.ds-button").click()
    expect(page).to_have_url(live.url("/sv/"))
    page.goto("/sv/nowhere")
    page.locator(".k-languages a[lang=en]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We could not find this page")


def test_the_page_of_an_unknown_host_leads_nowhere(live: Live) -> None:
    page = live.page(live.url("/en/x", platform=True).replace("localhost", "unknown.localhost"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("no municipality")
    expect(page.locator("a, form")).to_have_count(0)
