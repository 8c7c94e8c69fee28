"""Where a definition can be mended: which page, panel or question a path in it lies in. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

_STEP = re.compile(r"(?P<key>[^.\[\]]+)|\[(?P<index>\d+)\]")
CONDITIONS = ("visibleIf", "enableIf", "requiredIf")


class PlaceKind(StrEnum):
    """What can be opened to be mended."""

    SURVEY = "survey"
    PAGE = "page"
    PANEL = "panel"
    QUESTION = "question"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Place:
    """A thing that has a page of its own to be edited on; `condition`: the property of it that is
    a condition, where that is what is meant."""

    kind: PlaceKind
    name: str = ""
    condition: str = ""

    @property
    def address(self) -> str:
        """Its page, counted from the address of the survey at the desk."""
        if self.kind is PlaceKind.SETTINGS:
            return "settings"
        if self.kind is PlaceKind.SURVEY or not self.name:
            return "edit/"
        name = quote(self.name, safe="")
        if self.condition:
            return f"edit/conditions/{name}?of={self.condition}"
        return f"edit/{self.kind}s/{name}"


WHOLE = Place(PlaceKind.SURVEY)
SETTINGS = Place(PlaceKind.SETTINGS)


def place_of(source: Mapping[str, Any], path: str) -> Place:
    """The innermost page, panel or question around a path such as `pages[0].elements[2].title`;
    what is asked inside another question belongs to that one."""
    found, now = WHOLE, source
    steps = [(one["key"], one["index"]) for one in _STEP.finditer(path)]
    for at, (key, index) in enumerate(steps):
        if found.kind is PlaceKind.QUESTION or (key and key not in ("pages", "elements")):
            condition = key if key in CONDITIONS and at == len(steps) - 1 else ""
            return Place(found.kind, found.name, condition) if found.name else found
        now = _inside(now, key, index)
        if index is not None and isinstance(now, Mapping):
            found = _named(now, is_page=steps[at - 1][0] == "pages", index=int(index))
    return found


def _inside(now: Any, key: str | None, index: str | None) -> Any:
    if key is not None:
        return now.get(key) if isinstance(now, Mapping) else None
    place = int(index or 0)
    return now[place] if isinstance(now, list) and place < len(now) else None


def _named(one: Mapping[str, Any], *, is_page: bool, index: int) -> Place:
    name = one.get("name")
    said = name if isinstance(name, str) else ""
    if is_page:
        return Place(PlaceKind.PAGE, said or f"page{index + 1}")
    kind = PlaceKind.PANEL if one.get("type") == "panel" else PlaceKind.QUESTION
    return Place(kind, said)
