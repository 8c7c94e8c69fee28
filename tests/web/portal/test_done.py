"""You said, we did: what came of ideas, and of what readers said of web pages."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core import clock, scope
from app.ideas.lifecycle import Event, State
from app.ideas.models import Decision
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.pagefeedback import service
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Widget
from tests import factories, ideas_factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City


def library() -> Area:
    found = organisation.area("library")
    assert found is not None
    return found


def test_what_came_of_an_idea_stands_there_with_the_action(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        objective = organisation.objective("attractive-centre")
        assert objective is not None
        action = factories.action(factories.plan(library()), objective)
        idea = ideas_factories.idea(library(), State.IN_HAND, group=factories.group())
        answer = ideas_factories.answered(Decision.ACCEPTED, action=action)
        ideas_factories.happen(idea, Event.ANSWER, answer=answer)
        ideas_factories.idea(library(), State.IN_HAND, title="Still waiting")
    page = client.page("/en/done")
    for words in (idea.title, answer.next_steps, action.title.in_("en")[0]):
        assert words in page.text
    assert f"/en/ideas/{idea.number}" in page.links
    assert "Still waiting" not in page.text


def test_the_latest_answers_come_first_and_older_ones_are_pages_away(
    client: Client, joensuu: City
) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as now:
        with scope.of(joensuu.id):
            for number in range(23):
                ideas_factories.idea(library(), State.ANSWERED, title=f"Idea no {number} of them")
                if number % 3 == 0:
                    now.shift(timedelta(days=1))
        found, path = [], "/en/done"
        while path:
            page = client.page(path)
            found += [one for one in page.links if one.rpartition("/")[2].isdigit()]
            older = (one for one in page.links if one.startswith("/en/done?") and one != path)
            path = next(older, "")
    numbers = [int(one.rpartition("/")[2]) for one in found]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 23


@pytest.mark.parametrize(
    "before",
    [
        *("x", "2026-13-01.1", "2026-05-04", "2026-05-04.99999999999999"),
        *("2026-05-04.page-", "2026-05-04.page-x", "2026-05-04.page-" + "0" * 40, "2026-05-04.-1"),
    ],
)
def test_a_garbled_place_is_the_first_page(client: Client, joensuu: City, before: str) -> None:
    with scope.of(joensuu.id):
        idea = ideas_factories.idea(library(), State.ANSWERED)
    assert idea.title in client.page(f"/en/done?before={before}").text


def test_where_nothing_was_answered_the_page_says_so(client: Client) -> None:
    assert "/fi/ideas/" in client.page("/fi/done").links


def test_a_page_that_was_changed_stands_there_in_the_language_of_the_reader(
    client: Client, joensuu: City
) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC)), scope.of(joensuu.id):
        widget = changed_page("/hours")
        react(widget, "/hours", text="They are wrong")
    told = {
        "en": "The page was changed on 4 May 2026 because of what readers said.",
        "fi": "4. toukokuuta 2026",
        "sv": "4 maj 2026",
    }
    for lang, words in told.items():
        for path in ("done", ""):
            shown = client.page(f"/{lang}/{path}")
            assert words in shown.text, (lang, path)
            assert shown.links[f"{feedback.SITE}/hours"] == "Page /hours Jokimerkki"
            assert "They are wrong" not in shown.text


def test_answers_and_changes_are_one_list_by_day_over_all_its_pages(
    client: Client, joensuu: City
) -> None:
    with (
        time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as now,
        scope.of(joensuu.id),
    ):
        widget = feedback.widget(library())
        for number in range(16):
            ideas_factories.idea(library(), State.ANSWERED, title=f"Idea no {number} of them")
            for path in (f"/{number}/a", f"/{number}/b"):
                react(widget, path)
                change(widget, path)
            if number % 4 == 3:
                now.shift(timedelta(days=1))
    found, path = [], "/en/done"
    while path:
        page = client.page(path)
        found += [one for one in page.links if one.startswith(feedback.SITE) or is_idea(one)]
        older = (one for one in page.links if one.startswith("/en/done?") and one != path)
        path = next(older, "")
    assert len(found) == len(set(found)) == 48
    days = [
        int(one.split("/")[3]) // 4 if "//" in one else (number_of(one) - 1) // 4 for one in found
    ]
    assert days == sorted(days, reverse=True)
    assert [is_idea(one) for one in found[:12]] == [True] * 4 + [False] * 8


def is_idea(path: str) -> bool:
    return path.startswith("/en/ideas/") and path.rpartition("/")[2].isdigit()


def number_of(path: str) -> int:
    return int(path.rpartition("/")[2])


def react(widget: Widget, path: str, text: str = "") -> None:
    feedback.react(widget, path, 1, text=text)


def change(widget: Widget, path: str) -> None:
    """An official marks a page as changed."""
    page = feedback.page(widget, path)
    today = clock.today(feedback.TIMEZONE)
    service.move(page, Handling.CHANGED, revision=page.revision, today=today)


def changed_page(path: str) -> Widget:
    """A widget with a page that has been changed."""
    widget = feedback.widget(library())
    react(widget, path)
    change(widget, path)
    return widget


def test_ideas_stand_on_the_pages_of_what_they_are_about(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        objective, climate = (
            organisation.objective("attractive-centre"),
            organisation.theme("climate"),
        )
        assert objective is not None
        idea = ideas_factories.idea(library(), theme=climate, objectives=(objective,))
    for path in ("", "themes/climate", "areas/culture", "strategy/attractive-centre"):
        assert f"/en/ideas/{idea.number}" in client.page(f"/en/{path}").links, path
    assert idea.title not in client.page("/en/areas/environment").text
