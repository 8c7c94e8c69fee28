"""A fault of ours: what the log says of it, and what the person is told."""

import logging
import sys

import pytest
from flask import Flask

from tests.client import Client
from tests.factories import City

SECRET = "Matti Meikäläinen, matti@example.org"


def _fails() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as cause:
        raise ValueError(f"could not read {SECRET!r}") from cause


def test_a_fault_is_logged_by_its_place_and_kind_only(
    app: Flask, cities: tuple[City, City], caplog: pytest.LogCaptureFixture
) -> None:
    with app.test_request_context("/fi/account/link/a-one-time-token", method="POST"):
        try:
            _fails()
        except ValueError:
            app.log_exception(sys.exc_info())
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    said = record.getMessage()
    first = "request.fault endpoint=links.link_post method=POST fault=ValueError from KeyError"
    assert said.startswith(f"{first}\n")
    assert "test_faults.py" in said
    assert "in _fails" in said
    for private in (SECRET, "Matti", "a-one-time-token"):
        assert private not in caplog.text


def test_a_person_is_told_nothing_of_what_is_inside(
    client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> str:
        raise RuntimeError(SECRET)

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    breaks.access_rule = app.view_functions["portal.home"].access_rule  # type: ignore[attr-defined,union-attr]
    monkeypatch.setitem(app.view_functions, "portal.home", breaks)
    page = client.get("/fi/")
    assert (page.status_code, page.headers["Cache-Control"]) == (500, "no-store")
    for inside in ("Matti", "RuntimeError", "Traceback", ".py", "breaks"):
        assert inside not in page.text
    assert "Matti" not in caplog.text
