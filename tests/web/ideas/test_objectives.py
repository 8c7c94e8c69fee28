"""An author chooses objectives below their goals: several, one, or none."""

from datetime import UTC, datetime

import pytest
import time_machine

from app.core import scope
from app.ideas import queries
from app.ideas.lifecycle import State
from app.organisation import queries as organisation
from tests import factories
from tests import ideas_factories as ideas
from tests.client import Client
from tests.factories import City
from tests.web.ideas.residents import IDEA, library, only


def _chosen(city: City) -> set[str]:
    with scope.of(city.id):
        idea = only(city)
        found = organisation.objectives_of(queries.objectives_of([idea.id]).get(idea.id, ()))
        return {one.key for one in found}


def _second(city: City) -> str:
    with scope.of(city.id):
        first = organisation.objective("attractive-centre")
        assert first is not None
        goal = next(
            view.goal
            for strategy in organisation.strategies()
            for view in strategy.goals
            if view.goal.id == first.goal_id
        )
        return factories.objective(goal).key


@pytest.mark.parametrize("chosen", [[], ["attractive-centre"], ["attractive-centre", "second"]])
def test_an_idea_serves_as_many_objectives_as_are_chosen(
    client: Client, joensuu: City, chosen: list[str]
) -> None:
    second = _second(joensuu)
    keys = [second if one == "second" else one for one in chosen]
    form = client.page("/en/ideas/new").form().values | IDEA
    assert client.post("/en/ideas/new", form | {"objectives": keys}).status_code == 303
    assert _chosen(joensuu) == set(keys)


def test_what_is_chosen_stays_open_where_something_else_is_wrong(
    client: Client, joensuu: City
) -> None:
    form = client.page("/en/ideas/new").form().values | IDEA
    wrong = form | {"title": "", "objectives": ["attractive-centre"]}
    page = client.post("/en/ideas/new", wrong)
    assert page.status_code == 422
    assert "(1 chosen)" in page.text
    assert '<details class="ds-details" open>' in page.text


def test_an_objective_of_nowhere_is_refused(client: Client, joensuu: City) -> None:
    form = client.page("/en/ideas/new").form().values | IDEA
    assert client.post("/en/ideas/new", form | {"objectives": ["no-such"]}).status_code == 422


def test_the_list_is_filtered_by_objective(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        objective = organisation.objective("attractive-centre")
        assert objective is not None
        ideas.idea(library(), objectives=(objective,), title="Benches")
        ideas.idea(library(), title="Lights")
    shown = client.get("/en/ideas/?objective=attractive-centre").text
    assert "Benches" in shown
    assert "Lights" not in shown
    assert "No idea matches" in client.get("/en/ideas/?objective=nowhere").text


def test_the_order_and_the_filters_stay_from_page_to_page(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for _idea in range(queries.PAGE + 1):
            ideas.idea(library(), title="Benches")
    address = "/en/ideas/?q=benches&area=library&sort=waiting"
    (older,) = {one for one in client.page(address).links if "before=" in one}
    assert "q=benches&area=library&sort=waiting&before=" in older
    (newer,) = {one for one in client.page(older).links if "after=" in one}
    assert "sort=waiting" in newer


def test_the_last_objectives_guide_until_there_are_others(joensuu: City) -> None:
    """The strategy goes on, and the council has not decided on new objectives yet."""
    with scope.of(joensuu.id):
        (strategy,) = organisation.strategies()
        objective = strategy.goals[0].objectives[0]
        objective.last_year = strategy.strategy.last_year - 2
        year = strategy.strategy.last_year
        with time_machine.travel(datetime(year, 6, 1, tzinfo=UTC)):
            (view,) = organisation.goals_in_force(year)
            assert view.objectives == (objective,)
            later = factories.objective(view.goal)
            assert later.last_year >= year
            (view,) = organisation.goals_in_force(year)
            assert view.objectives == (later,)
        assert organisation.goals_in_force(year + 1) == ()


def test_what_is_answered_does_not_wait_and_is_listed_all_the_same(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        ideas.idea(library(), State.ANSWERED, title="Benches for the park")
    assert "Benches for the park" in client.page("/en/ideas/?state=answered&sort=waiting").text


def test_an_objective_that_ends_earlier_than_others_guides_until_then(joensuu: City) -> None:
    with scope.of(joensuu.id):
        longer = organisation.objective("attractive-centre")
        assert longer is not None
        goal = next(view.goal for one in organisation.strategies() for view in one.goals)
        shorter = factories.objective(goal)
        shorter.last_year = 2026
        for year, guiding in ((2026, {longer.key, shorter.key}), (2027, {longer.key})):
            [view] = organisation.goals_in_force(year)
            assert {one.key for one in view.objectives} == guiding
