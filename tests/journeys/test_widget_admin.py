"""An administrator puts a widget on the city's site: every state of its pages, and a whole way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.accounts.permissions import Role
from app.organisation.queries import area
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.journeys.bar import States, faults_in, faults_of, tab_stops
from tests.journeys.browser import Live
from tests.journeys.foreign_site import foreign_site
from tests.journeys.people import LONG_WORD, fill, in_joensuu, person, send

LIST, NEW = "/fi/admin/widgets/", "/fi/admin/widgets/new"
ONE, EDIT, RULES = f"{LIST}site", f"{LIST}site/edit", f"{LIST}site/rules/"

Way = Callable[[Page], None]


@pytest.fixture
def chief(live: Live) -> User:
    """In a town with a widget that everything has happened to, and one out of use."""
    with in_joensuu(live):
        library = area("library")
        assert library is not None
        long = factories.area("long", name=LONG_WORD)
        widget = feedback.widget(
            library, "site", scale=3, origins=(feedback.SITE, f"https://{'a' * 60}.example")
        )
        theme = factories.theme(long)
        feedback.rule(widget, f"/{LONG_WORD.lower()}", long, themes=(theme,))
        feedback.rule(widget, f"{feedback.SITE}/kirjasto", library)
        feedback.react(widget, "/kirjasto", 2, "Sana")
        feedback.react(widget, "/uutiset", 3)
        feedback.widget(long, "wanha", is_active=False)
    return person(live, Role.ADMINISTRATOR, name="Aino Karhu")


def typed(**values: str) -> Way:
    """The form of the page filled in and sent."""

    def do(page: Page) -> None:
        fill(page, **values)
        send(page)

    return do


def late(page: Page) -> None:
    """Somebody else is quicker."""
    other = page.context.new_page()
    other.goto(page.url)
    send(other)
    other.close()
    send(page)


def of_widgets(live: Live, chief: User) -> States:
    def at(path: str, *does: Way) -> Callable[[], Page]:
        def reach() -> Page:
            page = live.page(path, signed_in=chief)
            for do in does:
                do(page)
            return page

        return reach

    def first_rule(page: Page) -> None:
        page.locator("#rules th a").first.click()

    return {
        "start": at("/fi/admin/"),
        "list": at(LIST),
        "list, sv": at("/sv/admin/widgets/"),
        "new": at(NEW),
        "nothing typed": at(NEW, send),
        "widget": at(ONE, lambda page: expect(page.locator("[aria-pressed]")).to_have_count(3)),
        "widget, en": at("/en/admin/widgets/site"),
        "out of use": at(f"{LIST}wanha"),
        "settings": at(EDIT),
        "wrong sites": at(
            EDIT, typed(origins=f"javascript:x\nhttps://*.fi\nhttp://{'b' * 300}.fi")
        ),
        "late": at(EDIT, late),
        "saved": at(EDIT, send),
        "rules": at(RULES),
        "rules, sv": at("/sv/admin/widgets/site/rules/"),
        "no rules": at(f"{LIST}wanha/rules/"),
        "tried": at(f"{RULES}?address=/kirjasto/ajat"),
        "tried elsewhere": at(f"{RULES}?address=https://{'c' * 60}.example/{'d' * 200}"),
        "no rule typed": at(RULES, lambda page: send(page, "/rules/")),
        "rule": at(RULES, first_rule),
        "wrong rule": at(RULES, first_rule, typed(prefix="https://evil.example/")),
    }


def test_every_state_of_widgets_holds(live: Live, chief: User, tmp_path: Path) -> None:
    assert faults_in(live, of_widgets(live, chief), tmp_path) == []


def test_a_town_without_widgets_holds(live: Live) -> None:
    assert faults_of(live.page(LIST, signed_in=person(live, Role.ADMINISTRATOR))) == []


@pytest.fixture
def origin(live: Live) -> Iterator[str]:
    """A site whose pages name the widget `kirjasto`."""
    with foreign_site(live.url("").rstrip("/"), "kirjasto") as found:
        yield found


@pytest.mark.parametrize("js", [True, False])
def test_a_widget_is_made_ruled_put_on_a_site_and_taken_out_of_use(
    live: Live, origin: str, js: bool
) -> None:
    boss = live.page("/en/admin/", signed_in=person(live, Role.ADMINISTRATOR), js=js, width=320)
    boss.get_by_role("link", name="Feedback widgets").click()
    boss.get_by_role("link", name="Make a widget").click()
    fill(boss, key="kirjasto", name_fi="Kirjaston sivut", origins="nonsense")
    boss.locator("[name=area]").select_option("library")
    boss.locator("[name=scale][value='3']").check()
    send(boss)
    expect(boss.locator("#origins-error")).to_contain_text("nonsense")
    expect(boss.locator("[name=key]")).to_have_value("kirjasto")
    fill(boss, origins=origin)
    send(boss)
    expect(boss.get_by_role("status").first).to_contain_text("The widget is made")
    assert 'widget="kirjasto"' in boss.locator("#element-fi").input_value()
    expect(boss.locator("#by-site")).to_contain_text("No reactions yet")

    boss.get_by_role("link", name="Rules: whose are the pages?").click()
    fill(boss, prefix="/kirjasto")
    boss.locator("main [name=area]").select_option("environment")
    with boss.expect_navigation():
        boss.get_by_role("button", name="Add the rule").click()
    fill(boss, address="/kirjasto/aukioloajat")
    boss.get_by_role("button", name="Look").click()
    expect(boss.locator("section:has(#try)")).to_contain_text("environment")

    reader = live.page(js=True)
    reader.goto(f"{origin}/kirjasto/aukioloajat")
    reader.locator("kuulolla-feedback [aria-pressed]").nth(2).click()
    expect(reader.locator("kuulolla-feedback [aria-pressed=true]")).to_have_count(1)
    boss.goto("/en/admin/widgets/kirjasto")
    expect(boss.locator("#by-site")).not_to_contain_text("No reactions yet")

    boss.get_by_role("button", name="Take the widget out of use").click()
    expect(boss.get_by_role("status").first).to_contain_text("out of use")
    reader = live.page(js=True)  # the other one keeps the words for minutes
    with reader.expect_event("requestfailed"):
        reader.goto(f"{origin}/kirjasto/aukioloajat")
    reader.wait_for_load_state("networkidle")
    expect(reader.get_by_role("link", name="Anna palautetta")).to_be_visible()
    assert all("kirjasto" in fault or "ERR_FAILED" in fault for fault in live.faults)
    live.faults.clear()
    boss.get_by_role("button", name="Put the widget to use").click()
    expect(boss.locator(".k-tags").first).to_have_text("In use")

    boss.goto("/en/admin/widgets/kirjasto/rules/")
    boss.get_by_role("link", name="/kirjasto").click()
    boss.get_by_role("button", name="Remove the rule").click()
    expect(boss.get_by_role("main")).to_contain_text("There are no rules yet")


def test_a_widget_is_tried_without_leaving_a_trace(live: Live, chief: User) -> None:
    page = live.page("/en/admin/widgets/site", signed_in=chief)
    faces = page.locator("kuulolla-feedback [aria-pressed]")
    expect(faces).to_have_count(3)
    faces.nth(0).click()
    page.locator("kuulolla-feedback .row button").nth(3).click()
    page.locator("kuulolla-feedback textarea").fill("Kokeilen vain")
    page.locator("kuulolla-feedback button[type=submit]").click()
    expect(page.locator("kuulolla-feedback")).to_contain_text("Thank you! We read every message.")
    with in_joensuu(live):
        assert len(feedback.reactions()) == 2


def test_a_widget_is_made_by_keyboard_alone(live: Live, chief: User) -> None:
    page = live.page("/en/admin/widgets/new", signed_in=chief)
    stops = tab_stops(page)
    form = stops[stops.index("key") :]
    assert form[:8] == [
        *("key", "name_fi", "name_sv", "name_en", "origins", "area", "scale", "retention"),
    ]
    page.locator("#key").focus()
    page.keyboard.type("v1")
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#key")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("uusi")
    page.keyboard.press("Tab")
    page.keyboard.type("Uusi")
    for _step in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("https://uusi.example")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uusi")


def test_an_editor_gives_a_page_to_another_area(live: Live, chief: User, tmp_path: Path) -> None:
    editor = person(live, Role.EDITOR)

    def desk() -> Page:
        page = live.page("/en/desk/feedback/", signed_in=editor, js=False)
        page.locator("main .k-list a").first.click()
        return page

    page = desk()
    page.get_by_label("Responsible area").select_option("environment")
    page.get_by_role("button", name="Save the area").click()
    expect(page.get_by_role("main")).to_contain_text("The area was chosen by hand")
    assert faults_in(live, {"page": lambda: live.page(page.url, signed_in=editor)}, tmp_path) == []
