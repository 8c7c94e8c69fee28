"""Whoever gives somebody the code of a draft learns nothing of what is sent with it."""

import pytest

from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import documents, place, receipt_on
from tests.web.surveys.test_resume import TRIP, code_on, resumed, saved, trip


@pytest.fixture
def form(client: Client, joensuu: City) -> dict[str, str]:
    """What somebody kept of a draft that another person has gone on with, and sent."""
    place(joensuu, "trip", source=trip)
    client.submit(TRIP, **{"q-vehicle": "car"})
    page = saved(client, f"{TRIP}?page=page-2", **{"q-age": ""})
    token = client.page(f"{TRIP}?page=page-2").form().values["token"]
    other = client.at(joensuu)
    assert resumed(other, code_on(page)).status_code in (200, 303)
    other.submit(f"{TRIP}?page=page-2", **{"q-age": "40"})
    receipt_on(other, other.submit(f"{TRIP}?page=page-3", **{"q-wish": "A secret"}))
    assert documents(joensuu) == [{"vehicle": "car", "age": 40, "wish": "A secret"}]
    return {"token": str(token)}


@pytest.mark.parametrize(
    "claimed",
    [
        {"page": "page-3", "asked": ""},
        {"page": "page-3", "asked": "q-wish", "q-wish": "A secret"},
        {"page": "page-2", "asked": "q-age", "q-age": "40"},
        {"page": "page-1", "asked": ""},
        {"page": "page-3", "asked": "", "preview": "1"},
    ],
)
def test_a_form_of_the_draft_gets_no_receipt(
    client: Client, form: dict[str, str], claimed: dict[str, str]
) -> None:
    sent = client.post(TRIP, form | claimed)
    assert sent.status_code == 409
    assert not any("receipt" in one for one in sent.headers.getlist("Set-Cookie"))
    assert "secret" not in sent.text or "q-wish" in claimed
    assert "secret" not in client.get(f"{TRIP}/answers").text


def test_the_form_that_sent_the_answers_gets_it_again_and_again(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "trip", source=trip)
    client.submit(TRIP, **{"q-vehicle": "car"})
    client.submit(f"{TRIP}?page=page-2", **{"q-age": "40"})
    form = client.page(f"{TRIP}?page=page-3").form().values | {"q-wish": "Sun"}
    receipts = {receipt_on(client, client.post(TRIP, form)) for _ in range(2)}
    assert len(receipts) == 1
    del form["q-wish"]
    assert client.post(TRIP, form | {"asked": ""}).status_code == 409
