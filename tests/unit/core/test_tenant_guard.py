"""The guard that watches every statement of every test catches what the scope cannot reach."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, union_all, update

from app.core import scope
from app.core.db import UnscopedStatement, db
from app.core.i18n import TranslatedText
from app.organisation.models import Area, Municipality, Theme
from tests import factories, tenant_guard
from tests.factories import City
from tests.tenant_guard import TenantLeak

AREAS, THEMES = Area.__table__, Theme.__table__


def _text() -> None:
    db.session.execute(text("SELECT key FROM area"))


def _text_that_writes() -> None:
    db.session.execute(text("UPDATE area SET position = 1"))


def _text_of_one_table_and_not_the_other(city: City) -> None:
    sql = "SELECT a.key FROM area AS a, theme WHERE a.municipality_id = :id"
    db.session.execute(text(sql), {"id": _as_sent(city)})


def _as_sent(city: City) -> object:
    return city.id if db.engine.dialect.name == "postgresql" else city.id.hex


def _text_of_the_other_city() -> None:
    db.session.execute(
        text("SELECT key FROM area WHERE area.municipality_id = :id"),
        {"id": factories.PIEKSAMAKI.hex},
    )


def _text_within_a_statement() -> None:
    db.session.scalars(select(Area.key).where(text("'x' IN (SELECT key FROM theme)"))).all()


def _bare_table_beside_a_class() -> None:
    db.session.execute(select(Area.key, THEMES.c.key).join(THEMES, THEMES.c.key != Area.key))


def _bare_table_in_a_condition() -> None:
    keys = select(THEMES.c.key).scalar_subquery()
    db.session.scalars(select(Area.key).where(Area.key.in_(keys))).all()


def _bare_table_in_a_union() -> None:
    both = union_all(select(Area.key), select(THEMES.c.key)).subquery()
    db.session.scalars(select(both.c.key).join(Area, Area.key == both.c.key)).all()


def _bare_table_counted_beside() -> None:
    count = select(func.count()).select_from(AREAS).scalar_subquery()
    db.session.execute(select(Municipality.slug, count)).all()


def _connection_of_its_own() -> None:
    with db.engine.connect() as connection:
        connection.execute(select(AREAS))


def _update_from_a_bare_table() -> None:
    db.session.execute(
        update(Area)
        .where(Area.key == THEMES.c.key)
        .values(position=1)
        .execution_options(synchronize_session=False)
    )


def _insert_with_values_of_its_own() -> None:
    values = {"municipality_id": factories.PIEKSAMAKI, "id": uuid4(), "owner_id": uuid4()}
    nothing = TranslatedText({})
    texts = {"name": nothing, "description": nothing, "key": "x"}
    db.session.execute(insert(Theme).values(**values, **texts, position=1))


def _insert_from_a_select() -> None:
    names = ("municipality_id", "id", "key")
    columns = (AREAS.c.municipality_id, AREAS.c.id, AREAS.c.key)
    db.session.execute(insert(Theme).from_select(names, select(*columns)))


LEAKS: tuple[Callable[..., None], ...] = (
    _text,
    _text_that_writes,
    _text_of_one_table_and_not_the_other,
    _text_of_the_other_city,
    _text_within_a_statement,
    _bare_table_beside_a_class,
    _bare_table_in_a_condition,
    _bare_table_in_a_union,
    _bare_table_counted_beside,
    _connection_of_its_own,
    _update_from_a_bare_table,
    _insert_with_values_of_its_own,
    _insert_from_a_select,
)
LEAKS_IN_NO_CITY = (
    _text,
    _text_that_writes,
    _text_of_the_other_city,
    _bare_table_counted_beside,
    _connection_of_its_own,
    _insert_with_values_of_its_own,
    _insert_from_a_select,
)
"""The others are part of a statement that is false as a whole."""


def _name(leak: Callable[..., None]) -> str:
    return leak.__name__.strip("_")


@pytest.fixture
def _caught(app: Flask) -> Iterator[None]:
    """What the test is to find fails it no more."""
    yield
    db.session.rollback()
    tenant_guard.found.clear()


@pytest.mark.usefixtures("_caught")
@pytest.mark.parametrize("leak", LEAKS, ids=_name)
def test_a_planted_leak_is_caught(leak: Callable[..., None], joensuu: City) -> None:
    arguments = (joensuu,) if leak.__code__.co_argcount else ()
    with scope.of(joensuu.id), pytest.raises((TenantLeak, UnscopedStatement)):
        leak(*arguments)


@pytest.mark.usefixtures("_caught")
@pytest.mark.parametrize("leak", LEAKS_IN_NO_CITY, ids=_name)
def test_a_planted_leak_of_no_city_is_caught(leak: Callable[..., None], cities: object) -> None:
    with scope.of(None), pytest.raises((TenantLeak, UnscopedStatement)):
        leak()


@pytest.mark.usefixtures("_caught")
def test_a_leak_that_somebody_catches_is_remembered(joensuu: City) -> None:
    with scope.of(joensuu.id), suppress(Exception), db.engine.connect() as connection:
        connection.execute(select(AREAS))
    assert [str(leak).partition(",")[0] for leak in tenant_guard.found] == [
        "area: of which municipality?"
    ]


def test_a_test_may_look_at_all_cities_where_it_says_so(joensuu: City) -> None:
    with tenant_guard.off(), db.engine.connect() as connection:
        assert len(connection.execute(select(AREAS.c.id)).all()) == 8
