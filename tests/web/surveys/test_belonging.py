"""Residents' pages of a survey lead to what it belongs to: its area, themes and objectives."""

from datetime import timedelta

import pytest

from app.core import clock, scope
from app.organisation import queries as organisation
from app.surveys.meta import PublicResults
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City


def arrange(city: City, *, days: int) -> None:
    """A survey that closes in some days, with a theme and two objectives."""
    with scope.of(city.id):
        area, theme = organisation.area("culture"), organisation.theme("climate")
        own = organisation.objective("attractive-centre")
        assert area is not None
        assert theme is not None
        assert own is not None
        other = factories.objective(factories.goal(factories.strategy("next")), "other")
        surveys.survey(
            area,
            "poll",
            themes=(theme,),
            objectives=(own,),
            question_objectives={"wish": other, "ease": own},
            closes_at=clock.now() + timedelta(days=days),
            public_results=PublicResults.OPEN,
        )


PATHS = ("areas/culture", "themes/climate", "strategy/attractive-centre", "strategy/other")


@pytest.mark.parametrize(("days", "page"), [(9, ""), (9, "/results"), (-9, ""), (-9, "/results")])
def test_the_pages_of_a_survey_lead_to_its_area_theme_and_objectives(
    client: Client, joensuu: City, days: int, page: str
) -> None:
    arrange(joensuu, days=days)
    for lang in ("fi", "en"):
        links = client.page(f"/{lang}/surveys/poll{page}").links
        assert {f"/{lang}/{path}" for path in PATHS} <= set(links)
        assert list(links).count(f"/{lang}/strategy/attractive-centre") == 1


def test_the_names_are_in_the_language_of_the_page(client: Client, joensuu: City) -> None:
    arrange(joensuu, days=9)
    text = client.page("/sv/surveys/poll").text
    assert "Theme climate sv" in text
    assert "Objective attractive-centre sv" in text


def test_a_survey_of_another_city_is_tied_to_nothing_here(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    arrange(joensuu, days=9)
    with scope.of(pieksamaki.id):
        area = organisation.area("culture")
        assert area is not None
        surveys.survey(area, "poll", closes_at=clock.now() + timedelta(days=9))
    links = client.at(pieksamaki).page("/fi/surveys/poll").links
    assert "/fi/areas/culture" in links
    assert not [one for one in links if one.startswith(("/fi/themes/", "/fi/strategy/"))]
