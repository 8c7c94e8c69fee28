"""Where in the editor each place of a definition is: from a problem's path to an address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import url_for

from app.authoring.building_places import INNER

_STEP = re.compile(r"([A-Za-z]\w*)((?:\[\d+\])*)")


@dataclass(frozen=True, slots=True)
class Place:
    """What a path leads to: a question or panel (`inside` the questions around it), a page, or the
    whole (`page` and `name` are ""); and which of its properties."""

    page: str = ""
    name: str = ""
    inside: tuple[str, ...] = ()
    prop: str = ""


def place_of(source: Mapping[str, Any], path: str) -> Place:
    """The place of a path such as `pages[0].elements[2].choices[1].text`."""
    here: object = source
    place = Place()
    inner = ""
    for step in path.removeprefix("survey.").split("."):
        read = _STEP.fullmatch(step)
        if read is None:
            break
        key, indexes = read.group(1), [int(one) for one in re.findall(r"\d+", read.group(2))]
        listed = here.get(key) if isinstance(here, Mapping) else None
        found = _entry(listed, indexes)
        if key not in ("pages", "elements", inner) or not isinstance(found, Mapping):
            return _at(place, key, path)
        name = str(found.get("name", ""))
        place = _inwards(place, key, name)
        here, inner = found, INNER.get(str(found.get("type")), "")
    return place


def _entry(listed: object, indexes: Sequence[int]) -> object:
    if isinstance(listed, list) and len(indexes) == 1 and indexes[0] < len(listed):
        return listed[indexes[0]]
    return None


def _at(place: Place, key: str, path: str) -> Place:
    prop = "" if key in ("pages", "elements") or path == "survey" else key
    return Place(place.page, place.name, place.inside, prop)


def _inwards(place: Place, key: str, name: str) -> Place:
    if key == "pages":
        return Place(page=name)
    if key == "elements":
        return Place(place.page, name, place.inside)
    return Place(place.page, name, (*place.inside, place.name))


def address(slug: str, source: Mapping[str, Any], path: str) -> str:
    """The address of the page, and of the field on it, where what a path names is edited."""
    place = place_of(source, path)
    anchor = f"p-{place.prop}" if place.prop else None
    if place.name:
        return question(slug, place.name, place.inside, anchor)
    if place.page:
        return url_for("editor.page", slug=slug, page=place.page, _anchor=anchor)
    if place.prop:
        return url_for("editor.survey", slug=slug, _anchor=anchor)
    return url_for("editor.outline", slug=slug)


def question(slug: str, name: str, inside: Sequence[str] = (), anchor: str | None = None) -> str:
    """The address of a question's page."""
    around = {"in": list(inside)} if inside else {}
    return url_for("editor.question", slug=slug, name=name, _anchor=anchor, **around)  # type: ignore[arg-type]


def condition(slug: str, name: str, of: str) -> str:
    """The address of the page on which a condition is built by choosing."""
    home = url_for("editor.outline", slug=slug)
    return f"{home}conditions/{quote(name, safe='')}?{urlencode({'of': of})}"
