"""The summary of an area by API: for a token of its officials, and nobody else."""

import pytest
from werkzeug.test import TestResponse

from app.accounts import service as accounts
from app.accounts.models import User
from app.core import scope
from app.organisation import queries as organisation
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import problem
from tests.web.surveys.residents import place

PATH = "/api/v1/areas/culture/summary"


def official(city: City, area_key: str) -> User:
    with scope.of(city.id):
        area = organisation.area(area_key)
        assert area is not None
        return factories.official(area)


def token(city: City, user: User) -> str:
    with scope.of(city.id):
        return accounts.issue_token(user, label="statistics")


def ask(client: Client, bearer: str, path: str = PATH) -> TestResponse:
    return client.get(path, headers={"Authorization": f"Bearer {bearer}"})


@pytest.mark.parametrize("area", ["culture", "wellbeing"])
def test_officials_of_the_area_or_above_read_it(client: Client, joensuu: City, area: str) -> None:
    survey = place(joensuu)
    with scope.of(joensuu.id):
        for _ in range(10):
            surveys.respond(survey, {"place": "market"})
    found = ask(client, token(joensuu, official(joensuu, area)))
    assert found.status_code == 200
    assert found.headers["Cache-Control"] == "no-store"
    body = found.get_json()
    assert body["area"]["key"] == "culture"
    assert body["participation"]["received"] == 10
    assert body["lang"] == "fi"


def test_it_comes_in_the_language_and_for_the_months_asked(client: Client, joensuu: City) -> None:
    bearer = token(joensuu, official(joensuu, "culture"))
    body = ask(client, bearer, f"{PATH}?from=2026-01&to=2026-03&lang=sv").get_json()
    assert body["period"] == {"from": "2026-01", "to": "2026-03"}
    assert (body["lang"], body["area"]["name"]) == ("sv", f"Area culture sv {joensuu.marker}")


@pytest.mark.parametrize("query", ["from=2026", "from=2026-05&to=2026-04", "to=2099-01", "lang=de"])
def test_a_wrong_period_or_language_is_refused(client: Client, joensuu: City, query: str) -> None:
    bearer = token(joensuu, official(joensuu, "culture"))
    problem(ask(client, bearer, f"{PATH}?{query}"), 400)


def test_strangers_are_asked_for_a_token(client: Client, joensuu: City) -> None:
    found = client.get(PATH)
    problem(found, 401)
    assert found.headers["WWW-Authenticate"] == "Bearer"
    problem(ask(client, "wrong"), 401)
    problem(ask(client, "wrong", "/api/v1/strategy"), 401)


def test_officials_of_another_area_or_city_are_refused(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    problem(ask(client, token(joensuu, official(joensuu, "environment"))), 403)
    problem(ask(client, token(pieksamaki, official(pieksamaki, "culture"))), 401)


def test_a_session_is_no_token(client: Client, joensuu: City) -> None:
    problem(client.as_(official(joensuu, "culture")).get(PATH), 401)


def test_an_area_that_does_not_exist_is_not_found(client: Client, joensuu: City) -> None:
    bearer = token(joensuu, official(joensuu, "wellbeing"))
    problem(ask(client, bearer, "/api/v1/areas/nowhere/summary"), 404)
