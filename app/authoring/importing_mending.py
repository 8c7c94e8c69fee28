"""What does not load of an import is taken out piece by piece, each with a line."""

from typing import Any

from app.authoring.importing import Lines, Why
from app.authoring.importing_paths import Step, element_way, follow, named, steps, take_out
from app.surveys.problems import Problem

_WHYS = {
    "visibleIf": Why.CONDITION,
    "enableIf": Why.CONDITION,
    "requiredIf": Why.CONDITION,
    "choicesVisibleIf": Why.CONDITION,
    "rowsVisibleIf": Why.CONDITION,
    "templateVisibleIf": Why.CONDITION,
    "validators": Why.CONSTRAINT,
    "minValueExpression": Why.CONSTRAINT,
    "maxValueExpression": Why.CONSTRAINT,
    "min": Why.CONSTRAINT,
    "max": Why.CONSTRAINT,
    "defaultValue": Why.DEFAULT,
    "defaultValueExpression": Why.DEFAULT,
    "html": Why.MARKUP,
}
_NEEDED = frozenset({"name", "type", "expression", "choices", "rows", "columns", "value"})
"""Properties without which an element is nothing."""


def mend(source: dict[str, Any], problem: Problem, lines: Lines) -> bool:
    """Take out the property that a problem is about, or else the whole element."""
    way = steps(problem.path)
    where = named(source, way) or problem.path
    length = _property(way)
    written = way[length - 1] if length else ""
    if isinstance(written, str) and written and written not in _NEEDED:
        found = follow(source, way[:length])
        if isinstance(found, str):
            what = found
        elif written == "validators":
            what = str(follow(source, way[: length + 1]))
            length = min(length + 1, len(way))
        else:
            what = written
        if take_out(source, way[:length]):
            lines.note(where, f"{written}: {what}", _WHYS.get(written, Why.NOT_LOADED))
            return True
    element = element_way(source, way)
    if len(element) > 1 and take_out(source, element):
        lines.note(where, problem.reason, Why.NOT_LOADED)
        return True
    return False


def _property(way: list[Step]) -> int:
    """How far the way goes to the first property that can be done without."""
    inner = {"pages", "elements", "templateElements", "items", "columns", "choices", "rows"}
    for length, step in enumerate(way, 1):
        if isinstance(step, str) and step not in inner:
            return length
    return 0
