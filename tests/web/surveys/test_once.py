"""An answer counts once: whatever is sent twice, in two tabs, late or by the same browser."""

from datetime import UTC, datetime, timedelta

import time_machine
from werkzeug.test import TestResponse

from app.core import scope
from app.surveys import service
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import (
    TWO_PAGES,
    documents,
    pages,
    place,
    radio,
    receipt_on,
    responses,
    stored,
)

DEFAULT = surveys.definition


def test_a_form_sent_twice_counts_once_and_has_one_receipt(client: Client, joensuu: City) -> None:
    place(joensuu, once_per_browser=True)
    form = client.page("/en/surveys/poll").form().values | {"q-place": "market"}
    receipts = {receipt_on(client, client.post("/en/surveys/poll", form)) for _ in range(3)}
    receipts.add(
        receipt_on(stranger := client.at(joensuu), stranger.post("/en/surveys/poll", form))
    )
    assert len(receipts) == 1
    assert len(responses(joensuu)) == 1


def test_a_form_sent_again_with_other_answers_says_which_count(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    form = client.page("/en/surveys/poll").form().values | {"q-place": "market"}
    client.post("/en/surveys/poll", form)
    again = client.post("/en/surveys/poll", form | {"q-place": "harbour", "q-why": "Boats!"})
    assert again.status_code == 409
    assert "The answers that you sent first" in again.text
    assert "Boats!" in again.text
    assert documents(joensuu) == [{"place": "market"}]


def test_a_form_whose_answers_were_withdrawn_does_not_bring_them_back(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    form = client.page("/en/surveys/poll").form().values | {"q-place": "market"}
    receipt = receipt_on(client, client.post("/en/surveys/poll", form))
    with scope.of(joensuu.id):
        assert service.withdraw(receipt, timezone=surveys.TIMEZONE)
    again = client.post("/en/surveys/poll", form)
    assert again.status_code == 409
    assert "taken back" in again.text
    assert documents(joensuu) == [{}]


def test_a_browser_answers_once_where_the_survey_says_so(client: Client, joensuu: City) -> None:
    place(joensuu, once_per_browser=True)
    open_form = client.page("/en/surveys/poll").form().values
    sent = client.submit("/en/surveys/poll", **{"q-place": "market"})
    assert any(one.startswith("browser=") for one in sent.headers.getlist("Set-Cookie"))
    assert "This browser has already answered" in client.page("/en/surveys/poll").text
    late = client.post("/en/surveys/poll", open_form | {"q-place": "harbour", "q-why": "Mine too"})
    assert late.status_code == 409
    assert "Mine too" in late.text
    assert len(responses(joensuu)) == 1
    other = client.at(joensuu)
    receipt_on(other, other.submit("/en/surveys/poll", **{"q-place": "harbour"}))
    assert stored(joensuu)[2] == 2


def test_a_survey_for_many_answers_gives_no_name_to_the_browser(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    for _ in range(2):
        sent = client.submit("/en/surveys/poll", **{"q-place": "market"})
        assert not any("browser=" in one for one in sent.headers.getlist("Set-Cookie"))
    assert (len(responses(joensuu)), stored(joensuu)[2]) == (2, 0)


def test_a_last_page_sent_twice_has_one_receipt(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    client.submit("/en/surveys/travel", **TWO_PAGES)
    form = client.page("/en/surveys/travel?page=second").form().values
    receipts = {receipt_on(client, client.post("/en/surveys/travel", form)) for _ in range(2)}
    assert (len(receipts), len(responses(joensuu))) == (1, 1)


def test_a_last_page_sent_again_with_other_words_gives_them_back(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "travel", source=DEFAULT)
    client.submit("/en/surveys/travel", **TWO_PAGES)
    form = client.page("/en/surveys/travel?page=second").form().values
    client.post("/en/surveys/travel", form | {"q-wish": "Night buses"})
    again = client.post("/en/surveys/travel", form | {"q-wish": "Day buses"})
    assert again.status_code == 409
    assert "The answers that you sent first" in again.text
    assert "Day buses" in again.text
    assert "What do you travel by?" not in again.text
    assert documents(joensuu)[0]["wish"] == "Night buses"


def test_two_open_tabs_do_not_mix(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    tabs = [client.at(joensuu).page("/en/surveys/travel").form() for _ in range(2)]
    seconds = [
        page_of(client.post(tab.action, tab.values | {"q-vehicle": vehicle})).form()
        for tab, vehicle in zip(tabs, ("bus", "car"), strict=True)
    ]
    for second, wish in zip(seconds, ("for the bus", "for the car"), strict=True):
        client.post(second.action, second.values | {"q-wish": wish})
    assert [(one["vehicle"], one["wish"]) for one in documents(joensuu)] == [
        ("bus", "for the bus"),
        ("car", "for the car"),
    ]


def test_one_finishes_on_the_version_that_one_began(client: Client, joensuu: City) -> None:
    survey = place(joensuu)
    form = client.page("/en/surveys/poll").form().values
    with scope.of(joensuu.id):
        surveys.version(survey, pages([radio("place", "square", isRequired=True)]))
    sent = client.post("/en/surveys/poll", form | {"q-place": "market"})
    assert sent.status_code == 303
    assert [(one.version, one.document) for one in responses(joensuu)] == [(1, {"place": "market"})]
    assert "q-place" in client.page("/en/surveys/poll").ids


def test_a_form_open_for_a_week_still_holds(client: Client, joensuu: City) -> None:
    place(joensuu)
    start = datetime(2030, 5, 4, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        form = client.page("/en/surveys/poll").form().values
    with time_machine.travel(start + timedelta(days=7), tick=False):
        sent = client.post("/en/surveys/poll", form | {"q-place": "market"})
    assert sent.status_code == 303


def page_of(response: TestResponse) -> Page:
    return Page(response.text)
