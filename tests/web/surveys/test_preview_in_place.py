"""A page that changes in place and was opened from the preview leads back there, whatever happens
to it on the way."""

from typing import Any

import pytest

from app.core import scope
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.in_place_browser import RIDE, Browser
from tests.web.surveys.residents import comment, documents, pages, place, radio, receipt_on

SUBMIT = "in-place-submit"


def ride(**more: Any) -> dict[str, Any]:
    """What is answered on the first page decides whether there is a second one."""
    more.setdefault("showPreviewBeforeComplete", True)
    bus = radio("bus", "yes", "no", isRequired=True)
    line = comment("line", visibleIf="{bus} = 'yes'")
    found = pages([bus, line], [comment("wish")], locale="en", **more)
    found["pages"][1]["visibleIf"] = "{bus} = 'yes'"
    return found


def opened(client: Client, joensuu: City, **more: Any) -> Browser:
    """The first page, opened from the preview, in a browser with our script."""
    place(joensuu, "ride", source=lambda: ride(**more))
    client.submit(RIDE, **{"q-bus": "yes", "asked": "q-bus q-line"})
    sent = client.submit(f"{RIDE}?page=page-2", **{"q-wish": "A roof"})
    preview = client.page(sent.location).form()
    first = client.post(RIDE, preview.values | {"edit": "page-1"})
    assert first.location == f"{RIDE}?to=preview"
    return at(client, first.location)


def at(client: Client, path: str) -> Browser:
    browser = Browser(client, RIDE)
    page = client.page(path)
    browser.form, browser.ids = dict(page.form(RIDE).values), page.ids
    return browser


def label(page: Page) -> str:
    return page.text.rsplit("Save and continue later", 1)[0].strip()


def test_the_button_says_what_comes_next_as_answers_change(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    browser = Browser(client)
    assert label(client.page(RIDE)).endswith("Check your answers")
    assert SUBMIT in browser.change(q_bus="yes")
    assert "Next" in browser.parts[SUBMIT]
    browser.change(q_bus="no")
    assert "Check your answers" in browser.parts[SUBMIT]


def test_without_a_preview_the_button_sends(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=lambda: ride(showPreviewBeforeComplete=False))
    browser = Browser(client)
    assert label(client.page(RIDE)).endswith("Send answers")
    browser.change(q_bus="yes")
    assert "Next" in browser.parts[SUBMIT]
    browser.change(q_bus="no")
    assert "Send answers" in browser.parts[SUBMIT]


def test_a_change_of_sent_answers_keeps_its_words(client: Client, joensuu: City) -> None:
    survey = place(joensuu, "ride", source=lambda: ride(showPreviewBeforeComplete=False))
    with scope.of(joensuu.id):
        receipt = surveys.respond(survey, {"bus": "yes", "wish": "A roof"})
    page = Page(client.post(f"{RIDE}/answers", {"receipt": receipt, "action": "change"}).text)
    browser = Browser(client)
    browser.form = dict(page.form(RIDE).values)
    browser.change(q_bus="no")
    assert "Send the changes" in browser.parts[SUBMIT]
    receipt_on(client, client.post(RIDE, browser.form))
    assert [one for one in documents(joensuu) if one] == [{"bus": "no"}]


def test_the_way_back_to_the_preview_survives_refreshes_and_languages(
    client: Client, joensuu: City
) -> None:
    browser = opened(client, joensuu)
    changed = browser.change(q_bus="no")
    assert "Check your answers" in browser.parts.get(SUBMIT, "Check your answers")
    assert changed
    assert browser.form["to"] == "preview"
    swedish = "/sv/surveys/ride"
    turned = Page(client.post(swedish, browser.form | {"action": "language", "q-bus": "yes"}).text)
    assert turned.lang == "sv"
    assert turned.form(swedish).values["to"] == "preview"
    browser.path = swedish
    browser.form = dict(turned.form(swedish).values)
    browser.change(q_bus="no")
    assert browser.form["to"] == "preview"
    back = client.post(swedish, browser.form)
    assert back.location == f"{swedish}?preview=1"
    shown = client.page(back.location)
    assert client.post(swedish, shown.form(swedish).values).status_code == 303
    assert documents(joensuu) == [{"bus": "no"}]


@pytest.mark.parametrize("shows", [True, False])
def test_steps_are_put_in_place_only_where_there_are_some(
    client: Client, joensuu: City, shows: bool
) -> None:
    place(joensuu, "ride", source=lambda: ride(showProgressBar=shows))
    browser = Browser(client)
    assert ("Page 1 of" in client.get(RIDE).text) is False
    browser.change(q_bus="yes")
    assert ("Page 1 of 2" in browser.parts["in-place-steps"]) is shows


def test_a_filling_keeps_its_version_on_the_way_to_the_preview(
    client: Client, joensuu: City
) -> None:
    browser = opened(client, joensuu)
    with scope.of(joensuu.id):
        surveys.version(surveys.by_slug("ride"), pages([comment("other")]))
    browser.change(q_bus="no")
    back = client.post(RIDE, browser.form)
    assert back.location == f"{RIDE}?preview=1"
    assert client.post(RIDE, client.page(back.location).form().values).status_code == 303
    assert documents(joensuu) == [{"bus": "no"}]


def test_a_browser_that_has_answered_once_changes_its_answers_in_place(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "ride", source=ride, once_per_browser=True)
    first = client.submit(RIDE, **{"q-bus": "no"})
    preview = client.page(first.location) if first.status_code == 303 else Page(first.text)
    receipt = receipt_on(client, client.post(RIDE, preview.form(RIDE).values))
    sent = client.post(f"{RIDE}/answers", {"receipt": receipt, "action": "change"})
    browser = Browser(client)
    browser.form = dict(Page(sent.text).form(RIDE).values)
    browser.change(q_bus="yes")
    assert "Next" in browser.parts[SUBMIT]
    browser.change(q_bus="no")
    back = client.page(client.post(RIDE, browser.form).location)
    assert "count until you send the changes" in back.text
    receipt_on(client, client.post(RIDE, back.form().values))
    assert [one for one in documents(joensuu) if one] == [{"bus": "no"}]
