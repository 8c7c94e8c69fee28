"""An official writes a survey in the browser: with scripts, by keyboard alone, without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.accounts.permissions import Role
from app.authoring import building, workspace
from app.organisation.queries import area
from tests import surveys_factories, works_factories
from tests.journeys.bar import States, faults_in, tab_stops
from tests.journeys.browser import Live
from tests.journeys.people import LONG_WORD, in_joensuu, kept, person

LIST = "/en/desk/surveys/"
EDIT, FULL, TAKEN = f"{LIST}poll/edit/", f"{LIST}full/edit/", f"{LIST}taken/edit/"


@pytest.fixture
def maria(live: Live) -> User:
    with in_joensuu(live):
        culture = area("culture")
        assert culture is not None
        kept(culture)
    found = person(live, Role.OFFICIAL, area=culture, name="Maria Lehto")
    with in_joensuu(live):
        works_factories.empty(culture, "poll", who=found)
        source = surveys_factories.definition()
        source["pages"][0]["elements"].append(
            {
                "type": "panel",
                "name": "group",
                "title": LONG_WORD,
                "elements": [{"type": "matrixdynamic", "name": "grid", "columns": ["a", "b"]}],
            }
        )
        source["pages"][1]["elements"].append(
            {
                "type": "paneldynamic",
                "name": "children",
                "title": "Children",
                "templateElements": [{"type": "text", "name": "age"}],
                "validators": [{"type": "expression", "expression": "{x"}],
            }
        )
        works_factories.work(culture, "full", who=found, source=source)
        surveys_factories.survey(culture, "taken", source=surveys_factories.definition())
    return found


def names(live: Live, slug: str) -> list[str]:
    with in_joensuu(live):
        work = workspace.by_slug(slug)
        assert work is not None
        return [one.name for one in building.walk(work.source)]


def titles(page: Page) -> list[str]:
    return [one.inner_text().partition(". ")[2] for one in page.locator(".k-row-title").all()]


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).first.fill(text)


def refused(live: Live, how: str) -> None:
    """That a save in the background was refused, as it had to be, is no fault."""
    assert any(how in one for one in live.faults)
    live.faults[:] = [one for one in live.faults if how not in one]


def test_a_poll_is_made_with_few_clicks(live: Live, maria: User) -> None:
    page = live.page(EDIT, signed_in=maria, width=1280)
    page.get_by_role("button", name="One choice").click()
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    page.keyboard.type("How do you travel?")
    write(page, "Options", "Bus\nCar")
    page.get_by_text("Save and add a question after this").click()
    page.get_by_role("button", name="Scale").click()
    page.wait_for_url("**/question1")
    write(page, "Question", "How well does it work?")
    page.get_by_text("Save and add a question after this").click()
    page.get_by_role("button", name="Open answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open answer")
    write(page, "Question", "What else?")
    page.get_by_role("button", name="Save and see all questions").click()
    page.wait_for_url("**/edit/#**")
    assert titles(page) == ["How do you travel?", "How well does it work?", "What else?"]
    assert names(live, "poll") == ["how_do_you_travel", "how_well_does_it_work", "what_else"]


def test_the_same_without_scripts(live: Live, maria: User) -> None:
    page = live.page(EDIT, signed_in=maria, js=False, width=320)
    page.get_by_role("button", name="One choice").click()
    write(page, "Question", "How do you travel?")
    write(page, "Options", "Bus\nCar")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "Saved." in page.inner_text("main")
    page.get_by_role("link", name="All questions").click()
    page.get_by_text("Add a question", exact=True).click()
    page.get_by_role("button", name="Scale").click()
    write(page, "Question", "How well?")
    page.get_by_role("button", name="Save and see all questions").click()
    page.get_by_role("button", name="Move up: How well?").click()
    assert titles(page) == ["How well?", "How do you travel?"]
    page.get_by_role("button", name="Delete: How well?").click()
    page.get_by_role("button", name="Undo").first.click()
    assert titles(page) == ["How well?", "How do you travel?"]


def test_what_is_typed_is_saved_by_itself(live: Live, maria: User) -> None:
    page = live.page(f"{FULL}questions/wish", signed_in=maria)
    write(page, "Question", "What do you dream of?")
    expect(page.locator("[data-status]")).to_contain_text("Saved", timeout=5000)
    write(page, "Question", "What do you hope for?")
    expect(page.locator("[data-status]")).to_have_text("Not saved yet")
    expect(page.locator("[data-status]")).to_contain_text("Saved ", timeout=5000)
    page.reload()
    expect(page.get_by_label("Question", exact=True)).to_have_value("What do you hope for?")


def test_without_a_connection_nothing_is_lost(live: Live, maria: User) -> None:
    page = live.page(f"{FULL}questions/wish", signed_in=maria)
    page.context.set_offline(True)
    write(page, "Question", "Typed offline")
    expect(page.locator("[data-status]")).to_contain_text("no connection", timeout=5000)
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("Saved ", timeout=5000)
    page.reload()
    expect(page.get_by_label("Question", exact=True)).to_have_value("Typed offline")
    refused(live, "ERR_INTERNET_DISCONNECTED")


def test_somebody_who_was_quicker_is_told_of(live: Live, maria: User) -> None:
    page = live.page(f"{FULL}questions/wish", signed_in=maria)
    other = live.page(f"{FULL}questions/wish", signed_in=maria)
    write(other, "Question", "Theirs")
    other.get_by_role("button", name="Save", exact=True).click()
    write(page, "Question", "Mine")
    expect(page.locator("[data-status]")).to_contain_text("both versions", timeout=5000)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Somebody was quicker")).to_be_visible()
    expect(page.locator("blockquote")).to_have_text("Theirs")
    expect(page.get_by_label("Question", exact=True)).to_have_value("Mine")
    page.get_by_role("button", name="Use mine").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    refused(live, "409")


def test_questions_are_dragged(live: Live, maria: User) -> None:
    page = live.page(FULL, signed_in=maria, width=1280)
    assert names(live, "full")[:2] == ["vehicle", "why"]
    start = page.locator("#e-why .k-grip").first.bounding_box()
    end = page.locator("#e-vehicle .k-grip").first.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 12, steps=8)
    page.mouse.move(end["x"] + 8, end["y"], steps=4)
    with page.expect_response(lambda one: one.status == 200):
        page.mouse.up()
    expect(page.locator(".k-row-title").first).to_contain_text("Why?")
    assert names(live, "full")[:2] == ["why", "vehicle"]


def test_the_keyboard_is_enough(live: Live, maria: User) -> None:
    page = live.page(FULL, signed_in=maria, width=1280)
    stops = tab_stops(page, most=200)
    assert any("Move down" in one for one in stops)
    page.get_by_role("button", name="Move down: What do you travel by?").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".k-row-title").first).to_contain_text("Why?")
    page.locator("#e-vehicle > div summary, #e-vehicle a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/vehicle")
    page.get_by_label("Question", exact=True).focus()
    page.keyboard.press("End")
    page.keyboard.type("?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert tab_stops(page, most=200)


def states(live: Live, maria: User) -> States:
    def at(path: str, *does: Callable[[Page], object]) -> Callable[[], Page]:
        def reach() -> Page:
            page = live.page(path, signed_in=maria)
            for do in does:
                do(page)
            return page

        return reach

    def unfold(page: Page) -> None:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    def wrong(page: Page) -> None:
        write(page, "Highest step", "many")
        page.get_by_role("button", name="Save", exact=True).click()

    def delete(page: Page) -> None:
        page.get_by_role("button", name="Delete: Which stop?").click()

    def late(page: Page) -> None:
        other = page.context.new_page()
        other.goto(page.url)
        write(other, "Question", "Theirs")
        other.get_by_role("button", name="Save", exact=True).click()
        other.close()
        write(page, "Question", "Mine")
        page.get_by_role("button", name="Save", exact=True).click()

    return {
        "list": at(LIST),
        "list, sv": at("/sv/desk/surveys/"),
        "empty": at(EDIT, unfold),
        "outline": at(FULL, unfold),
        "outline of a published one": at(TAKEN),
        "deleted": at(FULL, delete),
        "one choice": at(f"{FULL}questions/vehicle", unfold),
        "repeated": at(f"{FULL}questions/children", unfold),
        "inside": at(f"{FULL}questions/age?in=children", unfold),
        "column": at(f"{FULL}questions/a?in=grid", unfold),
        "group": at(f"{FULL}questions/group", unfold),
        "page": at(f"{FULL}pages/first", unfold),
        "survey": at(f"{FULL}survey", unfold),
        "rules": at(f"{FULL}lists/validators?name=children"),
        "options": at(f"{FULL}lists/choices?name=vehicle"),
        "wrong": at(f"{FULL}questions/ease", wrong),
        "late": at(f"{FULL}questions/wish", late),
        "discard": at(f"{FULL}discard"),
    }


def test_every_state_of_the_editor_is_for_everybody(
    live: Live, maria: User, tmp_path: Path
) -> None:
    assert faults_in(live, states(live, maria), tmp_path) == []
