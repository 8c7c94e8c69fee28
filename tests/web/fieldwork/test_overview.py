"""How a survey is going: passages beside the responses, told in groups, to those who may know."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import inspect, select

from app.accounts.models import User
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import drafts, passages
from app.surveys.models import Response, Survey
from app.surveys.models_access import Device, SurveyPassage
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import comment, pages, place, radio

POLL = "/fi/surveys/poll"
OVERVIEW = "/fi/desk/surveys/poll/"
MORNING = datetime(2026, 5, 4, 7, tzinfo=UTC)


def trip() -> dict[str, Any]:
    return pages([radio("place", "market", "harbour")], [comment("why")])


def official_of(city: City, key: str) -> User:
    with scope.of(city.id):
        area = organisation.area(key)
        assert area is not None
        return factories.official(area)


def noted(city: City) -> list[SurveyPassage]:
    with scope.of(city.id):
        return list(db.session.scalars(select(SurveyPassage)))


def send(client: Client, seconds: int = 0) -> None:
    """Answer the survey of two pages, taking some time over it."""
    with time_machine.travel(MORNING, tick=False) as clock:
        page = client.page(POLL)
        client.post(POLL, page.form().values | {"q-place": "market"})
        second = client.page(f"{POLL}?page=page-2")
        clock.shift(timedelta(seconds=seconds))
        client.post(POLL, second.form().values | {"q-why": "Near"})


def test_a_passage_tells_how_long_and_on_what_and_nothing_else(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=trip)
    send(client, seconds=75)
    [one] = noted(joensuu)
    assert (one.seconds, one.page, one.lang, one.device) == (70, "", "fi", Device.COMPUTER)
    with scope.of(joensuu.id):
        response = db.session.scalars(select(Response)).one()
        shared = {
            name
            for name in inspect(SurveyPassage).columns.keys()  # noqa: SIM118
            if getattr(one, name) == getattr(response, name, object())
        }
    assert shared == {"municipality_id", "survey_id", "day", "version", "lang"}


def test_who_stops_is_counted_on_the_page_and_again_nowhere(client: Client, joensuu: City) -> None:
    survey = place(joensuu, source=trip)
    with time_machine.travel(MORNING, tick=False):
        page = client.page(POLL)
        client.post(POLL, page.form().values | {"q-place": "market"})
    later = MORNING.date() + timedelta(days=1)
    with scope.of(joensuu.id):
        [lying] = passages.of_survey(survey.id, later)
    assert (lying.page, lying.day, lying.n) == ("page-2", MORNING.date(), 1)
    with time_machine.travel(MORNING + timedelta(days=15), tick=False), scope.of(joensuu.id):
        assert (passages.note_stopped(), drafts.expire()) == (1, 1)
        [stopped] = passages.of_survey(survey.id, later)
    assert stopped == lying


@pytest.fixture
def busy(client: Client, joensuu: City) -> Survey:
    survey = place(joensuu, source=trip)
    for number in range(6):
        with scope.of(joensuu.id):
            db.session.add(
                SurveyPassage(
                    survey_id=survey.id,
                    day=MORNING.date(),
                    version=1,
                    device=Device.PHONE if number else Device.TABLET,
                    lang="sv",
                    seconds=600,
                )
            )
            db.session.flush()
    return survey


def test_an_official_reads_how_it_goes(client: Client, joensuu: City, busy: Survey) -> None:
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        page = client.as_(official_of(joensuu, "library")).page(OVERVIEW)
    assert "Svenska" in page.text
    assert "10 min" in page.text
    assert "83" in page.text  # five of six by telephone


def test_too_few_tell_nothing(client: Client, joensuu: City, busy: Survey) -> None:
    with scope.of(joensuu.id):
        busy.min_group = 7
        db.session.flush()
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        page = client.as_(official_of(joensuu, "library")).page(OVERVIEW)
    assert "10 min" not in page.text
    assert "83" not in page.text


def test_who_stopped_hides_nobody_among_them(client: Client, joensuu: City) -> None:
    survey = place(joensuu, source=trip)
    common = {"survey_id": survey.id, "day": MORNING.date(), "version": 1}
    with scope.of(joensuu.id):
        db.session.add(
            SurveyPassage(device=Device.TABLET, lang="sv", seconds=600, page="", **common)
        )
        db.session.add_all(SurveyPassage(page="page-2", **common) for _ in range(6))
        db.session.flush()
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        page = client.as_(official_of(joensuu, "library")).page(OVERVIEW)
    assert "10 min" not in page.text
    assert 'id="devices"' not in page.text


def test_the_answer_is_asked_for_until_it_is_given(client: Client, joensuu: City) -> None:
    survey = place(joensuu, source=trip)
    address = OVERVIEW.replace("/fi/", "/en/")
    with time_machine.travel(MORNING, tick=False):
        desk = client.as_(official_of(joensuu, "library"))
        with scope.of(joensuu.id):
            survey.closes_at = MORNING - timedelta(days=1)
            db.session.commit()
        assert "Answer the residents" in desk.page(address).text
        with scope.of(joensuu.id):
            survey.answered_at = MORNING - timedelta(hours=1)
            db.session.commit()
        assert "Answer the residents" not in desk.page(address).text


def test_others_are_let_nowhere_near(
    client: Client, joensuu: City, pieksamaki: City, busy: Survey
) -> None:
    assert client.as_(official_of(joensuu, "environment")).get(OVERVIEW).status_code == 403
    stranger = official_of(pieksamaki, "library")
    assert client.at(pieksamaki).as_(stranger).get(OVERVIEW).status_code == 404
    assert client.get(OVERVIEW).status_code == 303
