"""The way through a survey by keyboard and by the browser's own buttons, in all its states."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.bar import faults_in, tab_stops
from tests.journeys.browser import Live
from tests.journeys.trip import (
    TRIP,
    code_on,
    press,
    to_preview,
    to_saved,
    to_thanks,
    with_trip,
)


@pytest.fixture
def city(live: Live) -> Live:
    return with_trip(live)


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
