"""Which lines name a site that may use a widget, and what is wrong with the others."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pagefeedback import addresses, origins, snippets
from app.pagefeedback.origins import OriginFault


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.city.example", "https://www.city.example"),
        (" https://WWW.City.Example:443/ ", "https://www.city.example"),
        ("https://www.city.example:8443", "https://www.city.example:8443"),
        ("https://pieksämäki.example", "https://xn--pieksmki-4zab.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://www.joensuu.localhost", "http://www.joensuu.localhost"),
    ],
)
def test_a_site_is_kept_as_browsers_send_it(typed: str, origin: str) -> None:
    assert origins.good(origins.read(typed)) == [origin]
    assert addresses.origin(origin) == origin


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("javascript:alert(1)", OriginFault.NO_SITE),
        ("https://*.city.example", OriginFault.NO_SITE),
        ("https://a b", OriginFault.NO_SITE),
        ("https://city.example\\@evil.example", OriginFault.NO_SITE),
        ("http://www.city.example", OriginFault.NOT_SECURE),
        ("http://localhost.evil.example", OriginFault.NOT_SECURE),
        ("https://me@city.example", OriginFault.MORE),
        ("https://:@city.example", OriginFault.MORE),
        ("https://city.example/a", OriginFault.MORE),
        ("https://city.example/?", OriginFault.MORE),
        ("https://city.example#", OriginFault.MORE),
    ],
)
def test_each_fault_has_its_line(typed: str, fault: OriginFault) -> None:
    [good, bad] = origins.read(f"https://first.example\n\n{typed}")
    assert good.fault is None
    assert (bad.number, bad.typed, bad.fault, bad.origin) == (3, typed, fault, "")


def test_a_site_said_twice_is_said_once() -> None:
    lines = origins.read("https://a.example\nhttps://A.example/")
    assert [line.fault for line in lines] == [None, OriginFault.TWICE]


@given(st.lists(st.text(max_size=40), max_size=5))
def test_whatever_is_typed_only_origins_come_of_it(lines: list[str]) -> None:
    for origin in origins.good(origins.read("\n".join(lines))):
        assert addresses.origin(origin) == origin


@given(st.text(), st.text())
def test_what_is_copied_holds_no_markup_of_its_words(words: str, address: str) -> None:
    element = snippets.element("site", words, address)
    frame = snippets.frame(words, address)
    assert element.count("<") == 4
    assert frame.count("<") == 2
    assert frame.count('"') == 6


def test_very_many_lines_hold_nobody_up() -> None:
    began = time.process_time()
    assert len(origins.read("a\n" * 30_000)) == 30_000
    assert time.process_time() - began < 2  # four times as many lines took sixteen times as long
