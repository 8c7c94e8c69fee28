"""Many readers at one moment: one page, every reaction, and a double click once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.pagefeedback.models import WebPage
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.databases import Kind
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.pages import Page

READERS = 8
PAGE = f"{SITE}/uusi-sivu"

on_both = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


@pytest.fixture
def city(fresh_app: Flask) -> City:
    with fresh_app.app_context():
        joensuu, _other = factories.cities()
        with scope.of(joensuu.id):
            root = organisation.area("wellbeing")
            assert root is not None
            feedback.widget(root, "site")
            db.session.commit()
    return joensuu


def kept(app: Flask, city: City) -> tuple[int, int]:
    """How many pages and reactions there are."""
    with app.app_context(), scope.of(city.id):
        return len(db.session.scalars(select(WebPage)).all()), len(feedback.reactions())


@on_both
def test_readers_who_meet_a_new_page_at_once_make_it_once(fresh_app: Flask, city: City) -> None:
    def react(_reader: int) -> int:
        fields = {"page": PAGE, "reaction": "2"}
        headers = {"Host": city.host, "Origin": SITE}
        answer = fresh_app.test_client().post("/w/site/reactions", data=fields, headers=headers)
        return answer.status_code

    with ThreadPoolExecutor(READERS) as pool:
        assert list(pool.map(react, range(READERS))) == [201] * READERS
    assert kept(fresh_app, city) == (1, READERS)


@on_both
def test_a_double_click_on_the_hosted_form_counts_once(fresh_app: Flask, city: City) -> None:
    address, headers = "/fi/feedback/site", {"Host": city.host}
    form = Page(fresh_app.test_client().get(address, headers=headers).text).form()
    fields = form.values | {"page": PAGE, "reaction": "1", "text": "Kerran"}

    def send(_click: int) -> int:
        return fresh_app.test_client().post(address, data=fields, headers=headers).status_code

    with ThreadPoolExecutor(READERS) as pool:
        assert list(pool.map(send, range(READERS))) == [303] * READERS
    assert kept(fresh_app, city) == (1, 1)
