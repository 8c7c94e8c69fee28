"""Questions made of questions on a phone and on a desk: no script, the keyboard, every state."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.core.db import db
from tests.journeys.bar import faults_in, tab_stops
from tests.journeys.browser import Live
from tests.web.surveys.residents import comment, pages, place

FAMILY = "/en/surveys/family"
CHILD = "q-children.5b.{}.5d..2e.{}"


def family() -> dict[str, Any]:
    """One of each type, as an author would use it."""
    items = [
        {"name": "street", "title": "Street", "isRequired": True},
        {"name": "town", "title": "Town"},
    ]
    services = {
        "type": "matrix",
        "name": "services",
        "title": "How are the services of your neighbourhood?",
        "description": "Leave out those that you do not use.",
        "columns": ["Very good", "Good", "Neither good nor bad", "Bad", "Very bad"],
        "rows": ["Day care", "Swimming hall", "Public transport in the evening", "Library"],
        "eachRowRequired": True,
    }
    visits = {
        "type": "matrixdropdown",
        "name": "visits",
        "title": "How often do you go there?",
        "rows": ["The swimming hall", "The forest"],
        "columns": [
            {"name": "often", "title": "How often", "choices": ["Every day", "Never"]},
            {"name": "why", "title": "Why not?", "cellType": "text",
             "visibleIf": "{row.often} = 'Never'"},
        ],
    }  # fmt: skip
    costs = {
        "type": "matrixdynamic",
        "name": "costs",
        "title": "What do hobbies cost in a month?",
        "rowCount": 1,
        "addRowText": "Add a hobby",
        "columns": [
            {"name": "hobby", "title": "Hobby", "cellType": "text", "isRequired": True},
            {"name": "cost", "title": "Euros", "cellType": "text", "inputType": "number",
             "totalType": "sum"},
        ],
    }  # fmt: skip
    toys = {
        "type": "matrixdynamic",
        "name": "toys",
        "title": "Favourite places",
        "rowCount": 1,
        "columns": [{"name": "place", "title": "Place", "cellType": "text"}],
    }
    children = {
        "type": "paneldynamic",
        "name": "children",
        "title": "Your children",
        "panelCount": 0,
        "maxPanelCount": 3,
        "templateTitle": "Child {panel.name}",
        "addPanelText": "Add a child",
        "noEntriesText": "No child has been added.",
        "templateElements": [
            {"type": "text", "name": "name", "title": "Name", "isRequired": True},
            {"type": "radiogroup", "name": "school", "title": "At school?",
             "choices": ["Yes", "No"], "colCount": 2},
            {"type": "comment", "name": "way", "title": "How is the way to school?",
             "visibleIf": "{panel.school} = 'Yes'"},
            toys,
        ],
    }  # fmt: skip
    address = {"type": "multipletext", "name": "address", "title": "Where do you live?",
               "items": items, "colCount": 2}  # fmt: skip
    return pages([address, services, visits, costs, children], [comment("wish")])


@pytest.fixture
def city(live: Live) -> Live:
    with live.app.app_context():
        place(live.joensuu, "family", source=family)
        db.session.commit()
    return live


def press(page: Page, name: str, *, in_place: bool = False) -> None:
    """Press a button and wait for what it does: a page, or what is put in place of a part of it."""
    button = page.get_by_role("button", name=name)
    if in_place:
        with page.expect_response("**/page"):
            button.click()
        expect(page.locator(".k-done").last).to_be_visible()
    else:
        with page.expect_navigation():
            button.click()


@pytest.mark.parametrize("js", [True, False])
def test_a_family_answers_on_a_phone(city: Live, js: bool) -> None:
    page = city.page(FAMILY, js=js, width=320)
    page.get_by_label("Street").fill("Rantakatu 1")
    for row in ("Day care", "Swimming hall", "Public transport in the evening", "Library"):
        page.get_by_role("radiogroup", name=row).get_by_label("Good", exact=True).check()
    press(page, "Add a child", in_place=js)
    expect(page.get_by_text("No child has been added.")).to_have_count(0)
    expect(page.get_by_role("group", name="Child", exact=True)).to_be_focused()
    page.get_by_label("Name").fill("Aino")
    press(page, "Add a child", in_place=js)
    expect(page.get_by_label("Name")).to_have_count(2)
    page.get_by_label("Name").nth(1).fill("Eero")
    press(page, "Add a child", in_place=js)
    expect(page.get_by_role("button", name="Add a child")).to_have_count(0)
    press(page, "Remove: Child Eero", in_place=js)
    expect(page.get_by_label("Name").first).to_have_value("Aino")
    page.get_by_label("Hobby").fill("Football")
    page.get_by_label("Name").nth(1).fill("Siiri")
    page.get_by_role("radiogroup", name="At school?").last.get_by_label("Yes").check()
    if js:
        expect(page.locator("#in-place-told")).to_contain_text("Child Siiri – How is the way")
        page.get_by_label("How is the way to school?").focus()
    else:
        press(page, "Next")
        expect(page.get_by_role("status")).to_contain_text("brought on 1 more question")
        page.get_by_role("link", name="Your children – Child Siiri – How is the way").click()
    page.keyboard.type("Dark")
    press(page, "Next")
    press(page, "Back")
    expect(page.get_by_label("How is the way to school?")).to_have_value("Dark")
    press(page, "Next")
    press(page, "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your answers")


def test_a_row_is_chosen_and_a_child_added_by_keyboard_alone(city: Live) -> None:
    page = city.page(FAMILY, width=1280)
    page.locator('[id="q-services.2e.Day.20.care"]').focus()
    page.keyboard.press("ArrowRight")
    row = page.get_by_role("radiogroup", name="Day care")
    expect(row.get_by_label("Good", exact=True)).to_be_checked()
    page.get_by_role("button", name="Add a child").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Child", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Aino")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Where do you live? – Street")
    expect(page.get_by_label("Name")).to_have_value("Aino")
    expect(row.get_by_label("Good", exact=True)).to_be_checked()
    stops = tab_stops(page)
    after = stops[stops.index(CHILD.format(0, "name")) :]
    assert any(stop.split() == ["Remove:", "Child", "Aino"] for stop in after)


def test_every_state_holds_the_bar(city: Live, tmp_path: Path) -> None:
    assert faults_in(city, states(city), tmp_path) == []


def states(city: Live) -> dict[str, Callable[[], Page]]:
    def opened() -> Page:
        return city.page(FAMILY)

    def grown() -> Page:
        page = opened()
        for _ in range(2):
            press(page, "Add a child", in_place=True)
        press(page, "Add a hobby", in_place=True)
        return page

    def emptied() -> Page:
        page = opened()
        press(page, "Remove: Row 1", in_place=True)
        return page

    def refused() -> Page:
        page = grown()
        page.get_by_label("Euros").first.fill("much")
        press(page, "Next")
        return page

    return {"opened": opened, "grown": grown, "emptied": emptied, "refused": refused}
