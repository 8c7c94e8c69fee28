"""What tests of the desk share: officials, a Monday morning, and rows of the small organisation."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from app.accounts.models import Grant, User
from app.accounts.permissions import Role
from app.core import scope
from app.organisation import queries as organisation
from app.organisation.models import Area, Objective, Theme
from app.surveys.models import Survey
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    """The clock stands at a Monday morning until the test moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def area(key: str) -> Area:
    found = organisation.area(key)
    assert found is not None
    return found


def theme(key: str) -> Theme:
    found = organisation.theme(key)
    assert found is not None
    return found


def objective() -> Objective:
    found = organisation.objective("attractive-centre")
    assert found is not None
    return found


def official(city: City, *keys: str) -> User:
    """An official of some areas."""
    with scope.of(city.id):
        first, *others = [area(key) for key in keys]
        person = factories.official(first)
        for one in others:
            factories.keep(Grant(user_id=person.id, role=Role.OFFICIAL, area_id=one.id))
        return person


def answer(survey: Survey, count: int, **answers: Any) -> None:
    """Some people answer alike, now; a text is told apart by its number."""
    for number in range(count):
        words = {key: text.format(number) for key, text in answers.items() if "{}" in str(text)}
        surveys_factories.respond(survey, surveys_factories.BUS | answers | words)


def summary(client: Client, key: str, query: str = "") -> Any:
    """The summary of an area as data."""
    response = client.get(f"/en/desk/areas/{key}.json{query}")
    assert response.status_code == 200, response.status
    return response.get_json()
