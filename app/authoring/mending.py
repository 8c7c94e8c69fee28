"""Where a definition can be mended: which page, panel or question a path in it lies in. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from app.authoring.building_places import INNER

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
    """A thing that has a page of its own to be edited on, the questions around it (the outermost
    first), and which of its properties is meant."""

    kind: PlaceKind
    name: str = ""
    inside: tuple[str, ...] = ()
    written: str = ""

    @property
    def address(self) -> str:
        """Its page, counted from the address of the survey at the desk."""
        if self.kind is PlaceKind.SETTINGS:
            return "settings"
        anchor = f"#p-{self.written}" if self.written else ""
        if self.kind is PlaceKind.SURVEY or not self.name:
            return f"edit/survey{anchor}" if anchor and self.kind is PlaceKind.SURVEY else "edit/"
        name = quote(self.name, safe="")
        if self.written in CONDITIONS and not self.inside:
            return f"edit/conditions/{name}?of={self.written}"
        around = "&".join(f"in={quote(one, safe='')}" for one in self.inside)
        folder = "pages" if self.kind is PlaceKind.PAGE else "questions"
        return f"edit/{folder}/{name}{f'?{around}' if around else ''}{anchor}"


WHOLE = Place(PlaceKind.SURVEY)
SETTINGS = Place(PlaceKind.SETTINGS)


def place_of(source: Mapping[str, Any], path: str) -> Place:
    """The innermost page, panel or question around a path such as `pages[0].elements[2].title`."""
    found, now, inner = WHOLE, source, ""
    steps = [(one["key"], one["index"]) for one in _STEP.finditer(path)]
    for at, (key, index) in enumerate(steps):
        if key and key not in ("pages", "elements", inner):
            is_whole = found.kind is PlaceKind.SURVEY and key == "survey"
            return found if is_whole or not key.isidentifier() else replace(found, written=key)
        now = _inside(now, key, index)
        if index is not None and isinstance(now, Mapping):
            found = _named(now, found, steps[at - 1][0] or "", int(index))
            inner = INNER.get(str(now.get("type")), "")
    return found


def _inside(now: Any, key: str | None, index: str | None) -> Any:
    if key is not None:
        return now.get(key) if isinstance(now, Mapping) else None
    place = int(index or 0)
    return now[place] if isinstance(now, list) and place < len(now) else None


def _named(one: Mapping[str, Any], around: Place, key: str, index: int) -> Place:
    name = one.get("name")
    said = name if isinstance(name, str) else ""
    if key == "pages":
        return Place(PlaceKind.PAGE, said or f"page{index + 1}")
    kind = PlaceKind.PANEL if one.get("type") == "panel" else PlaceKind.QUESTION
    is_inner = key != "elements"
    inside = (*around.inside, around.name) if is_inner else around.inside
    return Place(kind, said, inside)
