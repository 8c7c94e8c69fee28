"""One form for each page, and nothing of whoever read it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pagefeedback import addresses

SITE = "https://www.joensuu.example"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://www.joensuu.example", f"{SITE}/"),
        ("HTTPS://WWW.Joensuu.Example/A", f"{SITE}/A"),
        (f"{SITE}/a?hetu=131052-308T#kohta", f"{SITE}/a"),
        ("https://matti:salasana@www.joensuu.example/a", f"{SITE}/a"),
        (f"{SITE}:443/a", f"{SITE}/a"),
        ("http://www.joensuu.example:80/a", "http://www.joensuu.example/a"),
        (f"{SITE}:8443/a", f"{SITE}:8443/a"),
        (f"{SITE}/a/../b/./c/..", f"{SITE}/b/"),
        (f"{SITE}/%2e%2E/b", f"{SITE}/b"),
        (f"{SITE}/päivä%c3%a4/%7Ea", f"{SITE}/p%C3%A4iv%C3%A4%C3%A4/~a"),
        (f"{SITE}/a%2Fb", f"{SITE}/a%2Fb"),
        (f"  {SITE}/a/  ", f"{SITE}/a/"),
        ("https://www.joensuu.example./a", f"{SITE}/a"),
        ("https://jönsuu.example/", "https://xn--jnsuu-jua.example/"),
        (f"{SITE}/<script>", f"{SITE}/%3Cscript%3E"),
    ],
)
def test_a_page_has_one_address(typed: str, stored: str) -> None:
    assert addresses.canonical(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "javascript:alert(1)",
        "JavaScript://www.joensuu.example/%0aalert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://www.joensuu.example/",
        "//www.joensuu.example/a",
        "/a",
        "www.joensuu.example",
        "https://",
        "https:///a",
        "https://a b.example/",
        "https://a_b.example/",
        "https://[::1",
        "https://x.example:99999/",
        "https://x.example:port/",
        "https://www.joensuu.example\\@evil.example/",
        "https://www.joensuu.example/a\x00b",
        "https://www.joensuu.example/a b",
        "https://-.example/",
        f"https://{'x' * 64}.example/",
        f"{SITE}/{'a' * 1000}",
        f"{SITE}/{'ä' * 400}",
    ],
)
def test_what_is_no_page_is_refused(typed: str) -> None:
    assert addresses.canonical(typed) is None


@given(st.text(max_size=60))
def test_an_address_in_its_form_stays_in_it(tail: str) -> None:
    once = addresses.canonical(f"{SITE}/{tail}")
    if once is not None:
        assert addresses.canonical(once) == once
        assert once.isascii()
        assert once.startswith(f"{SITE}/")
        assert "?" not in once
        assert "#" not in once


@pytest.mark.parametrize("text", [SITE, "http://localhost:8000", "https://a.example:8443"])
def test_an_origin_is_written_as_browsers_send_it(text: str) -> None:
    assert addresses.origin(text) == text
    assert addresses.origin(f"{text.upper()}/a?b#c") == text


@pytest.mark.parametrize("text", ["null", "*", "", "https://*.example", "joensuu.example"])
def test_what_names_no_one_site_is_no_origin(text: str) -> None:
    assert addresses.origin(text) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.joensuu.example.evil.example/",
        "https://joensuu.example/",
        "http://www.joensuu.example/",
        f"{SITE}:8443/",
    ],
)
def test_a_neighbour_is_not_among_the_origins(address: str) -> None:
    assert addresses.is_among(f"{SITE}/a", [SITE])
    assert not addresses.is_among(address, [SITE])


@pytest.mark.parametrize("sign", ["\ufdfa", "\u0344", "a", "a."])
def test_names_of_hosts_that_are_too_long_hold_nobody_up(sign: str) -> None:
    began = time.process_time()
    for _ in range(50):
        assert addresses.canonical("https://" + sign * (3900 // len(sign))) is None
    assert time.process_time() - began < 1  # it took eight seconds


def test_a_path_up_and_down_holds_nobody_up() -> None:
    began = time.process_time()
    assert addresses.path("/a" * 120_000 + "/.." * 120_000 + "/b") == "/b"
    assert time.process_time() - began < 2  # each step back copied all that was before it
