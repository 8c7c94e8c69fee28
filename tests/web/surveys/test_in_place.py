"""What a page is sent after each answer: what differs from what the browser shows, no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from app.core import scope
from app.surveys import views_in_place
from tests.client import Client
from tests.factories import City
from tests.web.surveys.in_place_browser import HX, RIDE, Browser
from tests.web.surveys.residents import (
    NOTHING,
    close,
    comment,
    documents,
    drafts,
    pages,
    place,
    radio,
    stored,
)


def ride(**more: Any) -> dict[str, Any]:
    return pages(
        [
            radio("bus", "yes", "no", isRequired=True),
            radio("line", "1", "2", visibleIf="{bus} = 'yes'", isRequired=True),
            comment("stop", visibleIf="{line} = '2'"),
            comment("else"),
        ],
        locale="en",
        **more,
    )


def test_a_page_that_nothing_on_it_changes_asks_for_nothing(client: Client, joensuu: City) -> None:
    place(joensuu, "poll")
    text = client.get("/en/surveys/poll").text
    assert "hx-post" not in text
    assert "/htmx-" not in text
    assert "k-slot" not in text


def test_only_what_differs_is_sent(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    browser = Browser(client)
    assert browser.change(q_bus="no") == []
    assert browser.change(q_else="Hello") == []
    assert browser.change(q_bus="yes") == ["s-line"]
    assert "One more question: Title line" in browser.told
    assert "Answer this question." not in browser.parts["s-line"]
    assert browser.change(q_line="2") == ["s-stop"]
    assert browser.change(q_stop="Library") == []
    assert browser.change(q_bus="no") == ["s-line", "s-stop"]
    assert browser.parts["s-stop"] == ""
    assert "No longer asked: Title line en" in browser.told
    assert browser.form["q-stop"] == "Library"
    browser.change(q_bus="yes")
    assert "Library" in browser.parts["s-stop"]
    assert client.post(RIDE, browser.form).status_code == 303
    assert documents(joensuu) == [{"bus": "yes", "line": "2", "stop": "Library", "else": "Hello"}]


def test_a_lost_answer_just_makes_the_next_one_longer(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    browser = Browser(client)
    browser.form |= {"q-bus": "yes"}
    assert browser.refresh().status_code == 200
    assert browser.change(q_else="Hello") == ["s-line"]


def test_what_a_form_claims_to_show_decides_nothing_but_what_is_sent(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "ride", source=ride)
    browser = Browser(client)
    for claim in ("", "nonsense", "s-line:", ":x", "s-bus:x " * 900, "\x00:é"):
        response = browser.refresh(shown=claim)
        assert response.status_code == 200
        assert 'id="s-bus"' in response.text


def two_pages() -> dict[str, Any]:
    return {
        **ride(),
        "pages": [*ride()["pages"], {"name": "page-2", "elements": [comment("wish")]}],
    }


def test_what_was_typed_is_kept_where_a_survey_has_drafts(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=two_pages)
    browser = Browser(client)
    assert stored(joensuu) == NOTHING
    response = browser.refresh(**{"q-else": "Hello"})
    assert "survey-ride" in response.headers["Set-Cookie"]
    assert drafts(joensuu) == [{"bus": None, "else": "Hello"}]
    assert "Hello" in client.get(RIDE).text
    assert "Set-Cookie" not in browser.refresh(**{"q-else": "Hello you"}).headers
    assert drafts(joensuu)[0]["else"] == "Hello you"


def test_a_survey_of_one_page_keeps_nothing_before_it_is_sent(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "ride", source=ride)
    response = Browser(client).refresh(**{"q-bus": "yes"})
    assert "Set-Cookie" not in response.headers
    assert stored(joensuu) == NOTHING


def test_what_has_been_sent_is_refreshed_no_more(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=two_pages)
    browser = Browser(client)
    browser.change(q_bus="no")
    second = client.post(RIDE, browser.form)
    assert second.status_code == 303
    form = client.page(second.location).form(RIDE)
    assert client.post(RIDE, form.values).status_code == 303
    assert len(documents(joensuu)) == 1
    response = browser.refresh(**{"q-else": "More"})
    assert response.status_code == 409
    assert "Set-Cookie" not in response.headers
    assert drafts(joensuu) == []


def test_who_may_not_is_refused_and_nothing_changes(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    survey = place(joensuu, "ride", source=two_pages)
    place(pieksamaki, "ride", source=two_pages)
    place(joensuu, "other", source=two_pages)
    browser = Browser(client)
    assert browser.refresh(token="forged").status_code == 403
    theirs = Browser(client.at(pieksamaki)).form["token"]
    assert browser.refresh(token=theirs).status_code == 403
    assert (
        browser.refresh(token=Browser(client, "/en/surveys/other").form["token"]).status_code == 403
    )
    assert client.post("/en/surveys/nothing/page", browser.form, headers=HX).status_code == 404
    assert browser.refresh(page="page-2").status_code == 409
    assert browser.refresh(page="nowhere").status_code == 409
    with scope.of(joensuu.id):
        close(survey, datetime(2026, 1, 1, tzinfo=UTC))
    assert browser.refresh().status_code == 409
    assert stored(joensuu) == stored(pieksamaki) == NOTHING


def test_a_page_that_was_open_for_weeks_is_refreshed_no_more(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=two_pages)
    browser = Browser(client)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15)):
        assert browser.refresh(**{"q-bus": "yes"}).status_code == 410
    assert stored(joensuu) == NOTHING


def test_refreshes_are_no_writes_and_have_limits_of_their_own(
    client: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(joensuu, "ride", source=ride)
    monkeypatch.setitem(client._app.config, "WRITE_LIMIT", "1 per minute")
    monkeypatch.setattr(views_in_place, "FILLING_LIMIT", "3 per minute")
    monkeypatch.setattr(views_in_place, "ADDRESS_LIMIT", "8 per minute")
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False):
        browser, neighbour = Browser(client), Browser(client)
        assert [browser.refresh().status_code for _ in range(4)] == [204, 204, 204, 429]
        assert [neighbour.refresh().status_code for _ in range(3)] == [204, 204, 204]
        assert Browser(client).refresh().status_code == 204
        assert Browser(client).refresh().status_code == 429
        assert client.post(RIDE, browser.form).status_code == 422


def ruled() -> dict[str, Any]:
    """A rule, a trigger, and a default that follows."""
    return pages(
        [
            {"type": "text", "name": "price", "inputType": "number"},
            {"type": "text", "name": "total", "inputType": "number",
             "setValueExpression": "{price} * 2"},
            {"type": "text", "name": "guess", "defaultValueExpression": "{price} + 1"},
            radio("home", "here", "there"),
            {"type": "text", "name": "town"},
        ],
        locale="en",
        triggers=[{"type": "setvalue", "expression": "{home} = 'here'", "setToName": "town",
                   "setValue": "Joensuu"}],
    )  # fmt: skip


def test_what_rules_set_is_shown_and_what_people_write_over_it_stays(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "ride", source=ruled)
    browser = Browser(client)
    assert browser.change(q_price="5") == ["s-total", "s-guess"]
    assert 'value="10"' in browser.parts["s-total"]
    assert 'value="6"' in browser.parts["s-guess"]
    browser.form |= {"q-total": "10", "q-guess": "6"}
    assert browser.change(q_total="11") == []
    assert browser.change(q_home="here") == ["s-town"]
    browser.form |= {"q-town": "Joensuu"}
    assert browser.change(q_price="7") == ["s-total", "s-guess"]
    assert 'value="8"' in browser.parts["s-guess"]
    browser.form |= {"q-total": "15", "q-guess": "9"}
    assert browser.change(q_town="Eno") == []
    assert browser.change(q_price="1") == ["s-total"]
    browser.form |= {"q-total": "3"}
    assert client.post(RIDE, browser.form).status_code == 303
    assert documents(joensuu) == [
        {"price": 1, "total": 3, "guess": "9", "home": "here", "town": "Eno"}
    ]
