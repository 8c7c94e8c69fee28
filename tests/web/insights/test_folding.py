"""Folding once an hour, and on command: of every municipality, only what is due."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.core import jobs, scope
from app.core.buckets import TallyBucket
from app.core.db import db
from app.core.jobs import Job
from app.insights import service
from app.surveys import drafts
from app.surveys import service as surveys
from app.surveys.models import Survey, SurveyDraft
from app.upkeep import Upkeep
from tests import factories, surveys_factories
from tests.factories import City
from tests.surveys_factories import TIMEZONE
from tests.web.insights.desks import answer

pytestmark = pytest.mark.usefixtures("monday")


def stored(city: City) -> int:
    """Buckets that are stored of a city's surveys."""
    with scope.of(city.id):
        return db.session.scalar(select(func.count(TallyBucket.day))) or 0


def survey_of(city: City, slug: str = "poll", people: int = 3) -> Survey:
    with scope.of(city.id):
        survey = surveys_factories.survey(factories.area(), slug)
        answer(survey, people)
        db.session.commit()
        return survey


def test_only_surveys_with_days_that_are_over_or_changed_are_folded(
    joensuu: City, monday: time_machine.Traveller
) -> None:
    survey_of(joensuu, "early")
    monday.shift(timedelta(days=1))
    late = survey_of(joensuu, "late")
    with scope.of(joensuu.id):
        assert [service.fold_due(TIMEZONE) for _ in range(2)] == [1, 0]
        monday.shift(timedelta(days=1))
        answer(late, 1)
        receipt = surveys_factories.respond("early")
        assert [service.fold_due(TIMEZONE) for _ in range(2)] == [1, 0]
        monday.shift(timedelta(days=1))
        assert [service.fold_due(TIMEZONE) for _ in range(2)] == [2, 0]
        surveys.withdraw(receipt, timezone=TIMEZONE)
        assert [service.fold_due(TIMEZONE) for _ in range(2)] == [1, 0]


def test_upkeep_folds_every_municipality_once_an_hour_and_forgets_what_is_old(
    joensuu: City, pieksamaki: City, monday: time_machine.Traveller
) -> None:
    survey = survey_of(joensuu)
    survey_of(pieksamaki)
    with scope.of(joensuu.id):
        drafts.save(survey, version=1, nonce="typed", document={"vehicle": "bus"})
        db.session.commit()
    upkeep = Upkeep()
    monday.shift(timedelta(days=1))
    assert [upkeep.do_if_due(), upkeep.do_if_due()] == [True, False]
    assert [stored(joensuu), stored(pieksamaki)] == [1, 1]
    with scope.of(joensuu.id):
        jobs.enqueue("long-ago", {"to": "somebody@example.org"})
        db.session.commit()
    while jobs.run_one():
        monday.shift(timedelta(days=1))  # nobody does this kind of job
    monday.shift(timedelta(days=100))
    assert upkeep.do_if_due()
    with scope.of(joensuu.id):
        assert db.session.scalars(select(SurveyDraft)).all() == []
    assert db.session.scalars(select(Job)).all() == []


def test_rebuild_makes_the_tallies_of_a_city_anew_and_says_so(
    app: Flask, joensuu: City, pieksamaki: City, monday: time_machine.Traveller
) -> None:
    survey_of(joensuu)
    survey_of(pieksamaki, "other")
    monday.shift(timedelta(days=1))
    done = app.test_cli_runner().invoke(args=["insights", "rebuild", "joensuu"])
    assert (done.exit_code, done.output.splitlines()) == (0, said("joensuu", "poll"))
    assert [stored(joensuu), stored(pieksamaki)] == [1, 0]
    everywhere = app.test_cli_runner().invoke(args=["insights", "rebuild"])
    assert everywhere.output.splitlines() == [
        *said("joensuu", "poll"),
        *said("pieksamaki", "other"),
    ]


def said(city: str, survey: str) -> list[str]:
    """What the command says of a city with one survey that had answers on one day."""
    return [
        f"{city}: {survey}: 1 day with answers",
        f"{city}: 1 survey counted anew through 2026-05-04; "
        "later days are counted whenever they are read",
    ]


def test_rebuild_of_a_city_without_surveys_says_that_there_is_nothing_to_do(
    app: Flask, joensuu: City
) -> None:
    done = app.test_cli_runner().invoke(args=["insights", "rebuild", "joensuu"])
    assert (done.exit_code, done.output) == (0, "joensuu: no surveys, nothing to count\n")


def test_rebuild_of_a_city_that_is_not_there_names_those_that_are(
    app: Flask, joensuu: City
) -> None:
    done = app.test_cli_runner().invoke(args=["insights", "rebuild", "kuopio"])
    assert done.exit_code == 1
    assert "known: joensuu, pieksamaki" in done.output
