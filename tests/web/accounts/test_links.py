"""One-time links: invitations and new passwords, used once, in time, by their holder."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts import mails, onetime, people
from app.accounts.models import AuditEntry, LinkPurpose, OneTimeLink, User
from app.accounts.permissions import Held, Role
from app.core import scope
from app.core.db import db
from app.core.jobs import Job
from app.organisation import links
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.pages import Page
from tests.web.accounts.people import OTHER_PASSWORD, PASSWORD, person

RESET = "/en/account/reset"


def path_in(text: str) -> str:
    """The path of the one-time link in a text."""
    found = re.search(r"http://[a-z.]+:8000(/\w\w/account/link/[\w-]+)", text)
    assert found is not None, text
    return found.group(1)


def reset_path(client: Client, outbox: Outbox, who: User) -> str:
    """The path in the mail that comes after asking for a new password."""
    outbox.clear()
    client.submit(RESET, email=who.email)
    (mail,) = outbox.mails()
    assert mail["To"] == who.email
    return path_in(mail.get_content())


def invitation_path(city: City, email: str = "new@city.example") -> str:
    with scope.of(city.id):
        address = people.invite(email, Held(Role.EDITOR), lang="en").address
        db.session.commit()
    assert address is not None
    return path_in(address)


def test_a_forgotten_password_is_replaced_by_the_mailed_link(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu, Role.EDITOR)
    elsewhere = client.as_(who)
    path = reset_path(client, outbox, who)
    assert client.submit(path, password=OTHER_PASSWORD).location == "/fi/desk/"
    assert client.get("/en/account").status_code == 200
    assert elsewhere.get("/en/account").status_code == 303
    fresh = client.at(joensuu)
    assert fresh.submit("/en/sign-in", email=who.email, password=PASSWORD).status_code == 422
    assert fresh.submit("/en/sign-in", email=who.email, password=OTHER_PASSWORD).location


def test_asking_reads_the_same_for_everybody_and_only_an_account_gets_a_mail(
    client: Client, joensuu: City, pieksamaki: City, outbox: Outbox
) -> None:
    known, closed, neighbour = person(joensuu), person(joensuu), person(pieksamaki)
    with scope.of(joensuu.id):
        closed.is_active = False
        db.session.commit()
    pages, statements = set(), set()
    client.get(RESET)
    for email in (known.email, closed.email, neighbour.email, "nobody@city.example"):
        before = len(client._ledger.statements)
        response = client.submit(RESET, email=email)
        statements.add(tuple(client._ledger.statements[before:]))
        assert response.status_code == 200
        pages.add(response.text.replace(email, "EMAIL"))
    assert len(pages) == len(statements) == 1
    assert [mail["To"] for mail in outbox.mails()] == [known.email]


def test_the_mail_speaks_its_readers_language_and_names_the_city(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu)
    client.submit(RESET, email=who.email)
    (mail,) = outbox.mails()
    assert mail["Content-Language"] == "fi"
    assert "/fi/account/link/" in mail.get_content()
    assert joensuu.marker in mail.get_content()


def test_one_account_gets_few_mails_and_one_client_asks_few_times(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu)
    for _attempt in range(5):
        assert client.submit(RESET, email=who.email).status_code == 200
    assert len(outbox.mails()) == 3
    for number in range(15):
        client.submit(RESET, email=f"person-{number}@city.example")
    assert client.submit(RESET, email="one-more@city.example").status_code == 429


def test_opening_a_link_changes_nothing(client: Client, joensuu: City, outbox: Outbox) -> None:
    who = person(joensuu)
    path = reset_path(client, outbox, who)
    for _visit in range(3):
        assert who.email in client.page(path).text
    assert client.submit("/en/sign-in", email=who.email, password=PASSWORD).status_code == 303


def test_a_link_works_once(client: Client, joensuu: City, outbox: Outbox) -> None:
    path = reset_path(client, outbox, person(joensuu))
    thief = client.at(joensuu)
    form = thief.page(path).form("").values
    assert client.submit(path, password=OTHER_PASSWORD).status_code == 303
    response = thief.post(path, {**form, "password": "a thief was here"})
    assert response.status_code == 410
    assert thief.get(path).status_code == 410
    assert Page(response.text).title


@pytest.mark.parametrize(
    ("purpose", "works", "ended"),
    [
        (LinkPurpose.RESET, timedelta(minutes=59), timedelta(minutes=61)),
        (LinkPurpose.INVITATION, timedelta(days=6, hours=23), timedelta(days=7, hours=1)),
    ],
)
def test_a_link_ends_in_time(
    client: Client, joensuu: City, purpose: LinkPurpose, works: timedelta, ended: timedelta
) -> None:
    who = person(joensuu)
    with scope.of(joensuu.id):
        path = path_in(onetime.issue(who, purpose))
        db.session.commit()
    with time_machine.travel(works):
        assert client.get(path).status_code == 200
    with time_machine.travel(ended):
        assert client.get(path).status_code == 410
        assert client.post(path, {"password": OTHER_PASSWORD}).status_code == 410


def test_a_newer_link_ends_the_older_and_a_new_password_ends_all(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu)
    with scope.of(joensuu.id):
        invitation = path_in(onetime.issue(who, LinkPurpose.INVITATION))
        db.session.commit()
    older = reset_path(client, outbox, who)
    newer = reset_path(client, outbox, who)
    assert client.get(older).status_code == 410
    assert client.get(invitation).status_code == 200
    client.submit(newer, password=OTHER_PASSWORD)
    assert client.at(joensuu).get(invitation).status_code == 410


def test_a_link_of_the_neighbour_or_an_invented_one_is_none(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    path = invitation_path(pieksamaki)
    for other in (path, "/en/account/link/invented", "/en/account/link/" + "x" * 500):
        assert client.get(other).status_code == 410
        assert client.post(other, {"password": OTHER_PASSWORD}).status_code == 410
    assert client.on_platform().get(path).status_code == 410
    assert client.at(pieksamaki).get(path).status_code == 200


def test_a_closed_account_is_not_opened_by_a_link(client: Client, joensuu: City) -> None:
    who = person(joensuu)
    with scope.of(joensuu.id):
        path = path_in(onetime.issue(who, LinkPurpose.RESET))
        people.close(who)
        db.session.commit()
    assert client.get(path).status_code == 410
    with scope.of(joensuu.id):
        people.reopen(who)
        db.session.commit()
    assert client.get(path).status_code == 410


def test_an_invited_person_gives_a_name_and_chooses_a_password(
    client: Client, joensuu: City
) -> None:
    path = invitation_path(joensuu)
    response = client.submit(path, name=" Maija\tMeikäläinen ", password=PASSWORD)
    assert response.location == "/en/desk/"
    account = client.page("/en/account").form("").values
    assert account["name"] == "Maija Meikäläinen"
    with scope.of(joensuu.id):
        events = [entry.event for entry in db.session.scalars(select(AuditEntry))]
    assert sorted(events) == ["person.invited", "person.password_set", "role.given"]


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "Choose a password."),
        ("short", "Use at least 12 characters."),
        ("new@city.example", "Do not use your e-mail address in the password."),
        ("password1234", "This password is too easy to guess. Try a few words in a row."),
    ],
)
def test_a_poor_password_is_refused_beside_its_field_and_the_name_is_kept(
    client: Client, joensuu: City, password: str, message: str
) -> None:
    path = invitation_path(joensuu)
    response = client.submit(path, name="Maija", password=password)
    page = Page(response.text)
    assert response.status_code == 422
    assert page.links["#password"] == message
    assert "password-error" in page.ids
    assert page.title.startswith("Error:")
    assert page.form("").values["name"] == "Maija"
    assert page.form("").values["password"] == ""
    assert client.submit(path, name="Maija", password=PASSWORD).status_code == 303


def test_only_the_hash_of_a_link_is_kept_and_no_mail_stays_in_the_queue(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    path = reset_path(client, outbox, person(joensuu))
    token = path.rsplit("/", 1)[1]
    with scope.of(joensuu.id):
        row = db.session.scalars(select(OneTimeLink)).one()
    assert token not in row.token_hash
    assert all(job.payload == {} for job in db.session.scalars(select(Job)))


def test_links_are_logged_by_id_only(
    client: Client, joensuu: City, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    who = person(joensuu)
    client.submit(reset_path(client, outbox, who), password=OTHER_PASSWORD)
    assert f"account.reset_sent user={who.id}" in caplog.text
    assert "person.password_set" in caplog.text
    assert who.email not in caplog.text
    assert who.name not in caplog.text


@pytest.mark.parametrize(
    ("scheme", "port", "origin"),
    [
        ("http", 8000, "http://joensuu.localhost:8000/"),
        ("http", 80, "http://joensuu.localhost/"),
        ("https", 8000, "https://joensuu.localhost/"),
    ],
)
def test_links_lead_to_the_citys_first_host(
    app: Flask, joensuu: City, scheme: str, port: int, origin: str
) -> None:
    own = app.extensions["kuulolla_config"]
    app.extensions["kuulolla_config"] = replace(own, public_scheme=scheme, port=port)
    try:
        with scope.of(joensuu.id):
            assert links.absolute(mails.place_in_scope(), "/") == origin
    finally:
        app.extensions["kuulolla_config"] = own
