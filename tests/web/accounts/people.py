"""People with passwords, for the tests of accounts."""

from app.accounts import passwords
from app.accounts.models import User
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from app.organisation import queries
from tests import factories
from tests.factories import City

PASSWORD = "seven quiet lakes"
OTHER_PASSWORD = "eight loud rapids"


def person(city: City, role: Role | None = None, area: str = "culture") -> User:
    """A person of a city who has chosen PASSWORD; an official in the area with a key."""
    with scope.of(city.id):
        row = queries.area(area) if role is Role.OFFICIAL else None
        group = factories.group() if role is Role.MEMBER else None
        found = factories.user(
            role, area=row, group=group, password_hash=passwords.hashed(PASSWORD)
        )
        db.session.commit()
    return found
