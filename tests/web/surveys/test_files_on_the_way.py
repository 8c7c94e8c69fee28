"""Files go along wherever the way through a survey leads: the preview, another device, another
language, a page that changes in place."""

import re
from collections.abc import Iterator
from io import BytesIO
from shutil import rmtree
from typing import Any

import pytest
from flask import Flask

from app.surveys.files import uploads
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.sample_files import PDF, picture
from tests.web.surveys.in_place_browser import HX, Browser
from tests.web.surveys.residents import comment, documents, pages, place, radio
from tests.web.surveys.senders import photo, rows, send, store_of, stored, with_photos

POLL = "/en/surveys/poll"
A, B = ("a.jpg", picture()), ("b.pdf", PDF)


@pytest.fixture(autouse=True)
def _empty_store(app: Flask, joensuu: City) -> Iterator[None]:
    """The database forgets what a test does, the folder of files does not."""
    yield
    rmtree(store_of(joensuu), ignore_errors=True)


def names(joensuu: City) -> list[list[str]]:
    return [[one["name"] for one in told.get("photo", ())] for told in documents(joensuu)]


def code_on(page: Page) -> str:
    """The code by which answers that were saved are taken up."""
    found = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", page.text)
    assert found is not None
    return found[0]


def ids(joensuu: City) -> list[str]:
    return [row.id.hex for row in rows(joensuu)]


@pytest.mark.parametrize("browser_keeps_cookies", [True, False])
def test_files_are_looked_at_and_changed_before_they_are_sent(
    client: Client, joensuu: City, browser_keeps_cookies: bool
) -> None:
    place(joensuu, source=lambda: {**with_photos(), "showPreviewBeforeComplete": True})

    def follow(page: Page | str, *files: tuple[str, bytes], **more: Any) -> Page:
        hand = client if browser_keeps_cookies else client.at(joensuu)
        done = send(hand, page, *files, **more)
        return hand.page(done.location) if done.status_code == 303 else Page(done.text)

    preview = follow(POLL, A, B, **{"q-place": "market"})
    assert "a.jpg, b.pdf" in preview.text
    opened = follow(preview, edit="page-1")
    assert "You have added 2 files" in opened.text
    assert opened.form().values["to"] == "preview"
    again = follow(opened, ticked=ids(joensuu)[:1])
    assert "a.jpg" not in again.text
    assert "b.pdf" in again.text
    assert documents(joensuu) == []
    for _ in range(2):
        assert client.post(POLL, again.form().values).status_code == 303
    assert names(joensuu) == [["b.pdf"]]
    assert stored(joensuu).keys() == set(ids(joensuu))


def test_files_are_there_on_another_device(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    saved = Page(send(client, POLL, A, action="later").text)
    other = client.at(joensuu)
    opened = other.submit("/en/surveys/poll/resume", code=code_on(saved))
    page = other.page(opened.location) if opened.status_code == 303 else Page(opened.text)
    assert "a.jpg" in page.text
    assert send(other, page, B, **{"q-place": "market"}).status_code == 303
    assert names(joensuu) == [["a.jpg", "b.pdf"]]
    assert stored(joensuu).keys() == set(ids(joensuu))


@pytest.mark.parametrize("source", [with_photos, lambda: with_photos(visibleIf="{place} notempty")])
def test_a_file_that_was_chosen_is_there_in_the_other_language(
    client: Client, joensuu: City, source: Any
) -> None:
    place(joensuu, source=source)
    page = client.page(POLL)
    swedish = "/sv/surveys/poll"
    form = page.form()
    parts: dict[str, Any] = {
        **form.values,
        **page.button("action", "language", swedish),
        "q-place": "market",
    }
    parts["q-photo"] = [(BytesIO(PDF), "b.pdf")]
    turned = client.post(swedish, parts, content_type="multipart/form-data")
    assert turned.status_code == 200
    back = Page(turned.text)
    assert back.lang == "sv"
    assert "b.pdf" in back.text
    for _ in range(2):
        done = send(client, back)
        assert done.status_code == 303
    assert names(joensuu) == [["b.pdf"]]


def live() -> dict[str, Any]:
    return pages(
        [radio("bus", "yes", "no"), comment("why", visibleIf="{bus} = 'yes'"), photo()],
        locale="en",
    )


def test_a_refresh_leaves_the_files_alone(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=live)
    browser = Browser(client)
    assert "hx-encoding" not in client.get(browser.path).text
    # What the script makes of a file that is chosen, and of a box to take one away.
    assert browser.change(q_bus="yes", q_photo="[object File]") == ["s-why"]
    browser.form.pop("q-photo")
    back = client.page(send(client, browser.path, B, action="open").location)
    assert "b.pdf" in back.text
    [kept] = ids(joensuu)
    form = back.form("/en/surveys/ride").values | {"q-photo": kept, "q-bus": "no"}
    refreshed = client.post(f"{browser.path}/page", form, headers=HX)
    assert refreshed.status_code in (200, 204)
    assert 'id="s-photo"' not in refreshed.text
    assert ids(joensuu) == [kept]


def test_a_file_that_goes_while_the_answers_are_sent_is_told(
    client: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window takes it away between the reading of the form and the writing."""
    place(joensuu, source=with_photos)
    page = Page(send(client, POLL, A, B).text)

    def late(*_given: object) -> None:
        raise uploads.Gone

    with monkeypatch.context() as other_window:
        other_window.setattr(uploads, "hand_over", late)
        refused = send(client, page, **{"q-place": "market"})
    assert refused.status_code == 409
    assert "A file was removed in another window" in refused.text
    assert documents(joensuu) == []
    assert send(client, Page(refused.text)).status_code == 303
    assert [(one["place"], len(one["photo"])) for one in documents(joensuu)] == [("market", 2)]
