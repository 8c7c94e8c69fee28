"""The API's ideas: what everybody can read, page by page, and nothing of who wrote them."""

import pytest

from app.core import scope
from app.ideas.lifecycle import State
from app.ideas.queries import PAGE
from app.organisation import queries as organisation
from tests import factories
from tests import ideas_factories as ideas
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import problem
from tests.web.ideas.residents import library, made

IDEAS = "/api/v1/ideas"


def numbers(client: Client, query: str = "") -> list[int]:
    return [one["number"] for one in client.get(IDEAS + query).get_json()["ideas"]]


def test_only_public_ideas_are_told(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        group = factories.group()
        for state in State:
            ideas.idea(library(), state, group=group if state is State.DRAFT else None)
    found = client.get(IDEAS).get_json()["ideas"]
    assert {one["state"] for one in found} == {"published", "in_hand", "answered"}
    assert {one["clock"] is None for one in found if one["state"] == "answered"} == {True}


def test_an_idea_says_where_it_belongs_and_what_was_answered(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        theme, objective = (
            organisation.theme("climate"),
            organisation.objective("attractive-centre"),
        )
        assert theme is not None
        assert objective is not None
        row = ideas.idea(
            library(), State.ANSWERED, group=factories.group(), theme=theme, objectives=(objective,)
        )
        ideas_number = row.number
    found = client.get(f"{IDEAS}/{ideas_number}").get_json()
    assert (found["area"], found["theme"], found["objectives"]) == (
        "library",
        "climate",
        ["attractive-centre"],
    )
    assert found["group"]["key"] == "youth-council"
    assert (found["supports"], found["decision"]) == (0, "partly")
    assert [one["event"] for one in found["timeline"]] == ["submit", "publish", "take", "answer"]
    assert found["answers"][0]["next_steps"].startswith("Next steps")
    assert "id" not in found


def test_a_withdrawn_idea_has_no_text_any_more(client: Client, joensuu: City) -> None:
    made(joensuu, State.WITHDRAWN)
    found = client.get(f"{IDEAS}/1").get_json()
    assert (found["state"], found["text"], found["answers"]) == ("withdrawn", None, [])
    assert numbers(client) == []


def test_the_list_is_filtered_and_searched(client: Client, joensuu: City) -> None:
    made(joensuu, title="Swings")
    made(joensuu, State.ANSWERED, title="Benches")
    assert numbers(client, "?state=answered") == [2]
    assert numbers(client, "?area=wellbeing") == [2, 1]
    assert numbers(client, "?area=environment") == []
    assert numbers(client, "?theme=climate") == []
    assert numbers(client, "?q=swi") == [1]


def test_the_list_is_of_one_objective(client: Client, joensuu: City) -> None:
    made(joensuu)
    with scope.of(joensuu.id):
        objective = organisation.objective("attractive-centre")
        assert objective is not None
        number = ideas.idea(library(), State.PUBLISHED, objectives=(objective,)).number
    assert numbers(client, "?objective=attractive-centre") == [number]
    assert numbers(client, "?objective=attractive-centre&area=environment") == []


def test_pages_lead_on_to_the_end(client: Client, joensuu: City) -> None:
    for _ in range(PAGE + 1):
        made(joensuu)
    first = client.get(IDEAS).get_json()
    assert len(first["ideas"]) == PAGE
    last = client.get(f"{IDEAS}?page={first['next']}").get_json()
    assert ([one["number"] for one in last["ideas"]], last["next"]) == ([1], None)


@pytest.mark.parametrize(
    "query",
    ["state=draft", "state=", "theme=none", "area=none", "objective=none",
     "objective=", "page=0", "page=x", "page=2147483648",
     "page=%D9%A1", "page=-1"],
)  # fmt: skip
def test_what_there_is_none_of_is_refused(client: Client, query: str) -> None:
    problem(client.get(f"{IDEAS}?{query}"), 400)


def test_ideas_of_nobody_and_of_the_other_city_are_not_found(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    made(pieksamaki)
    made(joensuu, State.SUBMITTED)
    for number in ("1", "2", "0", "9" * 30):
        problem(client.get(f"{IDEAS}/{number}"), 404)
