"""You said, we did: what came of ideas, for people and for feed readers."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine

from app.core import scope
from app.ideas.lifecycle import Event, State
from app.ideas.models import Decision
from app.organisation import queries as organisation
from app.organisation.models import Area
from tests import factories, ideas_factories
from tests.client import Client
from tests.factories import City

ATOM = {"": "http://www.w3.org/2005/Atom"}


def library() -> Area:
    found = organisation.area("library")
    assert found is not None
    return found


def entries(client: Client, path: str) -> list[dict[str, str | None]]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    feed = ElementTree.fromstring(answer.data)
    return [
        {name: one.findtext(name, namespaces=ATOM) for name in ("id", "title", "author/name")}
        for one in feed.findall("entry", ATOM)
    ]


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


@pytest.mark.parametrize("before", ["x", "2026-13-01.1", "2026-05-04", "2026-05-04.99999999999999"])
def test_a_garbled_place_is_the_first_page(client: Client, joensuu: City, before: str) -> None:
    with scope.of(joensuu.id):
        idea = ideas_factories.idea(library(), State.ANSWERED)
    assert idea.title in client.page(f"/en/done?before={before}").text


def test_where_nothing_was_answered_the_page_says_so(client: Client) -> None:
    assert "/fi/ideas/" in client.page("/fi/done").links


def test_feeds_tell_what_is_new_and_what_came_of_it(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    with scope.of(joensuu.id):
        answered = ideas_factories.idea(library(), State.ANSWERED, group=factories.group())
        waiting = ideas_factories.idea(library(), State.PUBLISHED, title="<script>a & b</script>")
        ideas_factories.idea(library(), State.SUBMITTED)
    with scope.of(pieksamaki.id):
        ideas_factories.idea(library(), State.ANSWERED)
    new, done = entries(client, "/fi/ideas.atom"), entries(client, "/fi/done.atom")
    assert [one["title"] for one in new] == [waiting.title, answered.title]
    assert [one["id"] for one in done] == [f"http://{joensuu.host}:8000/fi/ideas/{answered.number}"]
    assert new[0]["author/name"] != new[1]["author/name"]


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        ideas_factories.idea(library(), State.ANSWERED)
    first = client.get("/fi/done.atom")
    again = client.get("/fi/done.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "public" in first.headers["Cache-Control"]


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
