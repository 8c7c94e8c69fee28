"""What tests of the API share: calls to one survey."""

from collections.abc import Mapping
from typing import Any

from werkzeug.test import TestResponse

from tests.client import Client

SURVEYS = "/api/v1/surveys"
RESPONSES = f"{SURVEYS}/poll/responses"
MARKET = {"answers": {"place": "market"}, "lang": "fi"}
KEY = "0b6f7a0e-8a5f-4f55-9f53-3a5d1f0c9a11"


def hand_in(
    client: Client,
    body: Any = None,
    *,
    key: str | None = KEY,
    path: str = RESPONSES,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    """POST a response as another site's server would: no origin, no cookie."""
    sent = {"Idempotency-Key": key} if key is not None else {}
    return client.post(path, json=MARKET if body is None else body, headers=sent)


def raw(client: Client, body: bytes, mimetype: str = "application/json") -> TestResponse:
    return client.post(
        RESPONSES, data=body, content_type=mimetype, headers={"Idempotency-Key": KEY}
    )


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem document of a refusal."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    found: dict[str, Any] = response.get_json(force=True)
    assert found["status"] == status
    return found
