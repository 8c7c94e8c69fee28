"""The layers of the service as data, and what its modules import, read from their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.config import ROOT

APP = ROOT / "app"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"config"}),
    frozenset({"core"}),
    frozenset({"organisation"}),
    frozenset({"accounts"}),
    frozenset({"engagement"}),
    frozenset({"surveys", "ideas", "pagefeedback"}),
    frozenset({"authoring", "fieldwork", "analysis"}),
    frozenset({"insights"}),
    frozenset({"portal", "privacy", "admin", "api", "desk"}),
    frozenset({"demo", "upkeep"}),
    frozenset({"commands"}),
    frozenset({"cli"}),
    frozenset({""}),  # app/__init__.py
    frozenset({"serve"}),
)
"""A module imports its own package and those of the layers before; beside its own, none."""

RANKS = {"views": 3, "forms": 2, "service": 2, "queries": 2, "models": 1}
"""Inside a package, by the first word of a module's name; all others are pure, below these."""

CLOSED = frozenset({"views", "forms"})
"""Modules that no other package imports (but the one that puts the service together)."""

OPEN_PACKAGES = frozenset({"core"})
"""Packages whose every module is there for the others."""

ASSEMBLING = frozenset({"", "cli", "serve"})

FREE_OF_FRAMEWORKS = (
    "core.tally",
    "accounts.permissions",
    "surveys.definition",
    "surveys.expressions",
    "surveys.language",
    "surveys.checks",
    "surveys.flow",
    "surveys.versions",
    "authoring.parts",
    "authoring.building",
    "authoring.conditions",
    "authoring.importing",
    "analysis.statistics",
    "surveys.trace",
    "organisation.pack",
    "engagement.moderation",
    "pagefeedback.addresses",
    "pagefeedback.rules",
    "ideas.lifecycle",
    "ideas.clocks",
)
"""Beginnings of the names of modules that know neither the web nor the database."""

FRAMEWORKS = frozenset({"flask", "flask_babel", "flask_wtf", "sqlalchemy", "wtforms"})


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the service; `name` is below `app` ("core.db", "" for app/__init__.py)."""

    name: str
    file: Path
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    @property
    def kind(self) -> str:
        """First word of the module's own name: `views_official` is `views`."""
        return self.name.partition(".")[2].partition("_")[0]

    @property
    def place(self) -> str:
        return str(self.file.relative_to(ROOT))


@cache
def modules() -> dict[str, Module]:
    """All modules by name; an empty `__init__.py` is none."""
    found = {}
    for file in sorted(APP.rglob("*.py")):
        parts = file.relative_to(APP).with_suffix("").parts
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if parts[-1] == "__init__":
            if len(parts) > 1 and not tree.body:
                continue
            parts = parts[:-1]
        name = ".".join(parts)
        found[name] = Module(name, file, tree)
    return found


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything that a module imports, wherever it does."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.place}:{node.lineno}: a relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def own_imports(module: Module) -> set[str]:
    """The modules of the service that a module imports: `from app import x` and
    `from app.x import y` lead to the same where `y` is a module."""
    found = set()
    for name, _line in imports(module):
        if name == "app" or name.startswith("app."):
            found.add(_resolve(name.removeprefix("app").removeprefix(".")))
    return found - {module.name}


def _resolve(name: str) -> str:
    while name not in modules() and "." in name:
        name = name.rpartition(".")[0]
    return name if name in modules() else ""


def layer(package: str) -> int:
    """How high a package is; it must be in the table."""
    return next(height for height, names in enumerate(LAYERS) if package in names)
