"""Answers are saved under a code and gone on with on another device."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import time_machine
from werkzeug.test import TestResponse

from app.core import scope
from app.surveys import codes, drafts
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import (
    close,
    comment,
    documents,
    pages,
    place,
    radio,
    receipt_on,
    stored,
)

TRIP, POLL = "/en/surveys/trip", "/en/surveys/poll"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
NOW = datetime(2030, 5, 4, 9, tzinfo=UTC)


def trip() -> dict[str, Any]:
    age = {"type": "text", "name": "age", "inputType": "number", "title": "Age"}
    return pages([radio("vehicle", "bus", "car", isRequired=True)], [age], [comment("wish")])


def saved(client: Client, path: str, **typed: str) -> Page:
    """What is shown when a page is filled in and saved for later."""
    page = client.page(path)
    form = page.form()
    sent = client.post(form.action, form.values | typed | page.button("action", "later"))
    assert sent.status_code == 200
    return Page(sent.text)


def code_on(page: Page) -> str:
    found = CODE.search(page.text)
    assert found is not None
    return found[0]


@pytest.fixture
def code(client: Client, joensuu: City) -> str:
    """Of a trip whose second page has something wrong on it."""
    place(joensuu, "trip", source=trip)
    client.submit(TRIP, **{"q-vehicle": "car"})
    return code_on(saved(client, f"{TRIP}?page=page-2", **{"q-age": "old"}))


def resumed(client: Client, code: str, path: str = TRIP) -> TestResponse:
    return client.submit(f"{path}/resume", form=f"{path}/resume", code=code)


def test_another_device_goes_on_where_somebody_was(
    client: Client, joensuu: City, code: str
) -> None:
    other = client.at(joensuu)
    shown = Page(resumed(other, code).text)
    assert "Page 2 of 3" in shown.text
    assert shown.form().values["q-age"] == "old"
    third = other.post(TRIP, shown.form().values | {"q-age": "40"})
    assert third.location == f"{TRIP}?page=page-3"
    receipt_on(other, other.submit(third.location, **{"q-wish": "Sun"}))
    assert documents(joensuu) == [{"vehicle": "car", "age": 40, "wish": "Sun"}]
    assert stored(joensuu)[3] == 0


def test_a_link_shows_the_code_and_opens_nothing_by_itself(
    client: Client, joensuu: City, code: str
) -> None:
    page = saved(client, f"{TRIP}?page=page-2")
    [link] = [one for one in page.links if "/resume?code=" in one]
    assert link == f"http://joensuu.localhost{TRIP}/resume?code={code}"
    address = urlsplit(link)
    shown = client.at(joensuu).page(f"{address.path}?{address.query}")
    assert shown.form().values["code"] == code
    assert "old" not in shown.text
    [mail] = [one for one in page.links if one.startswith("mailto:?")]
    body = parse_qs(urlsplit(mail).query)["body"][0]
    assert (link in body, code in body) == (True, True)
    assert "+" not in unquote(mail)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code.replace('-', '')} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I").replace("-", "–"),
    ],
)
def test_a_code_is_found_however_it_is_typed(
    client: Client, joensuu: City, code: str, typed: Any
) -> None:
    assert "Page 2 of 3" in resumed(client.at(joensuu), typed(code)).text


def _mistyped(code: str) -> str:
    return ("3" if code[0] == "2" else "2") + code[1:]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the code that you got"),
        ("what?", "Check each character"),
        ("x" * 100_000, "Check each character"),
        ("mistyped", "Check each character"),
        ("unknown", "Nothing is saved under this code"),
    ],
)
def test_a_wrong_code_opens_nothing(
    client: Client, joensuu: City, code: str, typed: str, said: str
) -> None:
    made = {"mistyped": _mistyped(code), "unknown": codes.spelled(codes.new())}
    refused = resumed(client.at(joensuu), made.get(typed, typed))
    page = Page(refused.text)
    assert (refused.status_code, "#code" in page.links) == (422, True)
    assert said in page.text
    assert not refused.headers.getlist("Set-Cookie")


def test_who_guesses_codes_is_stopped_and_keeps_nobody_from_theirs(
    client: Client, joensuu: City, code: str
) -> None:
    statuses = [resumed(client, codes.new()).status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]
    neighbour = client.at(joensuu)
    assert Page(resumed(neighbour, code).text).form().values["q-age"] == "old"
    assert resumed(client, codes.new()).status_code == 429


def test_a_single_page_is_saved_too(client: Client, joensuu: City) -> None:
    place(joensuu)
    page = saved(client, POLL, **{"q-why": "Half a senten"})
    assert "They have not been sent yet" in page.text
    other = client.at(joensuu)
    shown = Page(resumed(other, code_on(page), POLL).text)
    assert shown.form().values["q-why"] == "Half a senten"
    receipt_on(other, other.post(POLL, shown.form().values | {"q-place": "market"}))
    assert documents(joensuu) == [{"place": "market", "why": "Half a senten"}]
    assert stored(joensuu)[3] == 0


def test_a_single_page_that_was_saved_is_there_in_the_same_browser(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    page = saved(client, POLL, **{"q-why": "Half a senten"})
    on = client.post(POLL, page.form().values | page.button("action", "open"))
    assert on.location == POLL
    assert client.page(POLL).form().values["q-why"] == "Half a senten"
    receipt_on(client, client.submit(POLL, **{"q-place": "market"}))
    assert stored(joensuu)[3] == 0


def test_going_on_at_once_needs_no_cookie(client: Client, joensuu: City) -> None:
    place(joensuu, "trip", source=trip)
    form = client.page(TRIP).form().values | {"q-vehicle": "car", "action": "later"}
    page = Page(client.at(joensuu).post(TRIP, form).text)
    on = client.at(joensuu).post(TRIP, page.form().values | page.button("action", "open"))
    assert Page(on.text).form().values["q-vehicle"] == "car"
    swedish = "/sv/surveys/trip"
    other = client.at(joensuu).post(swedish, page.form().values | {"action": "language"})
    assert (Page(other.text).lang, code_on(Page(other.text))) == ("sv", code_on(page))


def test_a_form_from_before_it_was_saved_leaves_nothing_behind(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    form = client.page(POLL).form().values | {"q-place": "market"}
    client.post(POLL, form | {"action": "later"})
    receipt_on(client, client.post(POLL, form))
    assert stored(joensuu)[3] == 0


def test_what_was_sent_is_not_gone_on_with(client: Client, joensuu: City) -> None:
    place(joensuu)
    form = client.page(POLL).form().values | {"q-place": "market"}
    page = Page(client.post(POLL, form | {"action": "later"}).text)
    assert client.at(joensuu).post(POLL, form).status_code == 303
    refused = resumed(client.at(joensuu), code_on(page), POLL)
    assert refused.status_code == 422
    assert "have been sent already" in refused.text
    assert stored(joensuu)[3] == 0


def test_what_is_too_old_is_said_to_be_gone(client: Client, joensuu: City) -> None:
    place(joensuu)
    with time_machine.travel(NOW, tick=False):
        page = saved(client, POLL, **{"q-why": "Soon"})
        assert "18 May 2030" in page.text
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        assert "Soon" in resumed(client.at(joensuu), code_on(page), POLL).text
    for is_swept in (False, True):
        with time_machine.travel(NOW + timedelta(days=40), tick=False):
            if is_swept:
                with scope.of(joensuu.id):
                    assert drafts.expire() == 1
            refused = resumed(client.at(joensuu), code_on(page), POLL)
            assert "more than 14 days have passed" in refused.text


def test_a_closed_survey_still_gives_back_what_was_saved(
    client: Client, joensuu: City, code: str
) -> None:
    with scope.of(joensuu.id):
        close(surveys.by_slug("trip"), datetime(2026, 1, 1, tzinfo=UTC))
    assert "you can still see what you had saved" in client.page(f"{TRIP}/resume").text
    given_back = resumed(client.at(joensuu), code)
    assert given_back.status_code == 409
    assert "old" in Page(given_back.text).text


def test_the_survey_is_finished_in_the_version_in_which_it_was_saved(
    client: Client, joensuu: City, code: str
) -> None:
    with scope.of(joensuu.id):
        surveys.version(surveys.by_slug("trip"), pages([radio("other", "x", isRequired=True)]))
    other = client.at(joensuu)
    shown = Page(resumed(other, code).text)
    second = other.post(TRIP, shown.form().values | {"q-age": "40"})
    receipt_on(other, other.submit(second.location))
    assert documents(joensuu) == [{"vehicle": "car", "age": 40}]


def test_a_code_holds_in_its_own_survey_and_city_only(
    client: Client, joensuu: City, pieksamaki: City, code: str
) -> None:
    place(joensuu)
    place(pieksamaki, "trip", source=trip)
    assert resumed(client.at(joensuu), code, POLL).status_code == 422
    assert resumed(client.at(pieksamaki), code).status_code == 422


def test_a_browser_that_has_answered_is_told_so(client: Client, joensuu: City) -> None:
    place(joensuu, once_per_browser=True)
    page = saved(client.at(joensuu), POLL, **{"q-why": "Soon"})
    receipt_on(client, client.submit(POLL, **{"q-place": "market"}))
    assert "This browser has already answered" in resumed(client, code_on(page), POLL).text
    assert "Soon" in resumed(client.at(joensuu), code_on(page), POLL).text


def test_two_devices_hand_in_once(client: Client, joensuu: City, code: str) -> None:
    devices = [client.at(joensuu) for _ in range(2)]
    thirds = []
    for device in devices:
        shown = Page(resumed(device, code).text)
        thirds.append(device.post(TRIP, shown.form().values | {"q-age": "40"}).location)
    forms = [device.page(at).form().values for device, at in zip(devices, thirds, strict=True)]
    first = devices[0].post(TRIP, forms[0] | {"q-wish": "Sun"})
    second = devices[1].post(TRIP, forms[1] | {"q-wish": "Rain"})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Rain" in second.text
    assert [one["wish"] for one in documents(joensuu)] == ["Sun"]


def test_saving_a_poll_costs_its_ordinary_flow_nothing(client: Client, joensuu: City) -> None:
    place(joensuu)
    client.get(POLL)
    with client.assert_queries(2):
        form = client.page(POLL).form().values
    with client.assert_queries(5):
        client.post(POLL, form | {"q-place": "market"})
