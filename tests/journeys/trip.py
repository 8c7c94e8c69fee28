"""A survey of three pages with a preview, and the ways to each state on the way through it."""

from typing import Any

from playwright.sync_api import Page, expect

from app.core.db import db
from tests.journeys.browser import Live
from tests.web.surveys.residents import comment, pages, place, radio

TRIP = "/en/surveys/trip"


def trip() -> dict[str, Any]:
    children = {
        "type": "paneldynamic",
        "name": "children",
        "title": "Your children",
        "panelCount": 1,
        "templateTitle": "Child",
        "templateElements": [{"type": "text", "name": "name", "title": "Name", "maxLength": 40}],
    }
    first = [radio("vehicle", "bus", "car", isRequired=True), comment("why")]
    return pages(first, [children], [comment("wish")], showPreviewBeforeComplete=True)


def with_trip(live: Live) -> Live:
    """Surveys of three pages with a preview, and of one page."""
    with live.app.app_context():
        place(live.joensuu, "trip", source=trip)
        place(live.joensuu, "poll")
        db.session.commit()
    return live


def press(page: Page, name: str, *, exact: bool = False) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def to_preview(page: Page) -> Page:
    page.goto(TRIP)
    page.get_by_label("car", exact=True).check()
    press(page, "Next")
    page.get_by_label("Name").fill("Aino")
    press(page, "Next")
    page.get_by_label("Title wish").fill("Benches\nand light")
    press(page, "Check your answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    return page


def to_thanks(page: Page) -> Page:
    to_preview(page)
    press(page, "Send answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your answers")
    return page


def to_saved(page: Page) -> Page:
    page.goto(TRIP)
    page.get_by_label("bus", exact=True).check()
    press(page, "Next")
    page.get_by_label("Name").fill("Eero")
    press(page, "Save and continue later")
    return page


def code_on(page: Page) -> str:
    return page.locator(".k-code").inner_text()
