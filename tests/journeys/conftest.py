"""Fixtures of the journeys: a real browser in front of the real service on a real database."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests import factories
from tests.journeys.browser import Live, chromium
from tests.journeys.server import Server, serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of a worker; each page gets a context of its own."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def live(fresh_app: Flask, server: Server, browser: Browser) -> Iterator[Live]:
    """The service with both cities, on SQLite; for PostgreSQL
    `@pytest.mark.parametrize("fresh_app", [Kind.POSTGRESQL], indirect=True)`."""
    with fresh_app.app_context():
        cities = factories.cities()
    server.app = fresh_app
    found = Live(server, browser, cities)
    yield found
    found.close()
    assert found.faults == []
