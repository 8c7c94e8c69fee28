"""All answers are looked at before they are sent, where the author wants that."""

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
    NOTHING,
    close,
    comment,
    documents,
    drafts,
    pages,
    place,
    radio,
    receipt_on,
    stored,
    texts,
)

TRIP = "/en/surveys/trip"
PREVIEW = f"{TRIP}?preview=1"


def trip(**more: Any) -> dict[str, Any]:
    """Two pages, a question made of questions among them."""
    more.setdefault("showPreviewBeforeComplete", True)
    line = radio("line", "one", "two", visibleIf="{vehicle} = 'bus'", isRequired=True)
    stops = {
        "type": "paneldynamic", "name": "stops", "title": texts("Stops"), "panelCount": 1,
        "templateTitle": "Stop",
        "templateElements": [{"type": "text", "name": "name", "title": "Name"}],
    }  # fmt: skip
    first = [radio("vehicle", "bus", "car", isRequired=True), comment("why")]
    return pages(first, [line, stops, comment("wish")], **more)


@pytest.fixture
def at_preview(client: Client, joensuu: City) -> Page:
    place(joensuu, "trip", source=trip)
    return answered(client)


def answered(client: Client, path: str = TRIP) -> Page:
    """Both pages filled in, and the page that this leads to."""
    client.submit(path, **{"q-vehicle": "car"})
    name = "q-stops.5b.0.5d..2e.name"
    sent = client.submit(
        f"{path}?page=page-2", **{name: "Siltakatu", "q-wish": "A roof\r\nand light"}
    )
    assert sent.status_code == 303, sent.text
    return client.page(sent.location)


def pressed(client: Client, page: Page, name: str, value: str, **typed: str) -> TestResponse:
    form = page.form()
    return client.post(form.action, form.values | page.button(name, value) | typed)


def test_answers_are_shown_in_words_and_sent_after_that(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    assert at_preview.title.startswith("Check your answers")
    unanswered = "Title why en Jokimerkki Not answered"
    told = ("Title vehicle en", "car", unanswered, "Stop Name Siltakatu", "A roof and light")
    for words in (*told, "All 2 pages are filled in", "Nothing has been sent yet"):
        assert words in at_preview.text, words
    assert "Title line" not in at_preview.text
    assert documents(joensuu) == []
    receipt_on(client, client.post(at_preview.form().action, at_preview.form().values))
    assert documents(joensuu) == [
        {"vehicle": "car", "stops": [{"name": "Siltakatu"}], "wish": "A roof\nand light"}
    ]
    assert drafts(joensuu) == []


def test_a_page_is_changed_from_the_preview_and_leads_back_to_it(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    opened = pressed(client, at_preview, "edit", "page-1")
    assert opened.location == f"{TRIP}?to=preview"
    back = client.submit(opened.location, **{"q-why": "It rains"})
    assert back.location == PREVIEW
    assert "It rains" in client.page(PREVIEW).text


def test_a_page_opened_from_the_preview_has_one_way_back_to_it(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    back = 'value="back"'
    opened = client.get(pressed(client, at_preview, "edit", "page-2").location)
    form = Page(opened.text).form()
    assert (back in opened.text, "Check your answers" in opened.text) == (False, True)
    first = client.post(form.action, form.values | {"action": "back", "q-wish": "Two roofs"})
    assert first.location == f"{TRIP}?to=preview"
    assert "Two roofs" in client.page(PREVIEW).text


def test_what_a_change_brings_on_is_asked_before_the_preview(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    opened = pressed(client, at_preview, "edit", "page-1")
    asked = client.submit(opened.location, **{"q-vehicle": "bus"})
    page = Page(asked.text)
    assert (asked.status_code, page.links["#q-line"]) == (
        422,
        "Title line en Jokimerkki – Answer this question.",
    )
    sent = client.post(page.form().action, page.form().values | {"q-line": "two"})
    assert sent.location == PREVIEW
    assert "Title line" in client.page(PREVIEW).text


def test_back_from_the_preview_leads_to_the_last_page(client: Client, at_preview: Page) -> None:
    back = pressed(client, at_preview, "action", "back")
    assert back.location == f"{TRIP}?page=page-2"
    assert "A roof" in client.page(back.location).form().values["q-wish"]


def test_the_preview_is_shown_without_any_cookie(client: Client, joensuu: City) -> None:
    place(joensuu, "trip", source=trip)
    form = client.page(TRIP).form()
    second = Page(client.at(joensuu).post(form.action, form.values | {"q-vehicle": "car"}).text)
    shown = Page(
        client.at(joensuu).post(form.action, second.form().values | {"q-wish": "Sun"}).text
    )
    assert shown.title.startswith("Check your answers")
    first = Page(pressed(client.at(joensuu), shown, "edit", "page-1").text)
    assert first.form().values["to"] == "preview"
    again = Page(client.at(joensuu).post(form.action, first.form().values | {"q-why": "Far"}).text)
    assert "Far" in again.text
    assert client.at(joensuu).post(form.action, again.form().values).status_code == 303
    assert documents(joensuu) == [{"vehicle": "car", "why": "Far", "wish": "Sun", "stops": [{}]}]


def test_a_single_page_has_a_preview_too(client: Client, joensuu: City) -> None:
    more = {
        "showPreviewBeforeComplete": "showAnsweredQuestions",
        "previewText": "Look",
        "editText": "Mend",
    }
    place(joensuu, source=lambda: pages([radio("place", "market"), comment("why")], **more))
    page = client.page("/en/surveys/poll")
    assert "Look" in page.text
    shown = Page(client.post("/en/surveys/poll", page.form().values | {"q-place": "market"}).text)
    assert shown.title.startswith("Check your answers")
    assert ("Mend" in shown.text, "Title why" in shown.text) == (True, False)
    again = pressed(client, shown, "edit", "page-1")
    sent = client.submit(again.location, **{"q-why": "It is flat"})
    form = client.page(sent.location).form()
    receipts = {receipt_on(client, client.post(form.action, form.values)) for _ in range(2)}
    assert len(receipts) == 1
    assert documents(joensuu) == [{"place": "market", "why": "It is flat"}]
    assert stored(joensuu)[3] == 0


def test_choices_are_told_in_the_words_that_they_had(client: Client, joensuu: City) -> None:
    named = [{"value": "a", "text": "The park of {who}"}, {"value": "b", "text": "A pool"}]
    who = {"type": "text", "name": "who"}
    carried = {"type": "dropdown", "name": "two", "choicesFromQuestion": "one"}
    order = {"type": "ranking", "name": "order", "choices": named}

    def source() -> dict[str, Any]:
        one = radio("one") | {"choices": named}
        return pages([who, one], [carried, order], showPreviewBeforeComplete=True)

    place(joensuu, source=source)
    client.submit("/en/surveys/poll", **{"q-who": "Aino", "q-one": "a"})
    second: dict[str, Any] = {"q-two": "b", "q-order": ["1:b", "2:a"]}
    sent = client.submit("/en/surveys/poll?page=page-2", **second)
    told = client.page(sent.location).text
    assert "one en Jokimerkki The park of Aino" in told
    assert "two A pool order 1. A pool 2. The park of Aino" in told


def test_the_preview_comes_in_another_language(client: Client, at_preview: Page) -> None:
    address = "/sv/surveys/trip?preview=1"
    swedish = client.post(
        address, at_preview.form().values | at_preview.button("action", "language", address)
    )
    assert swedish.status_code == 200
    assert Page(swedish.text).lang == "sv"
    assert "Siltakatu" in swedish.text


def test_an_empty_survey_has_no_preview(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([comment("why")], showPreviewBeforeComplete=True))
    sent = client.submit("/en/surveys/poll")
    assert sent.status_code == 422
    assert "Answer at least one question" in sent.text
    assert stored(joensuu) == NOTHING


def test_a_preview_sent_twice_counts_once(client: Client, joensuu: City, at_preview: Page) -> None:
    form = at_preview.form()
    receipts = {receipt_on(client, client.post(form.action, form.values)) for _ in range(2)}
    assert (len(receipts), len(documents(joensuu))) == (1, 1)


def test_a_preview_of_answers_that_were_deleted_sends_nothing(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    client.submit(TRIP, form=TRIP, action="restart")
    form = at_preview.form()
    for button in ({}, at_preview.button("edit", "page-1"), at_preview.button("action", "back")):
        gone = client.post(form.action, form.values | button)
        assert gone.status_code == 409
        assert "kept no more" in gone.text
    assert documents(joensuu) == []


def test_a_survey_that_closes_during_the_preview_gives_the_answers_back(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    with scope.of(joensuu.id):
        close(surveys.by_slug("trip"), datetime(2026, 1, 1, tzinfo=UTC))
    sent = client.post(at_preview.form().action, at_preview.form().values)
    assert sent.status_code == 409
    assert "Siltakatu" in sent.text


def test_the_address_of_a_preview_leads_to_what_is_missing(client: Client, joensuu: City) -> None:
    place(joensuu, "trip", source=trip)
    place(joensuu)
    assert client.get(PREVIEW).location == TRIP
    assert client.get("/en/surveys/poll?preview=1").location == "/en/surveys/poll"
    client.submit(TRIP, **{"q-vehicle": "bus"})
    assert client.get(PREVIEW).location == f"{TRIP}?page=page-2"


def test_a_survey_that_is_edited_meanwhile_is_finished_as_it_was(
    client: Client, joensuu: City, at_preview: Page
) -> None:
    with scope.of(joensuu.id):
        surveys.version(surveys.by_slug("trip"), pages([radio("other", "x", isRequired=True)]))
    receipt_on(client, client.post(at_preview.form().action, at_preview.form().values))
    assert documents(joensuu)[0]["vehicle"] == "car"


@pytest.mark.parametrize("off", [False, "off"])
def test_progress_is_told_unless_the_author_says_no(
    client: Client, joensuu: City, off: Any
) -> None:
    place(joensuu, "trip", source=lambda: trip(showProgressBar=off))
    place(joensuu, "told", source=trip)
    assert "Page 1 of 2" in client.page("/en/surveys/told").text
    assert "Page 1 of 2" not in client.page(TRIP).text
    assert "pages are filled in" not in answered(client).text
