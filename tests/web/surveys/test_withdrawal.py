"""Whoever holds the receipt can take the answers back."""

from datetime import UTC, datetime

import pytest

from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import codes, documents, place, receipt_on

WITHDRAW = "/en/surveys/poll/withdraw"


@pytest.fixture
def receipt(client: Client, joensuu: City) -> str:
    place(joensuu)
    return receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "market"}))


def test_answers_are_removed_with_their_receipt(
    client: Client, joensuu: City, receipt: str
) -> None:
    assert WITHDRAW in client.page("/en/surveys/poll/thanks").links
    done = client.at(joensuu).submit(WITHDRAW, receipt=f" {receipt.lower().replace('-', ' ')} ")
    assert done.status_code == 303
    assert "Your answers have been removed" in client.page(done.location).text
    assert (documents(joensuu), codes(joensuu)) == ([{}], {})


@pytest.mark.usefixtures("receipt")
def test_the_way_to_take_answers_back_is_found_later_too(client: Client, joensuu: City) -> None:
    place(joensuu, "once", once_per_browser=True)
    place(joensuu, "over", closes_at=datetime(2026, 1, 1, tzinfo=UTC))
    receipt_on(client, client.submit("/en/surveys/once", **{"q-place": "market"}))
    for slug in ("poll", "once", "over"):
        assert f"/en/surveys/{slug}/withdraw" in client.page(f"/en/surveys/{slug}").links


def test_the_browser_whose_answers_were_taken_back_may_answer_again(
    client: Client, joensuu: City
) -> None:
    place(joensuu, once_per_browser=True)
    receipt = receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "market"}))
    done = client.page(client.submit(WITHDRAW, receipt=receipt).location)
    assert done.links["/en/surveys/poll"] == "Open the survey again"
    assert receipt not in client.page("/en/surveys/poll/thanks").text
    receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "harbour"}))
    assert documents(joensuu) == [{}, {"place": "harbour"}]
    assert "This browser has already answered" in client.page("/en/surveys/poll").text


def test_taking_back_answers_to_another_survey_lets_nobody_answer_twice(
    client: Client, joensuu: City
) -> None:
    for slug in ("poll", "other"):
        place(joensuu, slug, once_per_browser=True)
    receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "market"}))
    other = receipt_on(client, client.submit("/en/surveys/other", **{"q-place": "market"}))
    assert client.submit(WITHDRAW, receipt=other).status_code == 303
    assert "This browser has already answered" in client.page("/en/surveys/poll").text


@pytest.mark.parametrize("typed", ["", "0000-0000-0000-0000", "what?", "x" * 10_000])
def test_a_receipt_of_nothing_removes_nothing(
    client: Client, joensuu: City, receipt: str, typed: str
) -> None:
    refused = client.submit(WITHDRAW, receipt=typed)
    page = Page(refused.text)
    assert refused.status_code == 422
    assert page.title.startswith("Error:")
    assert "#receipt" in page.links
    assert page.form().values["receipt"] == typed
    assert documents(joensuu) == [{"place": "market"}]


def test_answers_are_removed_once(client: Client, joensuu: City, receipt: str) -> None:
    client.submit(WITHDRAW, receipt=receipt)
    assert client.submit(WITHDRAW, receipt=receipt).status_code == 422


def test_a_receipt_of_the_other_city_removes_nothing(
    client: Client, joensuu: City, pieksamaki: City, receipt: str
) -> None:
    place(pieksamaki)
    assert client.at(pieksamaki).submit(WITHDRAW, receipt=receipt).status_code == 422
    assert documents(joensuu) == [{"place": "market"}]
