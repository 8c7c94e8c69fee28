"""Many send at the same moment: every one counts once, and arrivals are numbered without a gap."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core import scope
from app.core.db import db
from app.surveys.models import Response, SurveyBrowser
from tests import factories
from tests import surveys_factories as surveys
from tests.databases import Kind
from tests.factories import City
from tests.pages import Form, Page
from tests.web.surveys.residents import comment, pages, place, poll, radio

HOST = "http://joensuu.localhost"
POLL = "/en/surveys/poll"
THREADS = 8

pytestmark = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


def prepare(app: Flask, **more: Any) -> City:
    with app.app_context():
        city, _other = factories.cities()
        place(city, **more)
        db.session.commit()
        return city


def all_at_once(app: Flask, work: Callable[[int, Any], TestResponse]) -> list[TestResponse]:
    """Each of some threads does its work with a browser of its own, all beginning together."""
    start = Barrier(THREADS)

    def one(number: int) -> TestResponse:
        browser = app.test_client()
        start.wait()
        return work(number, browser)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def form_of(app: Flask, path: str = POLL) -> Form:
    shown = Context().run(app.test_client().get, path, base_url=HOST)
    return Page(shown.text).form()


def arrivals(app: Flask, city: City) -> list[int]:
    with app.app_context(), scope.of(city.id):
        return list(db.session.scalars(select(Response.arrival).order_by(Response.arrival)))


def test_arrivals_are_numbered_without_a_gap(fresh_app: Flask) -> None:
    city = prepare(fresh_app)

    def call(number: int, browser: Any) -> TestResponse:
        for turn in range(5):
            sent: TestResponse = browser.post(
                "/api/v1/surveys/poll/responses",
                base_url=HOST,
                json={"answers": {"place": "market"}, "lang": "fi"},
                headers={"Idempotency-Key": f"{number}/{turn}"},
            )
            assert sent.status_code == 201, sent.text
        return sent

    all_at_once(fresh_app, call)
    assert arrivals(fresh_app, city) == list(range(1, 5 * THREADS + 1))


def test_one_form_sent_at_the_same_moment_counts_once(fresh_app: Flask) -> None:
    city = prepare(fresh_app, once_per_browser=True)
    form = form_of(fresh_app).values | {"q-place": "market"}
    sent = all_at_once(fresh_app, lambda _, browser: browser.post(POLL, base_url=HOST, data=form))
    assert {one.status_code for one in sent} == {303}
    receipts = {
        cookie.split(";")[0]
        for one in sent
        for cookie in one.headers.getlist("Set-Cookie")
        if cookie.startswith("receipt-")
    }
    assert len(receipts) == 1
    assert arrivals(fresh_app, city) == [1]


def test_two_forms_of_one_browser_at_the_same_moment_count_once(fresh_app: Flask) -> None:
    city = prepare(fresh_app, once_per_browser=True)
    forms = [form_of(fresh_app).values | {"q-place": "market"} for _ in range(THREADS)]

    def send(number: int, browser: Any) -> TestResponse:
        browser.set_cookie("browser", "a" * 22, domain="joensuu.localhost")
        found: TestResponse = browser.post(POLL, base_url=HOST, data=forms[number])
        return found

    sent = sorted(one.status_code for one in all_at_once(fresh_app, send))
    assert sent == [303] + [409] * (THREADS - 1)
    assert arrivals(fresh_app, city) == [1]
    with fresh_app.app_context(), scope.of(city.id):
        assert len(db.session.scalars(select(SurveyBrowser)).all()) == 1


def test_a_first_page_sent_at_the_same_moment_keeps_one_draft(fresh_app: Flask) -> None:
    city = prepare(fresh_app, source=lambda: pages([radio("place", "market")], [comment("why")]))
    form = form_of(fresh_app).values | {"q-place": "market"}
    seconds = all_at_once(fresh_app, lambda _, one: one.post(POLL, base_url=HOST, data=form))
    assert {one.status_code for one in seconds} == {200}
    last = Page(seconds[0].text).form().values | {"q-why": "It is flat"}
    sent = all_at_once(fresh_app, lambda _, one: one.post(POLL, base_url=HOST, data=last))
    assert {one.status_code for one in sent} == {303}
    assert arrivals(fresh_app, city) == [1]


def test_a_page_is_kept_while_others_hand_in_theirs(fresh_app: Flask) -> None:
    """On SQLite one writer waits for another anyway, whatever they write."""
    city = prepare(fresh_app, source=lambda: pages([radio("place", "market")], [comment("why")]))
    form = form_of(fresh_app).values | {"q-place": "market"}
    if fresh_app.extensions["kuulolla_config"].is_sqlite:
        assert fresh_app.test_client().post(POLL, base_url=HOST, data=form).status_code == 200
        return
    with fresh_app.app_context(), scope.of(city.id):
        surveys.respond("poll", {"place": "harbour"})
        with ThreadPoolExecutor(1) as pool:
            kept = pool.submit(
                Context().run, fresh_app.test_client().post, POLL, base_url=HOST, data=form
            )
            assert kept.result(timeout=30).status_code == 200
        db.session.commit()


def test_one_call_sent_at_the_same_moment_counts_once(fresh_app: Flask) -> None:
    city = prepare(fresh_app, source=poll)
    sent = all_at_once(
        fresh_app,
        lambda _, browser: browser.post(
            "/api/v1/surveys/poll/responses",
            base_url=HOST,
            json={"answers": {"place": "market"}, "lang": "fi"},
            headers={"Idempotency-Key": "one"},
        ),
    )
    assert sorted(one.status_code for one in sent) == [200] * (THREADS - 1) + [201]
    assert len({one.get_json()["receipt"] for one in sent}) == 1
    assert arrivals(fresh_app, city) == [1]
