"""Handing in answers by API: once, checked as the pages check, refused with a reason."""

import json
from datetime import UTC, datetime

import pytest

from app.core import scope
from app.core.languages import LANGUAGES
from app.surveys import service
from app.surveys.models import Channel, Survey
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import KEY, MARKET, RESPONSES, hand_in, problem, raw
from tests.web.surveys.residents import (
    NOTHING,
    close,
    codes,
    comment,
    documents,
    pages,
    place,
    radio,
    responses,
    stored,
)


@pytest.fixture(autouse=True)
def poll(joensuu: City) -> Survey:
    return place(joensuu, once_per_browser=True)


def test_a_response_is_kept_and_has_a_receipt(client: Client, joensuu: City) -> None:
    sent = hand_in(
        client, {"answers": {"place": "market", "why": " Flat\u202e\x07 "}, "lang": "sv"}
    )
    assert sent.status_code == 201
    assert set(sent.get_json()) == {"receipt"}
    assert sent.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in sent.headers
    [response] = responses(joensuu)
    assert (response.document, response.lang, response.channel) == (
        {"place": "market", "why": "Flat"},
        "sv",
        Channel.API,
    )
    assert codes(joensuu) == {"place": {"market"}, "why": {""}}


def test_a_call_takes_four_statements(client: Client) -> None:
    hand_in(client)
    with client.assert_queries(4):
        hand_in(client, key="another")


def test_the_same_call_again_counts_once(client: Client, joensuu: City) -> None:
    first = hand_in(client)
    again = hand_in(client, {"lang": "fi", "answers": {"place": "market"}})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert len(responses(joensuu)) == 1


def test_the_same_key_with_another_body_is_refused(client: Client, joensuu: City) -> None:
    hand_in(client)
    for body in (
        {"answers": {"place": "harbour"}, "lang": "fi"},
        {"answers": {"place": "market"}, "lang": "sv"},
    ):
        found = problem(hand_in(client, body), 422)
        assert found["errors"][0]["kind"] == "idempotency_key"
    assert documents(joensuu) == [{"place": "market"}]


def test_the_same_call_is_known_after_closing_and_after_a_new_version(
    client: Client, joensuu: City, poll: Survey
) -> None:
    receipt = hand_in(client).get_json()
    with scope.of(joensuu.id):
        surveys.version(poll, pages([radio("other", "a", isRequired=True)]))
        close(poll, datetime(2026, 1, 1, tzinfo=UTC))
    assert hand_in(client).get_json() == receipt
    problem(hand_in(client, key="later"), 409)


def test_a_call_whose_answers_were_withdrawn_does_not_bring_them_back(
    client: Client, joensuu: City
) -> None:
    receipt = hand_in(client).get_json()["receipt"]
    with scope.of(joensuu.id):
        assert service.withdraw(receipt, timezone=surveys.TIMEZONE)
    problem(hand_in(client), 409)
    assert documents(joensuu) == [{}]


@pytest.mark.parametrize(
    ("answers", "question", "kind"),
    [
        ({}, "place", "required"),
        ({"place": "moon"}, "place", "choice"),
        ({"place": ["market"]}, "place", "type"),
        ({"place": {"a": {"b": ["c"]}}}, "place", "type"),
        ({"place": "market", "why": "x" * 5001}, "why", "too_long"),
        ({"place": "market", "nothing": 1}, "nothing", "unknown"),
        ({"place": "market", "boat": "yes"}, "boat", "hidden"),
    ],
)
def test_wrong_answers_are_named_one_by_one(
    client: Client, joensuu: City, answers: dict[str, object], question: str, kind: str
) -> None:
    source = pages_with_a_condition
    place(joensuu, "boats", source=source)
    path = "/api/v1/surveys/boats/responses"
    found = problem(hand_in(client, {"answers": answers, "lang": "en"}, path=path), 422)
    assert [(one["question"], one["kind"]) for one in found["errors"]] == [(question, kind)]
    assert found["errors"][0]["message"]
    assert stored(joensuu) == NOTHING


def test_a_call_that_answers_nothing_is_no_response(client: Client, joensuu: City) -> None:
    place(joensuu, "free", source=lambda: pages([comment("why")]))
    path = "/api/v1/surveys/free/responses"
    for answers in ({}, {"why": "  "}):
        found = problem(hand_in(client, {"answers": answers, "lang": "en"}, path=path), 422)
        assert [(one["question"], one["kind"]) for one in found["errors"]] == [("", "nothing")]
    assert stored(joensuu) == NOTHING


def pages_with_a_condition() -> dict[str, object]:
    return pages(
        [
            radio("place", "market", "harbour", isRequired=True),
            comment("why"),
            radio("boat", "yes", "no", visibleIf="{place} = 'harbour'"),
        ]
    )


def test_messages_are_in_the_language_of_the_response(client: Client) -> None:
    messages = {
        lang: problem(hand_in(client, {"answers": {}, "lang": lang}), 422)["errors"][0]["message"]
        for lang in LANGUAGES
    }
    assert messages["en"] == "Answer this question."
    assert messages["fi"] != messages["sv"] != messages["en"]


def test_the_language_must_be_one_of_the_surveys(client: Client, joensuu: City) -> None:
    for lang in ("de", "", "FI", 5):
        found = problem(hand_in(client, MARKET | {"lang": lang}), 422)
        assert found["errors"][0]["kind"] == "lang"
    assert hand_in(client, {"answers": {"place": "market"}}).status_code == 201
    assert responses(joensuu)[0].lang == "fi"


@pytest.mark.parametrize("key", [None, "", "two words", "ä" * 10, "x" * 201, "tab\there"])
def test_a_call_without_a_usable_key_is_refused(
    client: Client, joensuu: City, key: str | None
) -> None:
    assert "Idempotency-Key" in problem(hand_in(client, key=key), 400)["detail"]
    assert stored(joensuu) == NOTHING


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"\xff\xfe{}", 400),
        (b'{"answers": {"why": "\xff"}}', 400),
        (b'{"answers": {"why": "\\ud800"}}', 400),
        (b'{"answers": {"\\ud800": "x"}}', 400),
        (b'{"answers": {"why": NaN}}', 400),
        (b'{"answers": {"why": -Infinity}}', 400),
        (b'{"answers": {"why": 1e999}}', 400),
        (b'{"answers": {"why": 1' + b"0" * 5000 + b"}}", 400),
        (b'{"answers": {"place": "market", "place": "harbour"}}', 400),
        (b'{"answers": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"answers": {"why": ' + b"[" * 30 + b"]" * 30 + b"}}", 400),
        (b'{"answers": {"why": "' + b"x" * 300_000 + b'"}}', 413),
        (b'{"answers": {"why": "' + b"x" * 1_200_000 + b'"}}', 413),
        (b'{"answers": ["market"]}', 422),
        (b'{"answers": null}', 422),
        (b'{"lang": "fi"}', 422),
        (b'{"answers": {}, "extra": 1}', 422),
    ],
    ids=lambda value: str(value[:30]) if isinstance(value, bytes) else str(value),
)
def test_a_body_that_is_no_response_is_refused(
    client: Client, joensuu: City, body: bytes, status: int
) -> None:
    problem(raw(client, body), status)
    assert stored(joensuu) == NOTHING


@pytest.mark.parametrize(
    "mimetype", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_only_json_is_taken(client: Client, joensuu: City, mimetype: str) -> None:
    problem(raw(client, json.dumps(MARKET).encode(), mimetype), 415)
    assert stored(joensuu) == NOTHING


def test_a_survey_that_is_not_open_takes_nothing(client: Client, joensuu: City) -> None:
    place(joensuu, "past", closes_at=datetime(2026, 1, 1, tzinfo=UTC))
    place(joensuu, "future", opens_at=datetime(2090, 1, 1, tzinfo=UTC))
    for slug in ("past", "future"):
        problem(hand_in(client, path=f"/api/v1/surveys/{slug}/responses"), 409)
    assert stored(joensuu) == NOTHING


def test_the_other_citys_survey_is_not_here(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    problem(hand_in(client.at(pieksamaki)), 404)
    place(pieksamaki)
    assert hand_in(client.at(pieksamaki)).status_code == 201
    assert (len(responses(joensuu)), len(responses(pieksamaki))) == (0, 1)


def test_the_same_key_in_two_cities_is_two_responses(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    place(pieksamaki)
    receipts = {hand_in(one).get_json()["receipt"] for one in (client, client.at(pieksamaki))}
    assert len(receipts) == 2


def test_a_browser_that_has_answered_may_still_call(client: Client, joensuu: City) -> None:
    client.submit("/fi/surveys/poll", **{"q-place": "market"})
    assert hand_in(client).status_code == 201
    assert len(responses(joensuu)) == 2


def test_a_page_of_another_site_may_call(client: Client) -> None:
    sent = hand_in(client, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://x.example"})
    assert sent.status_code == 201


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    found = client.open(RESPONSES, method=method, headers={"Idempotency-Key": KEY})
    problem(found, 405)
    assert "POST" in found.headers["Allow"]
