"""Whoever holds the receipt sees, prints and changes the answers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.core import scope
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import (
    close,
    codes,
    comment,
    documents,
    drafts,
    pages,
    place,
    radio,
    receipt_on,
    responses,
    stored,
)

POLL = "/en/surveys/poll"
ANSWERS = f"{POLL}/answers"


@pytest.fixture
def receipt(client: Client, joensuu: City) -> str:
    place(joensuu)
    sent = {"q-place": "market", "q-why": "It is flat"}
    return receipt_on(client, client.submit(POLL, **sent))


def opened(client: Client, receipt: str, **more: str) -> TestResponse:
    return client.post(ANSWERS, {"receipt": receipt, **more})


def changed(client: Client, receipt: str, **typed: str) -> TestResponse:
    page = Page(opened(client, receipt, action="change").text)
    return client.post(POLL, page.form().values | typed)


def test_a_copy_is_shown_to_the_browser_that_has_just_sent(client: Client, receipt: str) -> None:
    assert ANSWERS in client.page(f"{POLL}/thanks").links
    copy = client.get(ANSWERS)
    assert copy.headers["Cache-Control"] == "no-store"
    assert (
        "Title place en Jokimerkki market Title why en Jokimerkki It is flat"
        in Page(copy.text).text
    )


def test_the_browser_that_has_just_sent_types_no_receipt_to_take_answers_back(
    client: Client, joensuu: City, receipt: str
) -> None:
    withdraw = f"{POLL}/withdraw"
    shown = client.get(withdraw)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Page(shown.text).form().values["receipt"] == receipt
    assert Page(client.at(joensuu).get(withdraw).text).form().values["receipt"] == ""
    done = client.post(withdraw, Page(shown.text).form().values)
    assert done.location == f"{withdraw}?done=1"
    assert documents(joensuu) == [{}]


def test_a_copy_is_shown_to_others_with_the_receipt_only(
    client: Client, joensuu: City, receipt: str
) -> None:
    other = client.at(joensuu)
    assert "It is flat" not in other.page(ANSWERS).text
    shown = other.submit(ANSWERS, receipt=f" {receipt.lower()} ")
    assert "It is flat" in shown.text
    assert not shown.headers.getlist("Set-Cookie")
    refused = other.submit(ANSWERS, receipt="0000-0000-0000-0000")
    assert (refused.status_code, "#receipt" in Page(refused.text).links) == (422, True)


def test_the_copy_comes_in_another_language_and_as_a_file(
    client: Client, joensuu: City, receipt: str
) -> None:
    page = Page(opened(client, receipt).text)
    address = "/sv/surveys/poll/answers"
    swedish = client.post(address, page.form().values | page.button("action", "language", address))
    assert "Title place sv" in Page(swedish.text).text
    file = opened(client, receipt, action="text")
    assert file.mimetype == "text/plain"
    assert file.headers["Content-Disposition"] == "attachment; filename=answers-poll.txt"
    lines = file.text.splitlines()
    assert lines[lines.index("Title why en Jokimerkki") + 1].strip() == "It is flat"


def test_who_guesses_receipts_is_stopped_and_keeps_nobody_from_theirs(
    client: Client, receipt: str
) -> None:
    statuses = [opened(client, "0" * 16).status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]
    assert opened(client, receipt).status_code == 200
    assert opened(client, "0" * 16).status_code == 429


def test_a_receipt_of_elsewhere_shows_nothing(
    client: Client, joensuu: City, pieksamaki: City, receipt: str
) -> None:
    place(joensuu, "other")
    place(pieksamaki)
    other = client.post("/en/surveys/other/answers", {"receipt": receipt})
    assert (other.status_code, opened(client.at(pieksamaki), receipt).status_code) == (422, 422)


def test_answers_are_changed_and_have_a_new_receipt(
    client: Client, joensuu: City, receipt: str
) -> None:
    page = Page(opened(client, receipt, action="change").text)
    assert "You are changing answers that you have sent" in page.text
    assert page.form().values["q-why"] == "It is flat"
    assert documents(joensuu) == [{"place": "market", "why": "It is flat"}]
    sent = client.post(POLL, page.form().values | {"q-place": "harbour"})
    new = receipt_on(client, sent)
    assert "holds no more" in client.page(sent.location).text
    assert new != receipt
    assert [one for one in documents(joensuu) if one] == [{"place": "harbour", "why": "It is flat"}]
    assert len(documents(joensuu)) == 2
    assert codes(joensuu)["place"] == {"harbour"}
    assert drafts(joensuu) == []
    assert opened(client, receipt).status_code == 422
    assert "harbour" in opened(client, new).text


def test_a_change_that_is_sent_twice_counts_once(
    client: Client, joensuu: City, receipt: str
) -> None:
    page = Page(opened(client, receipt, action="change").text)
    form = page.form().values | {"q-place": "harbour"}
    receipts = {receipt_on(client, client.post(POLL, form)) for _ in range(2)}
    assert len(receipts) == 1
    assert [one for one in documents(joensuu) if one] == [{"place": "harbour", "why": "It is flat"}]


def test_the_second_of_two_devices_is_told_that_the_answers_have_changed(
    client: Client, joensuu: City, receipt: str
) -> None:
    devices = [client.at(joensuu) for _ in range(2)]
    forms = [Page(opened(one, receipt, action="change").text).form().values for one in devices]
    assert devices[0].post(POLL, forms[0] | {"q-why": "First"}).status_code == 303
    late = devices[1].post(POLL, forms[1] | {"q-why": "Second"})
    assert late.status_code == 409
    assert "are there no more" in late.text
    assert "Second" in late.text
    assert [one["why"] for one in documents(joensuu) if one] == ["First"]


def test_answers_that_were_taken_back_meanwhile_are_not_brought_back(
    client: Client, joensuu: City, receipt: str
) -> None:
    form = Page(opened(client, receipt, action="change").text).form().values
    client.submit(f"{POLL}/withdraw", receipt=receipt)
    assert client.post(POLL, form).status_code == 409
    assert documents(joensuu) == [{}]


def test_who_gives_up_leaves_the_answers_as_they_were(
    client: Client, joensuu: City, receipt: str
) -> None:
    page = Page(opened(client, receipt, action="change").text)
    form = page.forms[-1].values | page.button("action", "restart")
    assert client.post(POLL, form).status_code == 303
    assert documents(joensuu) == [{"place": "market", "why": "It is flat"}]
    assert drafts(joensuu) == []
    assert "It is flat" in opened(client, receipt).text


def test_a_change_goes_through_pages_and_the_preview_without_cookies(
    client: Client, joensuu: City
) -> None:
    source = lambda: pages(  # noqa: E731
        [radio("place", "market", "harbour", isRequired=True)],
        [comment("why")],
        showPreviewBeforeComplete=True,
    )
    survey = place(joensuu, source=source)
    with scope.of(joensuu.id):
        receipt = surveys.respond(survey, {"place": "market", "why": "Old"})
        surveys.version(survey, pages([radio("other", "x", isRequired=True)]))
    first = Page(opened(client.at(joensuu), receipt, action="change").text)
    typed: dict[str, Any] = {"q-place": "harbour"}
    second = Page(client.at(joensuu).post(POLL, first.form().values | typed).text)
    assert second.form().values["q-why"] == "Old"
    shown = Page(client.at(joensuu).post(POLL, second.form().values | {"q-why": "New"}).text)
    assert "count until you send the changes" in shown.text
    assert client.at(joensuu).post(POLL, shown.form().values).status_code == 303
    assert [(one.version, one.document) for one in responses(joensuu) if one.document] == [
        (1, {"place": "harbour", "why": "New"})
    ]


def test_a_browser_that_has_answered_once_may_change_its_answers(
    client: Client, joensuu: City
) -> None:
    place(joensuu, once_per_browser=True)
    receipt = receipt_on(client, client.submit(POLL, **{"q-place": "market"}))
    assert opened(client, receipt, action="change").status_code == 200
    page = client.page(POLL)
    assert page.form().values["q-place"] == "market"
    new = receipt_on(client, client.submit(POLL, **{"q-place": "harbour"}))
    assert "This browser has already answered" in client.page(POLL).text
    assert changed(client.at(joensuu), new, **{"q-place": "market"}).status_code == 303
    assert stored(joensuu)[2] == 1


def test_after_closing_there_is_the_copy_and_no_change(
    client: Client, joensuu: City, receipt: str
) -> None:
    form = Page(opened(client, receipt, action="change").text).form().values
    with scope.of(joensuu.id):
        close(surveys.by_slug("poll"), datetime(2026, 1, 1, tzinfo=UTC))
    late = client.post(POLL, form | {"q-place": "harbour"})
    assert (late.status_code, "count as they were" in late.text) == (409, True)
    shown = Page(opened(client, receipt).text)
    assert "It is flat" in shown.text
    assert "change" not in [one.get("value") for one in shown.buttons]
    refused = opened(client, receipt, action="change")
    assert (refused.status_code, "can be changed until" in refused.text) == (409, True)
    assert documents(joensuu) == [{"place": "market", "why": "It is flat"}]
    done = opened(client, receipt, action="withdraw")
    assert Page(done.text).form().values["receipt"] == receipt


def test_a_change_leaves_a_place_that_may_have_been_shown_empty(
    client: Client, joensuu: City
) -> None:
    survey = place(joensuu)
    with scope.of(joensuu.id):
        receipts = [surveys.respond(survey, {"place": "market"}) for _ in range(12)]
    for receipt in (receipts[1], receipts[11]):
        assert changed(client, receipt, **{"q-place": "harbour"}).status_code == 303
    arrived = {one.arrival: one.document for one in responses(joensuu)}
    assert arrived[2] == {}
    assert arrived[0] == {}
    assert sorted(arrived) == list(range(14))


def test_a_change_is_not_sent_with_a_forged_token(
    client: Client, joensuu: City, receipt: str
) -> None:
    form = Page(opened(client, receipt, action="change").text).form().values
    token = str(form["token"])
    assert client.post(POLL, form | {"token": token[:-2] + "xx"}).status_code == 403
    assert documents(joensuu) == [{"place": "market", "why": "It is flat"}]
