"""LimeSurvey files: common types of question, conditions, and what is not carried over."""

from typing import Any

import pytest

from app.authoring import importing_lss
from app.authoring.importing import Fault, Imported, ImportRefused, Why
from tests.unit.authoring.lss_files import Survey, document


def read(survey: Survey) -> Imported:
    return importing_lss.read(survey.file())


def element(type: str, **more: Any) -> dict[str, Any]:
    """What a single question of a type becomes."""
    survey = Survey()
    survey.group("Ryhmä")
    survey.ask(type, "Q1", **more)
    survey.ask("T", "last")
    found: dict[str, Any] = read(survey).source["pages"][0]["elements"][0]
    return found


def values(choices: list[dict[str, Any]]) -> list[str]:
    return [one["value"] for one in choices]


def test_texts_groups_and_languages_are_carried_over() -> None:
    survey = Survey()
    survey.group("Alku")
    survey.ask("S", "nimi", "Mikä on & miksi?", mandatory="Y")
    found = read(survey)
    assert found.source["title"] == {
        "default": "Palvelukysely fi",
        "fi": "Palvelukysely fi",
        "sv": "Palvelukysely sv",
    }
    assert found.source["description"]["sv"] == "Tervetuloa kyselyyn sv"
    assert found.source["completedHtml"]["fi"] == "<p>Kiitos fi</p>"
    [page] = found.source["pages"]
    assert page["title"]["sv"] == "Alku sv"
    [question] = page["elements"]
    assert question["title"]["fi"] == "Mikä on & miksi? fi"
    assert question["isRequired"] is True
    assert found.definition.languages == ("fi", "sv")
    assert [(line.where, line.what, line.why) for line in found.lines] == [
        ("endtext", "script", Why.MARKUP)
    ]


@pytest.mark.parametrize(
    ("type", "more", "expected"),
    [
        ("L", {"answers": ["A1", "A2"]}, {"type": "radiogroup"}),
        ("!", {"answers": ["A1", "A2"]}, {"type": "dropdown"}),
        ("O", {"answers": ["A1", "A2"]}, {"type": "radiogroup", "showCommentArea": True}),
        ("L", {"answers": ["A1"], "other": "Y"}, {"showOtherItem": True}),
        ("G", {}, {"type": "radiogroup"}),
        ("M", {"rows": ["a", "b"], "attributes": {"min_answers": 1, "max_answers": 2}},
         {"type": "checkbox", "minSelectedChoices": 1, "maxSelectedChoices": 2}),
        ("P", {"rows": ["a", "b"]}, {"type": "checkbox"}),
        ("Y", {}, {"type": "boolean", "valueTrue": "Y", "valueFalse": "N"}),
        ("5", {}, {"type": "rating", "rateMin": 1, "rateMax": 5}),
        ("S", {"attributes": {"maximum_chars": 50}}, {"type": "text", "maxLength": 50}),
        ("T", {}, {"type": "comment"}),
        ("U", {}, {"type": "comment"}),
        ("N", {"attributes": {"min_num_value_n": 1, "max_num_value_n": 9.5}},
         {"type": "text", "inputType": "number", "min": 1.0, "max": 9.5}),
        ("D", {}, {"type": "text", "inputType": "date"}),
        ("D", {"attributes": {"date_format": "dd.mm.yyyy HH:MM"}}, {"inputType": "datetime-local"}),
        ("F", {"rows": ["r"], "answers": ["1", "2"]}, {"type": "matrix"}),
        ("A", {"rows": ["r"], "mandatory": "Y"}, {"type": "matrix", "eachRowRequired": True}),
        ("B", {"rows": ["r"]}, {"type": "matrix"}),
        ("C", {"rows": ["r"]}, {"type": "matrix"}),
        ("E", {"rows": ["r"]}, {"type": "matrix"}),
        ("H", {"rows": ["r"], "answers": ["1", "2"]}, {"type": "matrix"}),
        ("1", {"rows": ["r"], "answers": ["1", "2", "3@1", "4@1"]}, {"type": "matrixdropdown"}),
        (":", {"rows": ["r"], "columns": ["c"]}, {"type": "matrixdropdown"}),
        (";", {"rows": ["r"], "columns": ["c"]}, {"type": "matrixdropdown"}),
        ("Q", {"rows": ["a", "b"]}, {"type": "multipletext"}),
        ("K", {"rows": ["a", "b"]}, {"type": "multipletext"}),
        ("R", {"answers": ["a", "b", "c"]}, {"type": "ranking"}),
        ("|", {"attributes": {"max_num_of_files": 3}}, {"type": "file", "maxFiles": 3}),
        ("X", {}, {"type": "html"}),
    ],
)  # fmt: skip
def test_types_of_question(type: str, more: dict[str, Any], expected: dict[str, Any]) -> None:
    found = element(type, **more)
    assert {key: found.get(key) for key in expected} == expected
    assert found["name"] == "Q1"


def test_answers_of_fixed_scales_are_there() -> None:
    assert values(element("A", rows=["r"])["columns"]) == list("12345")
    assert len(element("B", rows=["r"])["columns"]) == 10
    assert values(element("C", rows=["r"])["columns"]) == ["Y", "N", "U"]
    assert values(element("E", rows=["r"])["columns"]) == ["I", "S", "D"]
    assert values(element("G")["choices"]) == ["F", "M"]


def conditions(*relevance: str, **more: str) -> tuple[dict[str, str], Imported]:
    """What relevance equations become, of questions asked after some of many types."""
    survey = Survey("")
    survey.group("Ensin")
    survey.ask("Y", "asuu", "Asutko?")
    survey.ask("L", "tapa", answers=["bussi", "auto"], other="Y")
    survey.ask("M", "syyt", rows=["hinta", "aika", "luonto"])
    survey.ask("N", "maara")
    survey.ask("F", "arvio", rows=["bussi"], answers=["1", "2"])
    survey.ask("R", "jarjestys", answers=["a", "b"])
    survey.group("Sitten", more.get("group", ""))
    for place, one in enumerate(relevance):
        survey.ask("S", f"k{place}", relevance=one)
    found = read(survey)
    last = found.source["pages"][1]
    shown = {one["name"]: one.get("visibleIf", "") for one in last["elements"]}
    return {**shown, "group": last.get("visibleIf", "")}, found


@pytest.mark.parametrize(
    ("relevance", "expected"),
    [
        ("1", ""),
        ("", ""),
        ('asuu.NAOK == "Y"', "{asuu} = 'Y'"),
        ('(asuu.NAOK == "Y") and (tapa.NAOK != "auto")', "({asuu} = 'Y') and ({tapa} != 'auto')"),
        ("((tapa.NAOK == 'bussi' or tapa.NAOK == 'auto'))",
         "({tapa} = 'bussi') or ({tapa} = 'auto')"),
        ('tapa.NAOK == "-oth-"', "{tapa} = 'other'"),
        ('syyt_hinta.NAOK == "Y"', "{syyt} contains 'hinta'"),
        ('syyt_hinta.NAOK != "Y"', "!({syyt} contains 'hinta')"),
        ('syyt_aika == ""', "!({syyt} contains 'aika')"),
        ("is_empty(maara.NAOK)", "{maara} empty"),
        ("!is_empty(maara.NAOK)", "!({maara} empty)"),
        ("maara.NAOK gt 3 && maara lt 10", "({maara} > 3) and ({maara} < 10)"),
        ("maara >= 1.50", "{maara} >= 1.5"),
        ('arvio_bussi.NAOK == "2"', "{arvio.bussi} = '2'"),
        ('jarjestys_1.NAOK == "a"', "{jarjestys[0]} = 'a'"),
        ("77X101X102 == 'Y'", "{asuu} = 'Y'"),
        ("count(syyt_hinta, syyt_aika) >= 2",
         "(iif({syyt} contains 'hinta', 1, 0) + iif({syyt} contains 'aika', 1, 0)) >= 2"),
        ("sum(maara.NAOK, 1) == 3", "sum({maara}, 1) = 3"),
    ],
)  # fmt: skip
def test_relevance_equations(relevance: str, expected: str) -> None:
    shown, found = conditions(relevance)
    said = shown["k0"]
    assert said == expected or said == f"({expected})"
    assert [line for line in found.lines if line.why is Why.CONDITION] == []


@pytest.mark.parametrize(
    "relevance",
    ['regexMatch("/a/", maara)', "nobody == 1", "maara == ", "asuu.question == 1", "TOKEN:A == 1",
     "(maara", "maara ? 1 : 2", "'" + "(" * 500, "maara == 'it''s \"x\"'", "tapa = 'x"],
)  # fmt: skip
def test_what_cannot_be_translated_is_told_and_always_asked(relevance: str) -> None:
    shown, found = conditions(relevance)
    assert shown["k0"] == ""
    assert [line.where for line in found.lines if line.why is Why.CONDITION] == ["k0"]


def test_groups_have_conditions_too() -> None:
    shown, _found = conditions("1", group='asuu == "Y"')
    assert shown["group"] == "{asuu} = 'Y'"


def test_conditions_of_older_files() -> None:
    survey = Survey("")
    survey.group("A")
    way = survey.ask("L", "tapa", answers=["bussi", "auto"])
    why = survey.ask("M", "syyt", rows=["hinta"])
    last = survey.ask("S", "k", relevance="1")
    for field, value in (
        (f"77X101X{way}", "bussi"),
        (f"77X101X{way}", "auto"),
        (f"+77X101X{why}hinta", "Y"),
    ):
        survey.add("conditions", qid=last, cfieldname=field, method="==", value=value, scenario=1)
    shown = read(survey).source["pages"][0]["elements"][-1]["visibleIf"]
    assert shown == ("(({tapa} = 'bussi') or ({tapa} = 'auto')) and (({syyt} contains 'hinta'))")


def test_files_of_older_versions_have_their_texts_in_each_row() -> None:
    rows = {
        "answers": [
            {"qid": 1, "code": "a", "answer": f"Yksi {lang}", "sortorder": 1, "language": lang}
            for lang in ("fi", "sv")
        ],
        "groups": [
            {"gid": 5, "group_name": f"R {lang}", "group_order": 0, "language": lang}
            for lang in ("fi", "sv")
        ],
        "questions": [
            {"qid": 1, "parent_qid": 0, "gid": 5, "sid": 7, "type": "L", "title": "Q1",
             "question": f"Mitä {lang}", "mandatory": "N", "question_order": 1, "language": lang}
            for lang in ("fi", "sv")
        ],
        "surveys": [{"sid": 7, "language": "fi", "additional_languages": "sv"}],
        "surveys_languagesettings": [],
    }  # fmt: skip
    [question] = importing_lss.read(document(rows)).source["pages"][0]["elements"]  # type: ignore[arg-type]
    assert question["title"] == {"default": "Mitä fi", "fi": "Mitä fi", "sv": "Mitä sv"}
    assert question["choices"][0]["text"]["sv"] == "Yksi sv"


def test_what_is_not_carried_over_has_a_line_each() -> None:
    survey = Survey("")
    survey.sections["surveys"][0] |= {"expires": "2030-01-01"}  # type: ignore[operator]
    survey.add("quota", name="Sata vastaajaa")
    survey.group("A")
    survey.ask("I", "kieli")
    survey.ask("P", "miksi", rows=["a"], attributes={"array_filter": "x"})
    survey.ask("S", "koodi", "Hei {TOKEN:FIRSTNAME} <img src=x>", preg="/^[A-Z]+$/i")
    survey.ask("*", "summa", attributes={"equation": "{strlen(koodi)}"})
    survey.ask("L", "tyhja")
    found = read(survey)
    assert {(line.where, line.why) for line in found.lines} >= {
        ("surveys", Why.SETTING),
        ("quota", Why.QUOTA),
        ("kieli", Why.TYPE_UNKNOWN),
        ("miksi", Why.COMMENTS),
        ("miksi", Why.CONDITION),
        ("koodi", Why.REFERENCE_IN_TEXT),
        ("summa", Why.COMPUTED),
        ("tyhja", Why.NO_CHOICES),
    }
    code = found.source["pages"][0]["elements"][1]
    assert code["validators"] == [{"type": "regex", "regex": "^[A-Z]+$", "caseInsensitive": True}]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><document>&c;</document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<document>&x;</document>"""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (BOMB, Fault.HOSTILE_XML),
        (OUTSIDE, Fault.HOSTILE_XML),
        (b'<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><document/>', Fault.HOSTILE_XML),
        (BOMB.decode().encode("utf-16"), Fault.HOSTILE_XML),
        (b"", Fault.NOT_XML),
        (b"\0\1\2PK", Fault.NOT_XML),
        (b"<document>", Fault.NOT_XML),
        (b'<?xml version="1.0" encoding="no-such"?><document/>', Fault.NOT_XML),
        (b'<?xml version="1.0" encoding="utf-8"?><document>\xe4</document>', Fault.NOT_XML),
        (b"<a>" * 100_000, Fault.NOT_XML),
        (b"<a>" * 200_000 + b"</a>" * 200_000, Fault.NOT_LIMESURVEY),
        (b"<a/>" * 700_000, Fault.TOO_LARGE),
        (b"<document/>", Fault.NOT_LIMESURVEY),
        (document({}, kind="Group"), Fault.NOT_LIMESURVEY),
        (Survey().file(), Fault.NO_QUESTIONS),
    ],
)
def test_hostile_and_broken_files_are_refused(content: bytes, fault: Fault) -> None:
    with pytest.raises(ImportRefused) as refused:
        importing_lss.read(content)
    assert refused.value.fault is fault


def test_a_matrix_of_millions_of_cells_is_refused() -> None:
    survey = Survey()
    survey.group("g")
    rows = [f"R{number}" for number in range(300)]
    survey.ask(":", "grid", "?", rows=rows, columns=[f"C{number}" for number in range(300)])
    with pytest.raises(ImportRefused) as refused:
        importing_lss.read(survey.file())
    assert refused.value.fault is Fault.TOO_MUCH
