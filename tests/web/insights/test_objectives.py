"""The objectives that a summary touches: what surveys, ideas and web pages say about each."""

import csv

import pytest

from app.core import scope
from app.ideas.lifecycle import State
from app.organisation.models import Objective
from app.pagefeedback.models import Widget
from tests import factories, ideas_factories, surveys_factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import answer, area, objective, official, summary, theme

pytestmark = pytest.mark.usefixtures("monday")

PAGE = "/en/desk/areas/environment"


@pytest.fixture
def widget(joensuu: City) -> Widget:
    """A widget whose pages below /centre serve the objective."""
    with scope.of(joensuu.id):
        made = feedback.widget(area("culture"))
        prefix = f"{feedback.SITE}/centre"
        feedback.rule(made, prefix, area("environment"), objectives=(objective(),))
        return made


def other_objective() -> Objective:
    return factories.objective(factories.goal(factories.strategy("next")), "other")


def test_all_three_voices_are_told_by_objective(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("environment"), "aims", objectives=(objective(),))
        answer(survey, 10)
        ideas = [
            ideas_factories.idea(area("environment"), state, objectives=(objective(),))
            for state in (State.SUBMITTED, State.PUBLISHED)
        ]
        ideas_factories.idea(area("culture"), objectives=(objective(),))
        for path in ("/centre/market", "/centre/market", "/centre/park", "/elsewhere"):
            feedback.react(widget, path, 1, text="Too few benches")
        market = feedback.page(widget, "/centre/market")
    reader = client.as_(official(joensuu, "environment"))
    [found] = summary(reader, "environment")["objectives"]
    assert found["ideas"] == {"count": 2, "first": [idea.number for idea in ideas]}
    assert (found["pages"]["count"], found["pages"]["reactions"]) == (2, 3)
    assert found["pages"]["first"][0] == market.url
    page = reader.page(PAGE)
    told = page.text.partition("Objectives touched Which")[2]
    for words in ("5 answers", "2 ideas:", "3 reactions to web pages:"):
        assert words in told, words
    leading = {f"/en/desk/ideas/{idea.id}" for idea in ideas} | {
        "#survey-aims",
        f"/en/desk/feedback/{market.id}",
        "/en/strategy/attractive-centre",
    }
    assert leading <= set(page.links)


def test_each_thing_leads_to_its_objectives_and_back(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("environment"), "aims", objectives=(objective(),))
        ideas_factories.idea(area("environment"), objectives=(objective(),))
        feedback.react(widget, "/centre/market", 1)
    reader = client.as_(official(joensuu, "environment"))
    page = reader.page(PAGE)
    assert "objective-attractive-centre" in page.ids
    html = reader.get(PAGE).text
    assert html.count('href="#objective-attractive-centre"') == 3


def test_ideas_and_pages_alone_touch_an_objective_too(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        other = other_objective()
        ideas_factories.idea(area("environment"), objectives=(other,))
        feedback.react(widget, "/centre/market", 1)
    told = summary(client.as_(official(joensuu, "environment")), "environment")["objectives"]
    counted = {one["key"]: (one["ideas"]["count"], one["pages"]["count"]) for one in told}
    assert counted == {"attractive-centre": (0, 1), "other": (1, 0)}
    assert all(one["asked"] == [] for one in told)


def test_ideas_about_its_themes_count_for_the_area_that_answers_for_them(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        idea = ideas_factories.idea(
            area("culture"), theme=theme("climate"), objectives=(objective(),)
        )
    reader = client.as_(official(joensuu, "environment"))
    [found] = summary(reader, "environment")["objectives"]
    assert found["ideas"]["count"] == 1
    links = reader.page(PAGE).links
    assert f"/en/ideas/{idea.number}" in links
    assert f"/en/desk/ideas/{idea.id}" not in links, "another area works on it"


def test_the_file_has_a_row_for_each_voice_of_an_objective(
    client: Client, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("environment"), "aims", objectives=(objective(),)), 10)
        ideas_factories.idea(area("environment"), objectives=(objective(),))
        feedback.react(widget, "/centre/market", 1)
    content = client.as_(official(joensuu, "environment")).get(f"{PAGE}.csv").text
    header, *rows = csv.reader(content.removeprefix("\ufeff").splitlines(), delimiter=";")
    assert all(len(row) == len(header) for row in rows)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    of_objectives = [
        (row["Address of the survey"], row["Question"], row["Answered"], row["Count"])
        for row in told
        if row["Part"] == "Objectives" and row["Value"] == "attractive-centre"
    ]
    assert of_objectives == [
        ("aims", "", "5", ""),
        ("", "Ideas", "", "1"),
        ("", "Page feedback: reactions", "", "1"),
        ("", "Page feedback: comments", "", "0"),
    ]
