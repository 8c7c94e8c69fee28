"""What is known of widgets and pages in the process is forgotten when it changes, and elsewhere
in time."""

import pytest
from flask import current_app
from sqlalchemy import update

from app.core import scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback import known
from app.pagefeedback.models import WebPage, Widget
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.web.pagefeedback.senders import PAGE, clicked


def changed_by_another_process(city: City, **values: object) -> None:
    """Which this one is told nothing of."""
    with scope.of(city.id):
        db.session.execute(update(Widget).values(**values))
        db.session.commit()


@pytest.mark.parametrize(
    ("change", "status"), [({"is_active": False}, 404), ({"origins": []}, 403)]
)
def test_what_this_process_changes_holds_at_once(
    client: Client, widget: Widget, joensuu: City, change: dict[str, object], status: int
) -> None:
    assert clicked(client).status_code == 201
    with scope.of(joensuu.id):
        for name, value in change.items():
            setattr(widget, name, value)
        db.session.commit()
    assert clicked(client).status_code == status


@pytest.mark.parametrize(
    ("change", "status"), [({"is_active": False}, 404), ({"origins": []}, 403)]
)
def test_what_another_process_changes_holds_after_some_seconds(
    client: Client,
    widget: Widget,
    joensuu: City,
    change: dict[str, object],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr("app.pagefeedback.known.monotonic", lambda: now)
    assert clicked(client).status_code == 201
    changed_by_another_process(joensuu, **change)
    now += known.LIFETIME - 0.01
    assert clicked(client).status_code == 201
    now += 0.01
    assert clicked(client).status_code == status


def test_a_page_that_is_moved_is_the_new_areas_from_then_on(
    client: Client, widget: Widget, joensuu: City
) -> None:
    for _ in range(2):
        clicked(client)
    with scope.of(joensuu.id):
        page, other = feedback.page(widget, PAGE.removeprefix(SITE)), area("environment")
        assert other is not None
        before, page.area_id = page.area_id, other.id
        db.session.commit()
    clicked(client)
    with scope.of(joensuu.id):
        areas = [row.area_id for row in feedback.reactions()]
    assert sorted(areas) == sorted([before, before, other.id])


def test_another_widget_of_the_same_key_is_another_citys(
    client: Client, widget: Widget, joensuu: City, pieksamaki: City
) -> None:
    assert clicked(client).status_code == 201
    assert clicked(client.at(pieksamaki)).status_code == 403
    with scope.of(joensuu.id):
        mine = known.widget("site")
    with scope.of(pieksamaki.id):
        theirs = known.widget("site")
    assert mine is not None
    assert theirs is not None
    assert (mine.id, mine.scale, theirs.scale) == (widget.id, 2, 3)


def test_no_more_addresses_are_kept_than_so_many(
    widget: Widget, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "MOST_PAGES", 2)
    with scope.of(joensuu.id):
        for path in ("/a", "/b", "/c"):
            feedback.react(widget, path)
        found = [known.page(widget, f"{SITE}/{name}") for name in "abcab"]
        stored = {page.id for page in db.session.query(WebPage)}
    assert {page.id for page in found if page} == stored


def test_municipalities_that_nobody_asks_of_any_more_take_no_memory(
    joensuu: City, pieksamaki: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("app.pagefeedback.known.monotonic", lambda: now)
    for city in (joensuu, pieksamaki):
        with scope.of(city.id):
            known.widget("site")
    assert set(current_app.extensions[known.EXTENSION]) >= {joensuu.id, pieksamaki.id}
    now += known.LIFETIME
    with scope.of(joensuu.id):
        known.widget("site")
    assert set(current_app.extensions[known.EXTENSION]) == {joensuu.id}


def test_a_change_that_is_not_kept_is_forgotten(widget: Widget, joensuu: City) -> None:
    with scope.of(joensuu.id):
        db.session.commit()
        widget.scale = 3
        db.session.flush()
        meanwhile = known.widget("site")
        db.session.rollback()
        after = known.widget("site")
    assert meanwhile is not None
    assert after is not None
    assert (meanwhile.scale, after.scale) == (3, 2)
