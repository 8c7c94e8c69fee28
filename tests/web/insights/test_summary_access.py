"""Who opens the summary of an area, and that what it tells is protected in every form."""

import pytest
from flask import Flask

from app.core import scope
from app.core.db import db
from app.organisation import queries
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City

FORMS = ("", ".csv", ".json")


def official_of(city: City, key: str) -> object:
    with scope.of(city.id):
        area = queries.area(key)
        assert area is not None
        user = factories.official(area)
        db.session.commit()
        return user


@pytest.fixture
def answered(app: Flask, joensuu: City) -> str:
    """The slug of an open survey of `culture` with twelve answers: k is 5, ten less the newest
    step are shown."""
    with scope.of(joensuu.id):
        area = queries.area("culture")
        assert area is not None
        found = surveys.survey(area)
        for number in range(12):
            surveys.respond(found, surveys.BUS | {"wish": f"=wish {number}"})
        db.session.commit()
        return found.slug


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("at", "status"),
    [("culture", 200), ("wellbeing", 200), ("library", 403), ("environment", 403)],
)
def test_officials_of_the_area_or_above_it_open_a_summary(
    client: Client, joensuu: City, answered: str, form: str, at: str, status: int
) -> None:
    asking = client.as_(official_of(joensuu, at))  # type: ignore[arg-type]
    assert asking.get(f"/fi/desk/areas/culture{form}").status_code == status


@pytest.mark.parametrize("form", FORMS)
def test_a_stranger_signs_in_first(client: Client, answered: str, form: str) -> None:
    answer = client.get(f"/fi/desk/areas/culture{form}")
    assert answer.status_code == 303
    assert "/fi/sign-in" in answer.location


@pytest.mark.parametrize("form", FORMS)
def test_the_other_citys_official_is_nobody_here_and_unknown_areas_do_not_exist(
    client: Client, joensuu: City, pieksamaki: City, answered: str, form: str
) -> None:
    other = client.as_(official_of(pieksamaki, "culture"))  # type: ignore[arg-type]
    assert other.get(f"/fi/desk/areas/culture{form}").status_code != 200
    own = client.as_(official_of(joensuu, "culture"))  # type: ignore[arg-type]
    assert own.get(f"/fi/desk/areas/nowhere{form}").status_code == 404


def test_held_back_answers_are_in_no_form_and_participation_is_exact(
    client: Client, joensuu: City, answered: str
) -> None:
    asking = client.as_(official_of(joensuu, "culture"))  # type: ignore[arg-type]
    told = asking.get("/fi/desk/areas/culture.json").get_json()
    assert told["participation"]["received"] == 12
    for form in FORMS:
        text = asking.get(f"/fi/desk/areas/culture{form}").text
        assert not any(f"wish {number}" in text for number in range(5, 12))
    page = asking.get("/fi/desk/areas/culture").text
    assert all(f"wish {number}" in page for number in range(5))
