"""Files in calls of the API: as SurveyJS writes them, checked as those of forms are."""

from base64 import b64encode
from collections.abc import Iterator
from shutil import rmtree
from typing import Any

import pytest
from flask import Flask

from tests import sample_files
from tests.client import Client
from tests.factories import City
from tests.sample_files import EXE, PDF
from tests.web.api.calls import hand_in, problem
from tests.web.surveys.residents import documents, place
from tests.web.surveys.senders import rows, send, store_of, stored, with_photos


@pytest.fixture(autouse=True)
def _empty_store(app: Flask, joensuu: City) -> Iterator[None]:
    """The database forgets what a test does, the folder of files does not."""
    yield
    rmtree(store_of(joensuu), ignore_errors=True)


def file(content: bytes, name: str = "a.pdf", media_type: str = "application/pdf") -> Any:
    packed = b64encode(content).decode()
    return {"name": name, "type": media_type, "content": f"data:{media_type};base64,{packed}"}


def body(*files: Any) -> Any:
    return {"answers": {"place": "market", "photo": list(files)}, "lang": "en"}


def test_files_in_a_call_are_kept_once(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    sent = body(file(PDF), file(sample_files.located(), "b.pdf"))
    answers = [hand_in(client, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    [document] = documents(joensuu)
    told = [(one["name"], one["type"]) for one in document["photo"]]
    assert told == [("a.pdf", "application/pdf"), ("b.jpg", "image/jpeg")]
    kept = stored(joensuu)
    assert kept.keys() == {one["id"] for one in document["photo"]}
    assert not any(b"Aino" in content for content in kept.values())
    assert problem(hand_in(client, body(file(PDF + b"%"))), 422)["errors"][0]["kind"]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ([file(EXE)], "file_kind"),
        ([file(PDF[:9])], "file_broken"),
        ([file(b"")], "file_empty"),
        ([file(PDF + b"%d" % number) for number in range(4)], "file_count"),
        ([{"name": "a.pdf", "type": "application/pdf", "content": "data:,x"}], "type"),
        ([{"name": "a.pdf", "type": "application/pdf", "content": "http://a.fi/a.pdf"}], "type"),
        ([{"name": "a.pdf", "content": "data:application/pdf;base64,%%%%"}], "type"),
        ([{"name": 3, "content": []}], "type"),
        (["a.pdf"], "type"),
        ([file(PDF), 7], "type"),
    ],
)
def test_files_that_are_none_are_refused(
    client: Client, joensuu: City, files: list[Any], kind: str
) -> None:
    place(joensuu, source=with_photos)
    found = problem(hand_in(client, body(*files)), 422)
    assert [(one["question"], one["kind"]) for one in found["errors"]] == [("photo", kind)]
    assert (rows(joensuu), stored(joensuu), documents(joensuu)) == ([], {}, [])


def test_a_file_of_somebody_else_cannot_be_named(client: Client, joensuu: City) -> None:
    place(joensuu, source=with_photos)
    send(client, "/en/surveys/poll", ("a.pdf", PDF))
    [row] = rows(joensuu)
    mine = {"id": row.id.hex, "name": row.name, "type": row.media_type, "size": row.size}
    found = problem(hand_in(client, body(mine)), 422)
    assert [one["kind"] for one in found["errors"]] == ["file_foreign"]
    assert documents(joensuu) == []
