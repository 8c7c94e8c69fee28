"""An idea in a real browser, with and without scripts: proposed, supported, handled, answered."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.accounts.permissions import Role
from app.ideas.lifecycle import Event, State
from app.ideas.models import Idea
from app.organisation import queries as organisation
from app.organisation.models import Area
from tests import factories
from tests import ideas_factories as ideas
from tests.journeys.bar import faults_in, tab_stops
from tests.journeys.browser import Live, wider_than_screen
from tests.journeys.people import LONG_WORD, fill, in_joensuu, kept, person, send
from tests.web.ideas.residents import library, link_in

COUNCIL = "/en/council/youth-council/"


@pytest.fixture
def council(live: Live) -> User:
    """A member of the youth council."""
    with in_joensuu(live):
        group = kept(factories.group())
    return person(live, Role.MEMBER, group=group)


@pytest.fixture
def official(live: Live) -> User:
    return person(live, Role.OFFICIAL, area=_area(live))


def _area(live: Live) -> Area:
    with in_joensuu(live):
        found = organisation.area("environment")
        assert found is not None
        return kept(found)


def press(page: Page, name: str) -> None:
    """Press a button by what it says, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("js", [True, False])
def test_a_council_member_submits_and_the_official_answers(
    live: Live, council: User, official: User, js: bool
) -> None:
    page = live.page("/en/", signed_in=council, js=js, width=320)
    page.get_by_role("link", name=re.compile("Group youth-council")).click()
    page.get_by_role("link", name="Write an idea").click()
    fill(page, title="Night buses", text="From the centre to all schools.")
    page.get_by_label("Who should handle it").select_option("environment")
    press(page, "Save the draft")
    press(page, "Send it in")
    expect(page.get_by_text("Waits to be published")).to_be_visible()
    assert wider_than_screen(page) == []

    desk = live.page("/en/desk/ideas/", signed_in=official, js=js, width=320)
    desk.get_by_role("link", name="Night buses").click()
    press(desk, "Publish the idea")
    press(desk, "Take the idea in hand")
    press(desk, "Publish the answer")
    assert desk.title().startswith("Error:")
    desk.get_by_label("Accepted: this will be done").check()
    fill(desk, reasons="The buses are full.", next_steps="A trial in August.")
    press(desk, "Publish the answer")
    assert wider_than_screen(desk) == []

    reader = live.page("/en/ideas/", js=js, width=320)
    reader.get_by_role("link", name="Night buses").click()
    expect(reader.get_by_text("A trial in August.")).to_be_visible()
    expect(reader.locator("#timeline")).to_be_visible()
    last = live.mails()[-1]
    assert last["To"] == council.email
    assert "A trial in August." in last.get_content()


@pytest.mark.parametrize("js", [True, False])
def test_a_resident_proposes_and_changes_what_comes_back(live: Live, js: bool) -> None:
    page = live.page("/en/ideas/", js=js, width=320)
    page.get_by_role("link", name="Propose an idea").click()
    fill(page, title="Lights for the path")
    press(page, "Send the idea")
    assert page.title().startswith("Error:")
    page.get_by_role("link", name="Tell what should be done and why.").click()
    expect(page.locator("#text")).to_be_focused()
    fill(page, text="It is dark.", email="resident@home.example")
    page.get_by_label("Theme").select_option("climate")
    press(page, "Send the idea")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    own = link_in(live.mails()[-1])
    page.goto(own)
    press(page, "Confirm and send the idea")
    with in_joensuu(live):
        ideas.happen(_only(), Event.RETURN, text="Which path?")
    page.goto(own)
    expect(page.get_by_text("Which path?").first).to_be_visible()
    fill(page, title="Lights for the path by the river")
    press(page, "Send it again")
    assert wider_than_screen(page) == []
    with in_joensuu(live):
        assert (_only().state, _only().title) == (
            State.SUBMITTED,
            "Lights for the path by the river",
        )


def _only() -> Idea:
    from_db = ideas.all_of_scope()
    assert len(from_db) == 1
    return from_db[0]


@pytest.mark.parametrize("js", [True, False])
def test_a_resident_supports_twice_and_it_counts_once(live: Live, js: bool) -> None:
    with in_joensuu(live):
        ideas.idea(library(), title="Swings")
    page = live.page("/en/ideas/1", js=js, width=320)
    other = page.context.new_page()
    other.goto("/en/ideas/1")
    press(page, "Support this idea")
    expect(page.get_by_text("1 supporter", exact=True)).to_be_visible()
    press(other, "Support this idea")
    expect(other.get_by_text("1 supporter", exact=True)).to_be_visible()
    press(other, "Take your support back")
    expect(other.get_by_text("0 supporters", exact=True)).to_be_visible()


@pytest.mark.parametrize("js", [True, False])
def test_a_resident_follows_an_idea(live: Live, js: bool) -> None:
    with in_joensuu(live):
        ideas.idea(library(), title="Swings")
    live.mails()  # what its author is told
    page = live.page("/en/ideas/1", js=js, width=320)
    fill(page, email="eva@home.example")
    press(page, "Follow")
    expect(page.get_by_text("Check your e-mail")).to_be_visible()
    page.goto(link_in(live.mails()[-1]))
    press(page, "Follow this idea")
    with in_joensuu(live):
        ideas.happen(_only(), Event.TAKE)
    assert "eva@home.example" in {mail["To"] for mail in live.mails()}
    press(page, "Stop following")
    expect(page.get_by_text("You get no more mails about this idea")).to_be_visible()


def test_two_officials_at_once_are_told_apart(live: Live, official: User) -> None:
    with in_joensuu(live):
        area = organisation.area("environment")
        assert area is not None
        address = f"/en/desk/ideas/{ideas.idea(area, State.IN_HAND).id}"
    first, second = (live.page(address, signed_in=official) for _ in range(2))
    for page, words in ((first, "The first"), (second, "The second")):
        page.get_by_label("Accepted in part").check()
        fill(page, reasons=words, next_steps="In May.")
        press(page, "Publish the answer")
    expect(first.locator("p", has_text="The first")).to_be_visible()
    assert live.status(second) == 409
    expect(second.get_by_text("Somebody else has changed the idea")).to_be_visible()
    expect(second.get_by_label("Reasons")).to_have_value("The second")


def test_every_page_and_state_meets_the_bar(
    live: Live, council: User, official: User, tmp_path: Path
) -> None:
    with in_joensuu(live):
        area, group = organisation.area("environment"), factories.group("elders")
        assert area is not None
        theme = organisation.theme("climate")
        found = {
            state: ideas.idea(
                area,
                state,
                group=group if state is State.DRAFT else None,
                title=f"{LONG_WORD} {state}",
                text=f"{LONG_WORD}\n\n{LONG_WORD}",
                theme=theme,
                lang="sv",
            )
            for state in State
        }
        ids = {state: idea.id for state, idea in found.items()}
        public = {
            state: idea.number for state, idea in found.items() if idea.published_at is not None
        }
        member = kept(factories.member(group))
        draft_key = "elders"
    pages: dict[str, Callable[[], Page]] = {
        "list": lambda: live.page("/fi/ideas/"),
        "nothing found": lambda: live.page("/fi/ideas/?q=xyzzy"),
        "new": lambda: live.page("/fi/ideas/new"),
        "sent": lambda: live.page("/fi/ideas/new/sent"),
        "error": lambda: _wrong(live),
        "workspace": lambda: live.page(f"/fi/council/{draft_key}/", signed_in=member),
        "empty workspace": lambda: live.page(COUNCIL, signed_in=council),
        "draft": lambda: live.page(
            f"/fi/council/{draft_key}/ideas/{ids[State.DRAFT]}", signed_in=member
        ),
        "new draft": lambda: live.page(f"{COUNCIL}ideas/new", signed_in=council),
        "desk": lambda: live.page("/fi/desk/ideas/", signed_in=official),
    }
    for state, number in public.items():
        pages[f"public {state}"] = partial(live.page, f"/fi/ideas/{number}")
    for state in (State.SUBMITTED, State.PUBLISHED, State.IN_HAND, State.ANSWERED):
        address = f"/fi/desk/ideas/{ids[state]}"
        pages[f"desk {state}"] = partial(live.page, address, signed_in=official)
    assert faults_in(live, pages, tmp_path) == []


def _wrong(live: Live) -> Page:
    page = live.page("/fi/ideas/new")
    send(page, "")
    return page


def test_an_idea_is_proposed_by_keyboard_alone(live: Live) -> None:
    page = live.page("/en/ideas/new")
    stops = tab_stops(page)
    wanted = ["title", "text", "lang", "theme", "area", "email", "Send the idea"]
    assert [stop for stop in stops if stop in wanted] == wanted
