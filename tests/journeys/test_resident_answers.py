"""A resident answers a survey on a phone: with and without scripts, by keyboard, in every state."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Response, expect

from app.core import scope
from app.core.db import db
from app.surveys.meta import PublicResults
from tests import surveys_factories as surveys
from tests.journeys.browser import Live, Scheme, Width, axe, small_targets, wider_than_screen
from tests.journeys.markup import markup_errors
from tests.web.surveys.residents import comment, pages, place, radio, texts

TRAVEL = "/en/surveys/travel"
PAST, FUTURE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
HEAVIEST_SCRIPTS, MOST_REQUESTS = 15 * 1024, 6


def travel() -> dict[str, Any]:
    """Two pages; on the first, one answer brings on another question."""
    likes = {"type": "checkbox", "name": "likes", "title": texts("What do you like about it?"),
             "choices": ["price", "time"], "showOtherItem": True}  # fmt: skip
    ease = {"type": "rating", "name": "ease", "title": texts("How easy is it?"),
            "minRateDescription": "Hard", "maxRateDescription": "Easy"}  # fmt: skip
    age = {"type": "dropdown", "name": "age", "title": texts("How old are you?"),
           "choices": ["young", "old"]}  # fmt: skip
    line = radio("line", "1", "2", visibleIf="{vehicle} = 'bus'", isRequired=True)
    return pages(
        [radio("vehicle", "bus", "car", isRequired=True), line, likes, ease, age],
        [comment("wish", isRequired=True)],
        showProgressBar=True,
    )


@pytest.fixture
def city(live: Live) -> Live:
    """Surveys in every state; the closed one has answers enough to be shown."""
    with live.app.app_context():
        place(live.joensuu, "travel", source=travel, once_per_browser=True)
        place(live.joensuu, "future", opens_at=FUTURE)
        closed = place(live.joensuu, "past", source=travel, public_results=PublicResults.CLOSED)
        with scope.of(live.joensuu.id):
            for number in range(12):
                surveys.respond(closed, {"vehicle": "car", "ease": number % 5 + 1, "wish": "More"})
            closed.closes_at, closed.answer_due_on = PAST, PAST.date()
            db.session.commit()
    return live


def send(page: Page) -> None:
    """Press the first button, and wait for the page that answers: a click alone does not."""
    with page.expect_navigation():
        page.locator("main form .ds-button").first.click()


def answer_first_page(page: Page) -> None:
    page.get_by_label("car", exact=True).check()
    send(page)
    page.wait_for_selector("#q-wish")


@pytest.mark.parametrize("js", [True, False])
def test_a_resident_answers_on_a_phone(city: Live, js: bool) -> None:
    page = city.page("/en/surveys/", js=js)
    page.get_by_role("link", name="Survey travel").click()
    page.get_by_label("What do you like").or_(page.get_by_label("price")).first.check()
    send(page)
    assert page.title().startswith("Error: Survey travel")
    page.get_by_role("link", name="Title vehicle").click()
    expect(page.get_by_label("bus", exact=True)).to_be_focused()
    page.get_by_label("bus", exact=True).check()
    if not js:
        send(page)
        expect(page.get_by_role("status")).to_contain_text("brought on 1 more question")
        page.get_by_role("link", name="Title line").click()
    page.locator("#q-line-2").check()
    expect(page.get_by_label("price")).to_be_checked()
    send(page)
    page.get_by_label("Title wish").fill("A stop by the library")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("bus", exact=True)).to_be_checked()
    send(page)
    expect(page.get_by_label("Title wish")).to_have_value("A stop by the library")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your answers")
    expect(page.get_by_text("Your receipt:")).to_be_visible()
    page.goto(TRAVEL)
    expect(page.get_by_text("This browser has already answered")).to_be_visible()


def test_a_resident_answers_by_keyboard_alone(city: Live) -> None:
    page = city.page(TRAVEL)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    tab_to(page, "q-vehicle")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("car", exact=True)).to_be_checked()
    tab_to(page, "q-likes")
    page.keyboard.press("Space")
    tab_to(page, "q-ease")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#q-wish")
    tab_to(page, "q-wish")
    page.keyboard.type("Benches")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your answers")


def tab_to(page: Page, id: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id:
            return
    raise AssertionError(f"no way to {id} by keyboard")


@pytest.mark.parametrize("js", [True, False])
def test_errors_are_announced_at_the_top_and_lead_to_their_fields(city: Live, js: bool) -> None:
    page = city.page(TRAVEL, js=js, width=320)
    send(page)
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.evaluate("scrollY") < page.evaluate("innerHeight")


def test_the_back_button_of_the_browser_keeps_what_was_typed(city: Live) -> None:
    page = city.page(TRAVEL)
    answer_first_page(page)
    page.go_back()
    expect(page.get_by_label("car", exact=True)).to_be_checked()


def errors(page: Page) -> None:
    page.goto(TRAVEL)
    send(page)


def added(page: Page) -> None:
    """As it is where scripts are held up."""
    page.goto(TRAVEL)
    page.route("**/page", lambda route: route.fulfill(status=204))
    page.get_by_label("bus", exact=True).check()
    send(page)


def grown(page: Page) -> None:
    page.goto(TRAVEL)
    page.get_by_label("bus", exact=True).check()
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        page.wait_for_selector("#q-line")


def second(page: Page) -> None:
    page.goto(TRAVEL)
    answer_first_page(page)


def resumed(page: Page) -> None:
    second(page)
    page.goto(TRAVEL)


def thanks(page: Page) -> None:
    second(page)
    page.get_by_label("Title wish").fill("Benches")
    send(page)


def answered(page: Page) -> None:
    thanks(page)
    page.goto(TRAVEL)


def not_taken(page: Page) -> None:
    second(page)
    page.get_by_label("Title wish").fill("Benches\nand a roof")
    other = page.context.new_page()
    thanks(other)
    other.close()
    send(page)
    expect(page.get_by_text("and a roof")).to_be_visible()


def opened(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


STATES: dict[str, Callable[[Page], object]] = {
    "list": opened("/en/surveys/"),
    "first page": opened(TRAVEL),
    "errors": errors,
    "added questions": added,
    "added in place": grown,
    "second page": second,
    "resumed": resumed,
    "thanks": thanks,
    "answered": answered,
    "not taken": not_taken,
    "closed": opened("/en/surveys/past"),
    "withdrawal": opened(f"{TRAVEL}/withdraw"),
    "coming": opened("/en/surveys/future"),
    "results": opened("/en/surveys/past/results"),
}
SCREENS: list[tuple[Width, Scheme, tuple[str, ...]]] = [
    (320, "light", ()),
    (1280, "dark", ("color-contrast",)),
]


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_used_by_everyone(city: Live, state: str) -> None:
    for width, scheme, only in SCREENS:
        page = city.page(width=width, scheme=scheme)
        STATES[state](page)
        assert axe(page, only=only) == []
        assert wider_than_screen(page) == []
        assert small_targets(page) == []


def responses_to(page: Page) -> list[Response]:
    """What the page is sent from now on."""
    seen: list[Response] = []
    page.on("response", lambda one: seen.append(one))
    return seen


def test_the_markup_of_every_state_is_valid(city: Live, tmp_path: Path) -> None:
    found = {}
    for state, reach in STATES.items():
        page = city.page(js=False)
        seen = responses_to(page)
        reach(page)
        found[state] = next(
            one.text() for one in reversed(seen) if one.request.resource_type == "document"
        )
    assert markup_errors(found, tmp_path) == []


@pytest.mark.parametrize(("slug", "most", "changes"), [("travel", 45_000, 1), ("still", 30_000, 0)])
def test_the_first_view_of_a_survey_is_light(
    city: Live, slug: str, most: int, changes: int
) -> None:
    """A page that nothing on it changes does without the script for that."""
    with city.app.app_context():
        place(city.joensuu, "still")
        db.session.commit()
    page = city.page()
    done: list[Request] = []
    page.on("requestfinished", lambda one: done.append(one))
    page.goto(f"/en/surveys/{slug}", wait_until="networkidle")
    assert page.locator("#in-place").count() == changes
    sizes = [one.sizes() for one in done]
    assert 0 < len(sizes) <= MOST_REQUESTS
    weight = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    assert weight <= most
    scripts = [one.sizes()["responseBodySize"] for one in done if one.resource_type == "script"]
    assert 0 < sum(scripts) <= HEAVIEST_SCRIPTS
