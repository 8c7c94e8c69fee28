"""A reader of another site's page says what they think of it; the official finds it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from app.core.db import db
from app.organisation import queries as organisation
from app.pagefeedback.models import Reaction
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.databases import Kind
from tests.journeys.bar import faults_of
from tests.journeys.browser import Live, Width, axe, small_targets, wider_than_screen
from tests.journeys.foreign_site import foreign_site
from tests.journeys.people import in_joensuu, kept

WIDGET = "site"


@pytest.fixture
def site(live: Live) -> Iterator[str]:
    """The origin of a library's site that has a widget with three faces."""
    with foreign_site(live.url("").rstrip("/"), WIDGET) as origin:
        with in_joensuu(live):
            library = organisation.area("library")
            assert library is not None
            feedback.widget(library, WIDGET, scale=3, origins=(origin,))
        yield origin


def reading(live: Live, site: str, *, js: bool = True, width: Width = 320) -> Page:
    """A browser that reads a page of the site."""
    page = live.page(js=js, width=width)
    page.goto(f"{site}/kirjasto/aukioloajat?session=secret#top")
    return page


def faces(page: Page) -> list[str | None]:
    """Which of the three faces is pressed."""
    buttons = page.locator("kuulolla-feedback [aria-pressed]")
    expect(buttons).to_have_count(3)
    return [one.get_attribute("aria-pressed") for one in buttons.all()]


def rows(live: Live) -> list[Reaction]:
    with in_joensuu(live):
        found = feedback.reactions()
        db.session.expunge_all()
        return found


def focused(page: Page) -> str:
    """The name of the element in the widget that has the focus."""
    name: str = page.evaluate(
        "document.querySelector('kuulolla-feedback').shadowRoot.activeElement?.tagName ?? ''"
    )
    return name


@pytest.mark.parametrize("fresh_app", Kind, indirect=True)
def test_a_reader_reacts_and_writes_and_the_official_finds_it(live: Live, site: str) -> None:
    page = reading(live, site)
    assert faces(page) == ["false"] * 3
    page.locator("kuulolla-feedback [aria-pressed]").nth(0).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    page.locator("kuulolla-feedback textarea").fill("Sunnuntain ajat puuttuvat")
    page.locator("kuulolla-feedback button[type=submit]").click()
    expect(page.locator("kuulolla-feedback textarea")).to_have_count(0)
    [row] = rows(live)
    assert (row.value, row.scale, row.text) == (1, 3, "Sunnuntain ajat puuttuvat")
    assert (row.viewport, row.version, row.lang) == ("s", "1.0.0", "fi")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    with in_joensuu(live):
        library = organisation.area("library")
        assert library is not None
        official = kept(factories.official(library))
    desk = live.page("/fi/desk/feedback/", signed_in=official, width=320)
    desk.get_by_role("link", name="Aukioloajat – Kirjasto").click()
    expect(desk.get_by_text("Sunnuntain ajat puuttuvat")).to_be_visible()
    expect(desk.get_by_text(f"{site}/kirjasto/aukioloajat", exact=True)).to_be_visible()
    assert faults_of(desk) == []
    desk.locator("#comment-1 button[value=changed]").click()
    expect(desk.locator("#comment-1 input[name=revision]")).to_have_value("3")
    assert rows(live)[0].state == "changed"


def test_a_reaction_is_changed_and_not_doubled(live: Live, site: str) -> None:
    page = reading(live, site)
    buttons = page.locator("kuulolla-feedback [aria-pressed]")
    buttons.nth(0).dblclick()
    expect(buttons.nth(0)).to_have_attribute("aria-pressed", "true")
    buttons.nth(2).click()
    expect(buttons.nth(2)).to_have_attribute("aria-pressed", "true")
    assert faces(page) == ["false", "false", "true"]
    assert [row.value for row in rows(live)] == [3]


def test_the_keyboard_alone_leads_through_and_each_step_holds_to_the_bar(
    live: Live, site: str
) -> None:
    page = reading(live, site)
    expect(page.locator("kuulolla-feedback [role=status]")).to_have_count(1)
    page.locator("kuulolla-feedback [aria-pressed]").nth(2).wait_for()
    assert_bar(page)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("kuulolla-feedback p:focus")).to_have_count(1)
    assert focused(page) == "P"
    assert_bar(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "TEXTAREA"
    assert_bar(page)
    page.keyboard.type("Selkeä sivu")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("kuulolla-feedback textarea")).to_have_count(0)
    assert focused(page) == "P"
    assert_bar(page)
    assert [(row.value, row.text) for row in rows(live)] == [(2, "Selkeä sivu")]


def assert_bar(page: Page) -> None:
    assert axe(page) == []
    assert wider_than_screen(page) == []
    assert small_targets(page) == []
    sizes = page.locator("kuulolla-feedback button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert all(width >= 44 and height >= 44 for width, height in sizes), sizes


def test_what_was_not_sent_stays_and_is_sent_again(live: Live, site: str) -> None:
    page = reading(live, site)
    page.locator("kuulolla-feedback [aria-pressed]").nth(1).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    text = page.locator("kuulolla-feedback textarea")
    text.fill("Pitkä ja tärkeä asia")
    page.route("**/comments", lambda route: route.abort())
    send = page.locator("kuulolla-feedback button[type=submit]")
    send.click()
    expect(page.locator("kuulolla-feedback [role=status]")).not_to_be_empty()
    assert text.input_value() == "Pitkä ja tärkeä asia"
    assert [row.text for row in rows(live)] == [None]
    page.unroute("**/comments")
    send.click()
    expect(text).to_have_count(0)
    assert [row.text for row in rows(live)] == ["Pitkä ja tärkeä asia"]
    assert all("ERR_FAILED" in fault for fault in live.faults)
    live.faults.clear()


def test_what_is_pasted_is_not_cut_off(live: Live, site: str) -> None:
    page = reading(live, site)
    page.locator("kuulolla-feedback [aria-pressed]").nth(1).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    text = page.locator("kuulolla-feedback textarea")
    text.focus()
    page.keyboard.insert_text("sana " * 1000)
    page.locator("kuulolla-feedback button[type=submit]").click()
    expect(page.locator("kuulolla-feedback [role=status]")).to_contain_text("2000")
    assert text.input_value() == "sana " * 1000
    assert [row.text for row in rows(live)] == [None]


@pytest.mark.parametrize("path", ["comments", "reactions"])
def test_a_page_that_stood_open_for_too_long_loses_nothing(
    live: Live, site: str, path: str
) -> None:
    """What the server says to a token that holds no longer: a new reaction takes its place."""
    page = reading(live, site)
    page.locator("kuulolla-feedback [aria-pressed]").nth(1).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    page.locator("kuulolla-feedback textarea").fill("Kirjoitin kauan")
    refusal = {"status": 403, "headers": {"Access-Control-Allow-Origin": site}}
    page.route(f"**/{path}", lambda route: route.fulfill(**refusal), times=1)
    if path == "reactions":
        page.locator("kuulolla-feedback [aria-pressed]").nth(2).click()
        expect(page.locator("kuulolla-feedback [aria-pressed]").nth(2)).to_have_attribute(
            "aria-pressed", "true"
        )
    page.locator("kuulolla-feedback button[type=submit]").click()
    expect(page.locator("kuulolla-feedback textarea")).to_have_count(0)
    assert [row.text for row in rows(live) if row.text] == ["Kirjoitin kauan"]
    assert all("403" in fault for fault in live.faults)
    live.faults.clear()


def test_a_slow_network_is_told_of_and_no_text_is_spoken_of_before_there_is_one(
    live: Live, site: str
) -> None:
    page = reading(live, site)
    waiting: list[Route] = []
    page.route("**/reactions", lambda route: waiting.append(route))
    status = page.locator("kuulolla-feedback [role=status]")
    page.locator("kuulolla-feedback [aria-pressed]").nth(1).click()
    expect(status).not_to_be_empty()
    page.wait_for_timeout(300)
    waiting[0].abort()
    expect(page.locator("kuulolla-feedback [aria-disabled=true]")).to_have_count(0)
    expect(status).not_to_be_empty()
    expect(status).not_to_contain_text("tekstisi")
    assert all("ERR_FAILED" in fault for fault in live.faults)
    live.faults.clear()


def test_personal_data_is_warned_of_before_it_is_sent(live: Live, site: str) -> None:
    page = reading(live, site)
    page.locator("kuulolla-feedback [aria-pressed]").nth(1).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    page.locator("kuulolla-feedback textarea").fill("Soita 040 123 4567")
    send = page.locator("kuulolla-feedback button[type=submit]")
    send.click()
    expect(page.locator("kuulolla-feedback [role=status]")).not_to_be_empty()
    assert [row.text for row in rows(live)] == [None]
    send.click()
    expect(page.locator("kuulolla-feedback textarea")).to_have_count(0)
    assert [row.text for row in rows(live)] == ["Soita [tel. ***]"]


def test_danger_to_life_is_answered_with_where_help_is(live: Live, site: str) -> None:
    page = reading(live, site)
    page.locator("kuulolla-feedback [aria-pressed]").nth(0).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    page.locator("kuulolla-feedback textarea").fill("En jaksa enää elää")
    page.locator("kuulolla-feedback button[type=submit]").click()
    expect(page.locator("kuulolla-feedback").get_by_text("112")).to_be_visible()


def test_a_page_that_changes_by_itself_starts_anew(live: Live, site: str) -> None:
    page = reading(live, site)
    page.locator("kuulolla-feedback [aria-pressed]").nth(2).click()
    expect(page.locator("kuulolla-feedback [aria-pressed=true]")).to_have_count(1)
    page.evaluate("history.pushState(null, '', '/kirjasto/tilat')")
    expect(page.locator("kuulolla-feedback [aria-pressed=true]")).to_have_count(0)
    page.locator("kuulolla-feedback [aria-pressed]").nth(0).click()
    expect(page.locator("kuulolla-feedback [aria-pressed=true]")).to_have_count(1)
    assert sorted(row.value for row in rows(live)) == [1, 3]
    assert len({row.page_id for row in rows(live)}) == 2


def test_without_javascript_the_link_leads_to_the_hosted_form(live: Live, site: str) -> None:
    page = reading(live, site, js=False)
    page.get_by_role("link", name="Anna palautetta").click()
    expect(page.get_by_text(f"{site}/kirjasto/aukioloajat", exact=True)).to_be_visible()
    page.wait_for_load_state("load")
    assert wider_than_screen(page) == []
    page.locator("#reaction").check()
    page.locator("#text").fill("Toimii ilman skriptejä")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**done=yes*")
    assert [(row.value, row.text) for row in rows(live)] == [(3, "Toimii ilman skriptejä")]
    page.locator("main a.ds-button").click()
    assert page.url == f"{site}/kirjasto/aukioloajat"


@pytest.mark.parametrize("js", [True, False])
def test_the_form_works_in_a_frame_of_its_own_sites(live: Live, site: str, js: bool) -> None:
    page = live.page(js=js, width=320)
    page.goto(f"{site}/framed")
    frame = page.frame_locator("iframe")
    frame.locator("#reaction").check()
    frame.locator("main button[type=submit]").click()
    expect(frame.locator("main form")).to_have_count(0)
    assert [row.value for row in rows(live)] == [3]


def test_the_hosted_form_holds_to_the_bar(live: Live, site: str) -> None:
    for query in ("", f"?page={site}/a", f"?page={site}/a&done=urgent"):
        assert faults_of(live.page(f"/fi/feedback/{WIDGET}{query}", width=320)) == []
        assert faults_of(live.page(f"/w/{WIDGET}/frame{query}", width=320)) == []


def test_where_the_site_may_not_use_it_the_link_stays(live: Live, site: str) -> None:
    with foreign_site(live.url("").rstrip("/"), "no-such-widget") as other:
        page = reading(live, other)
        expect(page.get_by_role("link", name="Anna palautetta")).to_be_visible()
        page.wait_for_timeout(500)
        expect(page.get_by_role("link", name="Anna palautetta")).to_be_visible()
        assert page.locator("kuulolla-feedback button").count() == 0
    assert all("config.fi.json" in fault for fault in live.faults)
    live.faults.clear()
