"""An official on Monday morning, in a real browser: signs in, sees what matters, reads on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.accounts import passwords
from app.accounts.models import User
from app.accounts.permissions import Role
from app.core import clock, scope
from app.core.db import db
from app.organisation.models import Area
from tests import factories, surveys_factories
from tests.journeys.browser import Live, Scheme, Width, axe, small_targets, wider_than_screen
from tests.journeys.markup import markup_errors
from tests.web.insights.desks import answer, area, objective, theme

NARROW: tuple[Scheme, Width] = ("light", 320)
WIDE: tuple[Scheme, Width] = ("dark", 1280)
SEEN = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
PASSWORD = "a long enough password"
LONG_WORD = "Kaupunkiympäristösuunnittelulautakuntavalmisteluryhmäläinen"

DESK, SUMMARY = "/fi/desk/", "/fi/desk/areas/environment"
TEXTS = "/fi/desk/areas/environment/surveys/busy/texts/wish"
STATES = (
    *(DESK, "/sv/desk/", SUMMARY, f"{SUMMARY}?from=2020-01", f"{SUMMARY}?from=2099-01"),
    *(f"{SUMMARY}?from=2024-01&to=2024-02", TEXTS, "/fi/desk/areas/nowhere"),
    *(f"{SUMMARY}?from=1999-01", "/fi/desk/areas/below"),
)
EMPTY = (DESK, "/fi/desk/areas/library")


@contextmanager
def in_joensuu(live: Live) -> Iterator[None]:
    """Arrange rows, for good."""
    with live.app.app_context(), scope.of(live.joensuu.id):
        yield
        db.session.commit()


def official(of: Area) -> User:
    person = factories.user(Role.OFFICIAL, area=of, password_hash=passwords.hashed(PASSWORD))
    db.session.commit()
    db.session.refresh(person)
    db.session.expunge(person)
    return person


@pytest.fixture
def busy(live: Live) -> User:
    """The official of an area where every kind of thing has happened."""
    now = clock.now()
    with in_joensuu(live):
        here, climate = area("environment"), theme("climate")
        survey = surveys_factories.survey(
            *(here, "busy"),
            title=LONG_WORD,
            themes=(climate,),
            objectives=(objective(),),
            question_objectives={"parking": objective()},
            closes_at=now + timedelta(days=3),
        )
        answer(survey, 3, vehicle="car", parking="yard")
        answer(survey, 30, wish=f"wish-{{}} {LONG_WORD}", place="stop-{}", why=["price", "other"])
        changed = surveys_factories.definition()
        changed["pages"][0]["elements"][0]["choices"] = ["tram", LONG_WORD]
        surveys_factories.version(survey, changed)
        for days in (-5, -40):
            surveys_factories.survey(here, closes_at=now + timedelta(days=days))
        answer(surveys_factories.survey(here, "few"), 4)
        answer(surveys_factories.survey(area("culture"), themes=(climate,)), 12)
        ended = factories.area("below", parent=here, name=LONG_WORD)
        ended.valid_until = now.date() - timedelta(days=1)
        return official(here)


@pytest.fixture
def idle(live: Live) -> User:
    """The official of an area that has asked nothing yet."""
    with in_joensuu(live):
        return official(area("library"))


@pytest.mark.parametrize("path", STATES)
def test_the_desk_holds_on_every_screen(live: Live, busy: User, path: str) -> None:
    check(live, busy, path)


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_desk_holds_on_every_screen(live: Live, idle: User, path: str) -> None:
    check(live, idle, path)


def check(live: Live, person: User, path: str) -> None:
    for (scheme, width), rules in ((NARROW, ()), (WIDE, SEEN)):
        page = live.page(path, signed_in=person, scheme=scheme, width=width)
        assert axe(page, only=rules) == []
        assert wider_than_screen(page) == []
        assert small_targets(page) == []


def test_the_markup_of_all_pages_is_valid(
    live: Live, busy: User, idle: User, tmp_path: Path
) -> None:
    found = {}
    for person, paths in ((busy, STATES), (idle, EMPTY)):
        page = live.page(signed_in=person, js=False)
        for path in paths:
            response = page.goto(path)
            assert response is not None
            found[f"{path} {person.email}"] = response.text()
    assert markup_errors(found, tmp_path) == []


@pytest.mark.parametrize("js", [True, False])
def test_an_official_signs_in_sees_what_matters_and_reads_what_was_said(
    live: Live, busy: User, js: bool
) -> None:
    page = live.page(DESK, js=js)
    page.locator("input[type=email]").fill(busy.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(live.url(DESK))
    expect(page.locator("main .k-list").first.locator("li")).to_have_count(3)
    page.locator("main a[href$='#survey-busy']").first.click()
    expect(page.locator("#survey-busy")).to_contain_text(LONG_WORD)
    page.locator("a[href*='/texts/wish']").first.click()
    expect(page.locator("main blockquote")).to_have_count(10)
    page.locator("a[rel=next]").click()
    expect(page.locator("main blockquote")).to_have_count(10)


def test_the_months_are_chosen_by_keyboard_alone(live: Live, busy: User) -> None:
    page = live.page(SUMMARY, signed_in=busy, js=False)
    page.locator("#from").focus()
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#from")).to_have_value("2020-01")
    expect(page.locator(".k-columns").first).to_be_visible()
