"""Markup of other services: no tangle of tags holds anybody up, and its words are kept."""

from time import process_time

import pytest

from app.authoring.importing_markup import safe, words

TANGLES = ("<!--", '<a href="', "<p", "<b>", "</", "<![")


@pytest.mark.parametrize("tag", TANGLES)
def test_a_tangle_is_read_without_its_tags(tag: str) -> None:
    html = f"<p>Kirje</p>{tag * 100_000}"
    began = process_time()
    text, lost = words(html)
    written, also_lost = safe(html)
    assert process_time() - began < 5
    assert text.startswith("Kirje")
    assert written.startswith("<p>Kirje")
    assert lost == also_lost == {"html"}


def test_a_long_text_keeps_its_markup() -> None:
    html = "<p>Hei <b>kaikki</b></p>" * 200
    written, lost = safe(html)
    assert written.count("<strong>kaikki</strong>") == 200
    assert not lost
