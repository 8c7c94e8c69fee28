"""`demo load`: the same cities, people and voices at every load, into an empty database only."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.core import buckets, clock, scope
from app.core.db import db
from app.core.jobs import Job
from app.demo import people
from app.demo.service import CITIES
from app.ideas import queries as idea_queries
from app.ideas.lifecycle import State
from app.ideas.models import Idea
from app.organisation import directory
from app.surveys import tallies
from app.surveys.models import Response, Survey, SurveyState
from tests.databases import Databases, Kind, config_of
from tests.factories import City


def voices() -> list[tuple[str, str, int, int, object]]:
    """Every response with its distance from today in days."""
    found = []
    today = clock.today("Europe/Helsinki")
    for place in directory.all_places():
        with scope.of(place.id):
            rows = db.session.execute(
                select(Survey.slug, Response.arrival, Response.day, Response.document)
                .join(Response, Response.survey_id == Survey.id)
                .order_by(Survey.slug, Response.arrival)
            )
            found += [
                (place.slug, slug, arrival, (today - day).days, document)
                for slug, arrival, day, document in rows
            ]
    return found


def check_ideas() -> None:
    """Ideas in every state, whose time is told truly, and nobody was sent a mail."""
    ideas = db.session.scalars(select(Idea)).all()
    assert len(ideas) > 12
    assert {State.SUBMITTED, State.PUBLISHED, State.IN_HAND, State.ANSWERED} <= {
        one.state for one in ideas
    }
    today = clock.today("Europe/Helsinki")
    clocks = [found for one in ideas if (found := one.clock(today)) is not None]
    assert {True, False} == {one.is_late for one in clocks}
    for one in ideas:
        assert one.submitted_on is None or one.submitted_on <= today
        moments = [event.at for event in idea_queries.events(one.id)]
        assert moments == sorted(moments)
        assert all(moment <= clock.now() for moment in moments)
    assert db.session.scalars(select(Job)).all() == []


def check_content() -> None:
    """What the demo promises: a year of voices, open and closed surveys, true tallies."""
    slugs = [place.slug for place in directory.all_places()]
    assert slugs == sorted(CITIES)
    for place in directory.all_places():
        with scope.of(place.id):
            check_ideas()
            surveys = db.session.scalars(select(Survey)).all()
            states = {survey.state(clock.now()) for survey in surveys}
            assert {SurveyState.OPEN, SurveyState.CLOSED} <= states
            for survey in surveys:
                counted = db.session.scalar(
                    select(func.count(Response.id)).where(Response.survey_id == survey.id)
                )
                read = buckets.read(tallies.KIND, [survey.id], tallies.compute)
                assert sum(bucket.tally.n for bucket in read) == counted


def test_two_loads_on_two_databases_are_the_same(databases: Databases, tmp_path: Path) -> None:
    loads = []
    for kind in Kind:
        with databases.fresh(kind) as url:
            app = create_app(config_of(url, tmp_path))
            result = app.test_cli_runner().invoke(args=["demo", "load"])
            assert result.exit_code == 0, result.output
            for person in (*people.PEOPLE["joensuu"], *people.PEOPLE["pieksamaki"]):
                assert person.email in result.output
            with app.app_context():
                check_content()
                loads.append(voices())
                db.session.remove()
                db.engine.dispose()
    assert loads[0] == loads[1]
    assert len(loads[0]) > 7_000
    assert max(days for _, _, _, days, _ in loads[0]) >= 364
    assert min(days for _, _, _, days, _ in loads[0]) >= 0


def test_a_database_that_holds_anything_is_refused_and_left_as_it_is(
    app: Flask, joensuu: City
) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "not empty" in result.output
    with scope.of(joensuu.id):
        assert db.session.scalars(select(Survey)).all() == []


def test_if_empty_leaves_another_database_alone_without_failing(app: Flask, joensuu: City) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])
    assert result.exit_code == 0
    with scope.of(joensuu.id):
        assert db.session.scalars(select(Survey)).all() == []
