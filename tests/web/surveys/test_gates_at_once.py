"""The last place, and one personal link, at the same moment: exactly as many as may."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core import scope
from app.core.db import db
from app.surveys import tickets
from app.surveys.meta import Who
from app.surveys.models import Response
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket
from tests import factories
from tests.databases import Kind
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import place

HOST = "http://joensuu.localhost"
POLL = "/en/surveys/poll"
THREADS = 8

pytestmark = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


def prepare(app: Flask, **settings: Any) -> tuple[City, str]:
    """The city, and the address at which people begin."""
    with app.app_context():
        city, _other = factories.cities()
        survey = place(city)
        begin = POLL
        with scope.of(city.id):
            for name, value in settings.items():
                setattr(survey, name, value)
            if survey.who == Who.INVITED:
                row = factories.keep(
                    SurveyInvitation(survey_id=survey.id, lang="en", state=InvitationState.LINK)
                )
                begin += f"/invited/{tickets.token(survey.id, row.id)}"
            db.session.commit()
        return city, begin


def send_at_once(app: Flask, begin: str) -> list[int]:
    """Many people open the survey, each with a form of their own, and send at one moment."""
    start = Barrier(THREADS)

    def one(form: dict[str, str]) -> TestResponse:
        browser = app.test_client()
        start.wait()
        return browser.post(POLL, base_url=HOST, data=form | {"q-place": "market"})

    shown = [Context().run(app.test_client().get, begin, base_url=HOST) for _ in range(THREADS)]
    forms = [Page(page.text).form(POLL).values for page in shown]
    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(answer.status_code for answer in pool.map(one, forms))


def counted(app: Flask, city: City, model: type[Any]) -> int:
    with app.app_context(), scope.of(city.id):
        return db.session.execute(select(func.count(model.municipality_id))).scalar_one()


@pytest.mark.parametrize(
    "limit",
    [{"response_cap": 3}, {"quotas": [{"question": "place", "value": "market", "most": 3}]}],
    ids=["cap", "quota"],
)
def test_the_last_places_are_given_once(fresh_app: Flask, limit: dict[str, Any]) -> None:
    city, begin = prepare(fresh_app, **limit)
    assert send_at_once(fresh_app, begin) == [303] * 3 + [409] * (THREADS - 3)
    assert counted(fresh_app, city, Response) == 3


def test_one_link_at_the_same_moment_counts_once(fresh_app: Flask) -> None:
    city, begin = prepare(fresh_app, who=Who.INVITED)
    assert send_at_once(fresh_app, begin) == [303] + [409] * (THREADS - 1)
    assert counted(fresh_app, city, Response) == counted(fresh_app, city, SurveyTicket) == 1
