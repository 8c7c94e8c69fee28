"""A widget in each city, with the same key."""

import pytest
from flask import Flask

from app.core import scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback.models import Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.factories import City


@pytest.fixture
def widget(joensuu: City, pieksamaki: City) -> Widget:
    """Joensuu's, on a site of its own; the library answers for its pages."""
    with scope.of(pieksamaki.id):
        root = area("wellbeing")
        assert root is not None
        feedback.widget(root, "site", scale=3, origins=("https://www.pieksamaki.example",))
    with scope.of(joensuu.id):
        root, library = area("wellbeing"), area("library")
        assert root is not None
        assert library is not None
        found = feedback.widget(root, "site")
        feedback.rule(found, "/kirjasto", library)
        return found


@pytest.fixture
def city(fresh_app: Flask) -> City:
    """Joensuu with a widget, in a service with real commits."""
    with fresh_app.app_context():
        joensuu, _other = factories.cities()
        with scope.of(joensuu.id):
            root = area("wellbeing")
            assert root is not None
            feedback.widget(root, "site")
            db.session.commit()
    return joensuu
