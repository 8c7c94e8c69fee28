"""What a file is is told by its bytes; how many, how big and what it is called is limited."""

from collections.abc import Iterator
from io import BytesIO
from shutil import rmtree
from typing import Any

import pytest
from flask import Flask
from limits import parse
from PIL import Image

from app.surveys import definition
from app.surveys.files import receiving
from tests import sample_files
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.sample_files import EICAR, EXE, HTML, PDF, SVG, archive, docx, odt, picture
from tests.web.surveys.residents import documents, pages, place
from tests.web.surveys.senders import photo, rows, send, store_of, stored, with_photos

POLL = "/en/surveys/poll"


@pytest.fixture(autouse=True)
def _empty_store(app: Flask, joensuu: City) -> Iterator[None]:
    """The database forgets what a test does, the folder of files does not."""
    yield
    rmtree(store_of(joensuu), ignore_errors=True)


def refused(client: Client, *files: tuple[str, bytes]) -> Page:
    """The page that comes back, with the error beside the question and what was chosen kept."""
    answer = send(client, POLL, *files, **{"q-place": "harbour"})
    assert answer.status_code == 422, answer.status
    page = Page(answer.text)
    assert "#q-photo" in page.links
    assert page.form().values["q-place"] == "harbour"
    return page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", HTML, "a.png is not of a kind that can be sent here"),
        ("a.txt", HTML, "a.txt is not of a kind"),
        ("a.txt", SVG, "a.txt is not of a kind"),
        ("a.svg", SVG, "a.svg is not of a kind"),
        ("a.txt", EICAR, "a.txt is not of a kind"),
        ("eicar.com", EICAR, "eicar.com is not of a kind"),
        ("a.jpg", EXE, "a.jpg is not of a kind"),
        ("a.txt", b"\x00\x01\x02", "a.txt is not of a kind"),
        ("a.txt", "ä".encode("latin-1"), "a.txt is not of a kind"),
        ("a.csv", b"a;b", "a.csv is not of a kind"),
        ("a.zip", archive({"a.txt": "x"}), "a.zip is not of a kind"),
        ("a.pdf", PDF[:20], "a.pdf can't be read"),
        ("a.jpg", picture()[:-300], "a.jpg can't be read"),
        ("a.jpg", b"\xff\xd8\xff" + bytes(100), "a.jpg can't be read"),
        ("a.jpg", picture() + b"\xff\xda" * 200, "a.jpg can't be read"),
        ("a.png", picture("PNG")[:100], "a.png can't be read"),
        ("a.webp", picture("WEBP")[:60], "a.webp can't be read"),
        ("a.png", sample_files.huge_png(), "a.png has too many pixels"),
        ("a.png", sample_files.huge_png(9_000, 7_000), "a.png has too many pixels"),
        ("a.docx", docx("word/vbaProject.bin"), "a.docx holds macros"),
        ("a.docx", docx("word/embeddings/x.exe"), "a.docx holds macros"),
        ("a.docx", docx()[:-30], "a.docx can't be read"),
        ("a.docx", sample_files.bomb(), "a.docx can't be read"),
        ("a.pdf", b"", "a.pdf is empty"),
    ],
)
def test_what_is_not_a_file_to_send_is_refused_beside_its_question(
    client: Client, joensuu: City, name: str, content: bytes, words: str
) -> None:
    place(joensuu, source=with_photos)
    assert words in refused(client, (name, content)).text
    assert (rows(joensuu), stored(joensuu), documents(joensuu)) == ([], {}, [])


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "media_type"),
    [
        ("a.pdf", picture("PNG"), "a.png", "image/png"),
        ("a.exe", picture(), "a.jpg", "image/jpeg"),
        ("a.JPEG", picture(), "a.jpeg", "image/jpeg"),
        ("a.webp", picture("WEBP"), "a.webp", "image/webp"),
        ("a.gif", picture("GIF"), "a.gif", "image/gif"),
        ("a.txt", "Hyvä näin\r\n".encode(), "a.txt", "text/plain"),
        ("a.docx", docx(), "a.docx", "wordprocessingml.document"),
        ("a.zip", odt(), "a.odt", "opendocument.text"),
        ("../../etc/x.pdf", PDF, "x.pdf", "application/pdf"),
        ("a\u202egpj.pdf", PDF, "agpj.pdf", "application/pdf"),
        ("a\u200b\u0007b.pdf", PDF, "ab.pdf", "application/pdf"),
        (".htaccess", PDF, "htaccess.pdf", "application/pdf"),
        ("ä" * 10_000 + ".pdf", PDF, "ä" * 116 + ".pdf", "application/pdf"),
    ],
)
def test_a_file_is_called_what_it_is(
    client: Client, joensuu: City, name: str, content: bytes, kept_as: str, media_type: str
) -> None:
    place(joensuu, source=with_photos)
    assert send(client, POLL, (name, content), **{"q-place": "market"}).status_code == 303
    [told] = documents(joensuu)[0]["photo"]
    assert told["name"] == kept_as
    assert told["type"].endswith(media_type)
    assert [*stored(joensuu)] == [told["id"]]


def test_an_author_narrows_the_kinds_and_the_size(client: Client, joensuu: City) -> None:
    more = {"acceptedTypes": ".pdf,image/png", "maxSize": 2_000}
    place(joensuu, source=lambda: with_photos(**more))
    page = client.page(POLL)
    assert "each at most 2 kB. Kinds: PNG, PDF." in page.text
    assert 'accept=".png,image/png,.pdf,application/pdf"' in client.get(POLL).text
    assert "a.jpg is not of a kind" in refused(client, ("a.jpg", picture(size=(5, 5)))).text
    big = refused(client, ("b.pdf", PDF + b" " * 2_000 + b"%%EOF")).text
    assert "b.pdf is too big. A file may have at most 2 kB." in big
    assert send(client, POLL, ("c.pdf", PDF), **{"q-place": "market"}).status_code == 303


def test_more_files_than_are_taken_are_named(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    files = [(f"{number}.pdf", PDF + b"%d" % number) for number in range(5)]
    page = refused(client, *files)
    assert "Only 3 files can be sent here. Not kept: 3.pdf, 4.pdf." in page.text
    assert "You have added 3 files" in page.text
    again = send(client, page, files[4], **{"q-place": "market"})
    assert "Not kept: 4.pdf." in again.text
    first = rows(joensuu)[0].id.hex
    swapped = send(client, Page(again.text), files[4], ticked=[first])
    assert swapped.status_code == 303
    assert [one["name"] for one in documents(joensuu)[0]["photo"]] == ["1.pdf", "2.pdf", "4.pdf"]


def test_a_file_that_is_too_big_is_told_beside_all_that_was_typed(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=with_photos)
    page = refused(client, ("a.pdf", PDF + bytes(12_000_000)), ("b.pdf", PDF))
    assert "a.pdf is too big. A file may have at most 10 MB." in page.text
    assert "b.pdf" in page.text
    assert len(stored(joensuu)) == 1


def test_far_too_much_at_once_is_refused_with_a_page(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    answer = send(client, POLL, ("a.pdf", PDF + bytes(receiving.MOST_SENT)))
    assert answer.status_code == 413
    assert "choose smaller files" in answer.text


def test_a_survey_that_asks_for_none_takes_no_large_body(client: Client, joensuu: City) -> None:
    place(joensuu)
    answer = send(client, POLL, ("a.pdf", PDF + bytes(2_000_000)), **{"q-place": "market"})
    assert answer.status_code == 413


def test_files_of_one_filling_and_of_one_network_are_bounded(
    client: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lambda: pages([photo(name, allowMultiple=True, maxFiles=10) for name in "ab"])  # noqa: E731
    place(joensuu, source=source)
    monkeypatch.setattr(receiving, "MOST_OF_FILLING", 100)
    files = [(f"{number}.pdf", PDF + b"%d" % number) for number in range(4)]
    page = Page(send(client, POLL, *files, field="q-a").text)
    assert "all your files together are too big" in page.text
    assert len(rows(joensuu)) == 2
    monkeypatch.setattr(receiving, "MOST_OF_FILLING", 10_000)
    monkeypatch.setattr(receiving, "QUOTA", parse("2 per day"))
    answers = [send(client.at(joensuu), POLL, one, field="q-a") for one in files]
    assert [answer.status_code for answer in answers] == [303, 303, 422, 422]
    assert "too many files have come from your network today" in answers[-1].text


def test_a_large_picture_becomes_smaller_and_stays_upright(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    exif = Image.Exif()
    exif[0x0112] = 6
    sent = picture(size=(5_000, 3_000), exif=exif)
    assert send(client, POLL, ("a.jpg", sent), **{"q-place": "market"}).status_code == 303
    [kept] = stored(joensuu).values()
    assert Image.open(BytesIO(kept)).size == (2458, 4096)


def test_a_clear_picture_stays_clear(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    sent = BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 60)).save(sent, "PNG")
    send(client, POLL, ("a.png", sent.getvalue()), **{"q-place": "market"})
    [kept] = stored(joensuu).values()
    assert Image.open(BytesIO(kept)).getpixel((3, 3)) == (255, 0, 0, 60)


@pytest.mark.parametrize(
    ("more", "path", "hint"),
    [
        ({"acceptedTypes": ".exe"}, "acceptedTypes", "image/*, or of .jpg"),
        ({"acceptedTypes": "video/*"}, "acceptedTypes", "image/*"),
        ({"acceptedTypes": ["image/*"]}, "acceptedTypes", "image/*,.pdf"),
        ({"maxFiles": 1_000, "allowMultiple": True}, "maxFiles", "from 0 to 10"),
        ({"maxFiles": 3}, "maxFiles", "set allowMultiple to true"),
        ({"maxSize": 10_000_001}, "maxSize", "from 0"),
        ({"defaultValue": []}, "defaultValue", "only people"),
        ({"setValueExpression": "1"}, "setValueExpression", "only people"),
        ({"acceptedCategories": ["image"]}, "acceptedCategories", "name the kinds"),
    ],
)
def test_a_definition_says_what_cannot_be_asked(more: dict[str, Any], path: str, hint: str) -> None:
    element = {"type": "file", "name": "photo", **more}
    with pytest.raises(definition.DefinitionError) as refusal:
        definition.load({"elements": [element]})
    [problem] = refusal.value.problems
    assert problem.path == f"elements[0].{path}"
    assert hint in problem.hint
