"""The hook before every view: what is declared is enforced, what is not is never served."""

from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import service
from app.accounts.models import ApiToken, User
from app.accounts.permissions import Permission, Role
from app.accounts.session import UndeclaredView
from app.core import clock, scope
from app.core.access import PUBLIC, Host, Rule, access
from app.core.db import db
from app.organisation import queries
from tests import factories
from tests.client import session_cookie
from tests.factories import City

VIEWS = {
    "/try/open": PUBLIC,
    "/try/signed-in": Rule(Permission.USE_ACCOUNT),
    "/try/people": Rule(Permission.MANAGE_PEOPLE),
    "/try/areas/<key>": Rule(Permission.READ_SUMMARY, area="key"),
    "/try/platform": Rule(host=Host.PLATFORM),
    "/try/operators": Rule(Permission.MANAGE_PLATFORM, host=Host.PLATFORM),
    "/api/try/areas/<key>": Rule(Permission.READ_SUMMARY, area="key"),
    "/api/try/open": PUBLIC,
    "/w/try/open": PUBLIC,
}


def answer(**values: str) -> str:
    return "served"


@pytest.fixture
def trial(fresh_app: Flask) -> Iterator[Flask]:
    """The service with views of every kind, and both cities."""
    for path, rule in VIEWS.items():
        view: Callable[..., str] = access(rule)(lambda **values: answer(**values))
        fresh_app.add_url_rule(path, path, view, methods=["GET", "POST"])
    fresh_app.add_url_rule("/try/undeclared", "undeclared", answer)
    with fresh_app.app_context():
        factories.cities()
        yield fresh_app


@pytest.fixture
def city(trial: Flask) -> City:
    return City(factories.JOENSUU, "joensuu", "joensuu.localhost", "Jokimerkki")


class Browser:
    """A plain client at a host, signed in as somebody or not."""

    def __init__(self, app: Flask, host: str, person: User | None = None) -> None:
        self.http: FlaskClient = app.test_client()
        self._base = f"http://{host}"
        if person is not None:
            name, value = session_cookie(app, host, person)
            self.http.set_cookie(name, value, domain=host)

    def open(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        """In a context of its own, as in the service; the test's transaction ends before."""
        db.session.rollback()
        return Context().run(self.http.open, path, method=method, base_url=self._base, **options)

    def status(self, path: str, method: str = "GET", **options: Any) -> int:
        return self.open(path, method, **options).status_code


def made(city_id: UUID, role: Role | None, area: str = "culture") -> User:
    with scope.of(city_id):
        row = queries.area(area) if role is Role.OFFICIAL else None
        group = factories.group() if role is Role.MEMBER else None
        person = factories.user(role, area=row, group=group)
        db.session.commit()
    return person


def test_a_view_without_a_rule_is_never_served(trial: Flask, city: City) -> None:
    with pytest.raises(UndeclaredView):
        Browser(trial, city.host).status("/try/undeclared")
    trial.config["PROPAGATE_EXCEPTIONS"] = False
    assert Browser(trial, city.host).status("/try/undeclared") == 500


def test_every_view_of_the_service_declares_its_access(app: Flask) -> None:
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not hasattr(view, "access_rule")
    ]
    assert undeclared == []


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/try/open", "joensuu.localhost", 200),
        ("/try/open", "localhost", 404),
        ("/try/platform", "localhost", 200),
        ("/try/platform", "joensuu.localhost", 404),
        ("/try/signed-in", "localhost", 404),
        ("/try/open", "unknown.localhost", 404),
    ],
)
def test_a_route_lives_on_its_kind_of_host(trial: Flask, path: str, host: str, status: int) -> None:
    assert Browser(trial, host).status(path) == status


def test_a_stranger_is_sent_to_sign_in_and_back_again(trial: Flask, city: City) -> None:
    response = Browser(trial, city.host).open("/try/areas/none?from=2024-01")
    assert response.status_code == 303
    assert response.location == "/fi/sign-in?next=%2Ftry%2Fareas%2Fnone%3Ffrom%3D2024-01"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("role", "area", "path", "status"),
    [
        (Role.OFFICIAL, "culture", "/try/areas/culture", 200),
        (Role.OFFICIAL, "culture", "/try/areas/library", 200),
        (Role.OFFICIAL, "culture", "/try/areas/wellbeing", 403),
        (Role.OFFICIAL, "culture", "/try/areas/environment", 403),
        (Role.OFFICIAL, "culture", "/try/areas/nowhere", 404),
        (Role.EDITOR, "", "/try/areas/environment", 200),
        (Role.ADMINISTRATOR, "", "/try/areas/environment", 200),
        (Role.MEMBER, "", "/try/areas/culture", 403),
        (None, "", "/try/areas/culture", 403),
        (None, "", "/try/signed-in", 200),
        (Role.OFFICIAL, "wellbeing", "/try/people", 403),
        (Role.EDITOR, "", "/try/people", 403),
        (Role.ADMINISTRATOR, "", "/try/people", 200),
        (Role.ADMINISTRATOR, "", "/try/operators", 404),
    ],
)
def test_a_role_opens_what_the_table_says(
    trial: Flask, city: City, role: Role | None, area: str, path: str, status: int
) -> None:
    person = made(city.id, role, area or "culture")
    assert Browser(trial, city.host, person).status(path) == status


def test_a_session_of_one_city_means_nothing_in_the_other(trial: Flask, city: City) -> None:
    neighbour = made(factories.PIEKSAMAKI, Role.ADMINISTRATOR)
    name, value = session_cookie(trial, "pieksamaki.localhost", neighbour)
    browser = Browser(trial, city.host)
    browser.http.set_cookie(name, value, domain=city.host)
    assert browser.status("/try/people") == 303


def test_an_operators_session_means_nothing_in_a_city(trial: Flask, city: City) -> None:
    operator = factories.operator()
    db.session.commit()
    name, value = session_cookie(trial, "localhost", operator)
    for host, path, status in (
        ("localhost", "/try/operators", 200),
        (city.host, "/try/people", 303),
    ):
        browser = Browser(trial, host)
        browser.http.set_cookie(name, value, domain=host)
        assert browser.status(path) == status


def test_a_session_ends_with_the_epoch_and_with_the_account(trial: Flask, city: City) -> None:
    for change in ({"epoch": 1}, {"is_active": False}):
        person = made(city.id, None)
        browser = Browser(trial, city.host, person)
        assert browser.status("/try/signed-in") == 200
        with scope.of(city.id):
            for name, value in change.items():
                setattr(person, name, value)
            db.session.commit()
        assert browser.status("/try/signed-in") == 303


def test_a_forged_cookie_is_nobody(trial: Flask, city: City) -> None:
    browser = Browser(trial, city.host)
    name = trial.config["SESSION_COOKIE_NAME"]
    browser.http.set_cookie(name, "eyJhY2NvdW50Ijp7fX0.x.y", domain=city.host)
    assert browser.status("/try/signed-in") == 303


def test_a_form_of_a_signed_in_person_needs_the_sessions_token(trial: Flask, city: City) -> None:
    person = made(city.id, Role.ADMINISTRATOR)
    browser = Browser(trial, city.host, person)
    for path in ("/try/open", "/try/signed-in", "/try/people"):
        assert browser.status(path, "POST") == 400
        assert browser.status(path, "POST", data={"csrf_token": "guessed"}) == 400
    assert browser.status("/w/try/open", "POST") == 200
    assert browser.status("/api/try/open", "POST") == 200
    assert Browser(trial, city.host).status("/try/open", "POST") == 200


def test_a_cookie_opens_no_api_route(trial: Flask, city: City) -> None:
    person = made(city.id, Role.ADMINISTRATOR)
    assert Browser(trial, city.host, person).status("/api/try/areas/culture") == 401


class TestTokens:
    """Bearer tokens on /api/."""

    @pytest.fixture
    def token(self, trial: Flask, city: City) -> str:
        person = made(city.id, Role.OFFICIAL, "culture")
        with scope.of(city.id):
            issued = service.issue_token(person, label="report")
            db.session.commit()
        return issued

    @staticmethod
    def ask(trial: Flask, host: str, path: str, token: str, scheme: str = "Bearer") -> int:
        headers = {"Authorization": f"{scheme} {token}"}
        return Browser(trial, host).status(path, headers=headers)

    def test_it_acts_with_its_owners_rights(self, trial: Flask, city: City, token: str) -> None:
        assert self.ask(trial, city.host, "/api/try/areas/library", token) == 200
        assert self.ask(trial, city.host, "/api/try/areas/wellbeing", token) == 403
        assert self.ask(trial, city.host, "/api/try/areas/nowhere", token) == 404

    def test_it_opens_no_page(self, trial: Flask, city: City, token: str) -> None:
        assert self.ask(trial, city.host, "/try/areas/library", token) == 303

    def test_it_means_nothing_in_the_other_city(self, trial: Flask, token: str) -> None:
        assert self.ask(trial, "pieksamaki.localhost", "/api/try/areas/library", token) == 401

    @pytest.mark.parametrize("path", ["/api/try/areas/library", "/api/try/open"])
    def test_a_wrong_one_is_refused_with_a_challenge(
        self, trial: Flask, city: City, token: str, path: str
    ) -> None:
        assert self.ask(trial, city.host, path, token + "x") == 401
        assert self.ask(trial, city.host, path, token, "Basic") == 401
        response = Browser(trial, city.host).open(path, headers={"Authorization": "Bearer no"})
        assert response.mimetype == "application/problem+json"
        assert response.headers["WWW-Authenticate"] == "Bearer"

    def test_its_last_day_of_use_is_kept_though_reading_requests_cannot_write(
        self, trial: Flask, city: City, token: str
    ) -> None:
        self.ask(trial, city.host, "/api/try/areas/library", token)
        self.ask(trial, city.host, "/api/try/areas/library", token)
        db.session.rollback()
        with scope.of(city.id):
            row = db.session.scalars(select(ApiToken)).one()
        assert row.last_used_on == clock.today("Europe/Helsinki")

    def test_it_ends_when_revoked_and_when_the_account_is_closed(
        self, trial: Flask, city: City, token: str
    ) -> None:
        with scope.of(city.id):
            db.session.scalars(select(ApiToken)).one().revoked_at = clock.now()
            db.session.commit()
        assert self.ask(trial, city.host, "/api/try/areas/library", token) == 401

    def test_it_ends_with_a_closed_account(self, trial: Flask, city: City, token: str) -> None:
        with scope.of(city.id):
            db.session.scalars(select(User)).one().is_active = False
            db.session.commit()
        assert self.ask(trial, city.host, "/api/try/areas/library", token) == 401


def test_what_a_signed_in_person_sees_is_kept_nowhere(trial: Flask, city: City) -> None:
    person = made(city.id, None)
    response = Browser(trial, city.host, person).open("/try/signed-in")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Cookie" in response.vary


def test_a_public_view_that_asks_nobodys_name_stays_cacheable(trial: Flask, city: City) -> None:
    person = made(city.id, None)
    response = Browser(trial, city.host, person).open("/try/open")
    assert response.status_code == 200
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert "Set-Cookie" not in response.headers
