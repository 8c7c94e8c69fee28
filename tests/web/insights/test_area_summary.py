"""What stands in the summary of an area: its parts, its figures, the months, the texts."""

from datetime import timedelta

import pytest
import time_machine

from app.core import buckets, clock, scope
from app.core.db import db
from app.insights import service
from app.surveys import tallies
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.surveys_factories import TIMEZONE
from tests.web.insights.desks import answer, area, objective, official, summary, theme

pytestmark = pytest.mark.usefixtures("monday")


def test_distributions_have_their_n_and_shares_and_a_scale_its_mean(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 6, vehicle="bus", ease=5)
        answer(survey, 9, vehicle="car", ease=2)
    told = summary(client.as_(official(joensuu, "culture")), "culture")
    [found] = told["own"]["surveys"]
    assert (found["received"], found["shown"], found["held_back"]) == (15, 10, 5)
    questions = {one["name"]: one for one in found["questions"]}
    assert [(row["value"], row["count"], row["share"]) for row in questions["vehicle"]["rows"]] == [
        ("bus", 6, 0.6),
        ("car", 4, 0.4),
        ("bicycle", 0, 0.0),
    ]
    assert questions["ease"]["mean"] == pytest.approx((6 * 5 + 4 * 2) / 10)
    assert questions["why"]["n"] == 10


def test_a_question_that_few_answered_shows_nothing_but_that(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 4, vehicle="car", parking="yard")
        answer(survey, 11)
    reader = client.as_(official(joensuu, "culture"))
    [found] = summary(reader, "culture")["own"]["surveys"]
    [parking] = [one for one in found["questions"] if one["name"] == "parking"]
    assert (parking["n"], parking["rows"]) == (None, [])
    page = reader.page("/en/desk/areas/culture")
    assert "Too few answers to show" in page.text
    assert "yard" not in page.text


def test_the_area_has_its_own_part_and_one_for_each_theme_that_it_answers_for(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("culture"), "own-one")
        surveys_factories.survey(area("library"), "below", themes=(theme("climate"),))
        surveys_factories.survey(area("environment"), "elsewhere", themes=(theme("children"),))
    told = summary(client.as_(official(joensuu, "wellbeing")), "wellbeing")
    assert {one["slug"] for one in told["own"]["surveys"]} == {"own-one", "below"}
    [children] = told["themes"]
    assert children["key"] == "children"
    assert [one["slug"] for one in children["surveys"]] == ["elsewhere"]


def test_history_stays_with_the_area_that_was_responsible_then(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("library"), "moved")
        surveys_factories.survey(area("library"), "other")
        answer(survey, 7)
        survey.area_id = area("environment").id
        db.session.flush()
        answer(survey, 2)
    for _ in range(2):
        told = {
            key: summary(client.as_(official(joensuu, key)), key)["own"]
            for key in ("library", "environment")
        }
        of_moved = {
            key: [one["received"] for one in part["surveys"] if one["slug"] == "moved"]
            for key, part in told.items()
        }
        assert of_moved == {"library": [7], "environment": [2]}
        monday.shift(timedelta(days=2))  # and the same once the days are folded
        with scope.of(joensuu.id):
            assert service.fold_due(TIMEZONE) in (0, 1)


def test_answers_of_before_a_move_are_found_before_they_are_folded(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        folded = surveys_factories.survey(area("library"), "folded")
        answer(folded, 1)
        survey = surveys_factories.survey(area("library"), "moved")
        answer(survey, 7)
        survey.area_id = area("environment").id
        monday.shift(timedelta(days=2))
        buckets.fold(tallies.KIND, folded.id, tallies.compute, through=clock.today(TIMEZONE))
    told = summary(client.as_(official(joensuu, "library")), "library")
    assert {one["slug"] for one in told["own"]["surveys"]} == {"folded", "moved"}


def test_only_what_came_in_the_months_asked_for_is_counted(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 7)
        monday.shift(timedelta(days=40))
        answer(survey, 3)
        db.session.commit()
    reader = client.as_(official(joensuu, "culture"))
    for query, months in (
        ("?from=2026-05&to=2026-05", {"2026-05": 7}),
        ("?from=2026-06&to=2026-06", {"2026-06": 3}),
        ("?from=2026-05&to=2026-06", {"2026-05": 7, "2026-06": 3}),
        ("?from=2026-03&to=2026-04", {"2026-03": 0, "2026-04": 0}),
    ):
        told = summary(reader, "culture", query)
        assert told["participation"]["by_month"] == months
        assert told["participation"]["received"] == sum(months.values())


def test_what_is_own_and_of_a_theme_is_counted_once(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), themes=(theme("children"),))
        answer(survey, 11)
    reader = client.as_(official(joensuu, "wellbeing"))
    told = summary(reader, "wellbeing")
    assert told["participation"]["received"] == 11
    assert told["own"]["participation"]["received"] == 11
    assert told["themes"][0]["participation"]["received"] == 11
    text = reader.page("/en/desk/areas/wellbeing").text
    assert f"The same answers to the survey {survey.title.in_('en')[0]} are shown above." in text


def test_objectives_say_what_asks_about_them_and_what_the_area_does(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("environment"), "aims", objectives=(objective(),))
        surveys_factories.survey(
            area("environment"), "quiet", question_objectives={"ease": objective()}
        )
        answer(survey, 10)
    reader = client.as_(official(joensuu, "environment"))
    [found] = summary(reader, "environment")["objectives"]
    assert found["key"] == "attractive-centre"
    assert sorted((one["survey"], one["question"], one["n"]) for one in found["asked"]) == [
        ("aims", None, 5),
        ("quiet", "ease", None),
    ]
    assert [action["climate"] for action in found["actions"]] == [True]
    text = reader.page("/en/desk/areas/environment").text.partition("Objectives touched Which")[2]
    assert "How easy is it? en Jokimerkki : too few answers to show" in text
    assert "Action of the development plan: Action" in text


def test_choices_and_questions_of_older_versions_are_shown_by_what_was_stored(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 10, vehicle="car")
        changed = surveys_factories.definition()
        changed["pages"][0]["elements"][0]["choices"] = ["bus", "tram"]
        del changed["pages"][0]["elements"][2]
        surveys_factories.version(survey, changed)
    reader = client.as_(official(joensuu, "culture"))
    [found] = summary(reader, "culture")["own"]["surveys"]
    questions = {one["name"]: one for one in found["questions"]}
    assert [(row["value"], row["known"]) for row in questions["vehicle"]["rows"]] == [
        *[("bus", True), ("tram", True), ("car", False)]
    ]
    assert questions["ease"]["title"] == "ease"
    text = reader.page("/en/desk/areas/culture").text
    assert "car (not among the present answers)" in text
    assert "This question is not in the present version of the survey." in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?from=2026-13", "The months could not be understood"),
        ("?from=2026-04&to=2026-02", "The first month came after the last one"),
        ("?from=2026-04&to=2030-02", "Months to come have no answers yet"),
        ("?from=soon&to=%F0%9F%A6%89", "The months could not be understood"),
    ],
)
def test_a_wrong_period_is_said_and_gives_no_file(
    client: Client, joensuu: City, query: str, words: str
) -> None:
    reader = client.as_(official(joensuu, "culture"))
    assert words in reader.page(f"/en/desk/areas/culture{query}").text
    for kind in ("csv", "json"):
        refused = reader.get(f"/en/desk/areas/culture.{kind}{query}")
        assert (refused.status_code, refused.mimetype) == (400, "text/html")
        assert "There is no file of these months" in refused.text
        assert 'href="/en/desk/areas/culture"' in refused.text


def test_the_months_are_chosen_in_a_form_that_remembers_them(client: Client, joensuu: City) -> None:
    reader = client.as_(official(joensuu, "culture"))
    page = reader.page("/en/desk/areas/culture?from=2026-02&to=2026-03")
    [form] = [one for one in page.forms if one.method == "get"]
    assert form.values == {"from": "2026-02", "to": "2026-03"}
    assert "What residents said from February 2026 to March 2026." in page.text


def test_an_area_without_surveys_says_what_to_do_next(client: Client, joensuu: City) -> None:
    page = client.as_(official(joensuu, "library")).page("/fi/desk/areas/library")
    assert page.links["/fi/surveys/"]


def test_a_summary_takes_as_many_statements_with_many_surveys_as_with_one(
    client: Client, joensuu: City
) -> None:
    reader = client.as_(official(joensuu, "wellbeing"))

    def place(count: int) -> None:
        with scope.of(joensuu.id):
            for _ in range(count):
                survey = surveys_factories.survey(
                    area("culture"), themes=(theme("children"),), objectives=(objective(),)
                )
                answer(survey, 12, wish="wish-{}")

    for count in (1, 6):
        place(count)
        reader.get("/en/desk/areas/wellbeing")
        with reader.assert_queries(29):
            reader.get("/en/desk/areas/wellbeing")


def test_a_day_is_that_of_the_city_for_people_and_for_programs(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        late = clock.now().replace(hour=21, minute=30) + timedelta(days=30)  # past midnight here
        surveys_factories.survey(area("culture"), closes_at=late)
    page = client.as_(official(joensuu, "culture")).get("/en/desk/areas/culture").text
    day = late.date() + timedelta(days=1)
    assert f'<time datetime="{day}">{day.day} {day:%B %Y}</time>' in page
    assert str(late.date()) not in page
