"""The parts of a definition in the making, by which two people's changes are told apart.

A part is named `survey` (what is said of the whole), `order` (which pages, panels and questions
there are, and where), `page:NAME`, `panel:NAME` or `question:NAME` (what is said of each). The
questions inside of a matrix or a repeated panel belong to it. Names are those that the definition
gives; what has no name is known by its place.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Source = Mapping[str, Any]
"""A definition as JSON, which may have problems."""

SURVEY, ORDER = "survey", "order"
_INSIDE = ("pages", "elements")


def parts(source: Source) -> dict[str, str]:
    """Every part with what it says, as canonical JSON: equal texts are equal parts."""
    found = {SURVEY: _said(source), ORDER: _canonical(_order(source))}
    for name, one in containers(source):
        found[name] = _said(one)
    return found


def changed(before: Source, after: Source) -> frozenset[str]:
    """The parts that differ between two states, those that are there in only one included."""
    old, new = parts(before), parts(after)
    return frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))


def containers(source: Source) -> Iterator[tuple[str, Source]]:
    """Every page, panel and question with the name of its part, in order."""
    for place, page in enumerate(_list(source, "pages")):
        yield f"page:{page.get('name', place)}", page
        yield from _elements(page, str(place))
    yield from _elements(source, "")


def _elements(container: Source, around: str) -> Iterator[tuple[str, Source]]:
    for place, element in enumerate(_list(container, "elements")):
        where = f"{around}.{place}"
        kind = "panel" if element.get("type") == "panel" else "question"
        yield f"{kind}:{element.get('name', where)}", element
        if kind == "panel":
            yield from _elements(element, where)


def _order(container: Source) -> list[Any]:
    return [[one.get("name"), _order(one)] for key in _INSIDE for one in _list(container, key)]


def _list(container: Source, key: str) -> list[Source]:
    found = container.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _said(one: Source) -> str:
    return _canonical({key: value for key, value in one.items() if key not in _INSIDE})


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
