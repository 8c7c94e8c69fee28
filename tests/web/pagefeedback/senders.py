"""How a page of another site calls its widget."""

from typing import Any

from werkzeug.test import TestResponse

from tests.client import Client
from tests.pagefeedback_factories import SITE

PAGE = f"{SITE}/kirjasto/aukioloajat"


def sent(client: Client, path: str, *, origin: str | None = SITE, **fields: Any) -> TestResponse:
    """What `fetch` of a page at `origin` posts to a widget; None: no browser."""
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": origin}
    return client.post(f"/w/{path}", fields, headers=headers)


def clicked(client: Client, key: str = "site", **fields: Any) -> TestResponse:
    """A reaction, as the script sends it."""
    whole = {
        "page": PAGE,
        "title": "Aukioloajat",
        "lang": "fi",
        "reaction": "2",
        "version": "1.0.0",
        "viewport": "s",
        "elapsed": "5000",
    }
    return sent(client, f"{key}/reactions", **(whole | fields))


def token_of(response: TestResponse) -> str:
    assert response.json is not None
    return str(response.json["token"])
