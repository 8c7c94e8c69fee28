"""The list of surveys and the states of one: coming, open, closed."""

from datetime import UTC, datetime

import pytest
import time_machine

from app.core import scope
from app.organisation import queries as organisation
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import place

OPENS = datetime(2030, 4, 30, 21, tzinfo=UTC)
CLOSES = datetime(2030, 5, 31, 20, 59, tzinfo=UTC)
BEFORE = datetime(2030, 4, 20, 9, tzinfo=UTC)
DURING = datetime(2030, 5, 20, 9, tzinfo=UTC)
AFTER = datetime(2030, 6, 10, 9, tzinfo=UTC)
LATE = datetime(2030, 8, 1, 9, tzinfo=UTC)


@pytest.fixture
def listed(joensuu: City) -> None:
    with scope.of(joensuu.id):
        theme = organisation.theme("children")
    assert theme is not None
    place(joensuu, "spring", opens_at=OPENS, closes_at=CLOSES, themes=(theme,), title="Spring")


def test_a_city_without_surveys_says_so(client: Client) -> None:
    page = client.page("/en/surveys/")
    assert "No survey is open at the moment" in page.text
    assert "Closed" not in page.text


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (BEFORE, ("Coming", "Opens 1 May 2030", "Below you see which ones open next.")),
        (DURING, ("Open now", "Open until 31 May 2030", "About 2 minutes", "Theme children en")),
        (
            AFTER,
            ("Closed on 31 May 2030", "Day 10 of 30", "The municipality answers by 30 June 2030"),
        ),
        (LATE, ("An answer was promised by 30 June 2030",)),
    ],
)
@pytest.mark.usefixtures("listed")
def test_a_survey_is_listed_with_where_its_time_stands(
    client: Client, now: datetime, words: tuple[str, ...]
) -> None:
    with time_machine.travel(now, tick=False):
        page = client.page("/en/surveys/")
    for expected in ("Spring en", "Area library en", *words):
        assert expected in page.text
    assert "/en/surveys/spring" in page.links


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (BEFORE, "This survey is not open yet"),
        (BEFORE, "Opens 1 May 2030 . Answering takes about 2 minutes."),
        (AFTER, "This survey is closed"),
        (LATE, "An answer was promised by 30 June 2030"),
    ],
)
@pytest.mark.usefixtures("listed")
def test_a_survey_that_is_not_open_says_so_in_place_of_its_questions(
    client: Client, now: datetime, words: str
) -> None:
    with time_machine.travel(now, tick=False):
        page = client.page("/en/surveys/spring")
    assert words in page.text
    assert page.links["/en/areas/library"] == "Who asks: Area library en Jokimerkki"
    posted = {form.action for form in page.forms if form.method == "post"}
    assert posted <= {"/en/surveys/spring/follow"}


@pytest.mark.usefixtures("listed")
def test_closed_results_are_linked_once_it_is_closed(client: Client) -> None:
    with time_machine.travel(DURING, tick=False):
        assert client.get("/en/surveys/spring/results").status_code == 404
    with time_machine.travel(AFTER, tick=False):
        assert "/en/surveys/spring/results" in client.page("/en/surveys/spring").links
        assert "/en/surveys/spring/results" in client.page("/en/surveys/").links
        assert client.get("/en/surveys/spring/results").status_code == 200


@pytest.mark.usefixtures("listed")
def test_a_long_list_takes_as_many_statements_as_a_short_one(client: Client, joensuu: City) -> None:
    with time_machine.travel(DURING, tick=False):
        client.page("/en/surveys/")
        with client.assert_queries(6):
            client.page("/en/surveys/")
        for number in range(10):
            place(joensuu, f"more-{number}")
        with client.assert_queries(6):
            client.page("/en/surveys/")


def test_what_is_stored_is_said_before_anything_is_asked(client: Client, joensuu: City) -> None:
    place(joensuu, once_per_browser=True)
    text = client.page("/en/surveys/poll").text
    assert text.index("Your answers are anonymous") < text.index("Title place")
    assert "It prevents accidents, not cheating." in text
    place(joensuu, "free")
    assert "One answer from each browser" not in client.page("/en/surveys/free").text


def test_an_unknown_survey_is_not_found(client: Client) -> None:
    for path in ("nothing", "nothing/thanks", "nothing/results"):
        assert client.get(f"/en/surveys/{path}").status_code == 404
