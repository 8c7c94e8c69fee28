"""The page of one's own account: name, language, password, tokens, signing out everywhere."""

import pytest

from app.accounts import onetime, passwords, queries, service
from app.accounts.models import LinkPurpose, User
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from tests import factories
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.pages import Page
from tests.web.accounts.people import OTHER_PASSWORD, PASSWORD, person
from tests.web.accounts.test_links import path_in


def read(city: City, who: User) -> User:
    with scope.of(city.id):
        found = queries.user(who.id)
    assert found is not None
    return found


def test_name_and_language_are_ones_own_to_change(client: Client, joensuu: City) -> None:
    who = person(joensuu)
    browser = client.as_(who)
    response = browser.submit("/en/account", form="", name="New Name", lang="sv")
    assert response.status_code == 303
    assert "Saved." in browser.page("/en/account").text
    assert "Saved." not in browser.page("/en/account").text
    kept = read(joensuu, who)
    assert (kept.name, kept.lang) == ("New Name", "sv")


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": ""}, "name"), ({"name": "x" * 121}, "name"), ({"lang": "de"}, "lang")],
)
def test_a_fault_is_told_beside_its_field(
    client: Client, joensuu: City, values: dict[str, str], field: str
) -> None:
    who = person(joensuu)
    response = client.as_(who).submit("/en/account", form="", **values)
    assert response.status_code == 422
    assert f"#{field}" in Page(response.text).links
    assert read(joensuu, who).lang == "fi"


def test_changing_the_password_ends_all_other_sessions_and_sends_a_warning(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu)
    browser, other = client.as_(who), client.as_(who)
    response = browser.submit(
        "/en/account/password", form="", current=PASSWORD, password=OTHER_PASSWORD
    )
    assert response.status_code == 303
    assert browser.get("/en/account").status_code == 200
    assert other.get("/en/account").status_code == 303
    assert passwords.is_right(read(joensuu, who).password_hash, OTHER_PASSWORD)
    assert [mail["To"] for mail in outbox.mails()] == [who.email]


@pytest.mark.parametrize(
    ("form", "path", "values"),
    [
        ("", "/en/account/password", {"current": PASSWORD, "password": OTHER_PASSWORD}),
        ("/en/account/sign-out-everywhere", "/en/account", {}),
    ],
)
def test_whoever_shuts_others_out_shuts_out_those_with_a_link_too(
    client: Client, joensuu: City, form: str, path: str, values: dict[str, str]
) -> None:
    """Somebody who could read the mail for a moment has asked for a new password by then."""
    who = person(joensuu)
    with scope.of(joensuu.id):
        link = path_in(onetime.issue(read(joensuu, who), LinkPurpose.RESET))
        db.session.commit()
    assert client.get(link).status_code == 200
    assert client.as_(read(joensuu, who)).submit(path, form=form, **values).status_code == 303
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [
        ("wrong wrong wrong", OTHER_PASSWORD, "current"),
        ("", OTHER_PASSWORD, "current"),
        (PASSWORD, "short", "password"),
    ],
)
def test_a_password_is_not_changed_on_a_fault(
    client: Client, joensuu: City, current: str, password: str, field: str
) -> None:
    who = person(joensuu)
    response = client.as_(who).submit(
        "/en/account/password", form="", current=current, password=password
    )
    assert response.status_code == 422
    assert f"#{field}" in Page(response.text).links
    assert passwords.is_right(read(joensuu, who).password_hash, PASSWORD)


def test_a_stolen_session_cannot_guess_the_password_for_ever(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu))
    values = {"current": "wrong wrong wrong", "password": OTHER_PASSWORD}
    statuses = [
        browser.submit("/en/account/password", form="", **values).status_code
        for _attempt in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_signing_out_everywhere_ends_every_session(client: Client, joensuu: City) -> None:
    who = person(joensuu)
    browser, other = client.as_(who), client.as_(who)
    location = browser.submit("/en/account", form="/en/account/sign-out-everywhere").location
    assert "You are signed out everywhere." in browser.page(location).text
    assert browser.get("/en/account").status_code == 303
    assert other.get("/en/account").status_code == 303


def test_tokens_are_listed_without_their_secret_and_revoked(client: Client, joensuu: City) -> None:
    who = person(joensuu, Role.OFFICIAL)
    with scope.of(joensuu.id):
        secret = service.issue_token(who, label="Monthly report")
        db.session.commit()
        (row,) = queries.tokens_of(who.id)
    browser = client.as_(who)
    page = browser.page("/en/account")
    assert "Monthly report" in page.text
    assert secret not in page.text
    assert secret not in row.token_hash
    browser.submit("/en/account", form=f"/en/account/tokens/{row.id}/revoke")
    with scope.of(joensuu.id):
        assert queries.tokens_of(who.id) == []
    assert "Monthly report" not in browser.page("/en/account").text


def test_nobody_revokes_anybody_elses_token(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    browser = client.as_(person(joensuu, Role.ADMINISTRATOR))
    csrf = browser.page("/en/account").form("").values["csrf_token"]
    for city in (joensuu, pieksamaki):
        who = person(city)
        with scope.of(city.id):
            service.issue_token(who, label="Theirs")
            db.session.commit()
            (row,) = queries.tokens_of(who.id)
        path = f"/en/account/tokens/{row.id}/revoke"
        assert browser.post(path, {"csrf_token": csrf}).status_code == 404
        with scope.of(city.id):
            assert len(queries.tokens_of(who.id)) == 1


def test_the_operator_is_led_to_the_platform(client: Client) -> None:
    operator = factories.operator()
    browser = client.on_platform().as_(operator)
    assert browser.get("/en/account").location == "/en/platform/"
    assert client.on_platform().get("/en/account").location == "/en/sign-in?next=%2Fen%2Faccount"
