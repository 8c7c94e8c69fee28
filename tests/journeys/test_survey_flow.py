"""Preview, saving for another device, one's own answers, changing the language: in a browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.core.db import db
from tests.journeys.bar import faults_in, tab_stops
from tests.journeys.browser import Live, wider_than_screen
from tests.web.surveys.residents import comment, pages, place, radio

TRIP = "/en/surveys/trip"
CLEAR = "rgba(0, 0, 0, 0)"
BEHIND = "element => getComputedStyle(element).backgroundColor"
LEFT = """element => { const words = document.createRange(); words.selectNodeContents(element);
    return Math.round(words.getBoundingClientRect().left); }"""


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


@pytest.fixture
def city(live: Live) -> Live:
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


@pytest.mark.parametrize("js", [True, False])
def test_answers_are_checked_and_changed_before_they_are_sent(city: Live, js: bool) -> None:
    page = to_preview(city.page(js=js, width=320))
    expect(page.get_by_text("All 3 pages are filled in")).to_be_visible()
    expect(page.get_by_text("Not answered")).to_be_visible()
    press(page, "Change Page 1")
    page.get_by_label("Title why").fill("It rains")
    press(page, "Check your answers")
    expect(page.get_by_text("It rains")).to_be_visible()
    press(page, "Back", exact=True)
    expect(page.get_by_label("Title wish")).to_have_value("Benches\nand light")
    press(page, "Check your answers")
    press(page, "Send answers")
    expect(page.get_by_text("Your receipt:")).to_be_visible()


@pytest.mark.parametrize("by_link", [True, False])
def test_another_device_goes_on_with_the_code(city: Live, by_link: bool) -> None:
    page = to_saved(city.page())
    other = city.page(js=by_link, width=1280)
    if by_link:
        other.goto(page.locator("a[href*='resume?code=']").inner_text())
    else:
        other.goto(TRIP)
        other.get_by_role("link", name="Go on with answers that you have saved").click()
        other.get_by_label("Code").fill(code_on(page).lower().replace("-", " "))
    press(other, "Go on", exact=True)
    expect(other.get_by_label("Name")).to_have_value("Eero")
    press(other, "Next")
    press(other, "Back", exact=True)
    expect(other.get_by_label("Name")).to_have_value("Eero")
    press(other, "Next")
    press(other, "Check your answers")
    press(other, "Send answers")
    page.goto(f"{TRIP}/resume")
    page.get_by_label("Code").fill(code_on(to_saved(city.page()))[:-1])
    press(page, "Go on", exact=True)
    expect(page.get_by_role("alert")).to_contain_text("Check each character")


@pytest.mark.parametrize("js", [True, False])
def test_answers_are_changed_with_the_receipt(city: Live, js: bool) -> None:
    page = to_thanks(city.page(js=js))
    receipt = page.locator(".k-number").inner_text()
    other = city.page(f"{TRIP}/answers", js=js)
    other.get_by_label("Receipt").fill(receipt)
    press(other, "Show my answers")
    expect(other.get_by_text("Aino")).to_be_visible()
    press(other, "Change my answers")
    expect(other.get_by_label("car", exact=True)).to_be_checked()
    other.get_by_label("bus", exact=True).check()
    press(other, "Next")
    press(other, "Next")
    press(other, "Check your answers")
    press(other, "Send the changes")
    expect(other.get_by_role("status")).to_contain_text("Your changes have been received")
    assert other.locator(".k-number").inner_text() != receipt
    other.get_by_role("link", name="See, print or change your answers").click()
    expect(other.get_by_text("bus", exact=True)).to_be_visible()


def test_a_copy_is_printed_without_navigation_and_taken_along_as_text(city: Live) -> None:
    page = to_thanks(city.page(scheme="dark", width=1280))
    page.get_by_role("link", name="See, print or change your answers").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as text").click()
    assert "Benches" in Path(download.value.path()).read_text(encoding="utf-8")
    page.emulate_media(media="print")
    for hidden in ("navigation", "button", "contentinfo"):
        expect(page.get_by_role(hidden).filter(visible=True)).to_have_count(0)
    expect(page.get_by_text("To keep a copy")).to_be_hidden()
    expect(page.get_by_text("Benches")).to_be_visible()
    assert page.locator("header").first.evaluate(BEHIND) in ("rgb(255, 255, 255)", CLEAR)
    drawn = """element => [
        getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]"""
    for shown in page.locator(".k-answers dt, .k-answers dd, h1, .k-eyebrow, time").all():
        assert shown.evaluate(drawn) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    rule = "element => getComputedStyle(element).breakInside"
    assert page.locator(".k-answers > div").first.evaluate(rule) == "avoid"


@pytest.mark.parametrize("js", [True, False])
def test_the_language_changes_and_what_was_typed_stays(city: Live, js: bool) -> None:
    page = city.page(f"{TRIP}", js=js, width=320)
    page.get_by_label("Title why").fill("A half sent")
    press(page, "Svenska")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.get_by_label("Title why")).to_have_value("A half sent")
    expect(page.locator("#error-summary")).to_have_count(0)
    page.get_by_label("car", exact=True).check()
    press(page, "Nästa")
    page.get_by_label("Name").fill("Ei")
    press(page, "English")
    expect(page.get_by_label("Name")).to_have_value("Ei")
    assert "page=page-2" in page.url


def test_on_a_phone_words_of_quiet_buttons_begin_where_the_text_does(city: Live) -> None:
    page = to_preview(city.page(width=320))
    begins = page.locator("h1").evaluate(LEFT)
    assert abs(page.get_by_role("button", name="continue later").evaluate(LEFT) - begins) <= 1
    title = page.locator("main h2").first
    tops = [
        each.evaluate("element => element.getBoundingClientRect().top")
        for each in (title, page.get_by_role("button", name="Change").first)
    ]
    assert tops[1] < tops[0] + title.evaluate("element => element.offsetHeight")


def test_the_widest_code_fits_on_a_phone(city: Live) -> None:
    page = to_saved(city.page(width=320))
    page.locator(".k-code").evaluate("element => { element.textContent = 'WWWW-MMMM-WWWW-MMMM' }")
    assert wider_than_screen(page) == []


def test_the_enter_key_goes_on(city: Live) -> None:
    page = city.page(TRIP, width=1280)
    page.get_by_label("car", exact=True).check()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Name").fill("Aino")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_label("Title wish")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_preview_and_the_languages_are_reached_by_keyboard(city: Live) -> None:
    page = to_preview(city.page(width=1280))
    stops = [" ".join(stop.split()) for stop in tab_stops(page)]
    wanted = ["Svenska", "Change Page 1", "Change Page 3", "Send answers", "Back"]
    assert [stop for stop in stops if stop in wanted] == wanted


def test_the_back_button_finds_a_page_that_answered_a_form(city: Live) -> None:
    """The second page does: the browser brings its cookie only from then on."""
    page = city.page(TRIP)
    page.get_by_label("car", exact=True).check()
    press(page, "Next")
    page.get_by_label("Name").fill("Aino")
    press(page, "Next")
    page.go_back()
    expect(page.get_by_label("Name")).to_have_value("Aino")
    page.go_back()
    expect(page.get_by_label("car", exact=True)).to_be_checked()


def test_the_back_button_finds_a_page_that_had_errors(city: Live) -> None:
    page = city.page(TRIP)
    page.get_by_label("Title why").fill("It rains")
    press(page, "Next")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label("car", exact=True).check()
    press(page, "Next")
    page.go_back()
    expect(page.get_by_label("car", exact=True)).to_be_checked()
    expect(page.get_by_label("Title why")).to_have_value("It rains")
    expect(page.locator("#error-summary")).to_have_count(0)


@pytest.mark.parametrize("js", [True, False])
def test_the_back_button_of_the_browser_loses_nothing(city: Live, js: bool) -> None:
    page = to_preview(city.page(js=js))
    page.go_back()
    expect(page.get_by_label("Title wish")).to_have_value("Benches\nand light")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "Send answers")
    page.go_back()
    expect(page.locator("h1")).to_be_visible()


STATES: dict[str, Callable[[Page], object]] = {
    "preview": to_preview,
    "saved": to_saved,
    "resume": lambda page: page.goto(f"{TRIP}/resume?code=7K3M-Q0XR-2B9D-TC5H"),
    "receipt": lambda page: page.goto(f"{TRIP}/answers"),
    "copy": lambda page: (to_thanks(page), page.goto(f"{TRIP}/answers")),
    "poll": lambda page: page.goto("/en/surveys/poll"),
}


def wrong_code(page: Page) -> None:
    page.goto(f"{TRIP}/resume")
    press(page, "Go on", exact=True)


def changing(page: Page) -> None:
    to_thanks(page)
    page.goto(f"{TRIP}/answers")
    press(page, "Change my answers")


def changed(page: Page) -> None:
    changing(page)
    press(page, "Next")
    press(page, "Next")
    press(page, "Check your answers")
    press(page, "Send the changes")


def other_language(page: Page) -> None:
    page.goto(TRIP)
    page.get_by_label("Title why").fill("x" * 300)
    press(page, "Suomi")


MORE = {
    "wrong code": wrong_code,
    "changing": changing,
    "changed": changed,
    "other language": other_language,
}


def test_every_state_can_be_used_by_everyone(city: Live, tmp_path: Path) -> None:
    def reached(reach: Callable[[Page], object]) -> Callable[[], Page]:
        def there() -> Page:
            page = city.page()
            reach(page)
            return page

        return there

    states = {name: reached(reach) for name, reach in (STATES | MORE).items()}
    assert faults_in(city, states, tmp_path) == []
    assert re.fullmatch(r"[0-9A-Z-]{19}", code_on(to_saved(city.page())))
