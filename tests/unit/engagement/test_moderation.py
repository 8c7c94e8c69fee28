"""Personal data is masked however it is spelt, spam is known by its links, danger by its words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engagement.moderation import (
    MASKS,
    PersonalData,
    is_identity_code,
    links,
    looks_like_spam,
    masked,
    speaks_of_danger,
)

CODE, EMAIL, PHONE = (MASKS[kind] for kind in PersonalData)

# Published by the Digital and Population Data Services Agency as examples; nobody's own.
CODES = (
    "131052-308T",
    "010594Y9032",
    "020594X903P",
    "030594W903B",
    "040594V9030",
    "050594U903M",
    "010516B903X",
    "020516C903K",
    "030516D9037",
    "010501E9032",
    "020503F9037",
    "020504A902E",
)


@pytest.mark.parametrize("code", CODES)
def test_an_identity_code_is_masked_with_old_and_new_separators(code: str) -> None:
    for spelt in (code, code.lower(), f"{code[:6]} {code[6]} {code[7:]}"):
        assert masked(f"Olen {spelt}, hei").text == f"Olen {CODE}, hei"


@pytest.mark.parametrize(
    "spelt",
    [
        "131052\u2013308T",
        "131052\u2212308T",
        "131052\u2011308T",
        "1310\u200b52-30\u00ad8T",
        "131052-3\ufe0f08T",
        "1310\u200e52\u2062-308\u3164T",
        "13\U000e004110\U000e010052-308T",
        "\uff11\uff13\uff11\uff10\uff15\uff12\uff0d\uff13\uff10\uff18\uff34",
        "\u0661\u0663\u0661\u0660\u0665\u0662-308T",
    ],
)
def test_dashes_digits_and_invisible_signs_hide_no_identity_code(spelt: str) -> None:
    assert masked(f"hetu{spelt}.").text == f"hetu{CODE}."


@pytest.mark.parametrize(
    "text",
    ["131052-308U", "321052-308T", "131352-308T", "131052-001A", "131052-308TX", "9131052-308T"],
)
def test_what_only_looks_like_an_identity_code_stays(text: str) -> None:
    assert CODE not in masked(text).text


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(2, 999))
def test_of_all_check_characters_one_is_right(day: int, month: int, year: int, number: int) -> None:
    stem = f"{day:02}{month:02}{year:02}-{number:03}"
    assert (
        sum(is_identity_code(stem + sign) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1
    )


@pytest.mark.parametrize(
    "address",
    [
        "matti.meikalainen@example.fi",
        "MATTI+x@posti.example.fi",
        "äiti@esimerkki.fi",
        "matti(at)example.fi",
        "matti (ät) example.fi",
        "ma\u200btti\uff20example.fi",
    ],
)
def test_an_email_address_is_masked(address: str) -> None:
    assert masked(f"Kirjoita: {address}!").text == f"Kirjoita: {EMAIL}!"


@pytest.mark.parametrize(
    "number",
    [
        "0401234567",
        "040 123 4567",
        "040-123 4567",
        "+358 40 1234567",
        "+358 (0)40 123 4567",
        "00358401234567",
        "013 267 7111",
        "040\u00a0123\u00a04567",
    ],
)
def test_a_telephone_number_is_masked(number: str) -> None:
    assert masked(f"puh.{number}, iltaisin").text == f"puh.{PHONE}, iltaisin"
    assert masked(f"Soita -{number}").text == f"Soita -{PHONE}"


@pytest.mark.parametrize(
    "text",
    [
        "Bussi 9 lähtee 7.05 ja 16.35",
        "Kokous 01.02.2026 klo 12.00",
        "Suljettu 2026-02-03 12:30",
        "Soita 112 tai 116117",
        "80100 Joensuu, 00100 Helsinki",
        "Maksoi 12 500 000 euroa vuonna 2025",
        "@joensuu ja some@",
        "1/2 dl, 0-10 °C",
        "",
    ],
)
def test_what_is_nobodys_stays_as_it_was_written(text: str) -> None:
    assert masked(text).text == text
    assert masked(text).kinds == frozenset()


def test_several_are_masked_and_named_and_the_rest_stays() -> None:
    found = masked("👪 a@b.fi / 131052-308T / 0401234567 kiitos\u200b!")
    assert found.text == f"👪 {EMAIL} / {CODE} / {PHONE} kiitos\u200b!"
    assert found.kinds == frozenset(PersonalData)


@given(st.text(max_size=300))
def test_masking_twice_masks_no_more(text: str) -> None:
    once = masked(text).text
    assert masked(once).text == once


@pytest.mark.parametrize(
    "piece", ["1", "a", "0 ", "a@", "(", "http:", "131052-308", "\u200b", "+0"]
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    before = time.process_time()
    masked(text)
    looks_like_spam(text, was_quick=False)
    speaks_of_danger(text)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("katso www.joensuu.fi", 1),
        ("https://a.fi HTTP://b.fi", 2),
        ("wwwww", 0),
        ("h\u200bttp://x", 1),
    ],
)
def test_links_are_counted(text: str, count: int) -> None:
    assert links(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "http://a.fi http://b.fi http://c.fi",
        'Cheap <a href="x">pills</a>',
        "[url=http://x]x[/url]",
        "[URL]x[/URL] [link=x]",
    ],
)
def test_many_links_and_their_markup_are_spam(text: str) -> None:
    assert looks_like_spam(text, was_quick=False)


def test_a_link_is_spam_only_from_who_is_too_quick_for_a_person() -> None:
    text = "Linkki https://www.joensuu.fi/x ei toimi"
    assert not looks_like_spam(text, was_quick=False)
    assert looks_like_spam(text, was_quick=True)
    assert not looks_like_spam("Hyvä sivu", was_quick=True)


@pytest.mark.parametrize(
    "text",
    [
        "Ajattelen itsemurhaa",
        "EN JAKSA   ENÄÄ\nELÄÄ",
        "Joku on hengenvaarassa sillalla",
        "Jag vill dö",
        "Det är livsfarligt på bron",
        "I want to kill myself",
        "It’s life-threatening, and I don’t want to live",
        "it\u200bsemurha",
    ],
)
def test_danger_to_life_is_heard_in_every_language(text: str) -> None:
    assert speaks_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sivulta puuttuu aukioloaika",
        "Tapani sanoi, että uimahalli on kiinni",
        "Kuolinpesän ohjeet ovat vaikeita",
        "Sidan är svår att hitta",
        "The deadline was hard to find",
    ],
)
def test_everyday_words_are_no_danger(text: str) -> None:
    assert not speaks_of_danger(text)
