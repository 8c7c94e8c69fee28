"""What the path of a problem leads to in a definition: found, named and taken out."""

import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

Step = str | int


def steps(path: str) -> list[Step]:
    """`pages[0].elements[2].visibleIf` as what to follow."""
    return [int(number) if number else name for name, number in _STEP.findall(path)]


def follow(source: object, way: list[Step]) -> object:
    """What is at the end of a way; None where it leads nowhere."""
    found = source
    for step in way:
        if isinstance(step, int) and isinstance(found, list) and step < len(found):
            found = found[step]
        elif isinstance(step, str) and isinstance(found, Mapping):
            found = found.get(step)
        else:
            return None
    return found


def take_out(source: dict[str, Any], way: list[Step]) -> bool:
    """Remove what is at the end of a way; False where there is nothing."""
    around = follow(source, way[:-1])
    last = way[-1] if way else None
    if isinstance(last, str) and isinstance(around, dict) and last in around:
        del around[last]
        return True
    if isinstance(last, int) and isinstance(around, list) and last < len(around):
        del around[last]
        return True
    return False


def element_way(source: object, way: list[Step]) -> list[Step]:
    """The part of a way that ends at the innermost element of a list; [] where there is none."""
    for length in range(len(way), 0, -1):
        one = follow(source, way[:length])
        if isinstance(way[length - 1], int) and isinstance(one, Mapping):
            return way[:length]
    return []


def named(source: object, way: list[Step]) -> str:
    """The name of the innermost element on a way, as an author would call it; else the way."""
    for length in range(len(way), 0, -1):
        one = follow(source, way[:length])
        name = one.get("name") if isinstance(one, Mapping) else None
        if isinstance(name, str) and name.strip():
            return name
    return ""
