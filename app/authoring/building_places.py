"""Where everything is in a definition in the making: pages, panels, questions, what is inside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.authoring import building_texts as texts

Object = dict[str, Any]

INNER: Mapping[str, str] = {
    "matrixdropdown": "columns",
    "matrixdynamic": "columns",
    "multipletext": "items",
    "paneldynamic": "templateElements",
}
"""Types of question that hold others, and the property that lists these."""


class Absent(LookupError):
    """What was to be changed is not there any more."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the definition where it stands. `panel` is the panel around it, if any;
    `depth` counts the panels around."""

    entry: Object
    siblings: list[Object]
    index: int
    page: str = ""
    panel: str = ""
    depth: int = 0

    @property
    def name(self) -> str:
        return str(self.entry.get("name", ""))

    @property
    def is_panel(self) -> bool:
        return self.entry.get("type") == "panel"

    @property
    def kind(self) -> str:
        return str(self.entry.get("type", "text"))


def pages(source: Mapping[str, Any]) -> list[Object]:
    listed = source.get("pages")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def children(container: Object, key: str = "elements") -> list[Object]:
    """The list in which a page or panel holds its elements; made where there is none."""
    listed = container.get(key)
    if not isinstance(listed, list):
        listed = container[key] = []
    return listed


def find_page(source: Mapping[str, Any], name: str) -> Found | None:
    listed = source.get("pages")
    for index, page in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(page, dict) and page.get("name") == name:
            return Found(page, listed, index, page=name)  # type: ignore[arg-type]
    return None


def find(source: Mapping[str, Any], name: str, inside: Sequence[str] = ()) -> Found | None:
    """The question or panel with a name; `inside` names the questions around it, the outermost
    first (a question of a repeated panel, a column of a table)."""
    return next((one for one in walk(source, inside) if one.name == name), None)


def walk(source: Mapping[str, Any], inside: Sequence[str] = ()) -> Iterator[Found]:
    """Every question and panel in order; `inside`: those that another question holds."""
    if not inside:
        for page in pages(source):
            yield from _walk(page, "elements", str(page.get("name", "")), "", 0)
        return
    around = find(source, inside[-1], inside[:-1])
    inner = INNER.get(around.kind) if around else None
    if around is not None and inner is not None:
        yield from _walk(around.entry, inner, around.page, "", 0)


def whole(container: Object) -> Iterator[Found]:
    """Everything in a page or panel."""
    yield from _walk(container, "elements", "", "", 0)


def _walk(container: Object, key: str, page: str, panel: str, depth: int) -> Iterator[Found]:
    listed = container.get(key)
    if not isinstance(listed, list):
        return
    for index, entry in enumerate(listed):
        if isinstance(entry, dict):
            yield Found(entry, listed, index, page, panel, depth)
            if entry.get("type") == "panel":
                name = str(entry.get("name", ""))
                yield from _walk(entry, "elements", page, name, depth + 1)


def titles(source: Mapping[str, Any]) -> dict[str, str]:
    """What people read of every page, panel and question, by name."""
    lang = texts.language(source)
    named = [*pages(source), *(one.entry for one in walk(source))]
    return {str(one.get("name", "")): texts.anything_said(one.get("title"), lang) for one in named}
