"""No change, however it is written, reaches another municipality's rows."""

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from app.core import scope
from app.core.db import ForeignRow, db
from app.core.i18n import TranslatedText
from app.organisation.models import Area, Theme
from app.organisation.pack_parts import AreaKind
from tests import factories
from tests.factories import City


def test_an_update_changes_own_rows_only(joensuu: City, pieksamaki: City) -> None:
    with scope.of(joensuu.id):
        db.session.execute(update(Area).values(position=4711))
    with scope.of(pieksamaki.id):
        assert 4711 not in set(db.session.scalars(select(Area.position)))
    with scope.of(joensuu.id):
        assert set(db.session.scalars(select(Area.position))) == {4711}


def test_a_delete_removes_own_rows_only(joensuu: City, pieksamaki: City) -> None:
    with scope.of(joensuu.id):
        db.session.execute(delete(Theme))
        assert db.session.scalars(select(Theme)).all() == []
    with scope.of(pieksamaki.id):
        assert len(db.session.scalars(select(Theme)).all()) == 2


def test_without_a_municipality_nothing_is_changed(joensuu: City) -> None:
    with scope.of(None):
        db.session.execute(update(Area).values(position=4711))
        db.session.execute(delete(Theme))
    with scope.of(joensuu.id):
        assert 4711 not in set(db.session.scalars(select(Area.position)))
        assert len(db.session.scalars(select(Theme)).all()) == 2


def test_a_row_of_another_city_is_not_written(joensuu: City, pieksamaki: City) -> None:
    with scope.of(pieksamaki.id):
        theirs = db.session.scalars(select(Area).where(Area.key == "library")).one()
    with scope.of(joensuu.id):
        theirs.position = 4711
        with pytest.raises(ForeignRow):
            db.session.flush()
        db.session.rollback()
        with pytest.raises(ForeignRow):
            factories.keep(Theme(municipality_id=pieksamaki.id, owner_id=theirs.id, key="x"))


def test_rows_in_bulk_are_of_this_city(joensuu: City, pieksamaki: City) -> None:
    row = {
        "key": "in-bulk",
        "position": 1,
        "kind": AreaKind.AREA,
        "name": TranslatedText({}),
        "description": TranslatedText({}),
    }
    with scope.of(joensuu.id):
        db.session.execute(insert(Area), [row])
        theirs = {"municipality_id": pieksamaki.id}
        with pytest.raises(ForeignRow):
            db.session.execute(insert(Area), [row | {"key": "other"}, row | theirs])
        own = db.session.scalars(select(Area).where(Area.key == "in-bulk")).one()
        with pytest.raises(ForeignRow):
            db.session.execute(update(Area), [theirs | {"id": own.id, "position": 4711}])
    with scope.of(pieksamaki.id):
        assert "in-bulk" not in set(db.session.scalars(select(Area.key)))


def test_without_a_municipality_no_row_is_made(app: Flask) -> None:
    with scope.of(None), pytest.raises(scope.NoMunicipality):
        factories.area("nobodys")
