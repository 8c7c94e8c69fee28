"""A list of questions as people write it becomes the survey that they meant."""

from contextlib import suppress
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.authoring import importing_text
from app.authoring.importing import Fault, ImportRefused
from app.surveys.problems import Problem

FINNISH = """Kysely torin kehittämisestä

Tällä kyselyllä keräämme mielipiteitä. Vastaaminen kestää kolme minuuttia.

1. Miten tulet torille? (valitse yksi) *
- Autolla
- Bussilla
- Muu, mikä? ____

2. Mitä teet torilla? (voit valita useita, enintään 2)
[ ] Ostan
[ ] Kahvittelen
[ ] Tapaan ystäviä

3. Kuinka tyytyväinen olet asteikolla 1-5 (1 = en lainkaan, 5 = erittäin)?

4. Asutko Joensuussa? Kyllä/Ei
5. Suosittelisitko?
Kyllä / Ei

Taustatiedot

6. Ikäsi?
Alle 18
18-29
30 tai yli
7. Vapaa sana
________________
________________

Kiitos vastauksesta!
"""

ENGLISH = """Tell us about the library
How often do you visit?
a) Daily
b) Weekly

Which services do you use? (select all that apply)
1) Books
2) Newspapers

Rate the opening hours (1-5)
What is your postcode? ____
What should we improve? (required)
"""

SWEDISH = """# Ungdomsenkät
## Sida 1: Om dig
Hur gammal är du? (obligatorisk)
    Under 13
    13-15
Vad gör du på fritiden? (välj flera)
• Idrott
• Annat, vad?
## Fritid
Trivs du i stan?
Ja
Nej
Rangordna det viktigaste. (rangordna)
1. Park
2. Simhall
3. Bibliotek
"""


def elements(text: str, lang: str = "fi", **more: Any) -> list[dict[str, Any]]:
    source = importing_text.read(text, language=lang, **more).source
    return [one for page in source["pages"] for one in page["elements"]]


def said(text: str) -> list[tuple[str, str]]:
    return [(one["type"], str(one["title"])) for one in elements(text)]


def choices(element: dict[str, Any]) -> list[str]:
    return [choice["text"] for choice in element["choices"]]


def test_a_finnish_document_with_numbers_dashes_and_boxes() -> None:
    found = importing_text.read(FINNISH, language="fi")
    assert found.source["title"] == "Kysely torin kehittämisestä"
    assert found.source["description"].startswith("Tällä kyselyllä")
    assert found.source["completedHtml"] == "<p>Kiitos vastauksesta!</p>"
    first, second = found.source["pages"]
    assert second["title"] == "Taustatiedot"
    way, what, how, lives, recommends = first["elements"]
    assert (way["type"], way["title"], way["isRequired"]) == (
        "radiogroup",
        "Miten tulet torille?",
        True,
    )
    assert (choices(way), way["otherText"]) == (["Autolla", "Bussilla"], "Muu, mikä?")
    assert (what["type"], what["maxSelectedChoices"]) == ("checkbox", 2)
    assert (how["type"], how["rateMin"], how["rateMax"]) == ("rating", 1, 5)
    assert (how["minRateDescription"], how["maxRateDescription"]) == ("en lainkaan", "erittäin")
    assert (lives["type"], recommends["type"]) == ("boolean", "boolean")
    age, free = second["elements"]
    assert choices(age) == ["Alle 18", "18-29", "30 tai yli"]
    assert free["type"] == "comment"
    assert found.lines == ()


def test_an_english_document_with_letters_and_unnumbered_questions() -> None:
    how_often, services, rate, postcode, improve = elements(ENGLISH, "en")
    assert (how_often["type"], choices(how_often)) == ("radiogroup", ["Daily", "Weekly"])
    assert (services["type"], choices(services)) == ("checkbox", ["Books", "Newspapers"])
    assert (rate["type"], rate["title"]) == ("rating", "Rate the opening hours")
    assert (postcode["type"], postcode["title"]) == ("text", "What is your postcode?")
    assert (improve["type"], improve["isRequired"]) == ("comment", True)


def test_a_swedish_document_with_headings_and_indented_options() -> None:
    found = importing_text.read(SWEDISH, language="sv")
    assert [page["title"] for page in found.source["pages"]] == ["Om dig", "Fritid"]
    age, spare, happy, order = elements(SWEDISH, "sv")
    assert (age["isRequired"], choices(age)) == (True, ["Under 13", "13-15"])
    assert (spare["type"], spare["showOtherItem"]) == ("checkbox", True)
    assert (happy["type"], happy["labelTrue"]) == ("boolean", "Ja")
    assert (order["type"], choices(order)) == ("ranking", ["Park", "Simhall", "Bibliotek"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oletko käynyt?\n☐ kyllä\n☐ en\n☐ en muista\n", [("checkbox", "Oletko käynyt?")]),
        ("Pick one?\n( ) a b\n( ) c d\n", [("radiogroup", "Pick one?")]),
        ("Ikä?\n\nAlle 30\n\nYli 30\n\nMiksi?\n", [("radiogroup", "Ikä?"), ("comment", "Miksi?")]),
        ("1) Ensimmäinen kysymys\n- a\n- b\n2) Toinen kysymys\n- c\n- d\n",
         [("radiogroup", "Ensimmäinen kysymys"), ("radiogroup", "Toinen kysymys")]),
        ("K1. Onko näin? (kyllä/ei)\nK2. Entä näin? (numero)\n",
         [("boolean", "Onko näin?"), ("text", "Entä näin?")]),
        ("Millainen sää?\nAurinko / Sade / Lumi\n", [("radiogroup", "Millainen sää?")]),
        ("Yhteystiedot?\n- Nimi: ____\n- Puhelin: ____\n", [("multipletext", "Yhteystiedot?")]),
        ("How likely?\n0 1 2 3 4 5 6 7 8 9 10\n", [("rating", "How likely?")]),
        ("Mitä mieltä olet\nuudesta puistosta?\nHyvä\nHuono\n",
         [("radiogroup", "Mitä mieltä olet uudesta puistosta?")]),
        ("* 1. Nimesi? ____\n", [("text", "Nimesi?")]),
        ("Ovatko lapsesi 1-5-vuotiaita?\n- Ovat\n- Eivät\n",
         [("radiogroup", "Ovatko lapsesi 1-5-vuotiaita?")]),
    ],
)  # fmt: skip
def test_ways_of_writing(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_several_languages_side_by_side() -> None:
    text = "Kysely / Survey\n\n1. Oletko käynyt? / Have you been?\n- Olen / I have\n- En / No\n"
    found = importing_text.read(f"{text}2. Miksi?\n", language="fi", parallel=("fi", "en"))
    been = found.source["pages"][0]["elements"][0]
    assert been["title"] == {
        "default": "Oletko käynyt?",
        "fi": "Oletko käynyt?",
        "en": "Have you been?",
    }
    assert been["choices"][0]["value"] == "olen"
    assert [(line.where, line.what) for line in found.lines] == [("Miksi?", "en")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        (" \n\t\n", Fault.EMPTY),
        ("Eilen satoi lunta. Kävelin kauppaan.\nOstin maitoa.\n", Fault.NO_QUESTIONS),
        ("Ainekset:\n- 2 dl maitoa\n- 3 munaa\n\n1. Sekoita\n2. Paista\n", Fault.NO_QUESTIONS),
        ("sana " * 400 + "\n\nMiksi?\n\n" + "toinen " * 300, Fault.NO_SURVEY),
        ("Mitä?\0\n", Fault.NOT_TEXT),
        ("x" * 300_001, Fault.TOO_LARGE),
        ("".join(f"{n}. Kysymys?\n" for n in range(1, 400)), Fault.TOO_MUCH),
    ],
)
def test_a_text_that_is_no_survey_is_told_so(text: str, fault: Fault) -> None:
    with pytest.raises(ImportRefused) as refused:
        importing_text.read(text, language="fi")
    assert refused.value.fault is fault


def test_braces_and_markup_of_the_text_are_plain_words() -> None:
    [one] = elements("Mikä on {nimi} <script>alert(1)</script>?\n- {a}\n- <b>\n")
    assert one["title"] == "Mikä on (nimi) <script>alert(1)</script>?"
    assert choices(one) == ["(a)", "<b>"]


PIECES = st.sampled_from(
    ["1.", "2)", "- ", "* ", "[ ] ", "a) ", "?", "(valitse useita)", "1-5", "____", "#", "##",
     "\n", "\n\n", "    ", "Kyllä / Ei", "Muu, mikä?", "sana", "Question", "{", "}", "*", "===",
     "(1 = a, 5 = b)", "/", "\u202e", "☐", "٣", "ß", "\t", "–", "other"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=80).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    faults: list[Problem] = []
    try:
        assert importing_text.read(text, language="fi").definition.questions
    except ImportRefused as refused:
        faults += refused.problems
    assert faults == []


HOSTILE = (
    "_" * 20_000 + "x",
    "# " * 9_000,
    "(" * 20_000,
    "1 " * 9_000,
    "**" * 9_000,
    "1 = a, " * 3_000,
    "? (" * 5_000,
    " / " * 5_000,
)


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_lines_take_no_time(line: str) -> None:
    began = monotonic()
    with suppress(ImportRefused):
        importing_text.read("\n".join([line] * 12), language="fi")
    assert monotonic() - began < 5
