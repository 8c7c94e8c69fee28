"""Nothing that the engine takes is out of reach in the editor."""

from collections.abc import Iterator

import pytest

from app.authoring import chooser, offers
from app.authoring.building_values import Kind, shown, write
from app.authoring.offers import RECORDS, of, of_records, table_of, takes
from app.authoring.offers_options import OPTIONS
from app.surveys.checks import tables
from app.surveys.question_types import choices
from app.surveys.question_types.columns import CELLS
from app.surveys.question_types.known import BY_NAME

KINDS = (*BY_NAME, "survey", "page", "panel", "item", *(f"column:{one}" for one in CELLS))

SAMPLES: tuple[object, ...] = (
    True, False, 0, 1, "1", "1 = 1", "none", "all", ".pdf", "EUR", "a", "/a.png", "{0}", [], {},
)  # fmt: skip

LETTERS = {
    Kind.TEXT: "Words {0}", Kind.LONG: "Words", Kind.HTML: "<p>Words</p>", Kind.NUMBER: "3",
    Kind.NAME: "EUR", Kind.EXPRESSION: "{a} = 1", Kind.LINES: "One\nTwo", Kind.SCALE: "1 | One\n2",
    Kind.QUESTION: "vehicle",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_of_every_type_can_be_reached(kind: str) -> None:
    offered = {one.name for one in of(kind)}
    table = table_of(kind)
    assert table
    out_of_reach = {
        name
        for name, prop in table.items()
        if name not in offered and any(takes(prop, sample) for sample in SAMPLES)
    }
    assert not out_of_reach


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_has_words(kind: str) -> None:
    assert [one.name for one in of(kind) if one.name not in offers.WORDS] == []


def _options() -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for one in of(kind):
            if one.kind is Kind.CHOICE:
                yield kind, one.name


@pytest.mark.parametrize(("kind", "name"), list(_options()))
def test_every_value_of_a_choice_is_offered(kind: str, name: str) -> None:
    """The engine's own list of values is in the hint of what it refuses."""
    prop = table_of(kind)[name]
    offered = next(one.values for one in of(kind) if one.name == name)
    known = {one for listed in OPTIONS.values() for one in listed} | {"initial"}
    assert {one for one in known if one != "" and takes(prop, one)} <= {
        *offered,
        False,
        True,
        "bottom",
        "off",
        "both",
        "top",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_form_writes_the_engine_reads(kind: str) -> None:
    for one in of(kind):
        typed = LETTERS.get(one.kind)
        if typed is None or one.name in ("columns", "items", "acceptedTypes", "imageLink"):
            continue
        entry: dict[str, object] = {"type": kind}
        write(entry, one.name, one.kind, typed, default=one.default, lang="en")
        assert takes(table_of(kind)[one.name], entry[one.name]), (one.name, entry)
        assert shown(entry, one.name, one.kind, one.default, "en") == typed


def test_every_type_can_be_added() -> None:
    assert {one.type for one in chooser.BY_CODE.values()} == {*BY_NAME, "panel"}


def test_every_property_of_rules_and_triggers_can_be_reached() -> None:
    for listed, types in RECORDS.items():
        for record, table in types.items():
            assert {one.name for one in of_records(listed, record, "text")} == set(table)
    assert set(RECORDS["triggers"]) == set(tables.TRIGGERS)


def test_every_property_of_an_option_can_be_reached() -> None:
    offered = {one.name for one in of_records("choices", "", "imagepicker")}
    assert offered == {"value", "imageLink", *choices._CHOICE}


@pytest.mark.parametrize("kind", ["survey", "page", "panel", "radiogroup"])
def test_only_a_question_is_called_a_question(kind: str) -> None:
    title = next(str(one.label) for one in of(kind) if one.name == "title")
    assert title == ("Question" if kind == "radiogroup" else "Title")
