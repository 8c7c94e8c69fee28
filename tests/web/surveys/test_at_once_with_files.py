"""Many send files, or change the same answers, at the same moment: nothing is kept twice."""

from contextvars import Context
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core import scope
from app.core.db import db
from app.surveys.models import Response, SurveyUpload
from tests.databases import Kind
from tests.factories import City
from tests.pages import Page
from tests.sample_files import PDF, picture
from tests.web.surveys.senders import stored, with_photos
from tests.web.surveys.test_at_once import HOST, POLL, THREADS, all_at_once, form_of, prepare

pytestmark = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


def told(app: Flask, city: City) -> tuple[int, int, int]:
    """How many responses count, how many files are known, and how many lie in the store."""
    with app.app_context(), scope.of(city.id):
        counted = select(Response.id).where(Response.is_withdrawn.is_(False))
        responses = db.session.scalars(counted).all()
        rows = db.session.scalars(select(SurveyUpload)).all()
        assert {row.response_id for row in rows} <= set(responses)
        return len(responses), len(rows), len(stored(city))


def send(browser: Any, values: dict[str, Any], *files: tuple[bytes, str]) -> TestResponse:
    brought = [(BytesIO(content), name) for content, name in files]
    sent: TestResponse = browser.post(
        POLL, base_url=HOST, data={**values, "q-photo": brought}, content_type="multipart/form-data"
    )
    return sent


def test_one_form_with_files_counts_once(fresh_app: Flask) -> None:
    city = prepare(fresh_app, source=with_photos)
    form = form_of(fresh_app).values | {"q-place": "market"}
    form.pop("q-photo", None)
    sent = all_at_once(
        fresh_app, lambda _, browser: send(browser, form, (picture(), "a.jpg"), (PDF, "b.pdf"))
    )
    assert {one.status_code for one in sent} == {303}
    assert told(fresh_app, city) == (1, 2, 2)


def test_answers_changed_on_several_devices_at_once_are_changed_by_one(fresh_app: Flask) -> None:
    city = prepare(fresh_app, source=with_photos)
    form = form_of(fresh_app).values | {"q-place": "market"}
    form.pop("q-photo", None)
    first = fresh_app.test_client()
    send(first, form, (PDF, "b.pdf"))
    receipt = next(
        cookie.value
        for cookie in [first.get_cookie("receipt-poll", domain="joensuu.localhost")]
        if cookie is not None
    )

    def opened() -> dict[str, Any]:
        shown = fresh_app.test_client().post(
            f"{POLL}/answers", base_url=HOST, data={"receipt": receipt, "action": "change"}
        )
        values = Page(shown.text).form(POLL).values | {"q-place": "harbour"}
        values.pop("q-photo", None)
        return values

    forms = [Context().run(opened) for _ in range(THREADS)]
    sent = all_at_once(
        fresh_app,
        lambda number, browser: send(
            browser, forms[number], (picture(size=(20 + number, 20)), f"{number}.jpg")
        ),
    )
    assert sorted(one.status_code for one in sent) == [303] + [409] * (THREADS - 1)
    assert told(fresh_app, city) == (1, 2, 2)
