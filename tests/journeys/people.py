"""People of Joensuu and their ways in journeys: rows to sign in with, forms filled in and sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from playwright.sync_api import Page

from app.accounts import passwords
from app.accounts.models import Group, Operator, User
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from app.organisation.models import Area
from tests import factories
from tests.journeys.browser import Live
from tests.web.accounts.people import PASSWORD
from tests.web.accounts.test_links import path_in

LONG_WORD = "Kaupunkiympäristösuunnittelulautakuntavalmisteluryhmäläinen"
NEW = "new@city.example"

Row = TypeVar("Row", User, Operator, Area, Group)


@contextmanager
def in_joensuu(live: Live) -> Iterator[None]:
    """Arrange rows, for good."""
    with live.app.app_context(), scope.of(live.joensuu.id):
        yield
        db.session.commit()


def kept(row: Row) -> Row:
    """A row as it is now, to go on with after its context has ended."""
    db.session.commit()
    db.session.refresh(row)
    db.session.expunge(row)
    return row


def person(
    live: Live,
    role: Role | None = None,
    *,
    area: Area | None = None,
    group: Group | None = None,
    name: str = "",
) -> User:
    """Somebody in Joensuu who has chosen PASSWORD."""
    with in_joensuu(live):
        secret = passwords.hashed(PASSWORD)
        return kept(factories.user(role, area=area, group=group, name=name, password_hash=secret))


def operator(live: Live) -> Operator:
    with live.app.app_context():
        row = factories.operator()
        row.password_hash = passwords.hashed(PASSWORD)
        return kept(row)


def fill(page: Page, **values: str) -> None:
    """Type into the fields with these names."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def send(page: Page, form: str = "") -> None:
    """Press the button of a form, the first or the one whose address ends so, and wait for the
    page that answers."""
    chosen = f"main form[action$='{form}']" if form else "main form"
    with page.expect_navigation():
        page.locator(f"{chosen} button[type=submit]").first.click()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    fill(page, email=email, password=password)
    send(page)


def link_in_last_mail(live: Live) -> str:
    """The path of the one-time link in the mail that was sent last."""
    return path_in(live.mails()[-1].get_content())
