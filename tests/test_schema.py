"""The schema itself keeps municipalities apart, and can be spread over machines by municipality."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import DDL, MetaData, Table, UniqueConstraint, func, inspect, select
from sqlalchemy.exc import IntegrityError

from app.core import scope
from app.core.db import Tenant, db
from app.organisation.models import Area, Theme
from tests import factories
from tests.databases import Kind
from tests.factories import City

SHARED_TABLES = frozenset({"municipality", "municipality_host", "operator", "job"})
"""Tables of the platform; everything else belongs to a municipality."""

PARTITIONS = 4
TENANT = "municipality_id"


def tenant_tables() -> list[Table]:
    return [table for table in db.metadata.sorted_tables if table.name not in SHARED_TABLES]


def test_every_table_is_a_municipalitys_or_known_to_be_shared() -> None:
    tenants = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Tenant.registry.mappers
        if issubclass(mapper.class_, Tenant)
    }
    assert tenants == {table.name for table in tenant_tables()}
    assert tenants.isdisjoint(SHARED_TABLES)


def test_keys_begin_with_the_municipality() -> None:
    wrong = [
        table.name
        for table in tenant_tables()
        if next(iter(table.primary_key.columns)).name != TENANT
    ]
    assert wrong == []


def unique_keys(table: Table) -> Iterator[list[str]]:
    """The columns of what is unique in a table, its primary key apart."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]
    for index in table.indexes:
        if index.unique:
            yield [column.name for column in index.columns]


def test_unique_constraints_are_within_a_municipality() -> None:
    wrong = [
        f"{table.name}: {columns}"
        for table in tenant_tables()
        for columns in unique_keys(table)
        if TENANT not in columns
    ]
    assert wrong == []


def test_a_row_cannot_refer_to_another_municipalitys_row() -> None:
    """Each foreign key between tenant tables carries the municipality on both sides."""
    wrong = [
        f"{table.name}: {[column.name for column in key.columns]}"
        for table in tenant_tables()
        for key in table.foreign_key_constraints
        if key.referred_table.name not in SHARED_TABLES
        and not any(
            part.parent.name == TENANT and part.column.name == TENANT for part in key.elements
        )
    ]
    assert wrong == []


def test_no_key_is_set_to_null_when_what_it_refers_to_goes() -> None:
    """It would null the municipality too."""
    wrong = [
        f"{table.name}: {key.name}"
        for table in db.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.ondelete == "SET NULL" or key.onupdate == "SET NULL"
    ]
    assert wrong == []


def test_relationships_between_tenant_tables_join_on_the_municipality() -> None:
    wrong = [
        str(relationship)
        for mapper in Tenant.registry.mappers
        for relationship in mapper.relationships
        if issubclass(mapper.class_, Tenant) and issubclass(relationship.mapper.class_, Tenant)
        if not any(column.name == TENANT for column in relationship.remote_side)
    ]
    assert wrong == []


def test_the_database_refuses_a_reference_to_another_municipality(
    joensuu: City, pieksamaki: City
) -> None:
    with scope.of(pieksamaki.id):
        theirs = factories.area()
    with scope.of(joensuu.id), pytest.raises(IntegrityError):
        factories.theme(theirs)


@pytest.mark.parametrize("fresh_app", Kind, indirect=True)
def test_the_migrations_make_what_the_models_say(fresh_app: Flask) -> None:
    with fresh_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.fixture
def partitioned(fresh_app: Flask) -> Iterator[Flask]:
    """The service on tables that are hash-partitioned by municipality."""
    spread = MetaData(naming_convention=db.metadata.naming_convention)
    for table in db.metadata.sorted_tables:
        copy = table.to_metadata(spread)
        if table.name not in SHARED_TABLES:
            copy.dialect_options["postgresql"]["partition_by"] = f"HASH ({TENANT})"
    with fresh_app.app_context():
        db.drop_all()
        with db.engine.begin() as connection:
            spread.create_all(connection)
            for table in tenant_tables():
                for part in range(PARTITIONS):
                    connection.execute(
                        DDL(  # type: ignore[no-untyped-call]
                            f"CREATE TABLE {table.name}_{part} PARTITION OF {table.name} "
                            f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part})"
                        )
                    )
        yield fresh_app


@pytest.mark.parametrize("fresh_app", [Kind.POSTGRESQL], indirect=True)
def test_the_schema_can_be_partitioned_by_municipality(partitioned: Flask) -> None:
    """The same keys are what hash partitioning and sharding need: nothing else changes."""
    inspected = inspect(db.engine)
    for table in tenant_tables():
        keys = inspected.get_foreign_keys(table.name)
        found = {(key["referred_table"], tuple(key["constrained_columns"])) for key in keys}
        declared = {
            (key.referred_table.name, tuple(key.column_keys))
            for key in table.foreign_key_constraints
        }
        assert declared <= found, table.name
    cities = factories.cities()
    for city in cities:
        with scope.of(city.id):
            assert db.session.scalars(select(func.count()).select_from(Area)).one() == 4
            owner = db.session.scalars(select(Area).where(Area.key == "library")).one()
            with pytest.raises(IntegrityError):
                factories.theme(owner, "children")
            db.session.rollback()
            assert db.session.scalars(select(Theme.key).order_by(Theme.key)).all() == [
                "children",
                "climate",
            ]
