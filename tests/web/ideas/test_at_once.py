"""Many at the same moment: a form counts once, numbers are given once, one official answers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.core.errors import Conflict
from app.ideas import queries, service
from app.ideas.lifecycle import Event, Role, State
from app.ideas.models import Idea, IdeaSupport
from app.ideas.steps import Step
from tests import factories
from tests import ideas_factories as ideas
from tests.databases import Kind
from tests.factories import City
from tests.pages import Page
from tests.web.ideas.residents import IDEA, made

HOST = "http://joensuu.localhost"
THREADS = 6

pytestmark = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


def all_at_once(work: Callable[[int], object]) -> list[object]:
    """Each of some threads does its work, all beginning together."""
    start = Barrier(THREADS)

    def one(number: int) -> object:
        start.wait()
        return Context().run(work, number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def prepare(app: Flask, state: State | None = None) -> tuple[City, int | None]:
    """A city, and an idea in a state if one is asked for."""
    with app.app_context():
        city, _other = factories.cities()
        number = made(city, state).number if state else None
        db.session.commit()
        return city, number


def post(app: Flask, path: str, form: dict[str, str | list[str]]) -> int:
    return app.test_client().post(path, base_url=HOST, data=form).status_code


def form_on(app: Flask, path: str, action: str | None = None) -> dict[str, str | list[str]]:
    shown = Context().run(app.test_client().get, path, base_url=HOST)
    return Page(shown.text).form(action).values


def test_one_form_sent_many_times_at_once_makes_one_idea(fresh_app: Flask) -> None:
    city, _number = prepare(fresh_app)
    form = form_on(fresh_app, "/fi/ideas/new") | IDEA
    statuses = all_at_once(lambda _number: post(fresh_app, "/fi/ideas/new", form))
    assert set(statuses) == {303}
    with fresh_app.app_context(), scope.of(city.id):
        assert len(db.session.scalars(select(Idea)).all()) == 1


def test_one_button_pressed_many_times_at_once_counts_once(fresh_app: Flask) -> None:
    city, _number = prepare(fresh_app, State.PUBLISHED)
    address = "/fi/ideas/1/support"
    form = form_on(fresh_app, "/fi/ideas/1", address)
    assert set(all_at_once(lambda _number: post(fresh_app, address, form))) == {303}
    with fresh_app.app_context(), scope.of(city.id):
        assert len(db.session.scalars(select(IdeaSupport)).all()) == 1


def test_every_idea_gets_a_number_of_its_own(fresh_app: Flask) -> None:
    city, _number = prepare(fresh_app)

    def submit(_number: int) -> None:
        with fresh_app.app_context(), scope.of(city.id):
            area = factories.area()
            ideas.idea(area, State.SUBMITTED)
            db.session.commit()

    all_at_once(submit)
    with fresh_app.app_context(), scope.of(city.id):
        numbers = sorted(one.number or 0 for one in db.session.scalars(select(Idea)))
    assert numbers == list(range(1, THREADS + 1))


def test_one_of_many_officials_answers_and_the_others_are_told(fresh_app: Flask) -> None:
    city, _number = prepare(fresh_app, State.IN_HAND)
    with fresh_app.app_context(), scope.of(city.id):
        revision = db.session.scalars(select(Idea)).one().revision

    def answer(number: int) -> bool:
        with fresh_app.app_context(), scope.of(city.id):
            idea = db.session.scalars(select(Idea)).one()
            said = ideas.answered(reasons=f"Reasons of {number}")
            step = Step(Event.ANSWER, Role.OFFICIAL, ideas.today(), revision, answer=said)
            try:
                service.happen(idea, step)
            except Conflict:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    assert sorted(map(bool, all_at_once(answer))) == [False] * (THREADS - 1) + [True]
    with fresh_app.app_context(), scope.of(city.id):
        idea = db.session.scalars(select(Idea)).one()
        assert len(queries.answers(idea.id)) == 1
