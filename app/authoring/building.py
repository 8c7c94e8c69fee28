"""Operations on a definition in the making: pages, panels and questions added, moved, copied, taken
away. The definition is plain JSON that may have problems; all of this changes it in place."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from app.authoring import building_names as names
from app.authoring import building_texts as texts
from app.authoring.building_places import (
    INNER,
    Absent,
    Found,
    Object,
    children,
    find,
    find_page,
    pages,
    titles,
    walk,
    whole,
)

__all__ = [
    "Absent", "Found", "add_page", "add_question", "complete", "delete", "delete_page",
    "duplicate", "everything_named", "find", "find_page", "move", "move_page", "place", "rename",
    "titles", "walk",
]  # fmt: skip

UP, DOWN = -1, 1

STARTS: Mapping[str, Mapping[str, Any]] = {
    "radiogroup": {"choices": []},
    "checkbox": {"choices": []},
    "dropdown": {"choices": []},
    "tagbox": {"choices": []},
    "ranking": {"choices": []},
    "imagepicker": {"choices": []},
    "matrix": {"columns": [], "rows": []},
    "matrixdropdown": {"columns": [], "rows": []},
    "matrixdynamic": {"columns": []},
    "multipletext": {"items": []},
    "paneldynamic": {"templateElements": [], "panelCount": 1},
    "panel": {"elements": []},
}
"""What a new one has beside its type and name."""


def complete(source: Object) -> None:
    """Give everything a page to stand on and a name of its own, so that it can be pointed at."""
    listed = source.get("pages")
    loose = source.pop("elements", None)
    source["pages"] = [one for one in listed if isinstance(one, dict)] if listed else []
    if isinstance(loose, list) and loose:
        source["pages"].append({"elements": loose})
    taken: set[str] = set()
    for page in source["pages"]:
        _name(page, "page", taken)
    _complete(source["pages"], taken)


def _complete(containers: Sequence[Object], taken: set[str]) -> None:
    """Names for all elements; in a repeated panel or a table they need only differ in it."""
    for found in [one for page in containers for one in whole(page)]:
        _name(found.entry, "panel" if found.is_panel else "question", taken)
        inner = INNER.get(str(found.entry.get("type", "")))
        if inner is not None:
            _complete_inner(found.entry, inner)


def _complete_inner(entry: Object, inner: str) -> None:
    listed = entry.get(inner)
    entries = listed if isinstance(listed, list) else []
    entry[inner] = [{"name": one} if isinstance(one, str) else one for one in entries]
    entry[inner] = [one for one in entry[inner] if isinstance(one, dict)]
    if inner == "templateElements":
        _complete([{"elements": entry[inner]}], set())
    taken: set[str] = set()
    for one in entry[inner]:
        if inner != "templateElements":
            _name(one, inner.removesuffix("s"), taken)


def _name(entry: Object, word: str, taken: set[str]) -> None:
    written = entry.get("name")
    name = written.strip() if isinstance(written, str) else ""
    lowered = {one.lower() for one in taken}
    if not name:
        name = names.numbered(word, taken)
    elif name.lower() in lowered:
        name = names.unique(name, taken)
    if name != written:
        entry["name"] = name
    taken.add(name)


def everything_named(source: Mapping[str, Any], inside: Sequence[str] = ()) -> set[str]:
    """The names that are taken where a new one would stand."""
    if inside:
        around = find(source, inside[-1], inside[:-1])
        return {one.name for one in walk(source, inside)} if around else set()
    calculated = source.get("calculatedValues")
    computed = calculated if isinstance(calculated, list) else []
    return {
        *(str(page.get("name")) for page in pages(source)),
        *(one.name for one in walk(source)),
        *(str(one.get("name")) for one in computed if isinstance(one, dict)),
    }


def add_page(source: Object, *, after: str = "", title: str = "") -> str:
    """A new page after another, or as the last; gives its name."""
    name = new_page_name(source)
    page: Object = {"name": name, "elements": []}
    if title:
        page["title"] = title
    listed = source.setdefault("pages", [])
    found = find_page(source, after)
    listed.insert(found.index + 1 if found else len(listed), page)
    return name


def add_question(
    source: Object,
    kind: str,
    *,
    after: str = "",
    into: str = "",
    inside: Sequence[str] = (),
    start: Mapping[str, Any] | None = None,
) -> str:
    """A new element of a type after another, or as the last of a page, a panel, or of what is
    asked inside another question; gives its name. Raises Absent where that is gone."""
    inner = _inner_of(source, inside)
    name = numbered_like(source, kind, inside)
    fresh = {**STARTS.get(kind, {}), **(start or {})}
    typed = {"cellType" if inner == "columns" else "type": kind} if inner != "items" else {}
    entry: Object = {**typed, "name": name, **deepcopy(fresh)}
    if after:
        found = _sought(source, after, inside)
        found.siblings.insert(found.index + 1, entry)
    else:
        _container(source, into, inside).append(entry)
    return name


def _inner_of(source: Mapping[str, Any], inside: Sequence[str]) -> str:
    """The property that holds what is asked inside a question."""
    if not inside:
        return ""
    return INNER.get(str(_sought(source, inside[-1], inside[:-1]).entry.get("type")), "")


def move(source: Object, name: str, step: int, inside: Sequence[str] = ()) -> None:
    """One place up or down; at the end of a panel out of it, at the end of a page to the next."""
    found = _sought(source, name, inside)
    target = found.index + step
    if 0 <= target < len(found.siblings):
        found.siblings.insert(target, found.siblings.pop(found.index))
    elif found.panel:
        around = _sought(source, found.panel, inside)
        found.siblings.pop(found.index)
        around.siblings.insert(around.index + (step > 0), found.entry)
    elif not inside:
        _to_the_next_page(source, found, step)


def _to_the_next_page(source: Object, found: Found, step: int) -> None:
    listed = pages(source)
    at = next(place for place, page in enumerate(listed) if page.get("name") == found.page)
    if not 0 <= at + step < len(listed):
        return
    found.siblings.pop(found.index)
    there = children(listed[at + step])
    there.insert(0 if step > 0 else len(there), found.entry)


def place(
    source: Object, name: str, *, into: str, after: str = "", inside: Sequence[str] = ()
) -> None:
    """Put an element into a page or panel, after another there or (after="") before all. A panel
    can't be put into itself: Absent."""
    found = _sought(source, name, inside)
    within = {one.name for one in whole(found.entry)} | {name}
    if into in within or after in within:
        raise Absent(into)
    target = _container(source, into, inside)
    if after and all(one.get("name") != after for one in target):
        raise Absent(after)
    found.siblings.pop(found.index)
    at = next((index + 1 for index, one in enumerate(target) if one.get("name") == after), 0)
    target.insert(at if after else 0, found.entry)


def move_page(source: Object, name: str, step: int) -> None:
    found = find_page(source, name)
    if found is None:
        raise Absent(name)
    target = found.index + step
    if 0 <= target < len(found.siblings):
        found.siblings.insert(target, found.siblings.pop(found.index))


def duplicate(source: Object, name: str, inside: Sequence[str] = ()) -> str:
    """A copy right after its original; it and all in it get names of their own."""
    found = _sought(source, name, inside)
    copy = deepcopy(found.entry)
    taken = everything_named(source, inside)
    for one in (copy, *(inner.entry for inner in whole(copy))):
        one["name"] = names.unique(str(one.get("name")), taken)
        taken.add(one["name"])
    found.siblings.insert(found.index + 1, copy)
    return str(copy["name"])


def delete(source: Object, name: str, inside: Sequence[str] = ()) -> None:
    found = _sought(source, name, inside)
    found.siblings.pop(found.index)


def delete_page(source: Object, name: str) -> None:
    """A page with all that is on it."""
    found = find_page(source, name)
    if found is None:
        raise Absent(name)
    found.siblings.pop(found.index)


def rename(source: Object, old: str, new: str, inside: Sequence[str] = ()) -> str:
    """Give an element another technical name, and let what refers to it know; gives the name."""
    found = _sought(source, old, inside)
    new = names.unique(new, everything_named(source, inside) - {old})
    if new != old:
        found.entry["name"] = new
        scope = _sought(source, inside[0]).entry if inside else source
        names.refer_to(scope, f"panel.{old}" if inside else old, f"panel.{new}" if inside else new)
        if inside:
            names.refer_to(scope, f"row.{old}", f"row.{new}")
            names.refer_to(scope, old, new)
    return new


def named_by_title(source: Object, name: str, inside: Sequence[str] = ()) -> str:
    """A name made of the title for what has none yet but a number; gives the name."""
    found = _sought(source, name, inside)
    words = texts.said(found.entry.get("title"), texts.language(source))
    if not words or not names.is_automatic(name):
        return name
    return rename(source, name, names.from_words(words, name), inside)


def _sought(source: Mapping[str, Any], name: str, inside: Sequence[str] = ()) -> Found:
    found = find(source, name, inside)
    if found is None:
        raise Absent(name)
    return found


def _container(source: Object, into: str, inside: Sequence[str]) -> list[Object]:
    """The list of a page, of a panel, or of what is asked inside a question."""
    page = None if inside else find_page(source, into)
    if page is not None:
        return children(page.entry)
    if into:
        return children(_sought(source, into, inside).entry)
    if inside:
        return _inner_list(_sought(source, inside[-1], inside[:-1]).entry)
    if not pages(source):
        add_page(source)
    return children(pages(source)[-1])


def _inner_list(entry: Object) -> list[Object]:
    inner = INNER.get(str(entry.get("type")))
    if inner is None:
        raise Absent(str(entry.get("name")))
    listed: list[Object] = entry.setdefault(inner, [])
    return listed


def nearby(source: Mapping[str, Any], name: str) -> Iterator[str]:
    """The names of the questions before and after one, in this order; "" where there is none."""
    found = [one.name for one in walk(source) if not one.is_panel]
    at = found.index(name) if name in found else -1
    yield found[at - 1] if at > 0 else ""
    yield found[at + 1] if 0 <= at < len(found) - 1 else ""


def numbered_like(source: Mapping[str, Any], kind: str, inside: Sequence[str] = ()) -> str:
    """The name that a new element of a type would get now."""
    inner = _inner_of(source, inside)
    word = "panel" if kind == "panel" else "question"
    word = inner.removesuffix("s") if inner in ("columns", "items") else word
    return names.numbered(word, everything_named(source, inside))


def new_page_name(source: Mapping[str, Any]) -> str:
    """The name that a new page would get now."""
    return names.numbered("page", everything_named(source))
