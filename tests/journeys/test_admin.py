"""An administrator on Monday: every state of people, roles and the log, and a whole way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts import audit, people, queries
from app.accounts.models import User
from app.accounts.permissions import Held, Role
from tests import factories
from tests.journeys.bar import States, faults_in, faults_of, tab_stops
from tests.journeys.browser import Live, Width
from tests.journeys.people import (
    LONG_WORD,
    NEW,
    fill,
    in_joensuu,
    kept,
    link_in_last_mail,
    person,
    send,
    sign_in,
)
from tests.web.accounts.people import PASSWORD

PEOPLE, INVITE, AUDIT = "/fi/admin/people/", "/fi/admin/people/invite", "/fi/admin/audit"

Way = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Hall:
    """The people of a town hall."""

    chief: User
    official: User
    invited: User
    closed: User

    def page_of(self, who: User, lang: str = "fi") -> str:
        return f"/{lang}/admin/people/{who.id}"


@pytest.fixture
def hall(live: Live) -> Hall:
    """In a place that is called by a very long word, with an entry in the log for everything."""
    with in_joensuu(live):
        area, council = kept(factories.area("long", name=LONG_WORD)), kept(factories.group())
    chief = person(live, Role.ADMINISTRATOR, name="Aino Karhu")
    official = person(live, Role.OFFICIAL, area=area, name=LONG_WORD)
    closed = person(live)
    with in_joensuu(live):
        invited = people.invite(NEW, Held(Role.MEMBER, group_id=council.id), lang="sv").user
        leaver = queries.user(closed.id)
        assert leaver is not None
        people.give(leaver, Held(Role.OFFICIAL, area_id=area.id))
        people.close(leaver)
        audit.record("person.reopened", "person", closed.id)
        audit.record("person.password_set", "person", chief.id)
        audit.record("person.password_set", "person", official.id, by_link="reset")
        audit.record("role.taken", "person", closed.id, role="official", area="long")
        for event in ("token.issued", "token.revoked"):
            audit.record(event, "person", official.id, token=LONG_WORD)
        audit.record("survey.published", "survey", LONG_WORD.lower(), version=3)
        return Hall(chief, official, kept(invited), closed)


def choose(role: str, area: str = "") -> Way:
    """Choose in the form of a role."""

    def do(page: Page) -> None:
        page.locator(f"main [name=role][value={role}]").check()
        page.locator("main [name=area]").select_option(area)

    return do


def invite(email: str, role: str, area: str = "") -> Way:
    """The form of an invitation filled in and sent."""

    def do(page: Page) -> None:
        fill(page, email=email)
        choose(role, area)(page)
        send(page)

    return do


def give(role: str, area: str = "") -> Way:
    """The form of a role on a person's page filled in and sent."""

    def do(page: Page) -> None:
        choose(role, area)(page)
        with page.expect_navigation():
            page.locator("form:has([name=role]) button").click()

    return do


def press(form: str) -> Way:
    """The button of a form that is one button, by the end of its address."""
    return lambda page: send(page, form)


def of_administrators(live: Live, hall: Hall) -> States:
    def at(path: str, *does: Way) -> Callable[[], Page]:
        def reach() -> Page:
            page = live.page(path, signed_in=hall.chief)
            for do in does:
                do(page)
            return page

        return reach

    own, new = hall.page_of(hall.chief), hall.page_of(hall.invited)
    official, closed = hall.page_of(hall.official), hall.page_of(hall.closed)
    return {
        "start": at("/fi/admin/"),
        "people": at(PEOPLE),
        "people, sv": at("/sv/admin/people/"),
        "invitation": at(INVITE),
        "invitation, sv": at("/sv/admin/people/invite"),
        "nothing chosen": at(INVITE, send),
        "an area too many": at(INVITE, invite("abc", "editor", "long")),
        "an area missing, sv": at("/sv/admin/people/invite", invite("abc", "official")),
        "a closed account": at(INVITE, invite(hall.closed.email, "editor")),
        "invited": at(INVITE, invite(f"{'a' * 60}@city.example", "official", "long")),
        "invited again": at(new, press("/invitation")),
        "person": at(official),
        "person, sv": at(hall.page_of(hall.official, "sv")),
        "role without an area": at(official, give("official")),
        "role given": at(official, give("editor")),
        "own page": at(own),
        "the last administrator": at(own, press("/take")),
        "closed": at(closed),
        "log": at(AUDIT),
        "log, sv": at("/sv/admin/audit"),
        "log, en": at("/en/admin/audit"),
    }


def test_every_state_of_administration_holds(live: Live, hall: Hall, tmp_path: Path) -> None:
    assert faults_in(live, of_administrators(live, hall), tmp_path) == []


def test_an_empty_log_holds(live: Live) -> None:
    assert faults_of(live.page(AUDIT, signed_in=person(live, Role.ADMINISTRATOR))) == []


@pytest.mark.parametrize("js", [True, False])
def test_an_administrator_invites_somebody_who_comes_moves_and_leaves(live: Live, js: bool) -> None:
    chief = person(live, Role.ADMINISTRATOR, name="Aino Karhu")
    boss, guest = live.page("/en/sign-in", js=js), live.page(js=js)
    sign_in(boss, chief.email)
    boss.locator(".k-account").get_by_role("link", name="Administration").click()
    boss.get_by_role("link", name="People and roles").click()
    boss.get_by_role("link", name="Invite a person").click()
    invite(NEW, "official", "culture")(boss)
    expect(boss.get_by_role("status")).to_have_text(f"We have sent an invitation to {NEW}.")
    first = link_in_last_mail(live)
    boss.get_by_role("button", name="Send the invitation again").click()
    expect(boss.get_by_role("status")).to_have_text(f"We have sent an invitation to {NEW}.")

    guest.goto(first)
    expect(guest.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    guest.goto(link_in_last_mail(live))
    fill(guest, name="Maria Lehto", password=PASSWORD)
    send(guest)
    expect(guest.get_by_role("heading", level=1)).to_have_text("What needs you today")
    expect(guest.locator(".k-account")).to_contain_text("Maria Lehto")

    boss.goto("/en/admin/people/")
    boss.get_by_role("link", name="Maria Lehto").click()
    expect(boss.locator(".k-tags")).to_have_text("In use")
    give("official", "environment")(boss)
    take = boss.get_by_role("button", name="Take away Official of an area: Area culture en")
    take.click()
    expect(boss.get_by_role("status")).to_have_text("The role was taken away.")
    assert guest.goto("/en/desk/areas/culture").status == 403  # type: ignore[union-attr]
    assert guest.goto("/en/desk/areas/environment").status == 200  # type: ignore[union-attr]
    boss.get_by_role("button", name="Close the account").click()
    expect(boss.get_by_role("button", name="Open the account again")).to_be_visible()
    guest.reload()
    sign_in(guest, NEW)
    expect(guest.locator("#email-error")).to_be_visible()
    boss.get_by_role("button", name="Open the account again").click()
    sign_in(guest, NEW)
    expect(guest.locator(".k-account")).to_contain_text("Maria Lehto")

    boss.goto("/en/admin/audit")
    told = boss.locator("main ol p:first-child").all_inner_texts()
    moved = "a role: Official of an area: Area environment en Jokimerkki."
    assert told[0] == "Aino Karhu opened the account of Maria Lehto again."
    assert f"Aino Karhu gave Maria Lehto {moved}" in told
    assert "Maria Lehto accepted the invitation and chose a password." in told
    assert told[-1] == "Aino Karhu opened an account for Maria Lehto."


def test_inviting_by_keyboard_alone(live: Live, hall: Hall) -> None:
    page = live.page("/en/admin/people/invite", signed_in=hall.chief)
    stops = tab_stops(page)
    form = stops[stops.index("email") :]
    assert form[:6] == ["email", "role", "area", "group", "Send the invitation", "Cancel"]
    page.locator("#email").focus()
    page.keyboard.type("abc")
    page.keyboard.press("Tab")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Administrator", exact=True)).to_be_checked()
    described = page.get_by_label("Administrator", exact=True)
    expect(described).to_have_accessible_description(
        "Manages people and the organisation, and may do all the others may."
    )
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()
    expect(page.locator("#email")).to_have_value("abc")
    expect(page.get_by_label("Administrator", exact=True)).to_be_checked()
    page.keyboard.press("Control+A")
    page.keyboard.type("somebody@city.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("somebody@city.example")


def test_every_stop_on_a_persons_page_can_be_seen_and_in_order(live: Live, hall: Hall) -> None:
    page = live.page(hall.page_of(hall.official, "en"), signed_in=hall.chief, width=1280)
    stops = tab_stops(page)
    assert "People and roles" in stops
    assert stops.index("role") > next(
        place for place, stop in enumerate(stops) if stop.startswith("Take away")
    )


def test_a_refusal_leads_to_the_part_of_the_page_that_it_is_about(live: Live, hall: Hall) -> None:
    page = live.page(hall.page_of(hall.chief, "en"), signed_in=hall.chief)
    press("/take")(page)
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="This is the last administrator").click()
    expect(page.locator("#roles")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 390])
def test_people_stand_in_cards_on_a_phone_with_a_label_at_every_value(
    live: Live, hall: Hall, width: Width
) -> None:
    page = live.page(PEOPLE, signed_in=hall.chief, width=width)
    table = page.get_by_role("table", name="Kaikki, joilla on tili")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("row")).to_have_count(5)
    row = table.get_by_role("row").filter(has_text=hall.official.email)
    expect(row.get_by_role("rowheader")).to_have_text(LONG_WORD)
    expect(row.get_by_role("cell")).to_have_count(3)
    label = row.get_by_role("cell").first.evaluate(
        "cell => getComputedStyle(cell, '::before').content"
    )
    assert "Sähköposti" in label
    tops = [cell.bounding_box()["y"] for cell in row.locator("th, td").all()]  # type: ignore[index]
    assert tops == sorted(set(tops)), "each value stands below the one before"
