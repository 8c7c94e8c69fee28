"""Triggers of former versions that show pages and questions: read as their visibleIf."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.surveys.problems import Findings

DEEPEST = 12
KNOWN = frozenset({"type", "expression", "pages", "questions", "name", "operator", "value"})
COMPARED = frozenset({
    "equal", "notequal", "contains", "notcontains", "anyof", "allof", "noneof",
    "greater", "less", "greaterorequal", "lessorequal",
})  # fmt: skip


def is_visible_trigger(entry: object) -> bool:
    kind = entry.get("type") if isinstance(entry, Mapping) else None
    return isinstance(kind, str) and kind.removesuffix("trigger") == "visible"


def imported(source: Mapping[str, Any], findings: Findings) -> Mapping[str, Any]:
    """A definition with what its visible triggers say in the elements that they name."""
    triggers = source.get("triggers")
    listed = triggers if isinstance(triggers, list) else []
    wanted: dict[str, tuple[str, str]] = {}
    for index, entry in enumerate(listed):
        if is_visible_trigger(entry):
            _note(entry, f"triggers[{index}]", wanted, findings)
    if not wanted:
        return source
    found: set[str] = set()
    parts = {
        written: _shown(source[written], wanted, found, findings, DEEPEST)
        for written in ("pages", "elements")
        if written in source
    }
    for name in wanted.keys() - found:
        path = wanted[name][0]
        findings.refuse(path, f"nothing is called {name!r}", "name a page, panel or question")
    return {**source, **parts}


def _note(
    entry: Mapping[str, Any], path: str, wanted: dict[str, tuple[str, str]], findings: Findings
) -> None:
    """Under the name of each element its trigger's path and condition."""
    expression = entry.get("expression") or _compared(entry)
    named = [entry.get(written, []) for written in ("pages", "questions")]
    names = [name for one in named if isinstance(one, list) for name in one]
    if not isinstance(expression, str) or not names or not all(isinstance(x, str) for x in names):
        findings.refuse(path, "this trigger shows nothing", "write visibleIf on what it shows")
        return
    for written in entry.keys() - KNOWN:
        findings.refuse(f"{path}.{written}", "unknown property", "remove it")
    findings.warn(path, "this is an old kind of trigger", "write visibleIf on what it shows")
    for name in names:
        if name in wanted:
            findings.refuse(path, f"{name!r} is shown by two triggers", "write one visibleIf")
        wanted[name] = (path, expression)


def _compared(entry: Mapping[str, Any]) -> str | None:
    """The condition of a trigger that names a question, an operator and a value instead."""
    name, operator = entry.get("name"), entry.get("operator", "equal")
    if not isinstance(name, str) or not name:
        return None
    if operator in ("empty", "notempty"):
        return f"{{{name}}} {operator}"
    value = _literal(entry.get("value"))
    return f"{{{name}}} {operator} {value}" if operator in COMPARED and value else None


def _literal(value: object) -> str:
    """A value as expressions write it; "" where they can't."""
    if isinstance(value, list):
        items = ["" if isinstance(one, list) else _literal(one) for one in value]
        return f"[{', '.join(items)}]" if all(items) else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "" if "'" in value or '"' in value else f"'{value}'"
    return str(value) if isinstance(value, (int, float)) else ""


def _shown(
    listed: object,
    wanted: Mapping[str, tuple[str, str]],
    found: set[str],
    findings: Findings,
    depth: int,
) -> object:
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not depth:
        return listed
    elements = []
    for element in listed:
        if isinstance(element, Mapping):
            name = element.get("name")
            one = dict(element)
            if "elements" in one:
                one["elements"] = _shown(one["elements"], wanted, found, findings, depth - 1)
            if isinstance(name, str) and name in wanted:
                path, expression = wanted[name]
                found.add(name)
                if "visibleIf" in one:
                    findings.refuse(path, f"{name!r} has a visibleIf of its own", "join the two")
                one["visibleIf"] = expression
            elements.append(one)
        else:
            elements.append(element)
    return elements


__all__ = ["imported", "is_visible_trigger"]
