"""Signing in and out, links from mails, one's own account: every state, and whole ways through."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from app.accounts import people, resets, service, throttle
from app.accounts.models import User
from app.accounts.permissions import Held, Role
from tests import factories
from tests.journeys.bar import States, faults_in, tab_stops
from tests.journeys.browser import Live
from tests.journeys.people import (
    LONG_WORD,
    fill,
    in_joensuu,
    kept,
    link_in_last_mail,
    operator,
    person,
    send,
    sign_in,
)
from tests.web.accounts.people import OTHER_PASSWORD, PASSWORD

SIGN_IN, ACCOUNT, RESET = "/fi/sign-in", "/fi/account", "/fi/account/reset"
NOBODY, WRONG = "nobody@city.example", "wrong wrong wrong"


def opened(live: Live, path: str, *does: Callable[[Page], None]) -> Callable[[], Page]:
    """A stranger's way to a state: a page, and what is done there."""
    return lambda: done(live.page(path), *does)


def done(page: Page, *does: Callable[[Page], None]) -> Page:
    for do in does:
        do(page)
    return page


def refused(page: Page) -> None:
    sign_in(page, NOBODY, WRONG)


def throttled(page: Page) -> None:
    for _attempt in range(throttle.SIGN_INS_PER_ACCOUNT.amount + 1):
        sign_in(page, "somebody-else@city.example", WRONG)
    assert page.locator("#email-error").is_visible()


def too_old(page: Page) -> None:
    page.locator("[name=token]").evaluate("field => field.value = 'of yesterday'")
    sign_in(page, NOBODY, WRONG)


def asked_too_often(page: Page) -> None:
    for _attempt in range(throttle.RESETS_PER_CLIENT.amount + 1):
        page.goto(RESET)
        asked(page)


def typed(form: str = "", **values: str) -> Callable[[Page], None]:
    """A form filled in and sent."""

    def do(page: Page) -> None:
        fill(page, **values)
        send(page, form)

    return do


asked = typed(email=f"{'kirjaamo-ja-arkisto' * 3}@city.example")


def strangers(live: Live) -> States:
    """Every state of the pages that need no session."""
    elsewhere = live.url(SIGN_IN, platform=True)
    return {
        "sign in": opened(live, SIGN_IN),
        "sign in, sv": opened(live, "/sv/sign-in"),
        "sign in, en": opened(live, "/en/sign-in"),
        "nothing typed": opened(live, SIGN_IN, send),
        "refused": opened(live, SIGN_IN, refused),
        "too old": opened(live, "/sv/sign-in", too_old),
        "throttled": opened(live, SIGN_IN, throttled),
        "reset": opened(live, RESET),
        "no address": opened(live, RESET, typed(email="abc")),
        "reset sent": opened(live, RESET, asked),
        "asked too often": opened(live, "/sv/account/reset", asked_too_often),
        "no such link": opened(live, "/fi/account/link/invented"),
        "no such link, sv": opened(live, "/sv/account/link/invented"),
        "operators": opened(live, elsewhere),
        "operator refused": opened(live, elsewhere, refused),
        "no such link of an operator": opened(live, live.url("/fi/account/link/x", platform=True)),
    }


def owners(live: Live) -> States:
    """Every state of the pages of one's own account, and what a link from a mail opens."""
    with in_joensuu(live):
        area, council = kept(factories.area(name=LONG_WORD)), kept(factories.group())
    somebody, nobody = person(live, name=f"Maija {LONG_WORD}"), person(live)
    member = person(live, Role.MEMBER, group=council)
    official = person(live, Role.OFFICIAL, area=area)
    with in_joensuu(live):
        for label in ("Raportti", LONG_WORD):
            service.issue_token(official, label=label)

    def own(user: User, path: str, *does: Callable[[Page], None]) -> Callable[[], Page]:
        return lambda: done(live.page(path, signed_in=user), *does)

    def by_link(*does: Callable[[Page], None], lang: str = "fi") -> Callable[[], Page]:
        return lambda: done(live.page(invitation(live, lang)), *does)

    def by_reset(*does: Callable[[Page], None]) -> Callable[[], Page]:
        return lambda: done(live.page(reset(live, somebody)), *does)

    password = f"{ACCOUNT}/password"
    return {
        "invitation": by_link(),
        "invitation, sv": by_link(lang="sv"),
        "invitation without a word": by_link(send),
        "invitation, poor password": by_link(typed(name=LONG_WORD, password="short"), lang="sv"),
        "reset link": by_reset(),
        "reset link, poor password": by_reset(typed(password="password1234")),
        "account without a role": own(nobody, ACCOUNT),
        "account of a member": own(member, ACCOUNT),
        "account of a member, sv": own(member, "/sv/account"),
        "account with tokens": own(official, ACCOUNT),
        "account, no name": own(somebody, ACCOUNT, typed(name="")),
        "account saved": own(somebody, "/en/account", typed(name=LONG_WORD)),
        "token revoked": own(official, ACCOUNT, lambda page: send(page, "/revoke")),
        "password": own(nobody, password),
        "password, nothing typed": own(nobody, password, send),
        "password, wrong": own(nobody, password, typed(current=WRONG, password=OTHER_PASSWORD)),
        "password changed": own(nobody, password, typed(current=PASSWORD, password=OTHER_PASSWORD)),
        "signed out": own(somebody, ACCOUNT, sign_out),
        "signed out everywhere": own(
            somebody, "/sv/account", lambda page: send(page, "/sign-out-everywhere")
        ),
    }


def invitation(live: Live, lang: str) -> str:
    with in_joensuu(live):
        people.invite(f"{uuid4().hex}@city.example", Held(Role.EDITOR), lang=lang)
    return link_in_last_mail(live)


def reset(live: Live, user: User) -> str:
    with in_joensuu(live):
        resets.ask(user.email)
    return link_in_last_mail(live)


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".k-account button").click()


def test_every_state_of_a_stranger_holds(live: Live, tmp_path: Path) -> None:
    assert faults_in(live, strangers(live), tmp_path) == []


def test_every_state_of_ones_own_account_holds(live: Live, tmp_path: Path) -> None:
    assert faults_in(live, owners(live), tmp_path) == []


@pytest.mark.parametrize("js", [True, False])
def test_a_forgotten_password_is_replaced_by_a_link_and_all_devices_are_left(
    live: Live, js: bool
) -> None:
    who = person(live, Role.EDITOR)
    phone, desk = live.page("/en/desk/", js=js), live.page("/en/account", signed_in=who, js=js)
    sign_in(phone, who.email, WRONG)
    expect(phone.locator("[name=email]")).to_have_value(who.email)
    phone.get_by_role("link", name="I have forgotten my password").click()
    fill(phone, email=who.email)
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    link = link_in_last_mail(live)
    phone.goto(link)
    fill(phone, password=OTHER_PASSWORD)
    send(phone)
    expect(phone).to_have_url(live.url("/fi/desk/"))
    desk.reload()
    expect(desk).to_have_url(live.url("/en/sign-in?next=%2Fen%2Faccount"))
    sign_in(desk, who.email, OTHER_PASSWORD)
    expect(desk).to_have_url(live.url("/en/account"))
    send(desk, "/sign-out-everywhere")
    expect(desk.get_by_role("status")).to_have_text("You are signed out everywhere.")
    phone.reload()
    expect(phone).to_have_url(live.url("/fi/sign-in?next=%2Ffi%2Fdesk%2F"))
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Linkki ei enää toimi")
    phone.locator("main a[href='/fi/account/reset']").click()
    expect(phone.locator("[name=email]")).to_be_visible()


def test_signing_in_and_mending_a_mistake_by_keyboard_alone(live: Live) -> None:
    who = person(live, Role.EDITOR)
    page = live.page("/en/sign-in")
    stops = tab_stops(page)
    assert stops[stops.index("email") :][:3] == ["email", "password", "Sign in"]
    page.locator("#email").focus()
    page.keyboard.type(who.email)
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#email")).to_have_value(who.email)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/desk/*")


def test_every_stop_on_ones_own_page_can_be_seen_and_in_order(live: Live) -> None:
    page = live.page("/en/account", signed_in=person(live, Role.ADMINISTRATOR), width=1280)
    stops = tab_stops(page)
    mine = stops[stops.index("name") - 2 :]
    assert mine[:6] == [
        *("Desk", "Administration", "name", "lang", "Save"),
        "Change your password",
    ]
    assert mine[6] == "Sign out everywhere"


def test_a_member_of_the_youth_council_lands_in_its_workspace(live: Live) -> None:
    with in_joensuu(live):
        council = kept(factories.group())
    who = person(live, Role.MEMBER, group=council)
    page = live.page("/en/sign-in")
    sign_in(page, who.email)
    expect(page).to_have_url(live.url("/en/council/youth-council/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Group youth-council en")
    page.goto("/en/account")
    expect(page.locator("#roles + ul, .k-list").first).to_contain_text("Group youth-council en")
    page.locator("header a[href='/en/council/youth-council/']").click()
    expect(page).to_have_url(live.url("/en/council/youth-council/"))


def test_an_operator_signs_in_to_the_platform_and_out(live: Live) -> None:
    page = live.page(live.url("/en/sign-in", platform=True))
    sign_in(page, operator(live).email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Platform")
    sign_out(page)
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
