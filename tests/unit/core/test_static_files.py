"""Built files are found by the name templates know, and sent in the best encoding."""

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from app.core.static_files import AssetsNotBuiltError, BuiltAssets

CSS = b"body{margin:0}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(json.dumps({"app.css": "app-0a1b.css"}))
    (tmp_path / "app-0a1b.css").write_bytes(CSS)
    (tmp_path / "app-0a1b.css.gz").write_bytes(gzip.compress(CSS, mtime=0))
    (tmp_path / "app-0a1b.css.br").write_bytes(b"as Brotli")
    (tmp_path / "left-over.css").write_bytes(b"of an earlier build")
    return tmp_path


def sent(folder: Path, filename: str, accept: str) -> tuple[bytes, str | None, str | None]:
    headers = {"Accept-Encoding": accept}
    with Flask("bare").test_request_context(headers=headers):
        response = BuiltAssets(folder).send(filename)
        response.direct_passthrough = False
        return response.get_data(), response.content_encoding, response.mimetype


def test_a_name_becomes_the_address_with_the_hash(folder: Path) -> None:
    assert BuiltAssets(folder).url("app.css") == "/static/build/app-0a1b.css"


def test_a_name_that_the_build_does_not_make_is_named_in_the_error(folder: Path) -> None:
    with pytest.raises(AssetsNotBuiltError, match=r"map\.js"):
        BuiltAssets(folder).url("map.js")


def test_a_missing_build_says_which_command_makes_it(tmp_path: Path) -> None:
    with pytest.raises(AssetsNotBuiltError, match=r"node build\.mjs"):
        BuiltAssets(tmp_path / "nowhere").url("app.css")


@pytest.mark.parametrize(
    ("accept", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"as Brotli"),
        ("gzip", "gzip", gzip.compress(CSS, mtime=0)),
        ("br;q=0, gzip;q=0", None, CSS),
        ("", None, CSS),
    ],
)
def test_the_browser_gets_the_best_encoding_it_takes(
    folder: Path, accept: str, encoding: str | None, body: bytes
) -> None:
    received, given, mimetype = sent(folder, "app-0a1b.css", accept)
    assert (given, mimetype) == (encoding, "text/css")
    assert received == body or gzip.decompress(received) == CSS


def test_built_files_may_be_kept_for_ever_and_apart_by_encoding(folder: Path) -> None:
    with Flask("bare").test_request_context(headers={"Accept-Encoding": "br"}):
        response = BuiltAssets(folder).send("app-0a1b.css")
        assert response.cache_control.immutable
        assert response.cache_control.max_age == 31_536_000
        assert "Accept-Encoding" in response.vary
        response.close()


@pytest.mark.parametrize(
    "filename", ["manifest.json", "app-0a1b.css.br", "left-over.css", "../manifest.json", "app.css"]
)
def test_only_files_of_this_build_are_sent(folder: Path, filename: str) -> None:
    with Flask("bare").test_request_context(), pytest.raises(NotFound):
        BuiltAssets(folder).send(filename)
