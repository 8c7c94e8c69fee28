"""A page that changes while it is answered: in place, with nothing lost and nothing unsaid."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from app.core.db import db
from tests.journeys.bar import faults_in
from tests.journeys.browser import Live
from tests.web.surveys.residents import comment, pages, place, radio

TRAVEL = "/en/surveys/travel"
REFRESH = "**/surveys/travel/page"


def travel() -> dict[str, Any]:
    """One of each thing that an answer can change on its own page."""
    words = {"type": "text", "name": "name", "title": "Your name"}
    line = {"type": "text", "name": "line", "title": "Which line, {name}?",
            "visibleIf": "{vehicle} = 'bus'", "isRequired": True}  # fmt: skip
    why = {"type": "comment", "name": "why", "title": "Why?",
           "requiredIf": "{vehicle} = 'car'"}  # fmt: skip
    only = {"value": "airport", "visibleIf": "{vehicle} = 'bus'"}
    stop = {"type": "radiogroup", "name": "stop", "title": "Which stop?",
            "choices": ["market", only]}  # fmt: skip
    costs = {"type": "matrixdynamic", "name": "costs", "title": "What does it cost?", "rowCount": 2,
             "columns": [
                 {"name": "sum", "title": "Euros", "cellType": "text", "inputType": "number",
                  "totalType": "sum"},
                 {"name": "dear", "title": "Why so dear?", "cellType": "text",
                  "visibleIf": "{row.sum} > 10"}]}  # fmt: skip
    twice = {"type": "expression", "name": "twice", "title": "Twice", "expression": "{count} * 2"}
    count = {"type": "text", "inputType": "number", "name": "count", "title": "How often?"}
    children = {"type": "paneldynamic", "name": "children", "title": "Your children",
                "panelCount": 1, "templateTitle": "Child {panel.called}",
                "addPanelText": "Add a child",
                "templateElements": [
                    {"type": "text", "name": "called", "title": "Called"},
                    {"type": "text", "name": "nick", "title": "Nickname"}]}  # fmt: skip
    inside = {"type": "panel", "name": "box", "title": "By car", "visibleIf": "{vehicle} = 'car'",
              "elements": [{"type": "text", "name": "plate", "title": "Plate"}]}  # fmt: skip
    return pages(
        [
            words,
            radio("vehicle", "bus", "car"),
            line,
            inside,
            why,
            stop,
            count,
            twice,
            costs,
            children,
        ],
        [comment("wish")],
        locale="en",
    )


@pytest.fixture
def city(live: Live) -> Live:
    with live.app.app_context():
        place(live.joensuu, "travel", source=travel)
        db.session.commit()
    return live


def told(page: Page) -> Any:
    return page.locator("#in-place-told")


def test_an_answer_brings_a_question_and_takes_it_away_with_its_text_kept(city: Live) -> None:
    page = city.page(TRAVEL)
    page.get_by_label("bus", exact=True).check()
    expect(told(page)).to_have_text("One more question: Which line, ?")
    expect(told(page)).to_have_attribute("aria-live", "polite")
    page.get_by_label("Which line").fill("22")
    page.get_by_label("car", exact=True).check()
    expect(page.get_by_label("Which line")).to_have_count(0)
    expect(told(page)).to_contain_text("No longer asked: Which line")
    page.get_by_label("Plate").fill("ABC-123")
    page.get_by_label("bus", exact=True).check()
    expect(page.get_by_label("Which line")).to_have_value("22")
    page.get_by_label("car", exact=True).check()
    expect(page.get_by_label("Plate")).to_have_value("ABC-123")


def test_what_is_typed_meanwhile_stays_with_the_focus_and_the_rest_follows(city: Live) -> None:
    """The answer that is under way would require the very question that is being answered."""
    page = city.page(TRAVEL)
    held: list[Route] = []
    page.route(REFRESH, lambda route: held.append(route))
    page.get_by_label("car", exact=True).check()
    page.wait_for_timeout(100)
    why = page.get_by_label("Why?")
    why.focus()
    page.keyboard.type("Because")
    assert len(held) == 1
    page.unroute(REFRESH)
    expect(page.get_by_label("Why? (required)")).to_have_value("Because", timeout=5000)
    expect(page.get_by_label("Why? (required)")).to_be_focused()
    page.keyboard.type(" of rain")
    expect(page.get_by_label("Why? (required)")).to_have_value("Because of rain")
    expect(page.get_by_label("Plate")).to_be_visible()


def test_the_focus_and_the_place_in_the_text_outlive_a_change_around_them(city: Live) -> None:
    page = city.page(TRAVEL)
    page.get_by_label("Why?").fill("Because")
    page.get_by_label("bus", exact=True).check()
    expect(page.get_by_label("Which line")).to_be_visible()
    held: list[Route] = []
    page.route(REFRESH, lambda route: held.append(route))
    page.get_by_label("car", exact=True).check()
    page.get_by_label("Why?").evaluate("it => { it.focus(); it.setSelectionRange(3, 5); }")
    held[0].continue_()
    expect(page.get_by_label("Why? (required)")).to_be_focused()
    where = page.evaluate(
        "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    )
    assert where == [3, 5]


def test_words_choices_values_and_sums_follow_the_answers(city: Live) -> None:
    page = city.page(TRAVEL)
    page.get_by_label("bus", exact=True).check()
    expect(page.get_by_label("airport")).to_be_visible()
    page.get_by_label("airport").check()
    page.get_by_label("Your name").fill("Aino")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Which line, Aino?")).to_be_visible()
    page.get_by_label("How often?").fill("21")
    expect(page.locator("output")).to_have_text("42", timeout=5000)
    expect(page.get_by_label("How often?")).to_be_focused()
    page.get_by_label("Euros").first.fill("4")
    page.get_by_label("Euros").nth(1).fill("8")
    page.keyboard.press("Tab")
    expect(page.locator(".k-totals")).to_contain_text("12")
    page.get_by_label("Euros").first.fill("11")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Why so dear?")).to_have_count(1)
    expect(told(page)).to_contain_text(
        "One more question: What does it cost? – Row 1 – Why so dear?"
    )
    page.get_by_label("car", exact=True).check()
    expect(page.get_by_label("airport")).to_have_count(0)


def test_an_entry_is_called_anew_while_the_focus_goes_on(city: Live) -> None:
    page = city.page(TRAVEL)
    page.get_by_label("Called").fill("Eero")
    page.keyboard.press("Tab")
    expect(page.get_by_role("group", name="Child Eero", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Remove: Child Eero")).to_be_visible()
    expect(page.get_by_label("Nickname")).to_be_focused()


def test_an_entry_is_added_in_place_and_gets_the_focus(city: Live) -> None:
    page = city.page(TRAVEL)
    page.get_by_label("Called").fill("Eero")
    page.get_by_role("button", name="Add a child").click()
    second = page.get_by_role("group", name="Child", exact=True)
    expect(second).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Siiri")
    page.get_by_role("button", name="Remove: Child Eero").click()
    expect(page.get_by_label("Called")).to_have_count(1)
    expect(page.get_by_label("Called")).to_have_value("Siiri")
    expect(page.get_by_text("Removed. There is now 1.")).to_have_count(1)
    assert "?" not in page.url


def test_it_is_answered_by_keyboard_alone(city: Live) -> None:
    page = city.page(TRAVEL)
    page.get_by_label("bus", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Which line")).to_be_visible()
    expect(page.get_by_label("bus", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("22")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Why?")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Title wish").fill("Benches")
    with page.expect_navigation():
        page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Which line")).to_have_value("22")


def test_without_a_network_nothing_is_lost_and_the_page_is_sent_as_ever(city: Live) -> None:
    page = city.page(TRAVEL)
    page.route(REFRESH, lambda route: route.abort())
    page.get_by_label("bus", exact=True).check()
    page.get_by_label("Why?").fill("Because")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    expect(page.get_by_label("Which line")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("status").first).to_contain_text("brought on 1 more question")
    expect(page.get_by_label("Why?")).to_have_value("Because")
    assert [one for one in city.faults if "sendError" not in one and "ERR_FAILED" not in one] == []
    city.faults.clear()


def test_without_scripts_the_page_comes_back_as_ever(city: Live) -> None:
    page = city.page(TRAVEL, js=False)
    page.get_by_label("bus", exact=True).check()
    expect(page.get_by_label("Which line")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("status").first).to_contain_text("brought on 1 more question")


def test_what_was_typed_is_there_after_the_page_is_opened_anew(city: Live) -> None:
    page = city.page(TRAVEL)
    with page.expect_response(REFRESH):
        page.get_by_label("bus", exact=True).check()
    with page.expect_response(REFRESH):
        page.get_by_label("Which line").fill("22")
        page.keyboard.press("Tab")
    page.reload()
    expect(page.get_by_label("Which line")).to_have_value("22")
    expect(page.get_by_text("You have begun to answer in this browser")).to_be_visible()


def changed(city: Live) -> Page:
    page = city.page(TRAVEL)
    page.get_by_label("bus", exact=True).check()
    expect(page.get_by_label("Which line")).to_be_visible()
    page.get_by_role("button", name="Add a child").click()
    expect(page.get_by_label("Called")).to_have_count(2)
    return page


def test_the_page_holds_the_bar_after_it_has_changed(city: Live, tmp_path: Path) -> None:
    states = {"opened": lambda: city.page(TRAVEL), "changed": lambda: changed(city)}
    assert faults_in(city, states, tmp_path) == []
