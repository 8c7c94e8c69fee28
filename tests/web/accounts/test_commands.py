"""Commands about people: what they print, mail and refuse."""

import re

import pytest
from click.testing import Result
from flask import Flask

from app.accounts import queries
from app.accounts.models import User
from app.core import scope
from app.core.db import db
from tests import factories
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.accounts.people import PASSWORD, person
from tests.web.accounts.test_links import path_in

NEW = "new@city.example"


def run(app: Flask, *arguments: str) -> Result:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["accounts", *arguments])
    db.session.rollback()
    return result


def found(city: City, email: str) -> User | None:
    with scope.of(city.id):
        return queries.user_by_email(email)


def test_an_invitation_is_printed_and_mailed_and_works(
    app: Flask, client: Client, joensuu: City, pieksamaki: City, outbox: Outbox
) -> None:
    arguments = ("joensuu", "New@City.Example", "--role", "official", "--area", "culture")
    result = run(app, "invite", *arguments)
    assert result.exit_code == 0, result.output
    (mail,) = outbox.mails()
    assert mail["To"] == NEW
    path = path_in(result.output)
    assert path in mail.get_content()
    assert client.submit(path, name="New", password=PASSWORD).location == "/fi/desk/"
    assert found(pieksamaki, NEW) is None


def test_a_person_with_a_password_gets_the_role_and_no_link(
    app: Flask, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu)
    result = run(app, "invite", "joensuu", who.email, "--role", "editor")
    assert result.exit_code == 0
    assert "/account/link/" not in result.output
    (mail,) = outbox.mails()
    assert "/account/link/" not in mail.get_content()
    with scope.of(joensuu.id):
        assert [grant.role for grant in queries.grants_of(who.id)] == ["editor"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere", NEW, "--role", "editor"), "no municipality 'nowhere' (known: joensuu"),
        (("joensuu", "nonsense", "--role", "editor"), "'nonsense' is not an e-mail address"),
        (("joensuu", NEW, "--role", "official"), "the role official needs --area"),
        (("joensuu", NEW, "--role", "member"), "the role member needs --group"),
        (("joensuu", NEW, "--role", "editor", "--area", "culture"), "takes no --area"),
        (("joensuu", NEW, "--role", "official", "--area", "x"), "no area 'x' (known: culture"),
        (("joensuu", NEW, "--role", "member", "--group", "x"), "no group 'x'"),
    ],
)
def test_a_fault_is_told_and_nothing_is_done(
    app: Flask, joensuu: City, outbox: Outbox, arguments: tuple[str, ...], message: str
) -> None:
    result = run(app, "invite", *arguments)
    assert result.exit_code == 1
    assert message in result.output
    assert found(joensuu, NEW) is None
    assert outbox.mails() == []


def test_an_operator_role_is_never_given_in_a_city(app: Flask, joensuu: City) -> None:
    result = run(app, "invite", "joensuu", NEW, "--role", "operator")
    assert result.exit_code == 2
    assert found(joensuu, NEW) is None


def test_an_operator_gets_a_link_on_the_platforms_host(
    app: Flask, client: Client, joensuu: City
) -> None:
    first = run(app, "operator", "root@platform.example").output.strip()
    second = run(app, "operator", "root@platform.example").output.strip()
    assert re.fullmatch(r"http://localhost:8000/fi/account/link/[\w-]{43}", second)
    platform = client.on_platform()
    assert platform.get(path_in(first)).status_code == 410
    assert client.get(path_in(second)).status_code == 410
    assert platform.submit(path_in(second), password=PASSWORD).location == "/fi/platform/"
    assert client.on_platform().get(path_in(second)).status_code == 410


def test_a_token_is_shown_once_and_opens_the_api_of_that_city_only(
    app: Flask, client: Client, joensuu: City, pieksamaki: City
) -> None:
    who = person(joensuu)
    result = run(app, "token", "joensuu", who.email, "--label", "Report")
    assert result.exit_code == 0
    token = result.output.strip()
    assert re.fullmatch(r"kuulolla_[\w-]{43}", token)
    with scope.of(joensuu.id):
        assert [row.label for row in queries.tokens_of(who.id)] == ["Report"]
    assert run(app, "token", "pieksamaki", who.email).exit_code == 1


def test_a_group_takes_members(app: Flask, joensuu: City) -> None:
    with scope.of(joensuu.id):
        group_id = factories.group("youth-council").id
        db.session.commit()
    result = run(app, "invite", "joensuu", NEW, "--role", "member", "--group", "youth-council")
    assert result.exit_code == 0, result.output
    with scope.of(joensuu.id):
        who = queries.user_by_email(NEW)
        assert who is not None
        assert [grant.group_id for grant in queries.grants_of(who.id)] == [group_id]
