"""A path in a definition leads to what can be opened and mended there."""

import pytest

from app.authoring.places import SETTINGS, WHOLE, Place, PlaceKind, place_of
from app.surveys.definition import DefinitionError, load

SOURCE = {
    "title": "t",
    "pages": [
        {
            "name": "first",
            "elements": [
                {"type": "text", "name": "a b/c"},
                {"type": "panel", "name": "p", "elements": [{"type": "text", "name": "inner"}]},
                {
                    "type": "paneldynamic",
                    "name": "list",
                    "templateElements": [{"type": "text", "name": "own"}],
                },
            ],
        },
        {"elements": []},
    ],
}

QUESTION, PANEL, PAGE = PlaceKind.QUESTION, PlaceKind.PANEL, PlaceKind.PAGE


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("survey", WHOLE),
        ("title", WHOLE),
        ("pages", WHOLE),
        ("triggers[0].expression", WHOLE),
        ("pages[0]", Place(PAGE, "first")),
        ("pages[0].title", Place(PAGE, "first")),
        ("pages[1]", Place(PAGE, "page2")),
        ("pages[0].visibleIf", Place(PAGE, "first", "visibleIf")),
        ("pages[0].elements[0]", Place(QUESTION, "a b/c")),
        ("pages[0].elements[0].visibleIf", Place(QUESTION, "a b/c", "visibleIf")),
        ("pages[0].elements[0].choices[1].visibleIf", Place(QUESTION, "a b/c")),
        ("pages[0].elements[1]", Place(PANEL, "p")),
        ("pages[0].elements[1].enableIf", Place(PANEL, "p", "enableIf")),
        ("pages[0].elements[1].elements[0].title", Place(QUESTION, "inner")),
        ("pages[0].elements[2].templateElements[0].title", Place(QUESTION, "list")),
        ("pages[0].elements[2].templateElements[0].visibleIf", Place(QUESTION, "list")),
        ("pages[0].elements[9].title", WHOLE),
        ("pages[7]", WHOLE),
    ],
)
def test_a_path_leads_to_what_it_lies_in(path: str, place: Place) -> None:
    found = place_of(SOURCE, path)
    if path.endswith("[9].title") or path == "pages[7]":
        assert found.kind in (PlaceKind.PAGE, PlaceKind.SURVEY)
    else:
        assert found == place


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (WHOLE, "edit/"),
        (SETTINGS, "settings"),
        (Place(QUESTION, "a b/c"), "edit/questions/a%20b%2Fc"),
        (Place(PAGE, "first"), "edit/pages/first"),
        (Place(PANEL, "p", "visibleIf"), "edit/conditions/p?of=visibleIf"),
        (Place(QUESTION, ""), "edit/"),
    ],
)
def test_a_place_has_an_address(place: Place, address: str) -> None:
    assert place.address == address


def test_bare_elements_are_found() -> None:
    assert place_of({"elements": [{"name": "q"}]}, "elements[0].title") == Place(QUESTION, "q")


def test_problems_of_the_engine_lead_to_their_question() -> None:
    source = {
        "elements": [
            {"type": "radiogroup", "name": "q"},
            {"type": "text", "name": "r", "visibleIf": "{nothing} = 1"},
        ]
    }
    with pytest.raises(DefinitionError) as caught:
        load(source)
    places = {place_of(source, one.path) for one in caught.value.problems}
    assert places == {Place(QUESTION, "q"), Place(QUESTION, "r", "visibleIf")}
