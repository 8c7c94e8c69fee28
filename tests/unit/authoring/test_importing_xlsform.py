"""XLSForms as workbooks and as Markdown: questions, logic, languages, and hostile files."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from app.authoring import importing_files, importing_sheets, importing_xlsform
from app.authoring.importing import Fault, Imported, ImportRefused, Why

HEADER = ["type", "name", "label::Suomi (fi)", "label::Svenska (sv)", "hint::Suomi (fi)",
          "required", "relevant", "constraint", "constraint_message::Suomi (fi)",
          "calculation", "appearance", "default", "parameters"]  # fmt: skip
ROWS: list[list[Any]] = [
    ["start", "start"],
    ["text", "nimi", "Nimesi?", "Ditt namn?", "Vain etunimi", "yes"],
    ["integer", "ika", "Ikäsi?", "Din ålder?", None, None, None, ". >= 15 and . <= 120", "15–120"],
    ["begin group", "liikkuminen", "Liikkuminen", "Att röra sig", None, None, "${ika} >= 18"],
    ["select_one tapa or_other", "tapa", "Millä kuljet?", "Hur färdas du?"],
    ["select_multiple tapa", "kaikki", "Kaikki tavat?", "Alla sätt?", None, None, "${tapa} != ''"],
    ["select_one tapa", "auto", "Miksi autolla, ${nimi}?", "Varför bil?", None, None,
     "selected(${kaikki}, 'auto') and not(${tapa} = 'bussi')"],
    ["begin group", "lisa", "Lisää", "Mer"],
    ["range", "arvio", "Arvio?", "Betyg?", None, None, None, None, None, None, None, None,
     "start=0 end=10 step=1"],
    ["end group", None],
    ["end group", None],
    ["begin repeat", "lapset", "Lapsi", "Barn"],
    ["text", "kutsumanimi", "Kutsumanimi?", "Smeknamn?"],
    ["integer", "lapsen_ika", "${kutsumanimi}: ikä?", "${kutsumanimi}: ålder?", None, None,
     "${kutsumanimi} != ''"],
    ["end repeat", None],
    ["calculate", "tupla", None, None, None, None, None, None, None, "${ika} * 2"],
    ["note", "kiitos", "Kiitos!\n\nNäkemiin", "Tack!"],
    ["rank tapa", "jarjestys", "Järjestä", "Ordna"],
    ["date", "paiva", "Päivä?", "Dag?", None, None, None, ". <= today()"],
    ["geopoint", "paikka", "Missä?", "Var?"],
    ["text", "koodi", "Koodi?", "Kod?", None, None, "pulldata('a', 'b')", "regex(., '[A-Z]+')"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::Suomi (fi)", "label::Svenska (sv)"],
    ["tapa", "bussi", "Bussilla", "Med buss"],
    ["tapa", "auto", "Autolla", "Med bil"],
]


def workbook(rows: list[list[Any]] | None = None, **sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    everything = {
        "survey": [HEADER, *(ROWS if rows is None else rows)],
        "choices": CHOICES,
        "settings": [["form_title", "default_language"], ["Liikkumiskysely", "Suomi (fi)"]],
        **sheets,
    }
    for name, content in everything.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def read(rows: list[list[Any]] | None = None, **sheets: list[list[Any]]) -> Imported:
    return importing_files.from_file("form.xlsx", workbook(rows, **sheets), language="fi")


def named(found: Imported) -> dict[str, dict[str, Any]]:
    """Every element by its name."""
    by_name: dict[str, dict[str, Any]] = {}
    waiting = list(found.source["pages"])
    while waiting:
        one = waiting.pop()
        by_name[one["name"]] = one
        waiting += [*one.get("elements", []), *one.get("templateElements", [])]
    return by_name


def test_a_form_becomes_pages_panels_and_repeats() -> None:
    found = read()
    assert found.source["title"] == "Liikkumiskysely"
    assert [page["name"] for page in found.source["pages"]] == ["page-1", "liikkuminen", "page-3"]
    by_name = named(found)
    assert by_name["nimi"]["title"] == {"default": "Nimesi?", "fi": "Nimesi?", "sv": "Ditt namn?"}
    assert (by_name["nimi"]["isRequired"], by_name["nimi"]["description"]["fi"]) == (
        True,
        "Vain etunimi",
    )
    age = by_name["ika"]
    assert (age["inputType"], age["min"], age["max"]) == ("number", 15.0, 120.0)
    assert by_name["liikkuminen"]["visibleIf"] == "{ika} >= 18"
    assert by_name["tapa"]["showOtherItem"] is True
    assert [one["value"] for one in by_name["tapa"]["choices"]] == ["bussi", "auto"]
    assert by_name["kaikki"]["visibleIf"] == "{tapa} notempty"
    assert by_name["auto"]["visibleIf"] == "({kaikki} contains 'auto') and !({tapa} = 'bussi')"
    assert by_name["auto"]["title"]["fi"] == "Miksi autolla, {nimi}?"
    assert (by_name["lisa"]["type"], by_name["arvio"]["type"]) == ("panel", "rating")
    assert by_name["lapset"]["type"] == "paneldynamic"
    assert by_name["lapsen_ika"]["visibleIf"] == "{panel.kutsumanimi} notempty"
    assert by_name["lapsen_ika"]["title"]["sv"] == "{panel.kutsumanimi}: ålder?"
    assert by_name["tupla"]["expression"] == "{ika} * 2"
    assert by_name["kiitos"]["html"]["fi"] == "<p>Kiitos!</p><p>Näkemiin</p>"
    assert by_name["jarjestys"]["type"] == "ranking"
    assert by_name["paiva"]["validators"][0]["expression"] == "{self} empty or ({self} <= today())"
    assert by_name["koodi"]["validators"] == [{"type": "regex", "regex": "^(?:[A-Z]+)$"}]
    assert found.definition.languages == ("fi", "sv")


def test_what_is_not_carried_over_has_a_line_each() -> None:
    found = {(line.where, line.what, line.why) for line in read().lines}
    assert found >= {
        ("start", "start", Why.METADATA),
        ("paikka", "geopoint", Why.TYPE_UNKNOWN),
        ("koodi", "relevant: pulldata('a', 'b')", Why.CONDITION),
    }


MARKDOWN = """
| survey  |            |      |             |
|         | type       | name | label       |
|         | select_one yn | q1 | Onko?      |
|         | text       | q2   | Miksi?      |
| choices |            |      |             |
|         | list_name  | name | label       |
|         | yn         | yes  | On          |
|         | yn         | no   | Ei          |
"""


def test_a_form_in_markdown_is_read_from_a_file_and_from_the_box() -> None:
    for found in (
        importing_files.from_file("a.md", MARKDOWN.encode(), language="fi"),
        importing_files.from_text(MARKDOWN, language="fi"),
    ):
        first, second = found.source["pages"][0]["elements"]
        assert [one["text"] for one in first["choices"]] == ["On", "Ei"]
        assert (second["type"], second["title"]) == ("text", "Miksi?")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["text", "a", "A?"], ["end group", None], ["text", "b", "B?"]], ["a", "b"]),
        ([["begin group", "g", "G"], ["text", "a", "A?"]], ["a"]),
        ([["text", "a", "A?"], ["text", "a", "B?"], ["text", None, "C?"]], ["a", "a_2", "row4"]),
        ([["text", "x{y}", "A?"]], ["xy"]),
        ([["select_one no_such", "a", "A?"]], ["a"]),
        ([["begin group", "g"]] * 12 + [["text", "a", "A?"]], ["a"]),
    ],
)
def test_forms_that_are_not_in_order_are_read_as_far_as_they_go(
    rows: list[list[Any]], expected: list[str]
) -> None:
    assert list(read(rows).definition.questions) == expected


def bomb() -> bytes:
    """A workbook whose sheet unpacks to a hundred megabytes."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            more = b" " * 100_000_000 if name.endswith("sheet1.xml") else b""
            bad.writestr(name, good.read(name) + more)
    return stored.getvalue()


def many_tags(part: str, before: bytes, tag: bytes) -> bytes:
    """A small workbook of whose parts one is all tags, which take long to be read."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            more = tag * 1_000_000 if name == part else b""
            bad.writestr(name, good.read(name).replace(before, more + before))
    return stored.getvalue()


def entities(encoding: str) -> bytes:
    """A workbook with a sheet that declares an entity."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as good,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            if name.endswith("sheet1.xml"):
                declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                content = declared.encode(encoding) + content
            bad.writestr(name, content)
    return stored.getvalue()


def many_parts() -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for number in range(2_001):
            archive.writestr(str(number), b"")
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_SHEETS),
        (b"PK\x03\x04 no archive", Fault.NOT_SHEETS),
        (workbook()[:2_000], Fault.NOT_SHEETS),
        (bomb(), Fault.HOSTILE_SHEETS),
        (many_tags("xl/styles.xml", b"</styleSheet>", b"<a/>"), Fault.HOSTILE_SHEETS),
        (many_tags("xl/worksheets/sheet1.xml", b"</row>", b"<c/>"), Fault.HOSTILE_SHEETS),
        (entities("utf-8"), Fault.HOSTILE_SHEETS),
        (entities("utf-16"), Fault.HOSTILE_SHEETS),
        (many_parts(), Fault.HOSTILE_SHEETS),
        (workbook([["text", f"q{n}", "?"] for n in range(1_001)]), Fault.TOO_MUCH),
        (workbook(survey=[["a", "b"], [1, 2]]), Fault.NO_SURVEY_SHEET),
        (b"x" * 5_000_001, Fault.TOO_LARGE),
    ],
)
def test_hostile_and_broken_workbooks_are_refused(content: bytes, fault: Fault) -> None:
    with pytest.raises(ImportRefused) as refused:
        importing_files.from_file("form.xlsx", content, language="fi")
    assert refused.value.fault is fault


def test_a_long_list_that_every_question_uses_is_refused() -> None:
    asked = "".join(f"| | select_one all | q{number} | ? |\n" for number in range(400))
    listed = "".join(f"| | all | c{number} | c |\n" for number in range(4_000))
    form = f"| survey |\n| | type | name | label |\n{asked}"
    form += f"| choices |\n| | list_name | name | label |\n{listed}"
    with pytest.raises(ImportRefused) as refused:
        importing_files.from_file("form.md", form.encode(), language="fi")
    assert refused.value.fault is Fault.TOO_MUCH


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(ImportRefused) as refused:
        importing_sheets.of_xlsx(stored.getvalue())
    assert refused.value.fault is Fault.NOT_SHEETS


def test_empty_sheets_are_no_form() -> None:
    with pytest.raises(ImportRefused):
        importing_xlsform.read({"survey": []}, language="fi")
