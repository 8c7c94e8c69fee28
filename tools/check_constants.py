"""Is any constant defined in two modules? Then one of them will be changed without the other."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT

SHORTEST_TEXT = 12
SMALLEST_NUMBER = 13
"""Below these, two constants are alike by chance."""


def constants(file: Path) -> Iterator[tuple[str, str]]:
    """(value, name) of the constants with a literal value at the top of a module."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        targets, value = [], None
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign):
            targets, value = [statement.target], statement.value
        for target in targets:
            if isinstance(target, ast.Name) and value is not None and is_telling(value):
                yield ast.unparse(value), target.id


def is_telling(value: ast.expr) -> bool:
    """Whether two modules that hold this literal say the same thing."""
    try:
        literal = ast.literal_eval(value)
    except ValueError:
        return False
    match literal:
        case bool() | None:
            return False
        case int() | float():
            return abs(literal) >= SMALLEST_NUMBER
        case str():
            return len(literal) >= SHORTEST_TEXT
        case _:
            return len(literal) > 1


def duplicates(folder: Path) -> list[str]:
    """One line for each value that several modules define."""
    places: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    for file in sorted(folder.rglob("*.py")):
        for value, name in constants(file):
            places[value].append((file.relative_to(folder), name))
    return [
        f"{value} is defined in " + ", ".join(f"{file} as {name}" for file, name in found)
        for value, found in places.items()
        if _is_repeated(value, found)
    ]


def _is_repeated(value: str, found: list[tuple[Path, str]]) -> bool:
    """Numbers are alike by chance unless their names are too."""
    if not value.replace("_", "").replace(".", "").isdigit():
        return len({file for file, _name in found}) > 1
    names = [name for _file, name in found]
    return len(names) > len(set(names))


def main() -> int:
    found = duplicates(ROOT / "app")
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
