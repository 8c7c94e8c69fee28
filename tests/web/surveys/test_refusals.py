"""Answers that are not taken, or not yet: what is wrong is said, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from app.core import form_tokens, scope
from app.surveys import fillings
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import (
    NOTHING,
    close,
    comment,
    documents,
    pages,
    place,
    radio,
    receipt_on,
    stored,
)

NOW = datetime(2030, 5, 4, 9, tzinfo=UTC)
POLL = "/en/surveys/poll"


def test_what_is_missing_is_said_first_and_everything_stays_typed(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    sent = client.submit(POLL, **{"q-why": "I walk <there> & back"})
    page = Page(sent.text)
    assert sent.status_code == 422
    assert page.title.startswith("Error:")
    assert page.links["#q-place"] == "Title place en Jokimerkki – Answer this question."
    assert 'aria-invalid="true"' in sent.text
    assert page.form().values["q-why"] == "I walk <there> & back"
    assert stored(joensuu) == NOTHING
    receipt_on(client, client.post("/en/surveys/poll", page.form().values | {"q-place": "market"}))


def test_what_is_wrong_stands_before_the_introduction(client: Client, joensuu: City) -> None:
    place(joensuu)
    text = Page(client.submit(POLL, **{"q-why": "I walk"}).text).text
    said = ("There is 1 problem", "What poll is about", "Your answers are anonymous", "Title why")
    order = [text.index(words) for words in said]
    assert order == sorted(order)


def optional(*, last: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Nothing has to be answered; a value that is calculated is no answer."""
    calculated = [{"name": "sum", "expression": "1 + 1", "includeIntoResult": True}]
    elements = [radio("place", "market"), comment("why")]
    return pages(elements, *([last] if last else []), calculatedValues=calculated)


def test_a_form_without_a_single_answer_is_not_taken(client: Client, joensuu: City) -> None:
    place(joensuu, source=optional)
    sent = client.submit(POLL, **{"q-why": "  \r\n "})
    page = Page(sent.text)
    assert sent.status_code == 422
    assert page.title.startswith("Error:")
    assert page.links["#q-place"] == "Answer at least one question before you send."
    assert stored(joensuu) == NOTHING
    receipt_on(client, client.post(POLL, page.form().values | {"q-why": "It is flat."}))


@pytest.mark.parametrize(
    ("last", "link"),
    [({"type": "comment"}, "#q-last"), ({"type": "html", "html": "Bye"}, "#main")],
)
def test_several_pages_without_a_single_answer_are_not_taken(
    client: Client, joensuu: City, last: dict[str, Any], link: str
) -> None:
    place(joensuu, source=lambda: optional(last=[last | {"name": "last"}]))
    second = Page(client.submit(POLL).text)
    sent = client.post(POLL, second.form().values)
    assert sent.status_code == 422
    assert link in Page(sent.text).links
    assert documents(joensuu) == []


def test_a_value_that_is_no_choice_is_refused(client: Client, joensuu: City) -> None:
    place(joensuu)
    sent = client.submit(POLL, **{"q-place": "moon"})
    assert sent.status_code == 422
    assert "Choose one of the answers offered." in sent.text
    assert stored(joensuu) == NOTHING


def test_a_text_of_100_000_characters_is_refused_and_given_back(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    long = "ä" * 100_000
    sent = client.submit(POLL, **{"q-place": "market", "q-why": long})
    assert sent.status_code == 422
    assert Page(sent.text).form().values["q-why"] == long
    assert stored(joensuu) == NOTHING


def test_a_body_over_the_limit_is_refused(client: Client, joensuu: City) -> None:
    place(joensuu)
    sent = client.submit(POLL, **{"q-place": "market", "q-why": "x" * 1_100_000})
    assert sent.status_code == 413
    assert stored(joensuu) == NOTHING


def test_a_body_that_is_no_text_is_refused(client: Client, joensuu: City) -> None:
    place(joensuu)
    sent = client.post(
        POLL, data=b"token=\xff\xfe&q-place=market",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert sent.status_code == 400
    assert stored(joensuu) == NOTHING


def test_nul_and_marks_that_turn_text_around_are_not_kept(client: Client, joensuu: City) -> None:
    place(joensuu)
    sent = client.submit(POLL, **{"q-place": "market\x00", "q-why": "a\x00b\u202ec\u2066d e\x07"})
    assert sent.status_code == 303
    assert documents(joensuu) == [{"place": "market", "why": "abcd e"}]


def test_fields_that_the_page_does_not_have_are_ignored(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([radio("place", "market")], [comment("later")]))
    form = client.page(POLL).form().values | {"q-place": "market", "q-evil": "x", "place": "y"}
    second = client.post(POLL, form | {"q-later": "not asked yet", "action": "fly"})
    assert Page(second.text).form().values["q-later"] == ""
    client.post(POLL, Page(second.text).form().values)
    assert documents(joensuu) == [{"place": "market"}]


def test_several_values_for_one_choice_count_as_the_first(client: Client, joensuu: City) -> None:
    place(joensuu)
    form = client.page(POLL).form().values | {"q-place": ["harbour", "market"]}
    assert client.post(POLL, form).status_code == 303
    assert documents(joensuu) == [{"place": "harbour"}]


def test_a_form_that_is_too_old_is_shown_again_with_what_was_typed(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    with time_machine.travel(NOW, tick=False):
        form = client.page(POLL).form().values | {"q-place": "market", "q-why": "Slow reader"}
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        sent = client.post(POLL, form)
        assert sent.status_code == 422
        assert "open for a long time" in sent.text
        assert stored(joensuu) == NOTHING
        fresh = Page(sent.text).form().values
        assert (fresh["q-place"], fresh["q-why"]) == ("market", "Slow reader")
        receipts = {receipt_on(client, client.post(POLL, fresh)) for _ in range(2)}
    assert (len(receipts), len(documents(joensuu))) == (1, 1)


def _other_survey(joensuu: City, pieksamaki: City) -> str:
    survey = place(joensuu, "other")
    with scope.of(joensuu.id):
        return fillings.begin(survey, "Europe/Helsinki").token()


def _other_city(joensuu: City, pieksamaki: City) -> str:
    survey = place(pieksamaki)
    with scope.of(pieksamaki.id):
        return fillings.begin(survey, "Europe/Helsinki").token()


TOKENS: dict[str, Any] = {
    "none": lambda joensuu, pieksamaki: "",
    "forged": lambda joensuu, pieksamaki: "WyJ4IiwieSJd.aaaa.bbbb",
    "another form's": lambda joensuu, pieksamaki: form_tokens.issue("sign-in", "x"),
    "another survey's": _other_survey,
    "another city's": _other_city,
}


@pytest.mark.parametrize("kind", TOKENS)
def test_a_form_with_a_token_of_elsewhere_is_refused_and_shown_again(
    client: Client, joensuu: City, pieksamaki: City, kind: str
) -> None:
    place(joensuu)
    token = TOKENS[kind](joensuu, pieksamaki)
    form = client.page(POLL).form().values | {"q-place": "market", "q-why": "Mine"}
    sent = client.post(POLL, form | {"token": token})
    assert sent.status_code == 403
    assert Page(sent.text).form().values["q-why"] == "Mine"
    assert stored(joensuu) == NOTHING
    assert client.post(POLL, Page(sent.text).form().values).status_code == 303


@pytest.mark.parametrize("kind", TOKENS)
def test_a_cookie_with_a_token_of_elsewhere_opens_no_draft(
    client: Client, joensuu: City, pieksamaki: City, kind: str
) -> None:
    must = {"isRequired": True}
    place(joensuu, source=lambda: pages([radio("place", "market", **must)], [comment("later")]))
    token = TOKENS[kind](joensuu, pieksamaki)
    away = client.get(POLL + "?page=page-2", headers={"Cookie": f"survey-poll={token}"})
    assert away.status_code == 303
    assert "Start over" not in client.get(POLL, headers={"Cookie": f"survey-poll={token}"}).text


def test_another_sites_page_can_not_answer(client: Client, joensuu: City) -> None:
    place(joensuu)
    form = client.page(POLL).form().values | {"q-place": "market"}
    for site in ("cross-site", "same-site"):
        assert client.post(POLL, form, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert stored(joensuu) == NOTHING


def test_answers_that_come_too_late_are_given_back_in_words(client: Client, joensuu: City) -> None:
    survey = place(joensuu)
    form = client.page(POLL).form().values | {"q-place": "market", "q-why": "Just too late"}
    with scope.of(joensuu.id):
        close(survey, datetime(2026, 1, 1, tzinfo=UTC))
    sent = client.post(POLL, form)
    assert sent.status_code == 409
    assert "closed before your answers arrived" in sent.text
    assert "Just too late" in sent.text
    assert stored(joensuu) == NOTHING


def test_answers_sent_before_closing_keep_their_receipt(client: Client, joensuu: City) -> None:
    survey = place(joensuu)
    form = client.page(POLL).form().values | {"q-place": "market"}
    receipt = receipt_on(client, client.post(POLL, form))
    with scope.of(joensuu.id):
        close(survey, datetime(2026, 1, 1, tzinfo=UTC))
    assert receipt_on(client, client.post(POLL, form)) == receipt


def test_a_survey_of_the_other_city_does_not_exist_here(client: Client, joensuu: City) -> None:
    place(joensuu, public_results="open")
    other = client.at(City(joensuu.id, "pieksamaki", "pieksamaki.localhost", ""))
    for path in (POLL, f"{POLL}/thanks", f"{POLL}/results"):
        assert client.get(path).status_code == 200
        assert other.get(path).status_code == 404
    assert other.post(POLL, {"q-place": "market"}).status_code == 404
    assert "/en/surveys/poll" not in other.page("/en/surveys/").links
