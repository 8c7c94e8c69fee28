"""Pages of the strategy and its objectives: the aims, and what is asked and done about each."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import delete

from app.core import clock, scope
from app.core.db import db
from app.organisation import directory
from app.organisation.models import Action, ActionObjective, Goal, Objective, Strategy
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.portal.organisation import area, goal, objective, plan


def test_the_strategy_shows_its_goals_and_how_much_is_asked_about_each_objective(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        asked = objective()
        factories.objective(goal(), "unasked")
        for _ in range(2):
            surveys_factories.survey(
                area("culture"),
                objectives=(asked,),
                question_objectives={"wish": asked, "place": asked},
            )
        surveys_factories.survey(
            area("culture"), objectives=(asked,), opens_at=clock.now() + timedelta(days=9)
        )
    text = client.page("/en/strategy").text
    assert "Vision en" in text
    assert "In force 2022–2030" in text
    assert "Adopted by the council en" in text
    about = text[text.index("Objective attractive-centre en") :]
    asked_about, _, not_asked = about.partition("Objective unasked en")
    assert "2 surveys ask about this" in asked_about
    assert "4 single questions" in asked_about
    assert "Nobody has been asked about this yet" in not_asked


def test_goals_can_be_linked_to(client: Client) -> None:
    assert "vitality" in client.page("/en/strategy").ids


def test_the_strategy_in_force_comes_before_those_to_come_and_earlier_ones(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        for key, first in (("coming", 2031), ("earlier", 2014)):
            made = factories.strategy(key, first_year=first, last_year=first + 3)
            factories.goal(made, f"goal-of-{key}")
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        text = client.page("/en/strategy").text
    order = [text.index(f"Goal {key} en") for key in ("vitality", "goal-of-earlier")]
    assert order == sorted(order)
    assert text.index("Goal vitality en") < text.index("Goal goal-of-coming en")


def test_a_strategy_without_goals_says_that_they_are_not_set(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for kind in (ActionObjective, Objective, Goal):
            db.session.execute(delete(kind))
    text = client.page("/en/strategy").text
    assert "Vision en" in text
    assert "No goals have been set yet" in text


def test_a_goal_without_objectives_says_so(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for kind in (ActionObjective, Objective):
            db.session.execute(delete(kind))
    assert "No objectives have been set for this goal yet." in client.page("/en/strategy").text


def test_a_city_without_a_strategy_explains_itself_and_offers_the_areas(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        for kind in (ActionObjective, Action, Objective, Goal, Strategy):
            db.session.execute(delete(kind))
    directory.forget()
    page = client.page("/en/strategy")
    assert "This municipality has not entered its strategy here" in page.text
    assert "/en/areas" in page.links


def test_an_objective_shows_what_is_asked_and_done_about_it(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        own, other = objective(), factories.objective(goal(), "other")
        surveys_factories.survey(area("culture"), "whole", objectives=(own,))
        surveys_factories.survey(
            area("culture"), "part", question_objectives={"wish": own, "place": other}
        )
        surveys_factories.survey(area("culture"), "elsewhere", objectives=(other,))
        factories.action(plan(), other)
    page = client.page("/sv/strategy/attractive-centre")
    assert page.title.startswith("Objective attractive-centre sv")
    assert page.links["/sv/strategy#vitality"] == "Goal vitality sv Jokimerkki"
    assert {"/sv/surveys/whole", "/sv/surveys/part"} <= set(page.links)
    assert "/sv/surveys/elsewhere" not in page.links
    assert "What do you wish for? sv Jokimerkki" in page.text
    assert "Which stop? sv" not in page.text
    assert "/sv/areas/environment" in page.links
    assert page.text.count("What action") == 1


def test_questions_are_told_as_the_newest_version_asks_them(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        made = surveys_factories.survey(area("culture"), question_objectives={"wish": objective()})
        source = surveys_factories.definition()
        source["pages"][1]["elements"][1]["title"] = surveys_factories.texts("What is missing?")
        surveys_factories.version(made, source)
    text = client.page("/en/strategy/attractive-centre").text
    assert "What is missing? en" in text
    assert "What do you wish for? en" not in text


def test_a_question_that_is_asked_no_more_is_left_out(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("culture"), question_objectives={"gone": objective()})
    text = client.page("/en/strategy/attractive-centre").text
    assert "Single questions about this objective" not in text


def test_an_objective_about_which_nothing_is_asked_or_done_says_so(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        factories.objective(goal(), "untouched")
    text = client.page("/en/strategy/untouched").text
    assert "Nothing is being asked right now" in text
    assert "No action of a development plan has been tied to this objective yet." in text
