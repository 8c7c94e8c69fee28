"""No statement, however it is written, reaches another municipality's rows."""

from collections.abc import Callable
from typing import cast

import pytest
from sqlalchemy import (
    CTE,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from app.core import scope
from app.core.db import ForeignRow, Tenant, UnscopedStatement, db
from app.organisation.models import Area, Municipality, MunicipalityHost, Theme
from tests import factories
from tests.factories import City

AREAS = cast(Table, Area.__table__)

SHARED = {"wellbeing", "culture", "library", "environment"}


@pytest.fixture(autouse=True)
def _own_areas(cities: tuple[City, City]) -> None:
    """Each city has areas that the other lacks, and not the same number of them."""
    for number, city in enumerate(cities, start=1):
        with scope.of(city.id):
            for place in range(number):
                factories.area(f"{city.slug}-{place}")
    db.session.commit()


def own_keys(city: City) -> set[str]:
    extra = {"joensuu": 1, "pieksamaki": 2}[city.slug]
    return SHARED | {f"{city.slug}-{place}" for place in range(extra)}


def _rows() -> set[str]:
    return {area.key for area in db.session.scalars(select(Area))}


def _columns() -> set[str]:
    return set(db.session.scalars(select(Area.key)))


def _joined_to_a_stranger() -> set[str]:
    joined = select(Area.key).select_from(Municipality).join(Area, Area.valid_until.is_(None))
    return set(db.session.scalars(joined))


def _outer_joined() -> set[str]:
    joined = select(Municipality.slug, Area.key).outerjoin(Area, Area.valid_until.is_(None))
    return {key for _slug, key in db.session.execute(joined) if key}


def _aliased() -> set[str]:
    other = aliased(Area)
    return set(db.session.scalars(select(other.key)))


def _joined_to_itself() -> set[str]:
    other = aliased(Area)
    joined = select(other.key).select_from(Area).join(other, Area.key != other.key)
    return set(db.session.scalars(joined))


def _subquery() -> set[str]:
    inner = select(Area.key).subquery()
    return set(db.session.scalars(select(inner.c.key)))


def _entity_from_a_subquery() -> set[str]:
    other = aliased(Area, select(Area).subquery())
    return {area.key for area in db.session.scalars(select(other))}


def _common_table() -> set[str]:
    inner: CTE = select(Area.key).cte()
    return set(db.session.scalars(select(inner.c.key)))


def _union() -> set[str]:
    both = union_all(select(Area.key), select(Area.key)).subquery()
    return set(db.session.scalars(select(both.c.key)))


def _in_a_condition() -> set[str]:
    """Hosts have no scope: what they are compared with must have it."""
    theirs = select(Area.municipality_id).where(Area.key == "library")
    found = select(MunicipalityHost).where(MunicipalityHost.municipality_id.in_(theirs))
    hosts = {host.host.partition(".")[0] for host in db.session.scalars(found)}
    return {key for key in _rows() if hosts}


def _all_at_once() -> set[str]:
    return set(db.session.scalars(select(func.max(Area.key)).group_by(Area.key)))


READINGS: dict[str, Callable[[], set[str]]] = {
    reading.__name__.strip("_"): reading
    for reading in (
        _rows,
        _columns,
        _joined_to_a_stranger,
        _outer_joined,
        _aliased,
        _joined_to_itself,
        _subquery,
        _entity_from_a_subquery,
        _common_table,
        _union,
        _in_a_condition,
        _all_at_once,
    )
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_a_city_reads_its_own_rows_only(
    reading: Callable[[], set[str]], joensuu: City, pieksamaki: City
) -> None:
    for city in (joensuu, pieksamaki, joensuu):  # the second time from the statement cache
        with scope.of(city.id):
            assert reading() == own_keys(city)


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_without_a_municipality_nothing_is_read(reading: Callable[[], set[str]]) -> None:
    with scope.of(None):
        assert reading() == set()


def _count_of_rows() -> int:
    return db.session.scalars(select(func.count()).select_from(Area)).one()


def _count_of_a_column() -> int:
    return db.session.scalars(select(func.count(Area.id))).one()


def _count_of_an_alias() -> int:
    return db.session.scalars(select(func.count()).select_from(aliased(Area))).one()


def _count_of_a_subquery() -> int:
    return db.session.scalars(select(func.count()).select_from(select(Area).subquery())).one()


def _scalar_subquery() -> int:
    inner = select(func.count(Area.id)).scalar_subquery()
    return int(db.session.scalars(select(inner)).one())


COUNTS: dict[str, Callable[[], int]] = {
    count.__name__.strip("_"): count
    for count in (
        _count_of_rows,
        _count_of_a_column,
        _count_of_an_alias,
        _count_of_a_subquery,
        _scalar_subquery,
    )
}


@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)
def test_a_city_counts_its_own_rows_only(
    count: Callable[[], int], joensuu: City, pieksamaki: City
) -> None:
    for city in (joensuu, pieksamaki):
        with scope.of(city.id):
            assert count() == len(own_keys(city))
    with scope.of(None):
        assert count() == 0


def test_existence_is_asked_of_own_rows_only(joensuu: City, pieksamaki: City) -> None:
    theirs = select(Area).where(Area.key == "pieksamaki-0")
    questions = (
        select(Municipality.id).where(theirs.exists()),
        select(literal(value=True)).where(theirs.exists()).select_from(Municipality),
        select(Area.id).where(exists(theirs.subquery())),
    )
    for question in questions:
        with scope.of(joensuu.id):
            assert not db.session.scalars(question).first()
        with scope.of(pieksamaki.id):
            assert db.session.scalars(question).first()


def test_a_row_of_another_city_is_not_got_by_its_key(joensuu: City, pieksamaki: City) -> None:
    with scope.of(pieksamaki.id):
        area = db.session.scalars(select(Area).where(Area.key == "pieksamaki-0")).one()
        key = (area.municipality_id, area.id)
    db.session.expunge_all()
    with scope.of(joensuu.id):
        assert db.session.get(Area, key) is None


def test_a_row_of_another_city_is_not_got_where_it_is_loaded_already(
    joensuu: City, pieksamaki: City
) -> None:
    with scope.of(pieksamaki.id):
        area = db.session.scalars(select(Area).where(Area.key == "pieksamaki-0")).one()
        key = (area.municipality_id, area.id)
        assert db.session.get(Area, key) is area
    for elsewhere in (joensuu.id, None):
        with scope.of(elsewhere):
            assert db.session.get(Area, key) is None
            with pytest.raises(NoResultFound):
                db.session.get_one(Area, key)
            with pytest.raises(ForeignRow):
                db.session.merge(area)
    with scope.of(None):
        assert db.session.get(Municipality, joensuu.id) is not None


@pytest.mark.parametrize(
    "statement",
    [
        select(Area.__table__),
        select(Area.__table__.c.key),
        select(func.count()).select_from(Area.__table__),
        update(AREAS).values(position=1),
        delete(AREAS),
        insert(AREAS).values(key="x"),
        select(exists().where(Area.key == "x")),
        text("SELECT key FROM area"),
        text('DELETE FROM "area"'),
        select(Area).from_statement(text("SELECT * FROM area")),
        select(Area).from_statement(select(Area)),
    ],
    ids=[
        *("rows", "column", "count", "update", "delete", "insert", "bare exists"),
        *("text", "text that deletes", "entity from text", "entity from a statement"),
    ],
)
def test_statements_beyond_the_scope_are_refused(statement: object, joensuu: City) -> None:
    with scope.of(joensuu.id), pytest.raises(UnscopedStatement):
        db.session.execute(statement)  # type: ignore[call-overload]


def test_the_scope_ends_with_the_work(joensuu: City, pieksamaki: City) -> None:
    with scope.of(joensuu.id):
        with scope.of(pieksamaki.id, read_only=True):
            assert (scope.municipality_id(), scope.is_read_only()) == (pieksamaki.id, True)
        assert (scope.municipality_id(), scope.is_read_only()) == (joensuu.id, False)
    assert scope.municipality_id() is None


def test_every_tenant_table_is_scoped(joensuu: City) -> None:
    """With an unknown municipality no tenant table yields anything, whatever it holds."""
    with scope.of(factories.PIEKSAMAKI):
        factories.administrator()
    tables = [mapper.class_ for mapper in Tenant.registry.mappers if _is_tenant(mapper.class_)]
    assert {Area, Theme} <= set(tables)
    with scope.of(None):
        for table in tables:
            assert db.session.scalars(select(table)).all() == [], table


def _is_tenant(table: type) -> bool:
    return issubclass(table, Tenant)
