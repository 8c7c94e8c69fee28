"""A client that holds every answer to the rules that hold for all pages."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from typing import Any

from flask import Flask
from flask.globals import request_ctx
from werkzeug.test import TestResponse

from app.accounts import identity
from app.accounts.models import Operator, User
from app.core.db import db
from app.core.headers import HEADERS
from tests.databases import Ledger
from tests.factories import MARKERS, City
from tests.pages import Page

PLATFORM = "localhost"

# A page of a survey may show pictures of hosts that its author named.
_PICTURES = re.compile(r"(img-src 'self' data:)( https://[a-z0-9.:-]+)+")

Form = Mapping[str, str | list[str]]


class Client:
    """Someone's browser at one municipality. Every request fails the test that

    - leaves changes uncommitted, or writes to the database on a GET,
    - shows a text of another municipality,
    - answers without the security headers, with a page that has no title, or with inline style
      or script,
    - gives a cookie to an anonymous reader.

    Each request runs in a context of its own, as in the service: nothing that it sets outlives it.
    """

    def __init__(
        self, app: Flask, ledger: Ledger, host: str, signed_in: User | Operator | None = None
    ) -> None:
        self._app = app
        self._ledger = ledger
        self._host = host
        self._is_anonymous = signed_in is None
        self._http = app.test_client()
        if signed_in is not None:
            name, value = session_cookie(app, host, signed_in)
            self._http.set_cookie(name, value, domain=host)

    def at(self, city: City) -> "Client":
        """A stranger's browser at another municipality."""
        return Client(self._app, self._ledger, city.host)

    def on_platform(self) -> "Client":
        """A stranger's browser on the platform's own host."""
        return Client(self._app, self._ledger, PLATFORM)

    def as_(self, person: User | Operator) -> "Client":
        """A browser on the same host with this person signed in."""
        return Client(self._app, self._ledger, self._host, person)

    def with_cookie(self, name: str, value: str) -> "Client":
        """A stranger's browser on the same host that brings a cookie from elsewhere."""
        found = Client(self._app, self._ledger, self._host)
        found._http.set_cookie(name, value, domain=self._host)
        return found

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open(path, method="GET", **options)

    def post(
        self, path: str, data: Mapping[str, Any] | bytes | None = None, **options: Any
    ) -> TestResponse:
        return self.open(path, method="POST", data=data, **options)

    def page(self, path: str, **options: Any) -> Page:
        """GET a page that must be there."""
        response = self.get(path, **options)
        assert response.status_code == 200, f"{path}: {response.status}"
        return Page(response.text)

    def submit(self, path: str, *, form: str | None = None, **values: Any) -> TestResponse:
        """Open a page, fill in its form (the first that posts, or the one to the address `form`)
        and send it. None empties a field."""
        found = self.page(path).form(form)
        filled = {
            name: value for name, value in (found.values | values).items() if value is not None
        }
        return self.post(found.action or path, filled)

    def open(self, path: str, *, method: str, **options: Any) -> TestResponse:
        """Any request; `headers`, `json`, `data`, … as in werkzeug's test client."""
        db.session.commit()  # what the test has arranged; and it reads anew afterwards
        headers = dict(options.pop("headers", {}))
        if method not in ("GET", "HEAD"):
            headers.setdefault("Sec-Fetch-Site", "same-origin")
        headers = {name: value for name, value in headers.items() if value is not None}
        base = f"http://{self._host}"
        response: TestResponse = Context().run(
            self._http.open, path, method=method, base_url=base, headers=headers, **options
        )
        self._check(response, is_fragment="HX-Request" in headers)
        return response

    @contextmanager
    def assert_queries(self, expected: int) -> Iterator[None]:
        """The number of statements of what is done inside. The directory of municipalities is
        read by the first request of a test: make one before."""
        before = len(self._ledger.statements)
        yield
        made = self._ledger.statements[before:]
        listed = "\n\n".join(made)
        assert len(made) == expected, f"{len(made)} statements, not {expected}:\n{listed}"

    def _check(self, response: TestResponse, *, is_fragment: bool) -> None:
        request = f"{response.request.method} {response.request.url}"
        left = self._ledger.left_uncommitted
        assert not left or response.status_code >= 400, f"{request} leaves {left} uncommitted"
        for name, value in HEADERS.items():
            assert name in response.headers, f"{request} answers without {name}"
            own = _PICTURES.sub(r"\1", response.headers[name])
            path = response.request.path
            is_framed = path.endswith("/frame") or response.request.args.get("frame") == "1"
            is_same = (
                own == value
                or is_framed
                or path.endswith("/edit/preview")
                or self._is_sealed(path, own)
            )
            assert name != "Content-Security-Policy" or is_same, request
        if self._is_anonymous and response.request.method in ("GET", "HEAD"):
            assert "Set-Cookie" not in response.headers, f"{request} gives a reader a cookie"
        self._look_for_neighbours(response, request)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            page = Page(response.text)
            assert not page.faults, f"{request}: {page.faults}"
            assert is_fragment or page.title, f"{request} answers a page without a title"
            assert is_fragment or page.lang, f"{request} answers a page without a language"

    def _is_sealed(self, path: str, policy: str) -> bool:
        """Whether it is a resident's file, which must do nothing at all."""
        return "/files/" in path and policy == "sandbox; default-src 'none'"

    def _look_for_neighbours(self, response: TestResponse, request: str) -> None:
        if self._host == PLATFORM:
            return
        for slug, marker in MARKERS.items():
            found = self._host != f"{slug}.localhost" and marker.encode() in response.data
            assert not found, f"{request} shows a text of another municipality ({marker})"


def session_cookie(app: Flask, host: str, person: User | Operator) -> tuple[str, str]:
    """Name and value of the cookie that signing in at `host` gives a person."""
    response = app.response_class()
    with app.test_request_context(base_url=f"http://{host}"):
        if isinstance(person, User):
            identity.sign_in_user(person)
        else:
            identity.sign_in_operator(person)
        app.session_interface.save_session(app, request_ctx.session, response)
    name, _, rest = response.headers["Set-Cookie"].partition("=")
    return name, rest.partition(";")[0]
