"""Somebody sends pictures from a phone, takes one away, and an official gets the other."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from app.core.db import db
from tests.journeys.bar import faults_in
from tests.journeys.browser import Live
from tests.sample_files import PDF, located
from tests.web.surveys.residents import documents, place
from tests.web.surveys.senders import with_photos

POLL = "/en/surveys/poll"


@pytest.fixture
def city(live: Live) -> Live:
    with live.app.app_context():
        place(live.joensuu, source=with_photos)
        db.session.commit()
    return live


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def send(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Send answers").click()


@pytest.mark.parametrize("js", [True, False])
def test_pictures_are_sent_and_stay_when_the_page_comes_back(city: Live, js: bool) -> None:
    page = city.page(POLL, js=js, width=320)
    field = page.get_by_label("Title photo")
    field.set_input_files([file("kuoppa.jpg", located()), file("kartta.pdf", PDF)])
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("There is 1 problem")
    expect(page.get_by_role("group", name="You have added 2 files")).to_be_visible()
    page.get_by_label("Take away kartta.pdf").check()
    page.get_by_label("market").check()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    with city.app.app_context():
        [document] = documents(city.joensuu)
    assert [one["name"] for one in document["photo"]] == ["kuoppa.jpg"]


def test_the_field_for_files_and_what_was_sent_hold_to_the_bar(city: Live, tmp_path: Path) -> None:
    def asked() -> Page:
        return city.page(POLL)

    def refused() -> Page:
        page = city.page(POLL)
        page.get_by_label("Title photo").set_input_files(
            [file(f"{'pitkä' * 20}.pdf", PDF), file("a.exe", b"MZ")]
        )
        send(page)
        page.get_by_role("link", name="a.exe is not of a kind").click()
        expect(page.get_by_label("Title photo")).to_be_focused()
        return page

    assert faults_in(city, {"asked": asked, "refused": refused}, tmp_path) == []
