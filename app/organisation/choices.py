"""The organisation as choices of a form: areas with those below them further in."""

from collections.abc import Iterable

from app.core.forms import SelectChoice
from app.organisation.queries import AreaNode

INDENT = "\u2003"


def area_choices(nodes: Iterable[AreaNode], depth: int = 0) -> list[SelectChoice]:
    """Areas by their keys, as a tree that is read from top to bottom."""
    found = []
    for node in nodes:
        found.append(SelectChoice(node.area.key, INDENT * depth + str(node.area.name)))
        found.extend(area_choices(node.children, depth + 1))
    return found
