"""A reader writes at the very moment when an official moves what was written."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.pagefeedback import queries
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import WebPage
from tests import pagefeedback_factories as feedback
from tests.databases import Kind
from tests.factories import City
from tests.pagefeedback_factories import SITE


@pytest.mark.parametrize("fresh_app", [Kind.POSTGRESQL], indirect=True)
def test_neither_waits_for_what_the_other_holds(fresh_app: Flask, city: City) -> None:
    def post(path: str, **fields: str) -> tuple[int, str]:
        headers = {"Host": city.host, "Origin": SITE}
        answer = fresh_app.test_client().post(f"/w/site/{path}", data=fields, headers=headers)
        return answer.status_code, (answer.json or {}).get("token", "")

    _status, token = post("reactions", page=f"{SITE}/a", reaction="1")
    post("comments", token=token, text="Eka")
    with fresh_app.app_context(), scope.of(city.id):
        page = db.session.scalars(select(WebPage)).one()
        page.state = Handling.READ
        [reaction] = feedback.reactions()
        page_id, reaction_id = page.id, reaction.id
        db.session.commit()
    held = Event()

    def official() -> None:
        with fresh_app.app_context(), scope.of(city.id):
            page = queries.page(page_id, to_change=True)
            assert page is not None
            held.set()
            sleep(0.5)  # the reader gets as far as it comes
            assert queries.comment_on(reaction_id, page) is not None
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        moved = pool.submit(official)
        held.wait()
        assert post("comments", token=token, text="Toka") == (201, "")
        moved.result()
