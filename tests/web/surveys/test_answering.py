"""A resident answers: one page or several, back and forth, once, with and without cookies."""

from datetime import UTC, datetime

import pytest
from werkzeug.test import TestResponse

from app.surveys.models import Channel
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import (
    NOTHING,
    TWO_PAGES,
    codes,
    documents,
    drafts,
    pages,
    place,
    radio,
    receipt_on,
    responses,
    stored,
)

DEFAULT = surveys.definition


def test_a_poll_is_answered_with_one_form(client: Client, joensuu: City) -> None:
    place(joensuu)
    sent = client.submit("/sv/surveys/poll", **{"q-place": "market", "q-why": " It is flat.\r\n"})
    assert receipt_on(client, sent)
    [response] = responses(joensuu)
    assert response.document == {"place": "market", "why": "It is flat."}
    assert (response.lang, response.channel, response.arrival) == ("sv", Channel.WEB, 1)
    assert codes(joensuu) == {"place": {"market"}, "why": {""}}


def test_reading_stores_nothing_and_the_page_is_kept_by_no_one_else(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    shown = client.get("/fi/surveys/poll")
    assert shown.headers["Cache-Control"] == "private, no-cache"
    assert stored(joensuu) == NOTHING


@pytest.mark.parametrize(("is_once", "posting"), [(False, 5), (True, 6)])
def test_the_whole_flow_of_a_poll_takes_eight_statements(
    client: Client, joensuu: City, is_once: bool, posting: int
) -> None:
    """And the mark of the browser one more, where a survey asks for it."""
    place(joensuu, once_per_browser=is_once)
    place(joensuu, "other")
    client.get("/fi/surveys/poll")
    with client.assert_queries(2):
        page = client.page("/fi/surveys/poll")
    with client.assert_queries(posting):
        sent = client.post("/fi/surveys/poll", page.form().values | {"q-place": "market"})
    with client.assert_queries(1):
        client.get(sent.location)


def test_what_one_person_typed_stands_on_nobody_elses_page(client: Client, joensuu: City) -> None:
    place(joensuu)
    empty = client.get("/fi/surveys/poll").text
    token = client.page("/fi/surveys/poll").form().values
    refused = client.post("/fi/surveys/poll", token | {"q-why": "My own words"})
    assert refused.status_code == 422
    assert "My own words" in refused.text
    again = client.get("/fi/surveys/poll").text
    assert [line for line in again.splitlines() if 'name="token"' not in line] == [
        line for line in empty.splitlines() if 'name="token"' not in line
    ]


def test_the_thanks_say_what_happens_next_and_what_else_is_open(
    client: Client, joensuu: City
) -> None:
    place(joensuu, closes_at=datetime(2090, 5, 31, 20, 59, tzinfo=UTC))
    place(joensuu, "other")
    sent = client.submit("/en/surveys/poll", **{"q-place": "market"})
    assert "receipt" not in sent.location.lower()
    assert receipt_on(client, sent) not in sent.location
    thanks = client.page(sent.location)
    assert "30 June 2090" in thanks.text
    assert "/en/surveys/other" in thanks.links
    assert "/en/surveys/poll" not in thanks.links


def test_the_receipt_is_shown_for_ten_minutes_only_to_the_browser_that_sent(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    sent = client.submit("/en/surveys/poll", **{"q-place": "market"})
    receipt = receipt_on(client, sent)
    cookie = next(one for one in sent.headers.getlist("Set-Cookie") if "receipt-poll" in one)
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Max-Age=600", "Path=/"))
    assert receipt not in client.at(joensuu).page("/en/surveys/poll/thanks").text


def test_pages_follow_each_other_by_their_addresses(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    first = client.submit("/en/surveys/travel", **TWO_PAGES)
    assert (first.status_code, "Page 2 of 2" in first.text) == (200, True)
    again = client.submit("/en/surveys/travel", **TWO_PAGES)
    assert (again.status_code, again.location) == (303, "/en/surveys/travel?page=second")
    last = client.submit("/en/surveys/travel?page=second", **{"q-wish": "Night buses"})
    receipt_on(client, last)
    assert documents(joensuu) == [{"vehicle": "bus", "ease": 4, "wish": "Night buses"}]
    assert drafts(joensuu) == []


def test_another_language_shows_the_same_page_of_the_same_answers(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "travel", source=DEFAULT)
    second = page_of(client.submit("/en/surveys/travel", **TWO_PAGES))
    swedish = "/sv/surveys/travel?page=second"
    shown = page_of(client.post(swedish, second.form().values | language(second, swedish)))
    assert shown.title.startswith("Sida 2")
    assert client.page(swedish).title.startswith("Sida 2")
    assert client.page("/sv/surveys/travel").form().values["q-vehicle"] == "bus"


def language(page: Page, address: str) -> dict[str, str]:
    return page.button("action", "language", address)


def test_answers_travel_without_any_cookie(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    form = client.at(joensuu).page("/en/surveys/travel").form()
    second = client.at(joensuu).post(form.action, form.values | TWO_PAGES)
    form = page_of(second).form()
    last = client.at(joensuu).post(form.action, form.values | {"q-wish": "Night buses"})
    assert last.status_code == 303
    assert documents(joensuu) == [{"vehicle": "bus", "ease": 4, "wish": "Night buses"}]


def test_going_back_keeps_what_was_typed_right_or_wrong(client: Client, joensuu: City) -> None:
    age = {"type": "text", "name": "age", "inputType": "number", "title": "Age"}
    place(
        joensuu,
        "two",
        source=lambda: pages([radio("one", "x")], [radio("must", "a", isRequired=True), age]),
    )
    client.submit("/en/surveys/two", **{"q-one": "x"})
    page = client.page("/en/surveys/two?page=page-2")
    back = client.post("/en/surveys/two", page.form().values | {"action": "back", "q-age": "old"})
    assert (back.status_code, back.location) == (303, "/en/surveys/two")
    assert client.page("/en/surveys/two").form().values["q-one"] == "x"
    client.submit("/en/surveys/two")
    assert client.page("/en/surveys/two?page=page-2").form().values["q-age"] == "old"


def test_a_draft_is_taken_up_again_in_the_same_browser(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    client.submit("/en/surveys/travel", **TWO_PAGES)
    assert client.page("/sv/surveys/travel").form().values["q-vehicle"] == "bus"
    again = client.page("/en/surveys/travel")
    assert "You have begun" in again.text
    assert "You have begun" not in client.at(joensuu).page("/en/surveys/travel").text
    assert client.get("/en/surveys/travel").headers["Cache-Control"] == "no-store"


def test_starting_over_forgets_the_draft_and_the_cookie(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    client.submit("/en/surveys/travel", **TWO_PAGES)
    form = client.page("/en/surveys/travel").forms[-1]
    over = client.post(form.action, form.values | {"action": "restart"})
    assert over.status_code == 303
    assert "survey-travel=;" in over.headers["Set-Cookie"]
    assert drafts(joensuu) == []
    assert "q-vehicle" not in client.page("/en/surveys/travel").form().values


def test_pages_off_the_path_lead_to_the_beginning(client: Client, joensuu: City) -> None:
    place(joensuu, "travel", source=DEFAULT)
    for name in ("second", "nowhere", ""):
        away = client.get(f"/en/surveys/travel?page={name}")
        assert (away.status_code, away.location) == (303, "/en/surveys/travel"), name


def test_a_last_page_posted_without_the_first_leads_back_to_what_is_missing(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "travel", source=DEFAULT)
    form = client.page("/en/surveys/travel").form().values
    sent = client.post(
        "/en/surveys/travel",
        {
            "token": form["token"],
            "page": "second",
            "asked": "q-wish q-place",
            "q-wish": "Night buses",
        },
    )
    assert sent.status_code == 422
    assert "Answer this question." in sent.text
    assert responses(joensuu) == []
    rest = client.post("/en/surveys/travel", page_of(sent).form().values | TWO_PAGES)
    assert "Night buses" in client.page(rest.location).form().values.values()


def page_of(response: TestResponse) -> Page:
    return Page(response.text)
