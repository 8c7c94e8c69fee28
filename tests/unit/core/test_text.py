"""Texts of residents and officials are made safe and tidy without losing a word."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import MOST_MARKS, clean_html, composed, markdown, slug, tidy
from tests.pages import Page


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Hei  ", "Hei"),
        ("yksi\r\nkaksi\rkolme", "yksi\nkaksi\nkolme"),
        ("a\x00b\x07c\x1b", "abc"),
        ("sarkain\tpysyy", "sarkain\tpysyy"),
        ("A\u0308a\u0308nekoski", "Äänekoski"),
        ("abc\u202edcba", "abcdcba"),
        ("👩‍👩‍👧 perhe", "👩‍👩‍👧 perhe"),
        ("", ""),
        (" \n\t ", ""),
        ("\u200b\ufeff", ""),
        ("\u3164", ""),
        ("\u2800 \ufe0f", ""),
        ("\U000e0041", ""),
        ("\u0301", ""),
        ("\u200b?", "\u200b?"),
        ("👍", "👍"),
    ],
)
def test_words_are_tidied(written: str, stored: str) -> None:
    assert tidy(written) == stored


MARKS = "\u0301\u0323"
"""Two marks in the order that they are not kept in."""


@pytest.mark.parametrize(
    "heap", [MARKS * 200_000, "a" + MARKS * 200_000, f"a{MARKS}\x00" * 100_000, "\u0344" * 200_000]
)
def test_marks_heaped_on_a_letter_hold_nobody_up(heap: str) -> None:
    began = time.process_time()
    assert tidy(tidy(heap)) == tidy(heap)
    assert composed(heap, "NFKC") == composed(composed(heap, "NFKC"), "NFKC")
    assert time.process_time() - began < 3  # it took minutes


def test_the_marks_that_a_language_needs_stay() -> None:
    vietnamese = "Đường phố Việt Nam"
    assert tidy(unicodedata.normalize("NFD", vietnamese)) == vietnamese
    assert tidy("a" + "\u0323" * MOST_MARKS) == "ạ" + "\u0323" * (MOST_MARKS - 1)
    assert all(not unicodedata.combining(chr(code)) for code in range(0x20000, sys.maxunicode))


@given(st.text())
def test_tidying_twice_changes_nothing_more(written: str) -> None:
    assert tidy(tidy(written)) == tidy(written)


def test_markdown_becomes_plain_elements() -> None:
    html = markdown("# Otsikko\n\n- yksi\n- **kaksi**\n\n[linkki](https://example.org)")
    assert "<li><strong>kaksi</strong></li>" in html
    assert 'href="https://example.org" rel="noopener nofollow"' in html
    assert "<h1" not in html  # a page has one of its own


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "<a href='java&#9;script:alert(1)'>x</a>",
    "<p style='position:fixed' onclick='x()'>x</p>",
    "<iframe src=https://example.org></iframe>",
    "<style>*{display:none}</style>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "![x](https://example.org/pixel.gif)",
    "<form action=https://example.org><input name=password></form>",
    "<base href=https://example.org>",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("clean", [markdown, clean_html], ids=["markdown", "html"])
def test_authors_can_bring_in_no_script_style_image_or_form(clean: object, attack: str) -> None:
    page = Page(str(clean(attack)))  # type: ignore[operator]
    assert page.faults == []
    assert page.forms == []
    assert {"script", "style", "img", "iframe", "svg", "base", "math"}.isdisjoint(page.tags)
    assert all(link.startswith(("http", "mailto:", "tel:")) for link in page.links)


@given(st.text(alphabet=st.sampled_from("<>/=\"'&;:()[]!`\\ \nascriptonlickhef")))
def test_no_text_at_all_becomes_a_script(text: str) -> None:
    for clean in (markdown, clean_html):
        page = Page(str(clean(text)))
        assert page.faults == []
        assert "script" not in page.tags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Torin pysäköinti 2026!", "torin-pysakointi-2026"),
        ("  --Åbo & Ähtäri--  ", "abo-ahtari"),
        ("日本", ""),
    ],
)
def test_slugs_are_plain(text: str, expected: str) -> None:
    assert slug(text) == expected
