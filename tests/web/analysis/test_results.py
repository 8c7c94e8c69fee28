"""Officials' results: figures of all, of groups, of two questions, texts; and who may see them."""

from datetime import timedelta

import pytest

from app.core import clock, scope
from app.core.db import db
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.surveys.meta import Who
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.analysis.polls import answer, asked
from tests.web.surveys.residents import close, comment, pages, place, radio

RESULTS = "/en/desk/surveys/poll/results"


@pytest.fixture
def survey(joensuu: City) -> Survey:
    return place(joensuu, source=asked)


@pytest.fixture
def official(client: Client, joensuu: City) -> Client:
    with scope.of(joensuu.id):
        return client.as_(factories.official(surveys_area("library")))


def surveys_area(key: str) -> Area:
    found = organisation.area(key)
    assert found is not None
    return found


def respond(city: City, survey: Survey, number: int) -> None:
    with scope.of(city.id):
        for one in range(number):
            surveys.respond(survey, answer(one))


def closed(city: City, survey: Survey) -> None:
    with scope.of(city.id):
        close(survey, clock.now() - timedelta(hours=1))


def test_each_question_is_told_as_a_finding(
    official: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, 20)
    closed(joensuu, survey)
    text = official.page(RESULTS).text
    assert "20 answers have come in." in text
    assert "The mean is 8." in text
    assert "Net Promoter Score (from -100 to 100) 0" in text
    assert "Standard deviation 2.05" in text
    assert "sea: mean place 1" in text
    assert "chose “good” for “roads”" in text
    assert "no random sample" in text
    assert "Response rate" not in text
    assert "Title words" in text


def test_a_group_is_shown_once_it_and_the_rest_are_large_enough(
    official: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, 20)
    closed(joensuu, survey)
    page = official.page(f"{RESULTS}?where=place=market")
    assert "The figures are of 10 people among the first 20." in page.text
    assert "The mean is 6." in page.text
    both = official.page(f"{RESULTS}?where=place=market&where=way=car")
    assert "The figures are of 5 people among the first 20." in both.text


def test_a_small_group_and_what_it_is_the_rest_of_are_not(
    official: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, 20)
    with scope.of(joensuu.id):
        surveys.respond(survey, answer(0) | {"place": "hill"})
    closed(joensuu, survey)
    shown = [
        "The figures are of" in official.page(f"{RESULTS}?where=place={value}").text
        for value in ("market", "harbour", "hill", "")
    ]
    assert shown.count(True) == 0 or shown[2] is False
    assert "Too few answers." in official.page(f"{RESULTS}?where=place=hill").text


def test_an_open_survey_shows_groups_at_milestones_only(
    official: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, 24)
    assert "Too few answers." in official.page(f"{RESULTS}?where=place=market").text
    respond(joensuu, survey, 1)
    first = official.page(f"{RESULTS}?where=place=market").text
    assert "The figures are of 10 people among the first 20." in first
    respond(joensuu, survey, 10)
    assert official.page(f"{RESULTS}?where=place=market").text.count("among the first 20") == 1


def test_two_questions_are_set_against_each_other(
    official: Client, joensuu: City, survey: Survey
) -> None:
    respond(joensuu, survey, 40)
    closed(joensuu, survey)
    text = official.page(f"{RESULTS}/crosstab?rows=place&columns=way").text
    assert "Of 20 people" in text or "Of 40 people" in text
    assert "Chi-square 0" in text
    assert "Degrees of freedom 1" in text
    file = official.get(f"{RESULTS}/crosstab.csv?rows=place&columns=way").get_data(as_text=True)
    assert "market" in file


def test_a_table_within_a_group_holds_its_people_only(official: Client, joensuu: City) -> None:
    three = lambda: pages([radio("a", "1", "2"), radio("b", "1", "2"), radio("c", "1", "2")])  # noqa: E731
    row = place(joensuu, "three", source=three)
    with scope.of(joensuu.id):
        for number in range(80):
            given = {"a": number % 2 + 1, "b": number // 2 % 2 + 1, "c": number // 4 % 2 + 1}
            surveys.respond(row, {name: str(value) for name, value in given.items()})
    closed(joensuu, row)
    path = "/en/desk/surveys/three/results/crosstab?rows=a&columns=b&where=c=1"
    text = official.page(path).text
    assert "Of 40 people among the first 80" in text
    assert "10 50%" in text


def test_a_question_against_itself_is_explained(
    official: Client, joensuu: City, survey: Survey
) -> None:
    same = official.get(f"{RESULTS}/crosstab?rows=place&columns=place")
    assert same.status_code == 422
    assert "Choose a different question for each" in same.get_data(as_text=True)
    within = official.get(f"{RESULTS}/crosstab?rows=place&columns=way&where=place=market")
    assert within.status_code == 422
    assert official.get(f"{RESULTS}/crosstab?rows=place&columns=nothing").status_code == 404


def test_texts_are_found_by_their_words(official: Client, joensuu: City, survey: Survey) -> None:
    respond(joensuu, survey, 20)
    closed(joensuu, survey)
    page = official.page(f"{RESULTS}/texts/words")
    assert page.text.count("Möre lamps") == 10
    assert "Read on" in page.text
    found = official.page(f"{RESULTS}/texts/words?q=more+13")
    assert found.text.count("Möre lamps") == 1
    assert "No such words" in official.page(f"{RESULTS}/texts/words?q=nothing").text


def test_the_invited_have_a_response_rate(official: Client, joensuu: City, survey: Survey) -> None:
    with scope.of(joensuu.id):
        surveys.by_slug("poll").who = Who.INVITED
        for number in range(10):
            state = InvitationState.BOUNCED if number == 9 else InvitationState.SENT
            factories.keep(
                SurveyInvitation(survey_id=survey.id, email=f"{number}@example.org", lang="fi",
                                 state=state, reminders=0)
            )  # fmt: skip
        for number in range(3):
            factories.keep(SurveyTicket(survey_id=survey.id, ticket_hash=str(number)))
        db.session.commit()
    text = official.page(RESULTS).text
    assert "Of 9 people who were invited and could be reached, 3 have answered." in text
    assert "33% (95 % interval from 12% to 65%)" in text


def test_versions_that_differ_are_told(official: Client, joensuu: City, survey: Survey) -> None:
    respond(joensuu, survey, 20)
    with scope.of(joensuu.id):
        surveys.version(survey, pages([radio("place", "market", "square"), comment("words")]))
    closed(joensuu, survey)
    text = official.page(RESULTS).text
    assert "Not asked in version 2 of the survey." in text
    assert "not to be chosen in the newest one: harbour, hill." in text


@pytest.mark.parametrize("path", ["", ".csv", "/crosstab", "/crosstab.csv", "/texts/words"])
def test_results_are_for_officials_of_the_area(
    client: Client, joensuu: City, pieksamaki: City, survey: Survey, path: str
) -> None:
    with scope.of(joensuu.id):
        other = factories.official(surveys_area("environment"))
        above = factories.official(surveys_area("wellbeing"))
    with scope.of(pieksamaki.id):
        foreign = factories.official(surveys_area("library"))
    assert client.as_(above).get(RESULTS + path).status_code == 200
    assert client.as_(other).get(RESULTS + path).status_code == 403
    assert client.at(pieksamaki).as_(foreign).get(RESULTS + path).status_code == 404
    assert client.get(RESULTS + path).status_code in (302, 303)


@pytest.mark.parametrize(
    "query",
    ["?where=nothing", "?where=place=market&where=place=hill", "?where=score=10",
     "?where=place=market&where=way=bus&where=way=car"],
)  # fmt: skip
def test_what_no_filter_is_is_not_found(
    official: Client, joensuu: City, survey: Survey, query: str
) -> None:
    assert official.get(RESULTS + query).status_code == 404
    assert official.get(f"{RESULTS}.csv{query}").status_code == 404


def test_a_file_runs_no_formula(official: Client, joensuu: City) -> None:
    row = place(joensuu, "sums", source=lambda: pages([radio("q", "a", "b") | {"title": "=1+1"}]))
    with scope.of(joensuu.id):
        for number in range(20):
            surveys.respond(row, {"q": "ab"[number % 2]})
    content = official.get("/en/desk/surveys/sums/results.csv").get_data(as_text=True)
    assert ";'=1+1;" in content
