"""Residents' reading pages in a real browser: every page and state, on every kind of screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from app.core import clock, scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.ideas.lifecycle import State
from app.organisation import directory
from app.organisation.models import Action, ActionObjective, Area, Goal, Objective, Strategy, Theme
from app.pagefeedback import service
from app.pagefeedback.handling import Handling
from app.surveys.meta import PublicResults
from tests import factories, ideas_factories, surveys_factories
from tests import pagefeedback_factories as feedback
from tests.factories import City
from tests.journeys.bar import faults_of
from tests.journeys.browser import Live
from tests.journeys.markup import markup_errors
from tests.journeys.people import LONG_WORD

FULL = (
    *("/en/", "/sv/", "/fi/themes", "/fi/themes/climate", "/fi/areas", "/fi/areas/environment"),
    *("/fi/areas/ended", "/fi/strategy", "/fi/strategy/attractive-centre", "/fi/areas/library"),
    *("/fi/accessibility", "/fi/privacy", "/sv/nowhere", "/fi/done"),
)
EMPTY = ("/fi/", "/fi/done", "/fi/themes", "/fi/areas", "/fi/areas/wellbeing", "/fi/strategy")


@contextmanager
def at(live: Live, city: City) -> Iterator[None]:
    """Arrange rows of a city, for good."""
    with live.app.app_context(), scope.of(city.id):
        yield
        db.session.commit()
        directory.forget()


@pytest.fixture
def full(live: Live) -> Live:
    """Joensuu with everything that a page can show, some of it under very long names."""
    now = clock.now()
    with at(live, live.joensuu):
        areas = {row.key: row for row in db.session.scalars(select(Area))}
        theme = db.session.scalars(select(Theme).where(Theme.key == "climate")).one()
        theme.ways = [dict(factories.texts("Asking first").texts)] * 3
        aim = db.session.scalars(select(Objective)).one()
        for closes in (3, 12, 40, -12, -90):
            surveys_factories.survey(
                areas["environment" if closes > 10 else "culture"],
                title=LONG_WORD if closes == 3 else None,
                themes=(theme,),
                objectives=(aim,),
                question_objectives={"wish": aim},
                opens_at=now - timedelta(days=200),
                closes_at=now + timedelta(days=closes),
                public_results=PublicResults.OPEN,
            )
        ended = factories.area("ended", name=LONG_WORD, valid_until=now.date() - timedelta(days=9))
        surveys_factories.survey(ended, closes_at=now - timedelta(days=50))
        areas["environment"].name = TranslatedText({"sv": f"Bara på svenska {LONG_WORD}"})
        factories.action(factories.plan(areas["environment"]), aim, is_climate=True).is_demo = True
        voices(areas["environment"], theme, aim)
    return live


def voices(area: Area, theme: Theme, aim: Objective) -> None:
    """Ideas, and readers of web pages of whom some months are told and some are too few."""
    for title in ("", LONG_WORD):
        ideas_factories.idea(
            area, State.ANSWERED, title=title or None, theme=theme, objectives=(aim,), lang="sv"
        )
    widget = feedback.widget(area)
    feedback.rule(widget, feedback.SITE, area, themes=(theme,), objectives=(aim,))
    today = clock.today(feedback.TIMEZONE)
    for path, readers in (("/many", 8), ("/few", 1), (f"/{LONG_WORD}", 5)):
        for _reader in range(readers):
            said = feedback.react(widget, path, 2)
            said.day = today.replace(day=1) - timedelta(days=3)
        page = feedback.page(widget, path)
        to = Handling.READ if path == "/few" else Handling.CHANGED
        service.move(page, to, revision=page.revision, today=today)


@pytest.fixture
def empty(live: Live) -> Live:
    """Pieksämäki with one area and nothing else."""
    with at(live, live.pieksamaki):
        for kind in (ActionObjective, Action, Objective, Goal, Strategy, Theme):
            db.session.execute(delete(kind))
        db.session.execute(delete(Area).where(Area.key == "library"))
        db.session.execute(delete(Area).where(Area.key == "culture"))
    return live


@pytest.mark.parametrize("path", FULL)
def test_pages_hold_on_every_screen(full: Live, path: str) -> None:
    assert faults_of(full.page(path, city=full.joensuu)) == []


@pytest.mark.parametrize("path", EMPTY)
def test_empty_states_hold_on_every_screen(empty: Live, path: str) -> None:
    assert faults_of(empty.page(path, city=empty.pieksamaki)) == []


def test_the_list_of_municipalities_holds_on_every_screen(live: Live) -> None:
    assert faults_of(live.page(live.url("/sv/", platform=True))) == []


def test_the_markup_of_all_pages_is_valid(full: Live, empty: Live, tmp_path: Path) -> None:
    visits = [(full.joensuu, path) for path in FULL] + [(empty.pieksamaki, path) for path in EMPTY]
    found = {f"{city.slug}{path}": html(full, city, path) for city, path in visits}
    found["platform"] = html(full, None, "/fi/")
    assert markup_errors(found, tmp_path) == []


def html(live: Live, city: City | None, path: str) -> str:
    """A page as it leaves the service, errors included."""
    page = live.page(city=city, js=False)
    response = page.goto(live.url(path, city, platform=city is None))
    assert response is not None
    return response.text()


def test_a_resident_finds_a_survey_and_changes_the_language_on_the_way(full: Live) -> None:
    page = full.page("/fi/", city=full.joensuu, js=False)
    page.locator(".k-nav a", has_text="Teemat").click()
    page.get_by_role("link", name="Theme climate fi").click()
    page.get_by_role("link", name="Svenska", exact=True).click()
    assert page.url.endswith("/sv/themes/climate")
    page.locator(".k-card a").first.click()
    assert "/sv/surveys/" in page.url


def test_the_whole_card_leads_to_the_survey(full: Live) -> None:
    page = full.page("/fi/", city=full.joensuu, width=1280)
    cue = page.locator(".k-card-cue .ds-button")
    cue.scroll_into_view_if_needed()
    box = cue.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/fi/surveys/*")


def test_the_front_page_can_be_walked_by_keyboard(full: Live) -> None:
    page = full.page("/fi/", city=full.joensuu)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_first_screen_of_a_phone_shows_what_can_be_influenced(full: Live) -> None:
    page = full.page("/fi/", city=full.joensuu, width=390)
    top = page.locator(".k-card a").first.evaluate("link => link.getBoundingClientRect().top")
    assert top < page.evaluate("innerHeight")
