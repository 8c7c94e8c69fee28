"""From the path of a problem to the page on which it is mended."""

import pytest

from app.authoring.places import Place, place_of

SOURCE = {
    "pages": [
        {
            "name": "first",
            "elements": [
                {"type": "radiogroup", "name": "vehicle", "choices": ["a"]},
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
                {"type": "matrixdynamic", "name": "grid", "columns": [{"name": "where"}]},
                {"type": "matrix", "name": "plain", "columns": ["a"], "rows": ["b"]},
            ],
        }
    ]
}
INSIDE = "pages[0].elements[1].elements[0].templateElements[0]"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("survey", Place()),
        ("pages", Place()),
        ("title.sv", Place(prop="title")),
        ("pages[0]", Place("first")),
        ("pages[0].visibleIf", Place("first", prop="visibleIf")),
        ("pages[0].elements[0]", Place("first", "vehicle")),
        ("pages[0].elements[0].choices[0].text", Place("first", "vehicle", prop="choices")),
        ("pages[0].elements[1].title", Place("first", "group", prop="title")),
        (f"{INSIDE}.title", Place("first", "age", ("children",), "title")),
        ("pages[0].elements[2].columns[0].title", Place("first", "where", ("grid",), "title")),
        ("pages[0].elements[3].columns[0].text", Place("first", "plain", prop="columns")),
        ("pages[9].elements[0]", Place()),
        ("triggers[0].expression", Place(prop="triggers")),
        ("no path at all", Place()),
    ],
)
def test_a_path_leads_to_the_innermost_thing_that_can_be_edited(path: str, place: Place) -> None:
    assert place_of(SOURCE, path) == place
