"""A path in a definition leads to what can be opened and mended there."""

import pytest

from app.authoring.mending import SETTINGS, WHOLE, Place, PlaceKind, place_of
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
                {"type": "matrixdynamic", "name": "grid", "columns": [{"name": "where"}]},
                {"type": "matrix", "name": "plain", "columns": ["a"], "rows": ["b"]},
                {
                    "type": "panel",
                    "name": "group",
                    "elements": [
                        {
                            "type": "paneldynamic",
                            "name": "children",
                            "templateElements": [{"type": "text", "name": "age"}],
                        }
                    ],
                },
            ],
        },
        {"elements": []},
    ],
}

INSIDE = "pages[0].elements[5].elements[0].templateElements[0]"
QUESTION, PANEL, PAGE = PlaceKind.QUESTION, PlaceKind.PANEL, PlaceKind.PAGE


def within(*names: str, kind: PlaceKind = QUESTION, written: str = "") -> Place:
    return Place(kind, names[-1], names[:-1], written)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("survey", WHOLE),
        ("pages", WHOLE),
        ("title", Place(PlaceKind.SURVEY, written="title")),
        ("triggers[0].expression", Place(PlaceKind.SURVEY, written="triggers")),
        ("pages[0]", within("first", kind=PAGE)),
        ("pages[0].title", within("first", kind=PAGE, written="title")),
        ("pages[1]", within("page2", kind=PAGE)),
        ("pages[0].elements[0]", within("a b/c")),
        ("pages[0].elements[0].visibleIf", within("a b/c", written="visibleIf")),
        ("pages[0].elements[0].choices[1].visibleIf", within("a b/c", written="choices")),
        ("pages[0].elements[1]", within("p", kind=PANEL)),
        ("pages[0].elements[1].enableIf", within("p", kind=PANEL, written="enableIf")),
        ("pages[0].elements[1].elements[0].title", within("inner", written="title")),
        (
            "pages[0].elements[2].templateElements[0].title",
            within("list", "own", written="title"),
        ),
        ("pages[0].elements[9].title", within("first", kind=PAGE, written="title")),
        ("pages[7]", WHOLE),
        ("pages[9].elements[0]", WHOLE),
        ("title.sv", Place(PlaceKind.SURVEY, written="title")),
        ("no path at all", WHOLE),
        ("pages[0].elements[3].columns[0].title", within("grid", "where", written="title")),
        ("pages[0].elements[4].columns[0].text", within("plain", written="columns")),
        (f"{INSIDE}.title", within("children", "age", written="title")),
    ],
)
def test_a_path_leads_to_what_it_lies_in(path: str, place: Place) -> None:
    assert place_of(SOURCE, path) == place


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (WHOLE, "edit/"),
        (SETTINGS, "settings"),
        (Place(PlaceKind.SURVEY, written="title"), "edit/survey#p-title"),
        (within("a b/c"), "edit/questions/a%20b%2Fc"),
        (within("first", kind=PAGE), "edit/pages/first"),
        (within("p", kind=PANEL), "edit/questions/p"),
        (within("p", kind=PANEL, written="visibleIf"), "edit/conditions/p?of=visibleIf"),
        (within("q", written="choices"), "edit/questions/q#p-choices"),
        (within("a", "b", "c", written="title"), "edit/questions/c?in=a&in=b#p-title"),
        (within("a", "b", written="visibleIf"), "edit/questions/b?in=a#p-visibleIf"),
        (within(""), "edit/"),
    ],
)
def test_a_place_has_an_address(place: Place, address: str) -> None:
    assert place.address == address


def test_bare_elements_are_found() -> None:
    assert place_of({"elements": [{"name": "q"}]}, "elements[0].title") == within(
        "q", written="title"
    )


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
    assert places == {within("q", written="choices"), within("r", written="visibleIf")}
