"""What the API tells: strategy, surveys, public results, its own description."""

import re
from datetime import UTC, datetime

import pytest

from app.core import scope
from app.core.languages import LANGUAGES
from app.organisation import queries as organisation
from app.surveys import queries
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import SURVEYS, problem
from tests.web.surveys.residents import place

ALL = set(LANGUAGES)


def test_the_strategy_has_every_area_theme_and_objective(client: Client) -> None:
    found = client.get("/api/v1/strategy").get_json()
    assert [area["key"] for area in found["areas"]] == ["wellbeing", "environment"]
    [culture] = found["areas"][0]["areas"]
    assert (culture["kind"], culture["areas"][0]["key"]) == ("result_area", "library")
    assert {theme["key"]: theme["owner"] for theme in found["themes"]} == {
        "children": "wellbeing",
        "climate": "environment",
    }
    [goal] = found["strategies"][0]["goals"]
    assert [objective["key"] for objective in goal["objectives"]] == ["attractive-centre"]
    assert set(goal["title"]) == ALL


def test_open_surveys_say_where_they_belong(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        theme, objective = (
            organisation.theme("climate"),
            organisation.objective("attractive-centre"),
        )
    assert theme is not None
    assert objective is not None
    closes = datetime(2090, 5, 31, 20, 59, tzinfo=UTC)
    place(joensuu, closes_at=closes, themes=(theme,), question_objectives={"place": objective})
    place(joensuu, "past", closes_at=datetime(2026, 1, 1, tzinfo=UTC))
    [found] = client.get(SURVEYS).get_json()["surveys"]
    assert (found["slug"], found["area"], found["themes"], found["objectives"]) == (
        "poll",
        "library",
        ["climate"],
        ["attractive-centre"],
    )
    assert (found["closes_at"], found["minutes"]) == ("2090-05-31T20:59:00+00:00", 2)
    assert set(found["title"]) == ALL
    assert found["languages"] == list(LANGUAGES)


def test_a_survey_comes_with_its_definition_once_it_opens(client: Client, joensuu: City) -> None:
    survey = place(joensuu)
    place(joensuu, "future", opens_at=datetime(2090, 1, 1, tzinfo=UTC))
    found = client.get(f"{SURVEYS}/poll").get_json()
    with scope.of(joensuu.id):
        assert found["definition"] == queries.source(survey.id, 1)
    assert found["state"] == "open"
    assert client.get(f"{SURVEYS}/future").get_json()["definition"] is None


def test_public_results_are_suppressed_as_on_the_page(client: Client, joensuu: City) -> None:
    survey = place(joensuu, public_results="open")
    path = f"{SURVEYS}/poll/results"
    with scope.of(joensuu.id):
        for _ in range(9):
            surveys.respond(survey, {"place": "market", "why": "Secret"})
    found = client.get(path).get_json()
    assert (found["received"], found["shown"], found["questions"]) == (9, None, [])
    with scope.of(joensuu.id):
        surveys.respond(survey, {"place": "harbour"})
    found = client.get(path).get_json()
    assert (found["shown"], found["min_group"]) == (5, 5)
    asked = {question["name"]: question for question in found["questions"]}
    assert asked["place"]["n"] == 5
    assert [(one["value"], one["count"]) for one in asked["place"]["options"]] == [
        ("market", 5),
        ("harbour", 0),
    ]
    assert "options" not in asked["why"]
    assert b"Secret" not in client.get(path).data


def test_results_that_are_not_public_do_not_exist(client: Client, joensuu: City) -> None:
    place(joensuu, public_results="closed")
    problem(client.get(f"{SURVEYS}/poll/results"), 404)


@pytest.mark.parametrize(
    "path", ["/api/v1/strategy", SURVEYS, f"{SURVEYS}/poll", "/api/v1/openapi.json"]
)
def test_answers_may_be_kept_for_a_minute_and_asked_for_again(
    client: Client, joensuu: City, path: str
) -> None:
    place(joensuu)
    found = client.get(path)
    assert (found.mimetype, found.headers["Cache-Control"]) == (
        "application/json",
        "public, max-age=60",
    )
    again = client.get(path, headers={"If-None-Match": found.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1", "/api/v1/", "/api/v2/surveys", "/api/v1/nothing", f"{SURVEYS}/nothing",
     f"{SURVEYS}/nothing/results", f"{SURVEYS}/poll"],
)  # fmt: skip
def test_what_is_not_here_is_a_problem_document(
    client: Client, pieksamaki: City, path: str
) -> None:
    place(pieksamaki)
    problem(client.get(path), 404)


def test_methods_that_an_address_does_not_have_are_a_problem_document(client: Client) -> None:
    problem(client.post("/api/v1/strategy"), 405)


def test_no_internal_id_is_told(client: Client, joensuu: City) -> None:
    survey = place(joensuu, public_results="open")
    for path in ("/api/v1/strategy", SURVEYS, f"{SURVEYS}/poll", f"{SURVEYS}/poll/results"):
        text = client.get(path).text
        for id in (survey.id, survey.area_id, joensuu.id):
            assert str(id) not in text
            assert id.hex not in text


def test_the_api_lives_on_municipalities_hosts_only(client: Client) -> None:
    problem(client.on_platform().get("/api/v1/strategy"), 404)


def test_the_description_names_every_call_and_nothing_else(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    calls = {
        (method.upper(), path) for path, methods in described["paths"].items() for method in methods
    }
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in client._app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert calls == routes


def test_every_reference_in_the_description_leads_somewhere(client: Client) -> None:
    described = client.get("/api/v1/openapi.json")
    schemas = described.get_json()["components"]["schemas"]
    named = {part.partition('"')[0] for part in described.text.split("#/components/schemas/")[1:]}
    assert named == set(schemas)


def test_public_results_tell_what_numbers_come_to(client: Client, joensuu: City) -> None:
    place(joensuu, source=surveys.definition, public_results="open")
    with scope.of(joensuu.id):
        for number in range(10):
            surveys.respond("poll", {"ease": number % 5 + 1})
    found = client.get(f"{SURVEYS}/poll/results").get_json()
    ease = next(one for one in found["questions"] if one["name"] == "ease")
    assert (ease["mean"], ease["median"], ease["deviation"]) == (3, 3, 1.5811)
    vehicle = next(one for one in found["questions"] if one["name"] == "vehicle")
    assert "mean" not in vehicle
