"""The types of question as an official chooses among them: data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.authoring.offers_words import Said


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be added. `code` stands for it in forms; `start` is what a new one has."""

    code: str
    type: str
    label: Said
    hint: Said
    start: Mapping[str, Any] = field(default_factory=dict)


EVERYDAY = (
    Entry("radiogroup", "radiogroup", _l("One choice"), _l("One option of a list")),
    Entry("checkbox", "checkbox", _l("Several choices"), _l("Any options of a list")),
    Entry("comment", "comment", _l("Open answer"), _l("In one's own words")),
    Entry("rating", "rating", _l("Scale"), _l("From 1 to 5, or as you like")),
    Entry("boolean", "boolean", _l("Yes or no"), _l("One of two")),
    Entry("text", "text", _l("Short answer"), _l("A word or a line")),
    Entry(
        "number",
        "text",
        _l("Number, date or e-mail"),
        _l("Checked as it is written"),
        {"inputType": "number"},
    ),
    Entry("matrix", "matrix", _l("Matrix"), _l("The same options for several rows")),
    Entry("dropdown", "dropdown", _l("Long list"), _l("One option of a list that opens")),
)

RARE = (
    Entry("ranking", "ranking", _l("Ranking"), _l("Options put into an order")),
    Entry("tagbox", "tagbox", _l("Several of a long list"), _l("Any options of a list that opens")),
    Entry("slider", "slider", _l("Slider"), _l("A value on a long scale")),
    Entry("imagepicker", "imagepicker", _l("Pictures to choose from"), _l("Options with pictures")),
    Entry("file", "file", _l("Files"), _l("People send pictures or documents")),
    Entry("multipletext", "multipletext", _l("Several short answers"), _l("Fields with labels")),
    Entry(
        "matrixdropdown",
        "matrixdropdown",
        _l("Matrix of questions"),
        _l("Each column asks something else"),
    ),
    Entry("matrixdynamic", "matrixdynamic", _l("Table that people fill in"), _l("They add rows")),
    Entry(
        "paneldynamic",
        "paneldynamic",
        _l("Repeated questions"),
        _l("The same about each child, trip, …"),
    ),
    Entry("panel", "panel", _l("Group"), _l("Questions under a common title")),
    Entry("html", "html", _l("Text to read"), _l("Nothing is asked")),
    Entry("image", "image", _l("Picture to look at"), _l("Nothing is asked")),
    Entry("expression", "expression", _l("Computed value"), _l("Made of other answers")),
)

BY_CODE: Mapping[str, Entry] = {one.code: one for one in (*EVERYDAY, *RARE)}

NOT_INSIDE = frozenset({"file", "paneldynamic"})
"""What can't be asked about each of several things."""


def label(kind: str) -> Said:
    """What a type of question is called; its own name where nobody has given it another."""
    found = BY_CODE.get(kind)
    return found.label if found else kind
