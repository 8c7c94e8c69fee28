"""Addresses of pages name nobody once they are stored."""

import pytest

from app.pagefeedback import addresses, paths

SITE = "https://www.joensuu.example"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/asiat/131052-308T", "/asiat/***"),
        ("/asiat/131052-308T/liitteet", "/asiat/***/liitteet"),
        ("/asiat/hetu=131052-308t;x", "/asiat/hetu=***;x"),
        ("/asiat/131052%20-308T", "/asiat/***"),
        ("/oma/aino.virtanen@example.fi/", "/oma/***/"),
        ("/oma/aino.virtanen%40example.fi", "/oma/***"),
        ("/oma/p%C3%A4ivi@example.fi", "/oma/***"),
        ("/a@example.fi/131052-308T", "/***/***"),
    ],
)
def test_who_is_named_in_a_path_is_masked(path: str, kept: str) -> None:
    address = addresses.canonical(SITE + path)
    assert address is not None
    masked = paths.without_people(address)
    assert masked == SITE + kept
    assert addresses.canonical(masked) == masked
    assert paths.without_people(masked) == masked


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/uutiset/2026/04/12/0401234567",
        "/uutiset/040-1234567",
        "/asiat/131052-308U",
        "/kirjasto/aukioloajat%20ja%20yhteys",
        "/@joensuu",
        "/p%C3%A4iv%C3%A4koti",
    ],
)
def test_other_paths_are_left_as_they_are(path: str) -> None:
    assert paths.without_people(SITE + path) == SITE + path
