"""An official builds a condition, translates, looks at the preview and publishes, in a browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.accounts.models import User
from app.authoring import workspace
from app.authoring.workspace import State
from tests import factories, surveys_factories
from tests.journeys.bar import faults_of
from tests.journeys.browser import Live
from tests.journeys.markup import markup_errors
from tests.journeys.people import LONG_WORD, in_joensuu, kept
from tests.web.authoring.works import elements, poll
from tests.web.insights.desks import area

HOME = "/en/desk/surveys"
CONDITION = f"{HOME}/poll/edit/conditions/why?of=visibleIf"
STATES = (
    *(CONDITION, f"{HOME}/live/edit/conditions/page1?of=enableIf"),
    *(f"{HOME}/broken/edit/conditions/why?of=visibleIf", f"{HOME}/poll/edit/languages"),
    *(f"{HOME}/poll/edit/languages?missing=sv", f"{HOME}/poll/edit/preview"),
    *(f"{HOME}/live/edit/preview?width=desktop&show=sv", f"{HOME}/poll/edit/preview/frame"),
    *(f"{HOME}/broken/edit/preview/frame", f"{HOME}/broken/edit/problems"),
    *(f"{HOME}/poll/edit/problems", f"{HOME}/poll/publish", f"{HOME}/live/publish"),
    *(f"{HOME}/broken/publish", f"{HOME}/live/versions", f"{HOME}/same/publish"),
)


def wordy() -> dict[str, Any]:
    source = poll(title={"fi": LONG_WORD, "sv": LONG_WORD})
    elements(source)[1]["visibleIf"] = "{way} anyof ['bus', 'car'] or {score} > 3"
    elements(source).append({"type": "text", "name": "mail", "inputType": "email"})
    return source


def broken() -> dict[str, Any]:
    source = poll()
    elements(source)[1]["visibleIf"] = f"{{{LONG_WORD}}} = "
    elements(source)[0]["choices"] = []
    return source


@pytest.fixture
def author(live: Live) -> User:
    """The official of an area with surveys in the making, in every state."""
    with in_joensuu(live):
        here = area("culture")
        person = factories.official(here)
        for slug, source in (("poll", wordy()), ("broken", broken())):
            workspace.begin(slug, State(source, {}), area_id=here.id, who=person.id)
        changed = poll()
        elements(changed)[0]["choices"].pop()
        elements(changed)[1]["title"]["fi"] = LONG_WORD
        survey = surveys_factories.survey(here, "live", source=poll(title=LONG_WORD))
        surveys_factories.version(survey, poll())
        work = workspace.of_survey(survey, who=person.id)
        workspace.replace(work, changed, seen=1, who=person.id, what="test")
        surveys_factories.survey(here, "same", source=poll())
        return kept(person)


@pytest.mark.parametrize("path", STATES)
def test_the_pages_of_making_hold_on_every_screen(live: Live, author: User, path: str) -> None:
    page = live.page(path, signed_in=author)
    page.wait_for_load_state("networkidle")
    assert faults_of(page) == []


def test_the_markup_of_all_pages_is_valid(live: Live, author: User, tmp_path: Path) -> None:
    page = live.page(signed_in=author, js=False)
    found = {}
    for path in STATES:
        response = page.goto(path)
        assert response is not None
        found[path] = response.text()
    assert markup_errors(found, tmp_path) == []


@pytest.mark.parametrize("js", [True, False])
def test_a_condition_is_built_by_choosing(live: Live, author: User, js: bool) -> None:
    page = live.page(CONDITION, signed_in=author, js=js)
    page.get_by_role("button", name="Remove row 2").click()
    page.locator("#question-0").select_option("score")
    if not js:
        page.get_by_role("button", name="Show the values to choose from").click()
    expect(page.locator("#value-0, #value-0-group").first).to_be_visible()
    page.locator("#comparison-0").select_option("at-least")
    if not js:
        page.get_by_role("button", name="Show the values to choose from").click()
    page.locator("select#value-0").select_option("4")
    page.locator("#rows .k-button-row button[value=save]").click()
    expect(page.locator("#condition-text")).to_have_text("{score} >= 4")


def test_choosing_a_question_keeps_the_focus_and_says_what_is_wrong(
    live: Live, author: User
) -> None:
    page = live.page(f"{HOME}/live/edit/conditions/way?of=visibleIf", signed_in=author)
    page.locator("#question-0").focus()
    page.locator("#question-0").select_option("why")
    expect(page.locator("#comparison-0")).to_be_visible()
    expect(page.locator("#question-0")).to_be_focused()
    page.locator("#comparison-0").select_option("answered")
    expect(page.locator("#condition-errors")).to_contain_text("circle")


def test_the_preview_tells_beside_the_frame_what_lies_behind(live: Live, author: User) -> None:
    page = live.page(f"{HOME}/live/edit/preview", signed_in=author, width=1280)
    frame = page.frame_locator("#preview")
    beside = page.locator("#trace")
    expect(beside).to_contain_text("{way} = 'car'")
    expect(frame.locator("#preview-trace")).to_be_hidden()
    frame.get_by_label("Bus").check()
    expect(beside).to_contain_text("Bus")
    frame.locator("main form .k-button-row button").first.click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Thank you")
    expect(beside).to_contain_text("Bus")


def test_without_scripts_it_is_told_inside_the_frame(live: Live, author: User) -> None:
    page = live.page(f"{HOME}/live/edit/preview", signed_in=author, js=False)
    expect(page.locator("#trace")).to_be_hidden()
    frame = page.frame_locator("#preview")
    expect(frame.locator("#preview-trace")).to_contain_text("{way} = 'car'")


def test_a_breaking_version_is_published_after_a_tick(live: Live, author: User) -> None:
    page = live.page(f"{HOME}/live/publish", signed_in=author)
    button = page.get_by_role("button", name="Publish the new version")
    button.click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label("I have read what can't be compared").check()
    button.click()
    page.goto(f"{HOME}/live/versions")
    expect(page.locator("#version-3")).to_be_visible()
