"""Whether a change of one property makes a definition worse: what only then is wrong with it."""

from collections.abc import Iterator, Mapping, MutableMapping
from copy import deepcopy
from typing import Any

from app.core.languages import LANGUAGES
from app.surveys import definition as definitions
from app.surveys.problems import DefinitionError, Problem


def named(source: Mapping[str, Any], name: str) -> tuple[str, MutableMapping[str, Any]] | None:
    """The page, panel or question of a name, with its path; pages are known by number too."""
    return next((one for one in elements(source) if one[1].get("name", "") == name), None) or next(
        ((path, one) for path, one in elements(source) if path == _page_path(name)), None
    )


def _page_path(name: str) -> str:
    number = name.removeprefix("page")
    return f"pages[{int(number) - 1}]" if number.isdigit() else ""


def elements(source: Mapping[str, Any]) -> Iterator[tuple[str, MutableMapping[str, Any]]]:
    """Every page, panel and question with its path, in order."""
    for path, one in _listed(source, "pages", ""):
        yield path, one
        yield from inside(one, path)
    yield from inside(source, "")


def inside(around: Mapping[str, Any], path: str) -> Iterator[tuple[str, MutableMapping[str, Any]]]:
    for where, one in _listed(around, "elements", path):
        yield where, one
        if one.get("type") == "panel":
            yield from inside(one, where)


def _listed(
    around: Mapping[str, Any], key: str, path: str
) -> Iterator[tuple[str, MutableMapping[str, Any]]]:
    listed = around.get(key)
    for at, one in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(one, dict):
            yield f"{path}.{key}[{at}]".lstrip("."), one


def title_of(source: Mapping[str, Any], element: Mapping[str, Any]) -> str:
    """The title of a part in the survey's own language; "" where it has none."""
    written = element.get("title")
    if isinstance(written, Mapping):
        own = str(source.get("locale") or LANGUAGES[0])
        texts = [written.get(own), written.get("default"), *written.values()]
        written = next((one for one in texts if isinstance(one, str) and one.strip()), "")
    return written.strip() if isinstance(written, str) else ""


def with_property(source: Mapping[str, Any], name: str, written: str, value: str) -> dict[str, Any]:
    """The definition with a property of one of its parts set; "" takes it away."""
    changed = deepcopy(dict(source))
    found = named(changed, name)
    if found is not None:
        set_property(found[1], written, value)
    return changed


def set_property(element: MutableMapping[str, Any], written: str, value: str) -> None:
    if value.strip():
        element[written] = value
    else:
        element.pop(written, None)


def made_wrong(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a definition that was not before."""
    known = {(one.path, one.reason) for one in _problems(before)}
    return [one for one in _problems(after) if (one.path, one.reason) not in known]


def _problems(source: Mapping[str, Any]) -> tuple[Problem, ...]:
    try:
        definitions.load(source)
    except DefinitionError as error:
        return error.problems
    return ()
