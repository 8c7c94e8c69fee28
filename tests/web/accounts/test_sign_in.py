"""Signing in and out: right and wrong, slow and repeated, here and next door."""

from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app.accounts import passwords, throttle
from app.accounts.models import User
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.accounts.people import PASSWORD, person

PATH = "/en/sign-in"


def test_an_official_comes_to_the_desk_and_a_member_to_the_workspace(
    client: Client, joensuu: City
) -> None:
    official, member = person(joensuu, Role.OFFICIAL), person(joensuu, Role.MEMBER)
    response = client.submit(PATH, email=official.email, password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/en/desk/")
    assert client.get("/en/account").status_code == 200
    response = client.at(joensuu).submit(PATH, email=member.email.upper(), password=PASSWORD)
    assert response.location.startswith("/en/council/")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, joensuu: City
) -> None:
    who = person(joensuu)
    assert "Set-Cookie" not in client.get(PATH).headers
    response = client.submit(PATH, email=who.email, password=PASSWORD)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert response.headers["Cache-Control"] == "no-store"


def test_a_session_from_before_is_not_carried_over(client: Client, joensuu: City) -> None:
    first, second = person(joensuu), person(joensuu)
    client.submit(PATH, email=first.email, password=PASSWORD)
    page = client.page("/en/account")
    before = page.form("").values["csrf_token"]
    client.post("/en/sign-out", {"csrf_token": before})
    client.submit(PATH, email=second.email, password=PASSWORD)
    page = client.page("/en/account")
    assert second.email in page.text
    stale = {"csrf_token": before, "name": "Stolen", "lang": "fi"}
    assert client.post("/en/account", stale).status_code == 400


def test_nothing_of_one_persons_session_is_left_to_the_next(client: Client, joensuu: City) -> None:
    first, second = person(joensuu), person(joensuu)
    browser = client.as_(first)
    token = client.page(PATH).form("").values["token"]
    browser.submit("/en/account", form="")  # leaves a notice for the next page
    csrf = browser.page("/en/account/password").form("").values["csrf_token"]
    values = {"email": second.email, "password": PASSWORD, "token": token, "csrf_token": csrf}
    assert browser.post(PATH, values).status_code == 303
    page = browser.page("/en/account")
    assert second.email in page.text
    assert "Saved." not in page.text


def test_a_wrong_password_and_no_account_read_and_cost_the_same(
    client: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, invited = person(joensuu), person(joensuu)
    closed = person(joensuu)
    with scope.of(joensuu.id):
        invited.password_hash = None
        closed.is_active = False
        db.session.commit()
    hashings = _count_hashings(monkeypatch)
    pages = []
    for email in (known.email, invited.email, closed.email, "nobody@city.example", "nonsense"):
        before = len(hashings)
        response = client.submit(PATH, email=email, password="wrong wrong wrong")
        assert response.status_code == 422
        assert len(hashings) == before + 1
        form = Page(response.text).form("")
        assert form.values["email"] == email
        pages.append(
            response.text.replace(email, "EMAIL").replace(str(form.values["token"]), "TOKEN")
        )
    assert len(set(pages)) == 1


def _count_hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every time that Argon2 works, whichever way it is called; it still works."""
    noted: list[str] = []
    for name in ("hash", "verify"):
        real = getattr(PasswordHasher, name)

        def noting(*args: object, real: object = real, name: str = name) -> object:
            noted.append(name)
            return real(*args)  # type: ignore[operator]

        monkeypatch.setattr(PasswordHasher, name, noting)
    return noted


def test_the_password_never_comes_back_in_the_page(client: Client, joensuu: City) -> None:
    response = client.submit(PATH, email="nobody@city.example", password="my secret typing")
    assert "my secret typing" not in response.text


def test_an_account_of_the_neighbour_is_no_account_here(client: Client, pieksamaki: City) -> None:
    neighbour = person(pieksamaki, Role.ADMINISTRATOR)
    assert client.submit(PATH, email=neighbour.email, password=PASSWORD).status_code == 422
    assert client.at(pieksamaki).submit(PATH, email=neighbour.email, password=PASSWORD).location


def test_one_address_is_two_accounts_in_two_cities(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    here, there = person(joensuu), person(pieksamaki)
    with scope.of(pieksamaki.id):
        there.email = here.email
        there.password_hash = passwords.hashed("another password altogether")
        db.session.commit()
    at_neighbour = client.at(pieksamaki)
    assert at_neighbour.submit(PATH, email=here.email, password=PASSWORD).status_code == 422
    assert client.submit(PATH, email=here.email, password=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/en/desk/areas/culture?from=2024-01", "/en/desk/areas/culture?from=2024-01"),
        ("//evil.example/", "/en/account"),
        ("https://evil.example/", "/en/account"),
        ("/\\evil.example", "/en/account"),
    ],
)
def test_after_signing_in_one_goes_on_to_a_page_of_this_host(
    client: Client, joensuu: City, asked: str, location: str
) -> None:
    who = person(joensuu)
    form = client.page(f"{PATH}?next={asked.replace('?', '%3F')}").form("")
    values = {**form.values, "email": who.email, "password": PASSWORD}
    assert client.post(PATH, values).location == location
    forged = {**values, "next": asked}
    assert client.at(joensuu).post(PATH, forged).location == location


def test_ten_wrong_attempts_close_the_account_to_that_client_for_a_while(
    client: Client, joensuu: City
) -> None:
    who, other = person(joensuu), person(joensuu)
    for email in (who.email, "nobody@city.example"):
        for _attempt in range(10):
            response = client.submit(PATH, email=email, password="wrong wrong wrong")
            assert response.status_code == 422
        response = client.submit(PATH, email=email, password=PASSWORD)
        assert response.status_code == 429
        assert Page(response.text).form("").values["email"] == email
    assert client.submit(PATH, email=other.email, password=PASSWORD).status_code == 303
    with time_machine.travel(timedelta(minutes=16)):
        fresh = client.at(joensuu)
        assert fresh.submit(PATH, email=who.email, password=PASSWORD).status_code == 303


def test_a_right_password_makes_earlier_mistakes_forgotten(client: Client, joensuu: City) -> None:
    who = person(joensuu)
    for _round in range(2):
        for _attempt in range(9):
            client.at(joensuu).submit(PATH, email=who.email, password="wrong wrong wrong")
        browser = client.at(joensuu)
        assert browser.submit(PATH, email=who.email, password=PASSWORD).status_code == 303


def test_one_client_cannot_try_many_accounts(client: Client, joensuu: City) -> None:
    who = person(joensuu)
    for number in range(throttle.SIGN_INS_PER_CLIENT.amount):
        form = {"email": f"person-{number}@city.example", "password": "x", "token": "none"}
        client.post(PATH, form)  # refused before it counts: its form is not ours
    token = client.page(PATH).form("").values["token"]
    for number in range(throttle.SIGN_INS_PER_CLIENT.amount):
        form = {"email": f"person-{number}@city.example", "password": "x", "token": str(token)}
        assert client.post(PATH, form).status_code == 422
    assert client.submit(PATH, email=who.email, password=PASSWORD).status_code == 429


def test_a_form_of_another_host_or_of_yesterday_signs_nobody_in(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    who = person(joensuu)
    foreign = client.at(pieksamaki).page(PATH).form("").values["token"]
    own = client.page(PATH).form("").values["token"]
    values = {"email": who.email, "password": PASSWORD}
    for token in ("", "forged", foreign):
        assert client.post(PATH, {**values, "token": token}).status_code == 422
    with time_machine.travel(timedelta(hours=13)):
        response = client.post(PATH, {**values, "token": own})
    assert response.status_code == 422
    assert Page(response.text).form("").values["email"] == who.email


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "http://pieksamaki.localhost"},
    ],
)
def test_another_sites_form_signs_nobody_in(
    client: Client, joensuu: City, headers: dict[str, str]
) -> None:
    who = person(joensuu)
    form = client.page(PATH).form("").values
    values = {**form, "email": who.email, "password": PASSWORD}
    assert client.post(PATH, values, headers=headers).status_code == 403


def test_signing_out_ends_the_session(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu))
    location = browser.submit("/en/account", form="/en/sign-out").location
    assert "You are signed out." in browser.page(location).text
    assert browser.get("/en/account").status_code == 303


def test_signing_out_needs_a_post_with_the_sessions_token(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu))
    assert browser.get("/en/sign-out").status_code == 405
    assert browser.post("/en/sign-out").status_code == 400
    assert browser.get("/en/account").status_code == 200


def test_a_session_lasts_one_working_day(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu))
    with time_machine.travel(timedelta(hours=11)):
        assert browser.submit("/en/account", form="").status_code == 303
        assert "Set-Cookie" in browser.get("/en/account").headers  # and yet it goes on no longer
    with time_machine.travel(timedelta(hours=13)):
        assert browser.get("/en/account").status_code == 303


def test_a_hash_of_older_days_is_renewed_when_its_owner_signs_in(
    client: Client, joensuu: City
) -> None:
    who = person(joensuu)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with scope.of(joensuu.id):
        who.password_hash = weak
        db.session.commit()
    assert client.submit(PATH, email=who.email, password=PASSWORD).status_code == 303
    with scope.of(joensuu.id):
        kept = db.session.scalars(select(User).where(User.id == who.id)).one().password_hash
    assert kept is not None
    assert kept != weak
    assert not passwords.needs_rehash(kept)
    assert passwords.is_right(kept, PASSWORD)


def test_a_password_is_the_same_however_its_letters_are_composed(app: Flask) -> None:
    kept = passwords.hashed("seitsemän järveä")
    assert passwords.is_right(kept, "seitsema\u0308n ja\u0308rvea\u0308")
    assert not passwords.is_right(kept, "seitseman jarvea")


def test_the_account_costs_one_statement_and_a_stranger_none(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu, Role.OFFICIAL))
    client.get(PATH)
    with client.assert_queries(0):
        client.get(PATH)
    with client.assert_queries(1):
        assert browser.get(PATH).status_code == 303


def test_the_operator_signs_in_on_the_platforms_own_host_only(
    client: Client, joensuu: City
) -> None:
    operator = factories.operator()
    operator.password_hash = passwords.hashed(PASSWORD)
    db.session.commit()
    assert client.submit(PATH, email=operator.email, password=PASSWORD).status_code == 422
    platform = client.on_platform()
    assert platform.submit(PATH, email=operator.email, password="wrong wrong").status_code == 422
    response = platform.submit(PATH, email=operator.email, password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/en/platform/")
    assert platform.get("/en/platform/").status_code == 200
