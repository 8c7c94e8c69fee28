"""Two at the same moment, on both databases, with real commits."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import Context
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app.accounts import onetime, passwords, people, queries
from app.accounts.models import AuditEntry, LinkPurpose
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from tests import factories
from tests.client import session_cookie
from tests.databases import Kind
from tests.web.accounts.people import PASSWORD
from tests.web.accounts.test_links import path_in

BASE = "http://joensuu.localhost"
FORM = {"Sec-Fetch-Site": "same-origin"}

both = pytest.mark.parametrize("fresh_app", list(Kind), indirect=True)


def at_once(*works: Callable[[], int]) -> list[int]:
    """Start all works at the same moment, each in a thread and a context of its own."""
    gate = Barrier(len(works))

    def run(work: Callable[[], int]) -> int:
        gate.wait()
        return Context().run(work)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@both
def test_a_link_used_twice_at_once_sets_one_password(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        factories.cities()
        with scope.of(factories.JOENSUU):
            who = factories.user(Role.EDITOR)
            path = path_in(onetime.issue(who, LinkPurpose.RESET))
            db.session.commit()

    def use(password: str) -> int:
        client = fresh_app.test_client()
        return client.post(
            path, data={"password": password}, base_url=BASE, headers=FORM
        ).status_code

    statuses = at_once(lambda: use("the first of two"), lambda: use("the second of two"))
    assert sorted(statuses) == [303, 410]
    with fresh_app.app_context(), scope.of(factories.JOENSUU):
        events = db.session.scalars(select(AuditEntry.event)).all()
        assert events == ["person.password_set"]


@both
def test_two_administrators_who_close_each_other_leave_one(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        factories.cities()
        with scope.of(factories.JOENSUU):
            pair = [factories.user(Role.ADMINISTRATOR, password_hash="x").id for _ in range(2)]
            db.session.commit()

    def close(user_id: object) -> int:
        with fresh_app.app_context(), scope.of(factories.JOENSUU):
            user = queries.user(user_id)  # type: ignore[arg-type]
            assert user is not None
            try:
                people.close(user)
            except people.LastAdministrator:
                return 0
            db.session.commit()
            return 1

    assert sorted(at_once(lambda: close(pair[0]), lambda: close(pair[1]))) == [0, 1]
    with fresh_app.app_context(), scope.of(factories.JOENSUU):
        assert len(queries.working_administrators()) == 1


@both
def test_one_address_invited_twice_at_once_is_one_account(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        factories.cities()
        with scope.of(factories.JOENSUU):
            chief = factories.user(Role.ADMINISTRATOR, password_hash="x")
            db.session.commit()
            name, value = session_cookie(fresh_app, "joensuu.localhost", chief)
            db.session.rollback()

    def invite() -> int:
        client = fresh_app.test_client()
        client.set_cookie(name, value, domain="joensuu.localhost")
        page = Context().run(client.get, "/en/admin/people/invite", base_url=BASE)
        token = field(page.text, "csrf_token")
        data = {
            "csrf_token": token,
            "email": "new@city.example",
            "role": "editor",
            "area": "",
            "group": "",
        }
        return client.post(
            "/en/admin/people/invite", data=data, base_url=BASE, headers=FORM
        ).status_code

    assert at_once(invite, invite, invite) == [303, 303, 303]
    with fresh_app.app_context(), scope.of(factories.JOENSUU):
        assert [len(each.grants) for each in queries.people()] == [1, 1]


def test_nobody_waits_for_the_database_while_a_password_is_checked(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_app.app_context():
        factories.cities()
        with scope.of(factories.JOENSUU):
            who = factories.user(password_hash=passwords.hashed(PASSWORD)).email
            db.session.commit()
    file = fresh_app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    real, writes = PasswordHasher.verify, []

    def verify(*arguments: str) -> bool:
        with closing(sqlite3.connect(file, timeout=0.2, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
            writes.append("went through")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    client = fresh_app.test_client()
    page = Context().run(client.get, "/en/sign-in", base_url=BASE)
    form = {"email": who, "password": PASSWORD, "token": field(page.text, "token")}
    response = Context().run(client.post, "/en/sign-in", data=form, base_url=BASE, headers=FORM)
    assert response.status_code == 303
    assert writes == ["went through"]


def field(html: str, name: str) -> str:
    """The value of a hidden field."""
    return html.split(f'name="{name}" value="')[1].split('"')[0]
