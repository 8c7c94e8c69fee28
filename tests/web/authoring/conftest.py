"""Officials who write surveys."""

from collections.abc import Iterator

import pytest

from app.accounts.models import User
from app.core import scope
from app.organisation.models import Area
from app.organisation.queries import area
from tests import factories
from tests.client import Client
from tests.factories import City


@pytest.fixture
def culture(joensuu: City) -> Iterator[Area]:
    """The area of a test that stays in Joensuu."""
    with scope.of(joensuu.id):
        found = area("culture")
        assert found is not None
        yield found


@pytest.fixture
def maria(culture: Area) -> User:
    return factories.official(culture)


@pytest.fixture
def desk(client: Client, maria: User) -> Client:
    return client.as_(maria)
