"""What residents read of page feedback: figures of enough reactions, changes, and no words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core import clock, scope
from app.pagefeedback import service
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import WebPage, Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.portal.organisation import area, objective, theme

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
PATHS = ("/en/themes/climate", "/en/areas/environment", "/en/strategy/attractive-centre")
TITLE = "Page /parks Jokimerkki"


@pytest.fixture
def widget(joensuu: City) -> Widget:
    """A widget whose pages below /parks belong to a theme and an objective."""
    with scope.of(joensuu.id):
        made = feedback.widget(area("culture"))
        prefix = f"{feedback.SITE}/parks"
        feedback.rule(
            made, prefix, area("environment"), themes=(theme("climate"),), objectives=(objective(),)
        )
        return made


def react(widget: Widget, good: int, poor: int = 0, path: str = "/parks", text: str = "") -> None:
    for value in (*[2] * good, *[1] * poor):
        feedback.react(widget, path, value, text=text)


def handle(widget: Widget, path: str = "/parks", to: Handling = Handling.READ) -> WebPage:
    """An official deals with a page today."""
    found = feedback.page(widget, path)
    today = clock.today(feedback.TIMEZONE)
    service.move(found, to, revision=found.revision, today=today)
    return found


def test_pages_stand_on_what_they_belong_to_with_their_figures(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with time_machine.travel(APRIL, tick=False) as now:
        with scope.of(joensuu.id):
            react(widget, good=6, poor=2)
            handle(widget)
        now.shift(timedelta(days=30))
        for path in PATHS:
            page = client.page(path)
            assert page.links[f"{feedback.SITE}/parks"] == TITLE, path
            assert "8 reactions, 75% of them good" in page.text, path
            assert "from May 2025 to April 2026" in page.text, path
        assert TITLE not in client.page("/en/areas/culture").text
        assert "75" in client.page("/fi/themes/climate").text


def test_a_month_that_is_not_over_is_not_told_of(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with time_machine.travel(APRIL, tick=False) as now:
        with scope.of(joensuu.id):
            react(widget, good=5)
            handle(widget)
        assert "Too few reactions to tell anything" in client.page(PATHS[0]).text
        now.shift(timedelta(days=30))
        with scope.of(joensuu.id):
            react(widget, good=0, poor=7)
        assert "5 reactions, 100% of them good" in client.page(PATHS[0]).text


def test_fewer_than_enough_reactions_tell_nothing_and_add_nothing(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with time_machine.travel(APRIL, tick=False) as now:
        with scope.of(joensuu.id):
            react(widget, good=4)
            handle(widget)
        now.shift(timedelta(days=30))
        assert "Too few reactions to tell anything" in client.page(PATHS[0]).text
        with scope.of(joensuu.id):
            react(widget, good=4)
        now.shift(timedelta(days=31))
        assert "8 reactions, 100% of them good" in client.page(PATHS[0]).text
        with scope.of(joensuu.id):
            react(widget, good=0, poor=1)
        now.shift(timedelta(days=30))
        assert "8 reactions, 100% of them good" in client.page(PATHS[0]).text


@pytest.mark.parametrize(("earlier", "present"), [(2, 3), (3, 2)])
def test_what_machines_sent_and_what_was_said_on_an_earlier_scale_counts_nowhere(
    client: Client, joensuu: City, widget: Widget, earlier: int, present: int
) -> None:
    with time_machine.travel(APRIL, tick=False) as now:
        with scope.of(joensuu.id):
            widget.scale = earlier
            react(widget, good=0, poor=6)
            widget.scale = present
            for _reader in range(5):
                feedback.react(widget, "/parks", present)
                feedback.react(widget, "/parks", 1, is_suspect=True)
            handle(widget)
        now.shift(timedelta(days=30))
        assert "5 reactions, 100% of them good" in client.page(PATHS[0]).text


def test_no_comment_is_ever_public(client: Client, joensuu: City, widget: Widget) -> None:
    with time_machine.travel(APRIL, tick=False) as now:
        with scope.of(joensuu.id):
            react(widget, good=8, text="The bench by the river is broken")
            handle(widget)
        now.shift(timedelta(days=30))
        for path in (*PATHS, "/en/", "/en/done", "/en/done.atom"):
            assert "bench" not in client.get(path).text, path


def test_a_page_that_no_official_has_looked_at_is_not_public(
    client: Client, joensuu: City, widget: Widget
) -> None:
    """Its title is whatever the first request said: anybody can send one."""
    with scope.of(joensuu.id):
        react(widget, good=9, path="/parks/forged")
    assert "forged" not in client.page(PATHS[0]).text
    with scope.of(joensuu.id):
        handle(widget, "/parks/forged")
    assert "Page /parks/forged" in client.page(PATHS[0]).text
    with scope.of(joensuu.id):
        react(widget, good=1, path="/parks/forged", text="Something new")
        assert feedback.page(widget, "/parks/forged").state == Handling.NEW
    assert "Page /parks/forged" in client.page(PATHS[0]).text


def test_the_latest_change_comes_first_then_the_alphabet_whatever_readers_think(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with time_machine.travel(APRIL, tick=False) as now:
        with scope.of(joensuu.id):
            for path, good in (("/parks/c", 1), ("/parks/a", 1), ("/parks/b", 30)):
                react(widget, good=good, path=path)
                handle(widget, path)
            for path in ("/parks/y", "/parks/z"):
                react(widget, good=1, path=path)
                handle(widget, path, Handling.CHANGED)
                now.shift(timedelta(days=1))
        page = client.page(PATHS[0])
    shown = [one.rpartition("/")[2] for one in page.links if one.startswith(feedback.SITE)]
    assert shown == ["z", "y", "a", "b", "c"]
    assert "The page was changed on 11 April 2026 because of what readers said." in page.text


def test_few_pages_are_listed_and_the_rest_is_counted(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        for number in range(9):
            react(widget, good=1, path=f"/parks/{number}")
            handle(widget, f"/parks/{number}")
    page = client.page(PATHS[0])
    assert len([one for one in page.links if one.startswith(feedback.SITE)]) == 6
    assert "3 more pages are not listed here." in page.text


def test_where_nothing_has_been_said_the_page_says_so(client: Client) -> None:
    for path in PATHS:
        page = client.page(path)
        assert "No page of the web site is told of here yet." in page.text, path
        assert "No ideas here yet" in page.text, path
        assert "/en/ideas/new" in page.links, path


def test_another_citys_pages_are_on_no_page(
    client: Client, pieksamaki: City, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        react(widget, good=6)
        handle(widget, to=Handling.CHANGED)
    there = client.at(pieksamaki)
    for path in (*PATHS, "/en/done", "/en/"):
        assert "/parks" not in there.get(path).text, path


def test_themes_and_objectives_lead_to_each_other(
    client: Client, joensuu: City, widget: Widget
) -> None:
    assert "/en/strategy/attractive-centre" in client.page("/en/themes/climate").links
    assert "/en/themes/climate" in client.page("/en/strategy/attractive-centre").links
    assert "/en/strategy/attractive-centre" not in client.page("/en/themes/children").links
    with scope.of(joensuu.id):
        other = factories.objective(factories.goal(factories.strategy("next")), "other")
    assert "/en/themes/climate" not in client.page(f"/en/strategy/{other.key}").links
