"""Preview, saving for another device, one's own answers, changing the language: in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Live, wider_than_screen
from tests.journeys.trip import TRIP, code_on, press, to_preview, to_saved, to_thanks, with_trip

CLEAR = "rgba(0, 0, 0, 0)"
BEHIND = "element => getComputedStyle(element).backgroundColor"
LEFT = """element => { const words = document.createRange(); words.selectNodeContents(element);
    return Math.round(words.getBoundingClientRect().left); }"""


@pytest.fixture
def city(live: Live) -> Live:
    return with_trip(live)


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
