"""Typed reading of a document: a value comes out, or a fault with its place and a hint."""

from datetime import date
from enum import StrEnum

import pytest

from app.core.document_records import Faults, Record, suggestion, texts
from app.core.documents import Fault


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def record(value: object, *known: str) -> tuple[Record, Faults]:
    faults = Faults()
    return Record(value, "a", faults, known), faults


def said(faults: Faults) -> list[tuple[str, str]]:
    return [(fault.path, fault.reason) for fault in faults.found]


def test_an_unknown_key_gets_the_nearest_known_one_as_hint() -> None:
    _, faults = record({"nmae": 1}, "name", "key")
    (fault,) = faults.found
    assert (fault.path, fault.reason, fault.hint) == ("a.nmae", "unknown key", "did you mean name?")


def test_what_is_no_mapping_is_one_fault_and_reads_as_empty() -> None:
    reader, faults = record([1], "name")
    assert reader.text("name") == ""
    assert said(faults) == [("a", "is a list, not a mapping")]


def test_a_missing_mapping_is_called_missing() -> None:
    _, faults = record(None, "name")
    assert said(faults) == [("a", "missing")]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "missing"),
        (5, "is a whole number, not a text"),
        (True, "is true or false, not a text"),
        ("  ", "empty"),
        ("x" * 21, "21 characters are too many"),
    ],
)
def test_faulty_texts(value: object, reason: str) -> None:
    reader, faults = record({"name": value}, "name")
    reader.text("name", longest=20)
    assert said(faults) == [("a.name", reason)]


def test_a_text_is_stripped() -> None:
    reader, faults = record({"name": " x \n"}, "name")
    assert (reader.text("name"), faults.found) == ("x", [])


@pytest.mark.parametrize("key", ["Kulttuuri", "kult tuuri", "-a", "a--b", "a_b", "ä", "x" * 61])
def test_a_key_that_no_address_can_hold_is_a_fault(key: str) -> None:
    reader, faults = record({"key": key}, "key")
    assert reader.key() == ""
    assert said(faults) == [("a.key", f"{key!r} cannot be used in an address")]


def test_a_number_is_not_a_boolean_and_lies_in_its_range() -> None:
    reader, faults = record({"b": True, "c": 11, "d": 10}, "b", "c", "d")
    assert reader.number("b", least=1, most=10) == 0
    assert reader.number("c", least=1, most=10) == 0
    assert reader.number("d", least=1, most=10) == 10
    assert said(faults) == [
        ("a.b", "is true or false, not a whole number"),
        ("a.c", "11 is out of range"),
    ]


def test_a_flag_is_true_or_false_and_false_where_absent() -> None:
    reader, faults = record({"b": "yes", "c": True}, "b", "c", "d")
    assert [reader.flag(key) for key in "bcd"] == [False, True, False]
    assert said(faults) == [("a.b", "is a text, not true or false")]


@pytest.mark.parametrize("day", ["2026-02-30", "31.1.2026", "20260131", "2026-1-31"])
def test_faulty_days(day: str) -> None:
    reader, faults = record({"from": day}, "from")
    assert reader.day("from") is None
    assert said(faults) == [("a.from", f"{day!r} is not a day")]


def test_a_day_is_read() -> None:
    reader, _ = record({"from": "2026-01-31"}, "from")
    assert reader.day("from") == date(2026, 1, 31)


def test_a_choice_is_one_of_its_options() -> None:
    reader, faults = record({"b": "red", "c": "bleu"}, "b", "c", "d")
    assert reader.choice("b", Colour) is Colour.RED
    assert reader.choice("c", Colour) is None
    assert reader.choice("d", Colour) is None
    (fault,) = faults.found
    assert (fault.path, fault.hint) == ("a.c", "did you mean blue?")


@pytest.mark.parametrize("address", ["nobody", "a@b", "a b@c.fi", "a@b.fi, c@d.fi", "<a@b.fi>"])
def test_faulty_e_mail_addresses(address: str) -> None:
    reader, faults = record({"mail": address}, "mail")
    assert reader.email("mail") == ""
    assert said(faults) == [("a.mail", f"{address!r} is not an e-mail address")]


def test_texts_need_every_language_and_no_other() -> None:
    faults = Faults()
    found = texts({"fi": "a", "de": "b", "sv": ""}, "name", faults, ["fi", "sv", "en"])
    assert found == {"fi": "a"}
    assert said(faults) == [
        ("name.de", "unknown key"),
        ("name.sv", "empty"),
        ("name.en", "missing in this language"),
    ]


def test_texts_keep_the_order_of_the_languages() -> None:
    assert list(texts({"en": "a", "fi": "b"}, "name", Faults(), ["fi", "en"])) == ["fi", "en"]


def test_a_list_of_texts_names_what_is_no_text_and_what_is_repeated() -> None:
    reader, faults = record({"hosts": ["x", 1, "x", " "]}, "hosts")
    assert reader.strings("hosts") == (("a.hosts[0]", "x"),)
    assert said(faults) == [
        ("a.hosts[1]", "is a whole number, not a text"),
        ("a.hosts[2]", "'x' is in the list twice"),
        ("a.hosts[3]", "empty"),
    ]


def test_references_leave_out_the_unknown_ones() -> None:
    reader, faults = record({"themes": ["osalisuus", "kumppanuus"]}, "themes")
    assert reader.references("themes", ["osallisuus", "kumppanuus"], "theme") == ("kumppanuus",)
    (fault,) = faults.found
    assert fault == Fault(
        "a.themes[0]", "no theme has the key 'osalisuus'", "did you mean osallisuus?"
    )


def test_a_suggestion_lists_what_there_is_when_nothing_is_near() -> None:
    assert suggestion("zzz", ["a", "b"]) == "one of a, b"
    assert suggestion("zzz", []) == "there are none"
