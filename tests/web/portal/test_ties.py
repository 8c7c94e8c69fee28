"""What ties themes and objectives in public is public itself."""

from datetime import timedelta

import pytest

from app.core import clock, scope
from app.ideas.lifecycle import PUBLIC, State
from app.portal import ties
from tests import factories, surveys_factories
from tests import ideas_factories as ideas
from tests.factories import City
from tests.web.portal.organisation import area, objective, theme


@pytest.mark.parametrize("state", list(State))
def test_only_public_ideas_tie(joensuu: City, state: State) -> None:
    with scope.of(joensuu.id):
        group = factories.group() if state is State.DRAFT else None
        ideas.idea(
            area("library"), state, group=group, theme=theme("climate"), objectives=(objective(),)
        )
        assert bool(ties.objectives_of_theme(theme("climate").id)) is (state in PUBLIC)
        assert bool(ties.themes_of_objective(objective().id)) is (state in PUBLIC)


@pytest.mark.parametrize("days", [-1, 1])
def test_only_surveys_that_have_opened_tie(joensuu: City, days: int) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(
            area("library"),
            themes=(theme("climate"),),
            objectives=(objective(),),
            opens_at=clock.now() + timedelta(days=days),
        )
        assert bool(ties.objectives_of_theme(theme("climate").id)) is (days < 0)
        assert bool(ties.themes_of_objective(objective().id)) is (days < 0)
