"""Fixtures of all tests: an application on each database, two cities, a client, mail."""

import os
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import settings

from app import create_app
from app.core import jobs, scope
from app.core.db import db
from app.core.limits import limiter
from app.organisation import directory
from app.pagefeedback import known
from tests import factories, mail_server, tenant_guard
from tests.client import Client
from tests.databases import Databases, Kind, Ledger, config_of, rolled_back
from tests.factories import City

# how long an example takes says more about the machine than about the service
settings.register_profile("kuulolla", deadline=None)
settings.load_profile("kuulolla")

tenant_guard.install()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases to take from, shared by the workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    found = Databases(folder)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def _no_statement_reaches_other_municipalities() -> Iterator[None]:
    """Wherever the test ran a statement, and whoever caught what that raised."""
    tenant_guard.found.clear()
    yield
    assert not tenant_guard.found


@pytest.fixture(autouse=True)
def _scope_ends_with_the_test() -> Iterator[None]:
    """A request sets the scope of its context, and Flask's own test client has no other than
    the test's."""
    yield
    scope.enter(None, read_only=False)


@pytest.fixture(scope="session", params=list(Kind))
def service(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The application on one of the databases; for fixtures, tests take `app`."""
    with databases.fresh(request.param) as url:
        app = create_app(config_of(url, tmp_path_factory.mktemp("service")))
        app.config["PROPAGATE_EXCEPTIONS"] = True
        app.teardown_request(lambda fault: app.extensions["ledger"].end_request())
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(service: Flask) -> Iterator[Flask]:
    """The application, in a context, with an empty database and an empty store of files that
    forget what the test does."""
    with service.app_context():
        with rolled_back(service) as ledger:
            service.extensions["ledger"] = ledger
            directory.forget()
            service.extensions.pop(known.EXTENSION, None)
            limiter.reset()
            yield service
            db.session.remove()
        rmtree(service.extensions["kuulolla_config"].upload_dir, ignore_errors=True)
        directory.forget()


@pytest.fixture
def ledger(app: Flask) -> Ledger:
    """The statements of the test so far."""
    found: Ledger = app.extensions["ledger"]
    return found


@pytest.fixture
def cities(app: Flask) -> tuple[City, City]:
    """Both municipalities, each with a small organisation that has the same keys."""
    return factories.cities()


@pytest.fixture
def joensuu(cities: tuple[City, City]) -> City:
    return cities[0]


@pytest.fixture
def pieksamaki(cities: tuple[City, City]) -> City:
    return cities[1]


@pytest.fixture
def client(app: Flask, ledger: Ledger, cities: tuple[City, City]) -> Client:
    """A resident's browser in Joensuu."""
    return Client(app, ledger, cities[0].host)


class Outbox:
    """The folder that mails are written to when no mail server is set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def clear(self) -> None:
        for file in self._folder.glob("*.eml"):
            file.unlink()

    def mails(self) -> list[EmailMessage]:
        """Do the jobs that are due, then read what was sent, the oldest first."""
        while jobs.run_one():
            pass
        found = []
        for file in sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            found.append(mail)
        return found


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    """The mails that leave during the test."""
    found = Outbox(Path(urlsplit(app.extensions["kuulolla_config"].mail_url).path))
    found.clear()
    return found


@pytest.fixture
def smtp() -> Iterator[mail_server.MailServer]:
    """A real mail server."""
    with mail_server.running() as server:
        yield server


@pytest.fixture
def fresh_app(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path
) -> Iterator[Flask]:
    """An application on a database of its own, where commits are real: for several threads or
    processes. SQLite; ask for others by `@pytest.mark.parametrize("fresh_app", Kind,
    indirect=True)`. Enters no context."""
    with databases.fresh(getattr(request, "param", Kind.SQLITE)) as url:
        app = create_app(config_of(url, tmp_path))
        app.config["PROPAGATE_EXCEPTIONS"] = True
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
