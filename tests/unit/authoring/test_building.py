"""Definitions in the making: what is added, moved, copied, renamed and taken away."""

from typing import Any

import pytest

from app.authoring import building
from app.authoring.building import Absent


def definition() -> dict[str, Any]:
    return {
        "pages": [
            {
                "name": "one",
                "elements": [
                    {"type": "radiogroup", "name": "vehicle", "choices": ["bus", "car"]},
                    {
                        "type": "panel",
                        "name": "group",
                        "elements": [
                            {"type": "text", "name": "first"},
                            {"type": "text", "name": "second", "visibleIf": "{vehicle} = 'bus'"},
                        ],
                    },
                ],
            },
            {"name": "two", "elements": [{"type": "comment", "name": "wish"}]},
        ]
    }


def names(source: dict[str, Any]) -> list[list[str]]:
    """The names of everything, page by page."""
    return [
        [one.name for one in building.walk(source) if one.page == page["name"]]
        for page in source["pages"]
    ]


def test_an_empty_definition_takes_a_question_on_a_page_of_its_own() -> None:
    source: dict[str, Any] = {}
    building.complete(source)
    assert building.add_question(source, "radiogroup") == "question1"
    assert names(source) == [["question1"]]
    assert source["pages"][0]["name"] == "page1"


def test_questions_are_added_after_one_and_into_a_page_or_a_panel() -> None:
    source = definition()
    building.add_question(source, "text", after="vehicle")
    building.add_question(source, "text", into="group")
    building.add_question(source, "text", into="two")
    assert names(source) == [
        ["vehicle", "question1", "group", "first", "second", "question2"],
        ["wish", "question3"],
    ]


def test_what_is_gone_can_not_be_added_to_nor_moved() -> None:
    source = definition()
    for change in (
        lambda: building.add_question(source, "text", after="gone"),
        lambda: building.move(source, "gone", 1),
        lambda: building.delete(source, "gone"),
        lambda: building.place(source, "vehicle", into="gone"),
        lambda: building.delete_page(source, "gone"),
    ):
        with pytest.raises(Absent):
            change()
    assert source == definition()


@pytest.mark.parametrize(
    ("name", "step", "after"),
    [
        ("vehicle", building.DOWN, [["group", "first", "second", "vehicle"], ["wish"]]),
        ("vehicle", building.UP, [["vehicle", "group", "first", "second"], ["wish"]]),
        ("first", building.UP, [["vehicle", "first", "group", "second"], ["wish"]]),
        ("second", building.DOWN, [["vehicle", "group", "first", "second"], ["wish"]]),
        ("group", building.DOWN, [["vehicle"], ["group", "first", "second", "wish"]]),
        ("wish", building.UP, [["vehicle", "group", "first", "second", "wish"], []]),
        ("wish", building.DOWN, [["vehicle", "group", "first", "second"], ["wish"]]),
    ],
)
def test_moving_goes_out_of_panels_and_over_pages(
    name: str, step: int, after: list[list[str]]
) -> None:
    source = definition()
    building.move(source, name, step)
    assert names(source) == after


def test_a_dropped_question_stands_where_it_was_dropped() -> None:
    source = definition()
    building.place(source, "wish", into="group", after="first")
    building.place(source, "vehicle", into="two")
    assert names(source) == [["group", "first", "wish", "second"], ["vehicle"]]


def test_a_panel_can_not_be_dropped_into_itself() -> None:
    source = definition()
    with pytest.raises(Absent):
        building.place(source, "group", into="group", after="first")
    assert source == definition()


def test_a_copy_and_all_in_it_have_names_of_their_own() -> None:
    source = definition()
    assert building.duplicate(source, "group") == "group_2"
    assert names(source)[0] == [
        "vehicle",
        "group",
        "first",
        "second",
        "group_2",
        "first_2",
        "second_2",
    ]


def test_a_name_is_made_of_the_first_title_and_stays() -> None:
    source = definition()
    name = building.add_question(source, "text")
    found = building.find(source, name)
    assert found is not None
    found.entry["title"] = {"default": "Millä sinä kuljet töihin?", "sv": "Hur?"}
    name = building.named_by_title(source, name)
    assert name == "milla_sina_kuljet_toihin"
    found.entry["title"]["default"] = "Miten?"
    assert building.named_by_title(source, name) == name


def test_whatever_refers_to_a_renamed_question_knows_its_new_name() -> None:
    source = definition()
    source["pages"][1]["elements"][0] |= {
        "title": "You go by {Vehicle}, not {vehicles}",
        "visibleIf": "{vehicle.length} > 1 and {vehicle[0]} = 'vehicle'",
        "choicesFromQuestion": "vehicle",
    }
    building.rename(source, "vehicle", "means")
    wish = source["pages"][1]["elements"][0]
    assert building.find(source, "second").entry["visibleIf"] == "{means} = 'bus'"  # type: ignore[union-attr]
    assert wish["title"] == "You go by {means}, not {vehicles}"
    assert wish["visibleIf"] == "{means.length} > 1 and {means[0]} = 'vehicle'"
    assert wish["choicesFromQuestion"] == "means"


def test_a_renamed_question_never_takes_the_name_of_another() -> None:
    source = definition()
    assert building.rename(source, "vehicle", "Wish") == "Wish_2"


def test_everything_gets_a_name_and_a_page() -> None:
    source: dict[str, Any] = {
        "elements": [{"type": "text"}, {"type": "text", "name": "question1"}, "nonsense"],
        "pages": [{"elements": [{"type": "text", "name": "a"}, {"type": "text", "name": "A"}]}, 3],
    }
    building.complete(source)
    assert names(source) == [["a", "A_2"], ["question1", "question1_2"]]
    again = [*names(source)]
    building.complete(source)
    assert names(source) == again


def test_questions_inside_another_are_found_added_and_named_there() -> None:
    source: dict[str, Any] = {"pages": [{"name": "p", "elements": []}]}
    building.add_question(source, "paneldynamic")
    inner = building.add_question(source, "text", inside=("question1",))
    grid = building.add_question(source, "matrixdynamic")
    column = building.add_question(source, "rating", inside=(grid,))
    assert (inner, column) == ("question1", "column1")
    assert building.find(source, column, (grid,)).entry == {"cellType": "rating", "name": "column1"}  # type: ignore[union-attr]
    building.delete(source, inner, ("question1",))
    assert building.find(source, inner, ("question1",)) is None
    assert building.find(source, "question1") is not None
