"""How often one client may write."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.client import Client


@pytest.fixture
def few(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writes a minute."""
    monkeypatch.setitem(app.config, "WRITE_LIMIT", "2 per minute")


def _statuses(client: Client, paths: tuple[str, ...], **options: Any) -> list[int]:
    return [client.post(path, **options).status_code for path in paths]


def test_writes_count_wherever_they_go_and_reading_stays_free(few: None, client: Client) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as clock:
        assert _statuses(client, ("/fi/sign-in", "/fi/unknown", "/fi/sign-in")) == [422, 404, 429]
        assert client.get("/fi/sign-in").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.post("/fi/sign-in").status_code == 422


def test_whoever_writes_too_often_is_told_when_to_try_again(few: None, client: Client) -> None:
    for _ in range(2):
        client.post("/fi/sign-in")
    page = client.post("/fi/sign-in")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert page.mimetype == "text/html"
    call = client.post("/api/v1/anything", json={})
    assert (call.status_code, call.headers["Retry-After"]) == (429, "60")
    assert call.mimetype == "application/problem+json"


def test_one_client_does_not_use_up_the_limit_of_another(few: None, client: Client) -> None:
    here, there = ({"REMOTE_ADDR": address} for address in ("192.0.2.1", "192.0.2.2"))
    seen = _statuses(client, ("/fi/sign-in",) * 3, environ_base=here)
    assert seen == [422, 422, 429]
    assert _statuses(client, ("/fi/sign-in",), environ_base=there) == [422]


def test_whoever_has_a_whole_network_is_one_client(few: None, client: Client) -> None:
    """A subscriber of IPv6 may come from another one of 2^64 addresses each time."""
    first, other, far = ("2001:db8:1:2::1", "2001:db8:1:2:a:b:c:d", "2001:db8:1:3::1")
    seen = [_status_from(client, address) for address in (first, other, first, other, far)]
    assert seen == [422, 422, 429, 429, 422]


def test_an_address_written_in_two_ways_is_one_client(few: None, client: Client) -> None:
    seen = [
        _status_from(client, address)
        for address in ("192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "::ffff:192.0.2.8")
    ]
    assert seen == [422, 422, 429, 422]


def test_a_client_without_an_address_is_counted_too(few: None, client: Client) -> None:
    assert [_status_from(client, "unix:") for _ in range(3)] == [422, 422, 429]


def _status_from(client: Client, address: str) -> int:
    [status] = _statuses(client, ("/fi/sign-in",), environ_base={"REMOTE_ADDR": address})
    return status


@pytest.mark.parametrize("path", ["/fi/sign-in", "/fi/account/reset", "/fi/no-such-page"])
def test_a_form_of_countless_fields_is_not_read(client: Client, path: str) -> None:
    many = "&".join(f"q-{number}=x" for number in range(2001))
    kind = {"content_type": "application/x-www-form-urlencoded"}
    assert client.open(path, method="POST", data=many, **kind).status_code == 413
    few = "&".join(f"q-{number}=x" for number in range(2000))
    assert client.open(path, method="POST", data=few, **kind).status_code in (404, 422)
