"""The language is changed in the middle of a page: nothing that was typed is lost or judged."""

from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import (
    NOTHING,
    comment,
    documents,
    pages,
    place,
    radio,
    receipt_on,
    stored,
)

POLL, SWEDISH = "/en/surveys/poll", "/sv/surveys/poll"


def test_what_was_typed_comes_along_unjudged(client: Client, joensuu: City) -> None:
    place(joensuu)
    page = client.page(POLL)
    typed = {"q-why": "  Flat <b>\r\n", "q-later": "left"}
    sent = client.post(
        SWEDISH, page.form().values | typed | page.button("action", "language", SWEDISH)
    )
    shown = Page(sent.text)
    assert (sent.status_code, shown.lang) == (200, "sv")
    assert "q-place-error" not in sent.text
    assert not {"error-summary"}.intersection(shown.ids)
    assert shown.form().values["q-why"] == "Flat <b>"
    assert shown.form().action == SWEDISH
    assert stored(joensuu) == NOTHING
    receipt_on(client, client.post(SWEDISH, shown.form().values | {"q-place": "market"}))
    assert documents(joensuu) == [{"place": "market", "why": "Flat <b>"}]


def test_languages_are_buttons_that_send_the_form_and_say_which_is_on(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    page = client.page(POLL)
    buttons = [one for one in page.buttons if one.get("value") == "language"]
    assert [one["lang"] for one in buttons] == ["fi", "sv", "en"]
    assert [one["lang"] for one in buttons if one.get("aria-current") == "true"] == ["en"]
    assert {one["form"] for one in buttons} == {"survey"} & set(page.ids)
    assert "/sv/surveys/" in client.page("/en/surveys/").links


def test_the_enter_key_goes_on_instead_of_changing_the_language(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    first = next(one for one in client.page(POLL).buttons if one.get("form") == "survey")
    assert "name" not in first
    assert (first["tabindex"], first["aria-hidden"]) == ("-1", "true")


def test_questions_that_an_answer_brings_on_are_there_in_the_other_language(
    client: Client, joensuu: City
) -> None:
    more = {"visibleIf": "{place} = 'market'"}
    place(joensuu, source=lambda: pages([radio("place", "market"), comment("more", **more)]))
    page = client.page(POLL)
    form = page.form().values | {"q-place": "market"}
    shown = Page(client.post(SWEDISH, form | page.button("action", "language", SWEDISH)).text)
    assert "q-more" in shown.form().values
    assert "q-more" in str(shown.form().values["asked"])


def test_a_page_with_errors_changes_its_language_without_them(
    client: Client, joensuu: City
) -> None:
    place(joensuu)
    wrong = Page(client.submit(POLL, **{"q-why": "Mine"}).text)
    sent = client.post(SWEDISH, wrong.form().values | wrong.button("action", "language", SWEDISH))
    assert sent.status_code == 200
    assert "error-summary" not in Page(sent.text).ids
    assert Page(sent.text).form().values["q-why"] == "Mine"
