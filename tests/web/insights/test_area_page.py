"""What the page of a summary tells its official: what to do, and what each figure means."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from app.core import clock, scope
from app.core.db import db
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import answer, area, official, summary, theme

pytestmark = pytest.mark.usefixtures("monday")

CULTURE = "/en/desk/areas/culture"
WELLBEING = "/en/desk/areas/wellbeing"


def text_of(client: Client, city: City, path: str) -> str:
    key = path.partition("?")[0].rpartition("/")[2]
    return client.as_(official(city, key)).page(path).text


def test_the_page_says_what_to_do_next_with_each_survey(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for slug, days in (("late", -33), ("promised", -10), ("closing", 3), ("far-off", 30)):
            closes = clock.now() + timedelta(days=days)
            surveys_factories.survey(area("culture"), slug, title=slug, closes_at=closes)
    text = text_of(client, joensuu, CULTURE)
    steps = text.partition("What to do next")[2].partition("About the services")[0]
    assert "Tell them now what you make of their answers." in steps
    assert "Day 10 of 30" in steps
    assert "Now is the time to remind people of it." in steps
    assert "far-off" not in steps
    assert "3 days late" in text.partition("About the services")[2]
    told = summary(client.as_(official(joensuu, "culture")), "culture")
    assert {
        one["slug"]: [need["kind"] for need in one["needs"]] for one in told["own"]["surveys"]
    } == {
        "late": ["overdue"],
        "promised": ["due"],
        "closing": ["closing"],
        "far-off": [],
    }


def test_where_nothing_is_to_be_done_the_usual_summary_says_so(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        surveys_factories.survey(area("culture"))
    nothing = "no promised answer falls due within a month"
    assert nothing in text_of(client, joensuu, CULTURE)
    assert nothing not in text_of(client, joensuu, f"{CULTURE}?from=2026-02&to=2026-03")


def test_a_survey_of_another_area_about_a_theme_asks_nothing_of_the_themes_official(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        closes = clock.now() + timedelta(days=2)
        surveys_factories.survey(area("environment"), themes=(theme("children"),), closes_at=closes)
    text = text_of(client, joensuu, WELLBEING)
    assert "Now is the time to remind people of it." not in text
    assert "Closes in 2 days" not in text


@pytest.mark.parametrize(
    ("closed", "answers", "words"),
    [
        (False, 4, "The first figures appear when 10 answers have come in"),
        (False, 9, "The first figures appear when 10 answers have come in"),
        (True, 4, "answers are added in groups of at least 5"),
    ],
)
def test_an_official_learns_why_there_are_no_figures_and_when_there_will_be(
    client: Client,
    joensuu: City,
    monday: time_machine.Traveller,
    closed: bool,
    answers: int,
    words: str,
) -> None:
    with scope.of(joensuu.id):
        opened = clock.now() - timedelta(days=3)
        survey = surveys_factories.survey(area("culture"), opens_at=opened)
        answer(survey, answers)
        if closed:
            survey.closes_at = clock.now()
            db.session.commit()
            monday.shift(timedelta(hours=1))
    text = text_of(client, joensuu, CULTURE)
    assert words in text
    assert ("newest answers wait" in text) is not closed
    assert ("first figures" in text) is not closed


def test_a_month_that_filled_no_group_promises_no_figures(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 3)
        monday.shift(timedelta(days=40))
        answer(survey, 14)
        db.session.commit()
    text = text_of(client, joensuu, f"{CULTURE}?from=2026-05&to=2026-05")
    assert "3 answers have come in." in text
    assert "a group counts in the month in which it is full" in text
    assert "first figures" not in text


def test_the_figures_of_a_month_say_how_many_answers_they_take_in(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"))
        answer(survey, 4)
        monday.shift(timedelta(days=40))
        answer(survey, 12)
        db.session.commit()
    text = text_of(client, joensuu, f"{CULTURE}?from=2026-06&to=2026-06")
    assert "12 answers have come in. The figures below take in 10." in text
    assert "a group counts in the month in which it is full" in text
    assert "While a survey is open, the newest answers wait." in text
    whole = text_of(client, joensuu, CULTURE)
    assert "16 answers have come in. The figures below take in 10." in whole


def test_the_mean_has_its_scale_and_always_one_decimal(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture")), 10, ease=4)
    reader = client.as_(official(joensuu, "culture"))
    assert "The mean is 4.0 on a scale from 1 to 5." in reader.page(CULTURE).text


def test_participation_lists_every_survey_that_the_total_counts_once(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        children = theme("children")
        for owner, themes, count in (
            ("culture", (), 3),
            ("library", (children,), 4),
            ("environment", (children,), 5),
        ):
            survey = surveys_factories.survey(
                area(owner), f"of-{owner}", title=owner, themes=themes
            )
            answer(survey, count)
    page = client.as_(official(joensuu, "wellbeing")).page(WELLBEING)
    listed = page.text.partition("Surveys in these months")[2].partition("Answers by month")[0]
    counts = {"culture": 3, "library": 4, "environment": 5}
    for name, count in counts.items():
        assert f"{name} en Jokimerkki Open for now {count}" in listed
    assert "12 Every answer that came in" in page.text.replace("Answers to surveys ", "")
    assert "7 answers in these months." in page.text
    assert "9 answers in these months." in page.text


def test_an_empty_choice_of_months_leads_back_to_the_usual_ones(
    client: Client, joensuu: City
) -> None:
    reader = client.as_(official(joensuu, "culture"))
    back = "Show the last twelve months"
    assert back in reader.page(f"{CULTURE}?from=2020-01&to=2020-02").text
    assert back not in reader.page(CULTURE).text


def test_months_of_long_ago_are_said_to_be_so(client: Client, joensuu: City) -> None:
    text = text_of(client, joensuu, f"{CULTURE}?from=1999-01&to=1999-02")
    assert "Nobody was asked anything here that long ago" in text


def test_an_area_that_is_no_more_says_so_and_keeps_what_was_said_to_it(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture")), 6)
        area("culture").valid_until = date(2026, 5, 3)
        area("library").valid_until = date(2026, 5, 4)
        db.session.commit()
    text = text_of(client, joensuu, CULTURE)
    assert "It was responsible until" in text
    assert "6 answers have come in." in text
    last_day = text_of(client, joensuu, "/en/desk/areas/library")
    assert "responsible until" not in last_day
    reader = client.as_(official(joensuu, "wellbeing"))
    assert "Responsible until" in reader.page(WELLBEING).text.partition("Areas below")[2]
    assert summary(reader, "culture")["area"]["ended_on"] == "2026-05-03"
    assert summary(reader, "wellbeing")["area"]["ended_on"] is None


def test_the_summary_says_when_it_was_counted(client: Client, joensuu: City) -> None:
    page = client.as_(official(joensuu, "culture")).get(CULTURE).text
    assert re.search(
        r'Counted <time datetime="2026-05-04T09:00\+00:00">[^<]*12[:.]00[^<]*</time>', page
    )


def test_a_single_month_is_a_figure_and_no_chart(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture")), 6)
    one = text_of(client, joensuu, f"{CULTURE}?from=2026-05&to=2026-05")
    assert "6 answers have come in." in one
    assert "Answers by month" not in one
    two = text_of(client, joensuu, f"{CULTURE}?from=2026-04&to=2026-05")
    assert "Answers by month" in two
