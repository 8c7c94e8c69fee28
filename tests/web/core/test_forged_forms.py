"""Every form of somebody who is signed in needs the token of that very session."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.accounts.models import Grant, User
from app.accounts.permissions import Role
from app.core import scope
from app.core.access import Host, rule_of
from app.core.db import db
from tests import factories, surveys_factories
from tests.client import Client
from tests.databases import Ledger
from tests.factories import City

FIELDS = {
    "email": "new@city.example",
    "role": "editor",
    "name": "New Name",
    "lang": "sv",
    "receipt": "0000-0000-0000-0000",
    "q-vehicle": "bus",
    "action": "next",
}


@pytest.fixture
def chief(joensuu: City) -> User:
    with scope.of(joensuu.id):
        surveys_factories.survey(factories.area("library-2"), "library")
        person, council = factories.administrator(), factories.group("library")
        factories.keep(Grant(user_id=person.id, role=Role.MEMBER, group_id=council.id))
        return person


def _forms(app: Flask) -> Iterator[Rule]:
    """Routes of a municipality that a form is sent to."""
    for rule in app.url_map.iter_rules():
        access = rule_of(app.view_functions[rule.endpoint])
        is_page = "POST" in (rule.methods or ()) and not str(rule).startswith(("/api/", "/w/"))
        if is_page and access is not None and access.host is not Host.PLATFORM:
            yield rule


def _address(rule: Rule, person: User) -> str:
    parts: dict[str, object] = dict.fromkeys(rule.arguments, "library")
    parts |= {name: person.id for name in rule.arguments if name.endswith("_id")}
    parts |= {"lang": "fi", "number": 1, "event": "publish"}
    built = rule.build(parts)
    assert built is not None
    return built[1]


def _token(client: Client, path: str, name: str) -> str:
    found = client.page(path).form().values[name]
    assert isinstance(found, str)
    return found


def _nothing(_client: Client, _pieksamaki: City) -> str:
    return ""


def _of_another_person(client: Client, _pieksamaki: City) -> str:
    with scope.of(factories.JOENSUU):
        other = factories.administrator()
    return _token(client.as_(other), "/fi/account", "csrf_token")


def _of_another_city(client: Client, pieksamaki: City) -> str:
    with scope.of(pieksamaki.id):
        other = factories.administrator()
    return _token(client.at(pieksamaki).as_(other), "/fi/account", "csrf_token")


def _of_the_sign_in_form(client: Client, _pieksamaki: City) -> str:
    return _token(client, "/fi/sign-in", "token")


def _of_a_survey(client: Client, _pieksamaki: City) -> str:
    return _token(client, "/fi/surveys/library", "token")


FORGERIES: tuple[Callable[[Client, City], str], ...] = (
    _nothing,
    _of_another_person,
    _of_another_city,
    _of_the_sign_in_form,
    _of_a_survey,
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__.strip("_"))
def test_no_form_is_taken_with_another_token(
    app: Flask,
    client: Client,
    ledger: Ledger,
    chief: User,
    pieksamaki: City,
    forgery: Callable[[Client, City], str],
) -> None:
    forged = forgery(client, pieksamaki)
    browser = client.as_(chief)
    addresses = [_address(rule, chief) for rule in _forms(app)]
    assert len(addresses) > 12
    db.session.commit()
    before = len(ledger.statements)
    statuses = {
        address: browser.post(address, FIELDS | {"csrf_token": forged, "token": forged}).status_code
        for address in addresses
    }
    assert {address for address, status in statuses.items() if status != 400} == set()
    writes = [one for one in ledger.statements[before:] if not one.startswith("SELECT")]
    assert writes == []


def test_the_right_token_is_taken(client: Client, chief: User) -> None:
    browser = client.as_(chief)
    token = _token(browser, "/fi/account", "csrf_token")
    assert browser.post("/fi/account", FIELDS | {"csrf_token": token}).status_code == 303
