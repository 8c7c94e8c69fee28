"""Several administrators at one moment, and readers who go on reacting meanwhile."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback import administration, filing
from app.pagefeedback.administration import Ruling
from app.pagefeedback.models import WebPage, WidgetRule
from app.pagefeedback.service import AnotherWasFirst
from tests import pagefeedback_factories as feedback
from tests.databases import Kind
from tests.factories import City

ROUNDS, READERS = 6, 4

on_both = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


def ruling(prefix: str) -> Ruling:
    library = area("library")
    assert library is not None
    return Ruling(prefix, library.id, frozenset(), frozenset())


def seen() -> str:
    widget = administration.widget("site")
    assert widget is not None
    return administration.stamp(widget)


@on_both
def test_of_administrators_at_one_moment_one_is_heard(fresh_app: Flask, city: City) -> None:
    with fresh_app.app_context(), scope.of(city.id):
        stamp = seen()

    def add(number: int) -> str:
        with fresh_app.app_context(), scope.of(city.id):
            try:
                administration.add_rule("site", ruling(f"/{number}"), seen=stamp)
            except AnotherWasFirst:
                db.session.rollback()
                return "told"
            db.session.commit()
            return "heard"

    with ThreadPoolExecutor(READERS) as pool:
        assert Counter(pool.map(add, range(READERS))) == {"heard": 1, "told": READERS - 1}
    with fresh_app.app_context(), scope.of(city.id):
        assert len(db.session.scalars(select(WidgetRule)).all()) == 1


@on_both
def test_no_reaction_is_lost_while_rules_come_and_go(fresh_app: Flask, city: City) -> None:
    def administer() -> None:
        for _round in range(ROUNDS):
            with fresh_app.app_context(), scope.of(city.id):
                rule = administration.add_rule("site", ruling("/kirjasto"), seen=seen())
                db.session.commit()
                administration.remove_rule("site", rule.id, seen=seen())
                db.session.commit()

    def read(reader: int) -> list[int]:
        browser = fresh_app.test_client()
        headers = {"Host": city.host, "Origin": feedback.SITE}
        found = []
        for number in range(ROUNDS * 2):
            page = f"{feedback.SITE}/kirjasto/{reader}/{number}"
            fields = {"page": page, "reaction": "2"}
            found.append(
                browser.post("/w/site/reactions", data=fields, headers=headers).status_code
            )
        return found

    with ThreadPoolExecutor(READERS + 1) as pool:
        chief = pool.submit(administer)
        answers = [status for found in pool.map(read, range(READERS)) for status in found]
        chief.result()
    assert answers == [201] * (READERS * ROUNDS * 2)
    with fresh_app.app_context(), scope.of(city.id):
        widget = administration.widget("site")
        assert widget is not None
        filing.file_again(widget)
        db.session.commit()
        pages = db.session.scalars(select(WebPage)).all()
        assert {(page.area_id, page.rule_id) for page in pages} == {(widget.area_id, None)}
