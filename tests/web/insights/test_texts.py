"""What people wrote in their own words: in their language, page by page, where it belongs."""

import pytest

from app.core import scope
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.insights.desks import answer, area, official, theme

pytestmark = pytest.mark.usefixtures("monday")


def test_texts_are_marked_with_the_language_they_were_written_in(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        for number in range(10):
            surveys_factories.respond(survey, {"wish": f"Önskan {number}"}, lang="sv")
    reader = client.as_(official(joensuu, "culture"))
    assert '<span lang="sv">Önskan ' in reader.get("/fi/desk/areas/culture").text
    assert '<span lang="sv">Önskan ' not in reader.get("/sv/desk/areas/culture").text


def _all_pages(client: Client, address: str) -> list[str]:
    """Everything that is read on and on, in its order."""
    found, next_page = [], address
    while next_page:
        page = Page(client.get(next_page).text)
        found += [word for word in page.text.split() if word.startswith("wish-")]
        next_page = next((href for href, text in page.links.items() if text == "Read on"), "")
    return found


def test_all_texts_can_be_read_on_page_by_page_in_an_order_of_each_question(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), "poll")
        answer(survey, 40, wish="wish-{}", place="wish-{}")
    reader = client.as_(official(joensuu, "culture"))
    orders = [
        _all_pages(reader, f"/en/desk/areas/culture/surveys/poll/texts/{question}")
        for question in ("wish", "place")
    ]
    for found in orders:
        assert sorted(found) == sorted(f"wish-{number}" for number in range(35))
    assert orders[0] != orders[1]
    assert "Read everything that was written" in reader.page("/en/desk/areas/culture").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("culture/surveys/poll/texts/wish", 200),
        ("wellbeing/surveys/poll/texts/wish", 200),
        ("wellbeing/surveys/poll/texts/wish?theme=children", 404),
        ("culture/surveys/poll/texts/nothing", 404),
        ("culture/surveys/nothing/texts/wish", 404),
        ("culture/surveys/poll/texts/wish?after=x%27", 404),
        ("library/surveys/poll/texts/wish", 404),
        ("environment/surveys/poll/texts/wish?theme=climate", 200),
        ("environment/surveys/poll/texts/wish", 404),
        ("nowhere/surveys/poll/texts/wish", 404),
    ],
)
def test_texts_are_read_where_the_summary_has_the_survey(
    client: Client, joensuu: City, address: str, status: int
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), "poll", themes=(theme("climate"),))
        answer(survey, 10, wish="wish-{}")
        reader = client.as_(factories.administrator())
    assert reader.get(f"/en/desk/areas/{address}").status_code == status


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-13", "The months could not be understood"),
        ("from=2026-04&to=2026-02", "The first month came after the last one"),
        ("from=2031-01", "Months to come have no answers yet"),
    ],
)
def test_texts_of_other_months_than_were_asked_for_say_so(
    client: Client, joensuu: City, query: str, words: str
) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture"), "poll"), 20, wish="wish-{}")
    reader = client.as_(official(joensuu, "culture"))
    path = "/en/desk/areas/culture/surveys/poll/texts/wish"
    assert words in reader.page(f"{path}?{query}").text
    assert "These are not the months" not in reader.page(f"{path}?from=2026-05").text
