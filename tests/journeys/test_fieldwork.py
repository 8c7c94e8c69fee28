"""An official shares a survey, closes it and answers those who took part."""

import pytest
from playwright.sync_api import Page, expect

from app.accounts.permissions import Role
from app.organisation import queries as organisation
from app.surveys.models import Survey
from tests import surveys_factories as surveys
from tests.journeys.browser import Live, Scheme, axe, small_targets, wider_than_screen
from tests.journeys.people import in_joensuu, kept, person

DESK = "/fi/desk/surveys/poll"
PAGES = ("share", "share/poster", "answer", "answer/close", "answer/due", "answer/closing")


@pytest.fixture
def poll(live: Live) -> None:
    with in_joensuu(live):
        library = organisation.area("library")
        assert library is not None
        _row: Survey = surveys.survey(library, "poll", source=surveys.definition())


def official(live: Live, **more: object) -> Page:
    with in_joensuu(live):
        library = organisation.area("library")
        assert library is not None
        area = kept(library)
    someone = person(live, Role.OFFICIAL, area=area)
    return live.page(f"{DESK}/answer", signed_in=someone, **more)  # type: ignore[arg-type] # as page's


@pytest.mark.usefixtures("poll")
@pytest.mark.parametrize("js", [True, False])
def test_a_survey_is_closed_and_answered(live: Live, js: bool) -> None:
    page = official(live, js=js)
    page.locator(".k-button-row a").first.click()
    page.get_by_role("main").locator("form button").first.click()
    for part in ("heard", "doing"):
        page.locator(f"#{part}-fi").fill(f"**{part}** suomeksi")
    page.locator("button[value=preview]").click()
    expect(page.locator(".k-voice strong").first).to_have_text("heard")
    page.locator("button[value=publish]").click()
    page.locator("button[value=publish-anyway]").click()
    page.goto("/fi/surveys/poll")
    expect(page.locator(".k-answered strong").last).to_have_text("doing")


@pytest.mark.usefixtures("poll")
def test_the_link_is_copied(live: Live) -> None:
    page = official(live)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{DESK}/share")
    button = page.locator("[data-copy=short-link]")
    button.click()
    assert "/s/poll" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.usefixtures("poll")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_usable_by_everybody(live: Live, scheme: Scheme) -> None:
    page = official(live, scheme=scheme, width=320)
    for path in PAGES:
        page.goto(f"{DESK}/{path}")
        assert axe(page) == [], path
        assert wider_than_screen(page) == [], path
        assert small_targets(page) == [], path


@pytest.mark.usefixtures("poll")
@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_a_poster_is_one_sheet(live: Live, size: str, points: tuple[int, int]) -> None:
    page = official(live)
    page.goto(f"{DESK}/share/poster?langs=fi&langs=sv&langs=en&size={size}")
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    assert sheet.count(b"/Type /Page\n") == 1
    width, height = points
    assert any(
        f"/MediaBox [0 0 {w} {h}".encode() in sheet or f"/MediaBox [0 0 {w}.".encode() in sheet
        for w in range(width - 1, width + 2)
        for h in range(height - 1, height + 2)
    )
