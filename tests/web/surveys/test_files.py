"""Files are sent with the pages of a survey, kept when a page comes back, and handed in once."""

from collections.abc import Iterator
from shutil import rmtree

import pytest
from flask import Flask

from app.core import scope
from app.surveys.files import uploads
from tests import sample_files
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.sample_files import PDF, picture
from tests.web.surveys.residents import comment, documents, drafts, pages, place
from tests.web.surveys.senders import (
    on_two_pages,
    rows,
    send,
    store_of,
    stored,
    with_photos,
)

POLL = "/en/surveys/poll"


@pytest.fixture(autouse=True)
def _empty_store(app: Flask, joensuu: City, pieksamaki: City) -> Iterator[None]:
    """The database forgets what a test does, the folder of files does not."""
    yield
    for city in (joensuu, pieksamaki):
        rmtree(store_of(city), ignore_errors=True)


def test_a_single_page_takes_two_files(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    first, second = ("Kuva 1.jpeg", picture()), ("suunnitelma.pdf", PDF)
    done = send(client, POLL, first, second, **{"q-place": "market"})
    assert done.status_code == 303
    [document] = documents(joensuu)
    told = [(one["name"], one["type"]) for one in document["photo"]]
    assert told == [("Kuva 1.jpeg", "image/jpeg"), ("suunnitelma.pdf", "application/pdf")]
    kept = stored(joensuu)
    assert kept.keys() == {one["id"] for one in document["photo"]}
    assert kept[document["photo"][1]["id"]] == PDF
    assert [row.owner_hash for row in rows(joensuu)] == [None, None]


def test_files_of_an_earlier_page_are_handed_in_with_the_last(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=on_two_pages)
    second = send(client, POLL, ("a.png", picture("PNG")))
    page = Page(second.text if second.status_code == 200 else client.get(second.location).text)
    assert drafts(joensuu)[0]["photo"][0]["name"] == "a.png"
    done = client.post(page.form().action, page.form().values | {"q-why": "So"})
    assert done.status_code == 303
    [document] = documents(joensuu)
    assert (document["why"], document["photo"][0]["name"]) == ("So", "a.png")
    assert len(stored(joensuu)) == 1


def test_a_page_that_comes_back_keeps_its_files_and_all_else(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    back = send(client, POLL, ("a.jpg", picture()))
    assert back.status_code == 422
    page = Page(back.text)
    assert "You have added 1 file" in page.text
    assert "a.jpg" in page.text
    assert "You have added 1 file" in client.page(POLL).text
    done = send(client, page, ("b.jpg", picture(size=(50, 50))), **{"q-place": "harbour"})
    assert done.status_code == 303
    assert [one["name"] for one in documents(joensuu)[0]["photo"]] == ["a.jpg", "b.jpg"]
    assert drafts(joensuu) == []


def test_a_file_is_taken_away_by_its_box(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    page = Page(send(client, POLL, ("a.jpg", picture()), ("b.pdf", PDF)).text)
    first = rows(joensuu)[0].id.hex
    done = send(client, page, ticked=[first], **{"q-place": "market"})
    assert done.status_code == 303
    assert [one["name"] for one in documents(joensuu)[0]["photo"]] == ["b.pdf"]
    assert first not in stored(joensuu)


def test_who_starts_over_leaves_nothing_behind(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    page = Page(send(client, POLL, ("a.jpg", picture())).text)
    assert "Start over and delete my answers" in page.text
    token = page.form().values["token"]
    assert client.post(POLL, {"token": token, "action": "restart"}).status_code == 303
    assert (rows(joensuu), stored(joensuu), drafts(joensuu)) == ([], {}, [])


def test_the_same_form_sent_twice_counts_once(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    page, files = client.page(POLL), [("a.jpg", picture())]
    for _ in range(2):
        assert send(client, page, *files, **{"q-place": "market"}).status_code == 303
    assert len(documents(joensuu)) == 1
    assert len(rows(joensuu)) == len(stored(joensuu)) == 1
    other = send(client, page, ("other.pdf", PDF), **{"q-place": "market"})
    assert other.status_code == 409
    assert "This form has been sent before" in other.text
    assert len(rows(joensuu)) == len(stored(joensuu)) == 1


def test_the_same_last_page_with_files_counts_once(client: Client, joensuu: City) -> None:
    place(
        joensuu, source=lambda: pages([comment("nick")], [*with_photos()["pages"][0]["elements"]])
    )
    page = Page(client.submit(POLL, **{"q-nick": "x"}).text)
    for _ in range(2):
        assert send(client, page, ("a.jpg", picture()), **{"q-place": "market"}).status_code == 303
    other = send(client, page, ("b.pdf", PDF), **{"q-place": "market"})
    assert other.status_code == 409
    assert len(documents(joensuu)) == len(rows(joensuu)) == len(stored(joensuu)) == 1


def test_a_required_file_must_be_there(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: with_photos(isRequired=True))
    refused = send(client, POLL, **{"q-place": "market"})
    assert refused.status_code == 422
    assert "#q-photo" in Page(refused.text).links
    page = Page(refused.text)
    assert send(client, page, ("a.jpg", picture()), **{"q-place": "market"}).status_code == 303


def test_a_form_that_is_not_ours_keeps_no_file_and_says_so(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    refused = send(client, POLL, ("a.jpg", picture()), token="forged")
    assert refused.status_code == 403
    assert "Choose your files again: they have not been kept (a.jpg)." in refused.text
    assert (rows(joensuu), stored(joensuu)) == ([], {})


def test_a_place_is_no_part_of_what_is_kept(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    sent = sample_files.located()
    send(client, POLL, ("a.jpg", sent), **{"q-place": "market"})
    [kept] = stored(joensuu).values()
    for hidden in (b"Aino", b"Kauppakatu", b"Exif", b"script"):
        assert hidden in sent
        assert hidden not in kept


def test_files_of_another_filling_cannot_be_named_or_taken_away(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=with_photos)
    send(client, POLL, ("a.jpg", picture()))
    mine = rows(joensuu)[0].id.hex
    other = client.at(joensuu)
    done = send(other, POLL, ticked=[mine, "x", "../../x"], **{"q-place": "market"})
    assert done.status_code == 303
    assert documents(joensuu) == [{"place": "market"}]
    assert [row.id.hex for row in rows(joensuu)] == [mine]


def test_the_same_file_chosen_again_is_there_once(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: with_photos(maxFiles=2))
    page = Page(send(client, POLL, ("a.pdf", PDF), ("b.jpg", picture())).text)
    done = send(client, page, ("a.pdf", PDF), ("c.pdf", PDF), **{"q-place": "market"})
    assert done.status_code == 303
    assert [one["name"] for one in documents(joensuu)[0]["photo"]] == ["a.pdf", "b.jpg"]


def test_only_files_of_ones_own_can_be_handed_over(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    send(client, POLL, ("a.pdf", PDF))
    [mine] = rows(joensuu)
    with scope.of(joensuu.id), pytest.raises(uploads.Gone):
        uploads.hand_over(mine.survey_id, "another filling", [mine.id], mine.id)
