"""The layout that docs/ARCHITECTURE.md describes holds: layers, circles, names, lengths."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from app.config import ROOT
from tests.layers import (
    APP,
    ASSEMBLING,
    CLOSED,
    FRAMEWORKS,
    FREE_OF_FRAMEWORKS,
    LAYERS,
    OPEN_PACKAGES,
    RANKS,
    imports,
    layer,
    modules,
    own_imports,
)

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 130

EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"})
NAMES_WITH_A_REASON = {"surveys.question_types.base": "what all question types are"}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_every_package_has_a_layer() -> None:
    known = frozenset().union(*LAYERS)
    assert {module.package for module in modules().values()} <= known


def test_packages_import_downwards_only() -> None:
    wrong = [
        f"{module.place} imports app.{name}"
        for module in modules().values()
        for name in own_imports(module)
        if (package := name.partition(".")[0]) != module.package
        and layer(package) >= layer(module.package)
    ]
    assert not wrong, listed(wrong)


def test_packages_offer_no_views_and_forms_to_each_other() -> None:
    wrong = [
        f"{module.place} imports app.{name}"
        for module in modules().values()
        for name in own_imports(module)
        if module.package not in ASSEMBLING
        and name
        and modules()[name].package != module.package
        and modules()[name].package not in OPEN_PACKAGES
        and modules()[name].kind in CLOSED
    ]
    assert not wrong, listed(wrong)


def test_inside_a_package_imports_go_from_views_down_to_pure_modules() -> None:
    wrong = [
        f"{module.place} imports app.{name}"
        for module in modules().values()
        for name in own_imports(module)
        if name
        and modules()[name].package == module.package
        and RANKS.get(module.kind, 0) in (1, 2)
        and RANKS.get(modules()[name].kind, 0) > RANKS[module.kind]
    ]
    assert not wrong, listed(wrong)


def test_modules_import_each_other_in_no_circle() -> None:
    try:
        list(
            TopologicalSorter(
                {module.name: own_imports(module) for module in modules().values()}
            ).static_order()
        )
    except CycleError as circle:
        raise AssertionError(" > ".join(f"app.{name}" for name in circle.args[1])) from None


def test_imports_stand_at_the_top() -> None:
    wrong = [
        f"{module.place}:{node.lineno}"
        for module in modules().values()
        for function in ast.walk(module.tree)
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not wrong, listed(wrong)


def test_pure_modules_know_neither_the_web_nor_the_database() -> None:
    wrong = [
        f"{module.place}:{line} imports {name}"
        for module in modules().values()
        if module.name.startswith(FREE_OF_FRAMEWORKS)
        for name, line in imports(module)
        if name.partition(".")[0] in FRAMEWORKS
    ]
    assert not wrong, listed(wrong)


def test_only_the_service_itself_has_an_init_module_with_content() -> None:
    full = [file for file in APP.rglob("__init__.py") if file.read_text(encoding="utf-8").strip()]
    assert full == [APP / "__init__.py"]


def test_every_module_says_what_it_owns() -> None:
    silent = [module.place for module in modules().values() if not ast.get_docstring(module.tree)]
    assert not silent, listed(silent)


def test_names_say_something() -> None:
    empty = [
        module.place
        for module in modules().values()
        if set(module.name.split(".")) & EMPTY_NAMES and module.name not in NAMES_WITH_A_REASON
    ]
    assert not empty, listed(empty)


def test_files_can_be_read_in_one_sitting() -> None:
    folders = ("app", "tests", "tools", "bench")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    long = _too_long(files, LONGEST_FILE)
    assert not long, listed(long)


def test_templates_are_short() -> None:
    long = _too_long(list(APP.rglob("*.html")), LONGEST_TEMPLATE)
    assert not long, listed(long)


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{module.place}:{node.lineno}: {node.name} has {lines} lines"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, FUNCTIONS)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long, listed(long)


def listed(faults: list[str]) -> str:
    return "\n".join(("", *faults))


def _too_long(files: list[Path], most: int) -> list[str]:
    found = []
    for file in files:
        place = str(file.relative_to(ROOT))
        lines = len(file.read_text(encoding="utf-8").splitlines())
        if lines > most:
            found.append(f"{place} has {lines} lines")
    return found
