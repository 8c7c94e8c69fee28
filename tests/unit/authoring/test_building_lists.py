"""Options as lines: what is renamed keeps its value, its translations and its conditions."""

from typing import Any

from app.authoring.building_lists import CHOICES, COLUMNS, from_lines, lines

OPTIONS: list[Any] = [
    {"value": "bus", "text": {"default": "Bussi", "sv": "Buss"}, "visibleIf": "{a} = 1"},
    {"value": 2, "text": "Auto"},
    "bicycle",
]


def typed(written: str, entries: object = None, **more: Any) -> list[Any]:
    return from_lines(written, OPTIONS if entries is None else entries, CHOICES, "fi", **more)


def test_lines_say_what_people_read() -> None:
    assert lines(OPTIONS, CHOICES, "fi") == "Bussi\nAuto\nbicycle"
    assert lines(OPTIONS, CHOICES, "fi", with_keys=True) == "bus | Bussi\n2 | Auto\nbicycle"


def test_untouched_lines_change_nothing() -> None:
    assert typed("Bussi\nAuto\nbicycle") == OPTIONS
    assert typed("bus | Bussi\n2 | Auto\nbicycle", with_keys=True) == OPTIONS


def test_a_renamed_option_keeps_its_value_and_the_other_languages() -> None:
    bus, car, bicycle = typed("Linja-auto\nAuto\nPolkupyörä")
    assert bus == {
        "value": "bus",
        "text": {"default": "Linja-auto", "sv": "Buss"},
        "visibleIf": "{a} = 1",
    }
    assert car == OPTIONS[1]
    assert bicycle == {"value": "bicycle", "text": "Polkupyörä"}


def test_moved_options_keep_their_values() -> None:
    assert [one["value"] for one in typed("Auto\nBussi")] == [2, "bus"]


def test_an_option_between_others_gets_a_value_of_its_text() -> None:
    found = typed("Bussi\nJuna\nAuto\nbicycle")
    assert found[1] == {"value": "juna", "text": "Juna"}
    assert [found[0], *found[2:]] == OPTIONS


def test_one_renamed_while_another_goes_is_still_known() -> None:
    assert typed("Autoa\nbicycle")[0]["value"] == 2


def test_new_values_are_never_there_twice() -> None:
    found = typed("Yes!\nYes?\n5 e\n???", [])
    assert [one["value"] for one in found] == ["yes", "yes_2", "5_e", "option"]


def test_a_value_follows_its_text_while_nobody_knows_it() -> None:
    begun = typed("Bi", [])
    assert begun == [{"value": "bi", "text": "Bi"}]
    grown = typed("Bicycle", begun, may_follow=lambda _value: True)
    assert grown == [{"value": "bicycle", "text": "Bicycle"}]
    known = typed("Bicycle", begun, may_follow=lambda _value: False)
    assert known == [{"value": "bi", "text": "Bicycle"}]


def test_values_can_be_written_before_the_texts() -> None:
    found = typed("1 | Bad\n2 | Good\n05", [], with_keys=True)
    assert found == [{"value": 1, "text": "Bad"}, {"value": 2, "text": "Good"}, "05"]


def test_columns_of_tables_have_names_and_titles() -> None:
    entries = [{"name": "age", "title": "Age", "cellType": "text"}]
    found = from_lines("Your age\nHeight", entries, COLUMNS, "en")
    assert found == [
        {"name": "age", "title": "Your age", "cellType": "text"},
        {"name": "height", "title": "Height"},
    ]


def test_a_list_that_is_none_is_read_as_empty() -> None:
    assert typed("A", {"no": "list"}) == [{"value": "a", "text": "A"}]
