"""Answers with files are changed: the files stay, go or come, and those that were sent count until
what replaces them is sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from shutil import rmtree

import pytest
import time_machine
from flask import Flask
from limits import parse
from werkzeug.test import TestResponse

from app.surveys import drafts
from app.surveys.files import receiving
from app.upkeep import Upkeep
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.sample_files import PDF, picture
from tests.web.surveys.residents import documents, place, receipt_on
from tests.web.surveys.residents import drafts as kept_drafts
from tests.web.surveys.senders import on_two_pages, rows, send, store_of, stored, with_photos

POLL = "/en/surveys/poll"
ANSWERS = f"{POLL}/answers"
START = datetime(2026, 5, 4, 9, tzinfo=UTC)
A, B = ("a.jpg", picture()), ("b.pdf", PDF)


@pytest.fixture(autouse=True)
def _empty_store(app: Flask, joensuu: City) -> Iterator[None]:
    """The database forgets what a test does, the folder of files does not."""
    yield
    rmtree(store_of(joensuu), ignore_errors=True)


@pytest.fixture
def receipt(client: Client, joensuu: City) -> str:
    place(joensuu, source=with_photos)
    return receipt_on(client, send(client, POLL, A, B, **{"q-place": "market"}))


def opened(client: Client, receipt: str) -> Page:
    return Page(client.post(ANSWERS, {"receipt": receipt, "action": "change"}).text)


def own(joensuu: City) -> list[str]:
    """The ids of the files that belong to a filling, in their order."""
    return [row.id.hex for row in rows(joensuu) if row.owner_hash]


def sent_names(joensuu: City) -> list[list[str]]:
    """What the files of each response that holds are called."""
    return [[one["name"] for one in told.get("photo", ())] for told in documents(joensuu) if told]


def are_whole(joensuu: City) -> bool:
    """Whether every file has its row and answers, and none is left over."""
    told = {
        one["id"] for document in documents(joensuu) for one in document.get("photo", ())
    }  # fmt: skip
    return stored(joensuu).keys() == {row.id.hex for row in rows(joensuu)} == told


def test_files_stay_where_nobody_touches_them(client: Client, joensuu: City, receipt: str) -> None:
    old = stored(joensuu)
    page = opened(client, receipt)
    assert "You have added 2 files" in page.text
    assert len(stored(joensuu)) == 4
    receipt_on(client, send(client, page, **{"q-place": "harbour"}))
    assert sent_names(joensuu) == [["a.jpg", "b.pdf"]]
    assert documents(joensuu)[-1]["place"] == "harbour"
    assert not stored(joensuu).keys() & old.keys()
    assert sorted(stored(joensuu).values()) == sorted(old.values())
    assert are_whole(joensuu)


def test_one_file_goes_and_another_comes(client: Client, joensuu: City, receipt: str) -> None:
    page = opened(client, receipt)
    new = ("c.png", picture("PNG"))
    receipt_on(client, send(client, page, new, ticked=own(joensuu)[:1]))
    assert sent_names(joensuu) == [["b.pdf", "c.png"]]
    assert are_whole(joensuu)


def test_the_same_file_chosen_again_is_there_once(
    client: Client, joensuu: City, receipt: str
) -> None:
    receipt_on(client, send(client, opened(client, receipt), B))
    assert sent_names(joensuu) == [["a.jpg", "b.pdf"]]
    assert are_whole(joensuu)


def test_files_are_changed_again_with_the_new_receipt(
    client: Client, joensuu: City, receipt: str
) -> None:
    page = opened(client, receipt)
    second = receipt_on(client, send(client, page, ticked=own(joensuu)[:1]))
    third = receipt_on(client, send(client, opened(client, second), A))
    assert sent_names(joensuu) == [["b.pdf", "a.jpg"]]
    assert are_whole(joensuu)
    assert "a.jpg" in client.post(ANSWERS, {"receipt": third}).text


def test_a_change_with_files_that_is_sent_twice_counts_once(
    client: Client, joensuu: City, receipt: str
) -> None:
    page = opened(client, receipt)
    form = {"q-place": "harbour"}
    receipts = {receipt_on(client, send(client, page, **form)) for _ in range(2)}
    assert len(receipts) == 1
    assert sent_names(joensuu) == [["a.jpg", "b.pdf"]]
    assert are_whole(joensuu)
    other = send(client, page, **{"q-place": "market"})
    assert other.status_code == 409
    assert are_whole(joensuu)


def test_files_that_came_before_the_page_was_sent_twice_count_once(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=lambda: with_photos(isRequired=True))
    page = Page(send(client, POLL, A).text)
    for _ in range(2):
        assert send(client, page, **{"q-place": "market"}).status_code == 303
    assert sent_names(joensuu) == [["a.jpg"]]
    assert are_whole(joensuu)


def test_the_second_of_two_devices_keeps_none_of_its_files(
    client: Client, joensuu: City, receipt: str
) -> None:
    devices = [client.at(joensuu) for _ in range(2)]
    forms = [opened(one, receipt) for one in devices]
    assert len(stored(joensuu)) == 6
    assert send(devices[0], forms[0], ("c.png", picture("PNG"))).status_code == 303
    late: TestResponse = send(devices[1], forms[1], ("d.png", picture("PNG", (9, 9))))
    assert late.status_code == 409
    assert "are there no more" in late.text
    assert sent_names(joensuu) == [["a.jpg", "b.pdf", "c.png"]]
    assert are_whole(joensuu)


def test_who_gives_up_keeps_the_files_that_were_sent(
    client: Client, joensuu: City, receipt: str
) -> None:
    old = stored(joensuu)
    page = opened(client, receipt)
    form = page.forms[-1].values | page.button("action", "restart")
    assert client.post(POLL, form).status_code == 303
    assert stored(joensuu) == old
    assert are_whole(joensuu)


def test_a_change_that_nobody_went_on_with_goes_with_its_files(
    client: Client, joensuu: City
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        place(joensuu, source=with_photos)
        receipt = receipt_on(client, send(client, POLL, A, **{"q-place": "market"}))
        old = stored(joensuu)
        page = opened(client, receipt)
        send(client, page, B, action="back")
        assert len(stored(joensuu)) == 3
        clock.move_to(START + timedelta(days=drafts.DRAFT_DAYS + 2))
        Upkeep().do_if_due()
        assert stored(joensuu) == old
        assert kept_drafts(joensuu) == []
        assert are_whole(joensuu)
        assert "a.jpg" in client.post(ANSWERS, {"receipt": receipt}).text


def test_files_of_a_longer_survey_are_changed_page_by_page(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: on_two_pages(isRequired=True))
    send(client, POLL, A)
    receipt = receipt_on(client, client.submit(f"{POLL}?page=page-2", **{"q-why": "Old"}))
    device = client.at(joensuu)
    page = opened(device, receipt)
    assert "a.jpg" in page.text
    second = device.page(send(device, page, B, ticked=own(joensuu)).location)
    assert "Old" in second.form().values["q-why"]
    assert sent_names(joensuu) == [["a.jpg"]]
    form = second.form()
    for _ in range(2):
        assert device.post(POLL, form.values | {"q-why": "New"}).status_code == 303
    assert sent_names(joensuu) == [["b.pdf"]]
    assert are_whole(joensuu)


def test_copies_for_a_change_count_as_files_that_were_sent(
    client: Client, joensuu: City, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "QUOTA", parse("6 per day"))
    form = {"receipt": receipt, "action": "change"}
    statuses = [client.post(ANSWERS, form).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert len(stored(joensuu)) == 2 + 2 * 3
