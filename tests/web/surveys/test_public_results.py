"""Public results: what residents see of what was said, and what nobody may see."""

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock, scope
from app.surveys.meta import PublicResults
from app.surveys.models import Survey
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import close, comment, pages, place, radio

POLL = "/en/surveys/poll/results"


def asked() -> dict[str, Any]:
    return pages(
        [
            radio("place", "market", "harbour"),
            radio("more", "yes", "no", visibleIf="{place} = 'harbour'"),
            {"type": "checkbox", "name": "why", "title": surveys.texts("Title why"),
             "choices": ["near", "cheap"]},
            comment("words"),
        ]
    )  # fmt: skip


def respond(city: City, survey: Survey, *answers: dict[str, Any]) -> None:
    with scope.of(city.id):
        for one in answers:
            surveys.respond(survey, one)


@pytest.fixture
def survey(joensuu: City) -> Survey:
    return place(joensuu, source=asked, public_results=PublicResults.OPEN)


def test_figures_are_withheld_until_enough_people_have_answered(
    client: Client, joensuu: City, survey: Survey
) -> None:
    assert "Too few answers yet" in client.page(POLL).text
    respond(joensuu, survey, *[{"place": "market"}] * 9)
    page = client.page(POLL)
    assert "9 answers have come in." in page.text
    assert "Too few answers yet" in page.text
    assert "when at least 10 people have answered" in page.text
    assert "market" not in page.text
    respond(joensuu, survey, {"place": "harbour"})
    page = client.page(POLL)
    assert "The figures hold 5 of them" in page.text
    assert "5 people answered." in page.text
    assert "no random sample" in page.text


def test_once_closed_a_survey_needs_a_single_group(
    client: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, *[{"place": "market"}] * 4)
    assert "when at least 10 people have answered" in client.page(POLL).text
    with scope.of(joensuu.id):
        close(survey, clock.now() - timedelta(hours=1))
    assert "when at least 5 people have answered" in client.page(POLL).text


def test_the_ends_of_a_scale_are_said_in_words(client: Client, joensuu: City) -> None:
    scale = {"type": "rating", "name": "ease", "minRateDescription": "Hard",
             "maxRateDescription": "Easy"}  # fmt: skip
    rated = place(joensuu, source=lambda: pages([scale]), public_results=PublicResults.OPEN)
    respond(joensuu, rated, *[{"ease": number % 5 + 1} for number in range(10)])
    text = client.page(POLL).text
    assert text.index("1 (Hard)") < text.index("5 (Easy)")


def test_a_question_that_few_answered_shows_no_figure(
    client: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, *[{"place": "harbour", "more": "yes"}] * 2, *[{"place": "market"}] * 8)
    text = client.page(POLL).text
    question = text.partition("Title more")[2]
    assert question.partition("Title why")[0].strip().endswith("nobody can be recognised.")


def test_open_answers_are_counted_but_never_shown(
    client: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, *[{"place": "market", "words": "My name is Secret"}] * 10)
    text = client.page(POLL).text
    assert "5 people answered in their own words" in text
    assert "Secret" not in text


def test_several_choices_are_shares_of_people(
    client: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, *[{"why": ["near", "cheap"]}] * 6, *[{"why": ["near"]}] * 4)
    text = client.page(POLL).text
    assert "Several answers could be chosen" in text
    assert "near 5 100%" in text


def test_shares_that_add_up_to_the_whole_are_not_said_to_be_more(
    client: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, *[{"why": ["near"]}] * 10)
    text = client.page(POLL).text
    assert "near 5 100%" in text
    assert "Several answers could be chosen" not in text


def test_questions_and_choices_of_earlier_versions_are_still_told(
    client: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, *[{"place": "harbour"}] * 10)
    with scope.of(joensuu.id):
        surveys.version(survey, pages([radio("place", "market", "square")]))
    respond(joensuu, survey, *[{"place": "square"}] * 10)
    text = client.page(POLL).text
    for row in ("market 0", "square 5", "harbour 10"):
        assert row in text
    assert "Title words" in text


@pytest.mark.parametrize("when", [PublicResults.NEVER, PublicResults.CLOSED])
def test_results_that_are_not_public_do_not_exist(
    client: Client, joensuu: City, when: PublicResults
) -> None:
    place(joensuu, public_results=when)
    assert client.get(POLL).status_code == 404
