"""A response notes what was asked and left open, however it comes in; taken back, nothing."""

from typing import Any

from app.core import scope
from app.surveys import service
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import hand_in
from tests.web.surveys.residents import comment, pages, place, responses


def branching() -> dict[str, Any]:
    route = comment("route", visibleIf="{cycles} = true")
    return pages([{"type": "boolean", "name": "cycles"}, route, comment("wishes")])


def test_by_the_pages(client: Client, joensuu: City) -> None:
    place(joensuu, source=branching)
    client.submit("/fi/surveys/poll", **{"q-cycles": "false"})
    [response] = responses(joensuu)
    assert (response.document, response.unanswered) == ({"cycles": False}, ["wishes"])


def test_by_the_api(client: Client, joensuu: City) -> None:
    place(joensuu, source=branching)
    sent = hand_in(client, {"answers": {"cycles": True, "wishes": "Sand"}})
    assert sent.status_code == 201
    [response] = responses(joensuu)
    assert response.unanswered == ["route"]
    with scope.of(joensuu.id):
        assert service.withdraw(sent.get_json()["receipt"], timezone="Europe/Helsinki")
    [response] = responses(joensuu)
    assert response.unanswered is None
