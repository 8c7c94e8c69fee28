"""What a proxy in front says of its clients, and what is believed of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.db import db
from tests import factories
from tests.databases import Databases, Kind, config_of

BASE = "http://joensuu.localhost"
OTHER = "pieksamaki.localhost"


@pytest.fixture
def behind(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The service behind one proxy."""
    with databases.fresh(Kind.SQLITE) as url:
        app = create_app(config_of(url, tmp_path, trusted_proxies=1, write_limit="2 per minute"))
        with app.app_context():
            factories.cities()
            db.session.commit()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def proxy(behind: Flask) -> FlaskClient:
    return behind.test_client()


def test_no_client_chooses_the_city_beside_the_host(proxy: FlaskClient) -> None:
    """A cache would keep the answer as what is at the Host."""
    for name in ("X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-Original-Host"):
        page = proxy.get("/fi/", base_url=BASE, headers={name: OTHER})
        assert ("Jokimerkki" in page.text, "Vesimerkki" in page.text) == (True, False)
    page = proxy.get("/fi/", base_url=BASE, headers={"Forwarded": f"host={OTHER}"})
    assert "Vesimerkki" not in page.text


def test_a_client_is_whom_the_proxy_names_whatever_the_client_says(proxy: FlaskClient) -> None:
    def write(said: str) -> int:
        headers = {"X-Forwarded-For": said}
        return proxy.post("/fi/sign-in", base_url=BASE, headers=headers).status_code

    assert [write(f"6.6.6.{n}, 192.0.2.1") for n in range(3)] == [422, 422, 429]
    assert write("192.0.2.1, 192.0.2.2") == 422


def test_the_proxy_says_whether_there_is_tls(proxy: FlaskClient) -> None:
    said = proxy.get("/fi/", base_url=BASE, headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" in said.headers
    assert "Strict-Transport-Security" not in proxy.get("/fi/", base_url=BASE).headers
