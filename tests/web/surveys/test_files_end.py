"""What was sent goes when it was promised to go: the row first, then the file."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from shutil import rmtree
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from app.core import jobs, scope
from app.core.db import db
from app.surveys import drafts, retention
from app.surveys.files import uploads
from app.surveys.files.store import store
from app.upkeep import Upkeep
from tests import upload_factories
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.sample_files import PDF
from tests.web.surveys.residents import close, documents, place, receipt_on
from tests.web.surveys.senders import on_two_pages, rows, send, store_of, stored, with_photos

POLL = "/en/surveys/poll"
START = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_store(app: Flask, joensuu: City, pieksamaki: City) -> Iterator[None]:
    """The database forgets what a test does, the folder of files does not."""
    yield
    for city in (joensuu, pieksamaki):
        rmtree(store_of(city), ignore_errors=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_who_takes_answers_back_takes_the_files_back(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    sent = send(client, POLL, ("a.pdf", PDF), **{"q-place": "market"})
    receipt = receipt_on(client, sent)
    assert len(stored(joensuu)) == 1
    assert client.submit(f"{POLL}/withdraw", receipt=receipt).status_code == 303
    assert (rows(joensuu), documents(joensuu)) == ([], [{}])
    assert stored(joensuu) == {}


def test_files_go_with_open_texts(
    app: Flask, joensuu: City, pieksamaki: City, clock: time_machine.Traveller
) -> None:
    for city in (joensuu, pieksamaki):
        survey = place(city, source=with_photos, closes_at=START + timedelta(days=1))
        with scope.of(city.id):
            upload_factories.respond(survey, {"place": "market"})
            db.session.commit()
    clock.move_to(START + timedelta(days=3 * 366))
    with scope.of(joensuu.id):
        assert retention.retain() == 1
    assert documents(joensuu) == [{"place": "market"}]
    assert (rows(joensuu), stored(joensuu)) == ([], {})
    assert len(rows(pieksamaki)) == len(stored(pieksamaki)) == 1


@pytest.mark.parametrize("source", [with_photos, on_two_pages])
def test_files_of_a_form_that_was_left_go_with_its_draft(
    client: Client, joensuu: City, clock: time_machine.Traveller, source: object
) -> None:
    place(joensuu, source=source)
    send(client, POLL, ("a.pdf", PDF))
    assert len(rows(joensuu)) == len(stored(joensuu)) == 1
    for days, left in ((14, 1), (15, 0)):
        clock.move_to(START + timedelta(days=days))
        with scope.of(joensuu.id):
            drafts.expire()
            uploads.expire()
            db.session.commit()
        assert len(rows(joensuu)) == len(stored(joensuu)) == left


def test_files_stay_as_long_as_their_draft(
    client: Client, joensuu: City, clock: time_machine.Traveller
) -> None:
    place(joensuu, source=on_two_pages)
    send(client, POLL, ("a.pdf", PDF))
    clock.move_to(START + timedelta(days=10))
    page = client.page(f"{POLL}?page=page-2")
    client.post(POLL, page.form().values | {"action": "back"})
    clock.move_to(START + timedelta(days=20))
    with scope.of(joensuu.id):
        assert (drafts.expire(), uploads.expire()) == (0, 0)
        db.session.commit()
    assert len(stored(joensuu)) == 1


def test_what_is_not_asked_in_the_end_is_not_kept(client: Client, joensuu: City) -> None:
    source = lambda: on_two_pages(visibleIf="{why} empty")  # noqa: E731
    place(joensuu, source=source)
    send(client, POLL, ("a.pdf", PDF))
    page = client.page(f"{POLL}?page=page-2")
    assert client.post(POLL, page.form().values | {"q-why": "So"}).status_code == 303
    assert documents(joensuu) == [{"why": "So"}]
    assert (rows(joensuu), stored(joensuu)) == ([], {})


def test_a_survey_that_closes_keeps_no_file_that_comes_later(client: Client, joensuu: City) -> None:
    survey = place(joensuu, source=with_photos)
    page = client.page(POLL)
    with scope.of(joensuu.id):
        close(survey, datetime(2026, 1, 1, tzinfo=UTC))
    assert send(client, page, ("a.pdf", PDF), **{"q-place": "market"}).status_code == 409
    assert (rows(joensuu), stored(joensuu)) == ([], {})


def test_a_browser_that_has_answered_leaves_no_files(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos, once_per_browser=True)
    second = client.page(POLL)
    assert send(client, POLL, ("a.pdf", PDF), **{"q-place": "market"}).status_code == 303
    assert send(client, second, ("b.pdf", PDF), **{"q-place": "market"}).status_code == 409
    assert len(documents(joensuu)) == len(rows(joensuu)) == len(stored(joensuu)) == 1


def test_files_without_a_row_are_swept_once_they_are_old(app: Flask, joensuu: City) -> None:
    survey = place(joensuu, source=with_photos)
    with scope.of(joensuu.id):
        kept, _ = upload_factories.respond(survey, {"place": "market"})
        old, new = uuid4(), uuid4()
        for id in (old, new):
            store().put(id, BytesIO(PDF))
        part = store_of(joensuu) / old.hex[:2] / ".x.part"
        part.write_bytes(PDF)
        for file in (store_of(joensuu) / old.hex[:2] / old.hex, part):
            os.utime(file, (time.time() - 3 * 86_400,) * 2)
        os.utime(store_of(joensuu) / kept.hex[:2] / kept.hex, (0, 0))
        (store_of(joensuu) / old.hex[:2] / "notes.txt").write_text("not ours")
        assert uploads.sweep() == 1
        db.session.commit()
    assert stored(joensuu).keys() == {kept.hex, new.hex, "notes.txt"}


def test_the_command_and_the_worker_do_all_of_it(
    client: Client, app: Flask, joensuu: City, clock: time_machine.Traveller
) -> None:
    place(joensuu, source=with_photos)
    send(client, POLL, ("a.pdf", PDF))
    with scope.of(joensuu.id):
        store().put(uuid4(), BytesIO(PDF))
    clock.move_to(START + timedelta(days=20))
    Upkeep().do_if_due()
    assert rows(joensuu) == []
    assert len(stored(joensuu)) == 1
    done = app.test_cli_runner().invoke(args=["privacy", "retain"])
    assert "joensuu: 1 files that belong to nothing removed" in done.output
    assert stored(joensuu) == {}


def test_a_file_is_there_only_while_its_row_is(client: Client, joensuu: City) -> None:
    """The row goes with the answers; the file when that is sure."""
    place(joensuu, source=with_photos)
    page = Page(send(client, POLL, ("a.pdf", PDF)).text)
    id = rows(joensuu)[0].id.hex
    file = store_of(joensuu) / id[:2] / id
    send(client, page, ticked=[id])
    assert rows(joensuu) == []
    assert file.exists()
    assert jobs.run_one()
    assert not file.exists()


def test_a_file_tells_its_day_and_nothing_finer(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    send(client, POLL, ("a.pdf", PDF), **{"q-place": "market"})
    [file] = store_of(joensuu).glob("*/*")
    assert file.stat().st_mtime % 86_400 == 0
