"""What must hold for every route, statement, setting and command, whoever adds one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.permissions import Permission
from app.config import ROOT, Config
from app.core.access import rule_of
from tests.addresses import ADDRESSES
from tests.databases import config_of
from tests.layers import APP, Module, modules

OPERATIONS = ROOT / "docs" / "OPERATIONS.md"

OUTSIDE_OF_A_LANGUAGE = re.compile(
    r"/$|/(s|static|theme|w|api/v1)/|/(healthz|readyz|metrics|robots\.txt|favicon\.ico)$"
)

STATEMENTS_OF_THEIR_OWN: dict[str, str] = {
    "core/buckets.py": "inserts buckets in bulk, and waits for no one, each with its municipality",
    "core/engines.py": "begins the transactions of every connection",
    "portal/health.py": "reads the version of the schema, on a connection of its own",
}

RUNNING = frozenset({"execute", "scalars", "scalar", "from_statement"})
BEYOND_THE_SCOPE = frozenset(
    {"__table__", "connection", "engine", "exec_driver_sql", "bulk_save_objects"}
    | {"bulk_insert_mappings", "bulk_update_mappings"}
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service as it is put together; no test here needs its database."""
    folder = tmp_path_factory.mktemp("invariants")
    return create_app(config_of(f"sqlite:///{folder}/none.db", folder))


def address(rule: Rule) -> str:
    """As it is published: with the names of its parts, without their kinds."""
    return re.sub(r"<\w+(\([^)]*\))?:", "<", str(rule))


def routes(service: Flask) -> Iterator[Rule]:
    return (rule for rule in service.url_map.iter_rules() if rule.endpoint != "static")


def listed(faults: list[str]) -> str:
    return "\n".join(("", *faults))


# Routes


def test_every_route_says_who_may_use_it(service: Flask) -> None:
    silent = [
        str(rule) for rule in routes(service) if not rule_of(service.view_functions[rule.endpoint])
    ]
    assert not silent, listed(silent)


def test_access_rules_name_permissions_and_arguments_that_exist(service: Flask) -> None:
    wrong = []
    for rule in routes(service):
        access = rule_of(service.view_functions[rule.endpoint])
        assert access is not None
        if access.permission is not None and access.permission not in set(Permission):
            wrong.append(f"{rule}: no permission {access.permission}")
        for place in (access.area, access.group):
            if place is not None and place not in rule.arguments:
                wrong.append(f"{rule}: no argument {place}")
    assert not wrong, listed(wrong)


def test_every_page_lives_under_its_language(service: Flask) -> None:
    wrong = [
        str(rule)
        for rule in routes(service)
        if not address(rule).startswith("/<lang>/") and not OUTSIDE_OF_A_LANGUAGE.match(str(rule))
    ]
    assert not wrong, listed(wrong)


def test_published_addresses_are_kept_and_new_ones_are_published(service: Flask) -> None:
    found = {
        f"{method} {address(rule)}"
        for rule in routes(service)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    gone, new = sorted(ADDRESSES - found), sorted(found - ADDRESSES)
    assert not gone, f"no longer there: {listed(gone)}"
    assert not new, f"put into tests/addresses.py: {listed(new)}"


# Statements that the scope of the municipality cannot reach


def _beyond_the_scope(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in BEYOND_THE_SCOPE:
            yield f"{module.place}:{node.lineno}: {ast.unparse(node)}"
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        call = f"{module.place}:{node.lineno}: {ast.unparse(node)[:60]}"
        if node.func.attr in RUNNING and node.args and _is_unscoped(node.args[0]):
            yield f"{call} (unscoped)"
        if node.func.attr in ("get", "get_one", "merge") and _is_session(node.func.value):
            yield f"{call} (finds loaded rows of any municipality)"


def _is_unscoped(statement: ast.expr) -> bool:
    """SQL as text, or an insert that brings its values or its SELECT along. (The values of rows
    in bulk are looked at.)"""
    calls = []
    while isinstance(statement, ast.Call):
        calls.append(statement)
        if not isinstance(statement.func, ast.Attribute):
            break
        statement = statement.func.value
    names = [ast.unparse(call.func).rpartition(".")[2] for call in calls]
    return "text" in names[-1:] or ("insert" in names[-1:] and len(names) > 1)


def _is_session(node: ast.expr) -> bool:
    return ast.unparse(node) == "db.session"


def test_statements_go_through_the_scope() -> None:
    """The hook of app.core.db scopes what the ORM runs. What is listed here it cannot scope:
    bare tables, SQL as text, and rows that the session has loaded already."""
    found = [
        fault
        for module in modules().values()
        if str(module.file.relative_to(APP)) not in STATEMENTS_OF_THEIR_OWN
        for fault in _beyond_the_scope(module)
    ]
    assert not found, listed(found)


def test_modules_with_statements_of_their_own_still_have_them() -> None:
    by_place = {str(module.file.relative_to(APP)): module for module in modules().values()}
    for place in STATEMENTS_OF_THEIR_OWN:
        assert list(_beyond_the_scope(by_place[place])), f"{place} needs no exception any more"


# Documentation


def _first_column(heading: str) -> list[str]:
    """What stands in backticks in the first column of the table below a heading."""
    chapter = OPERATIONS.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    table = chapter.partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)


class _Asked(dict[str, str]):
    """An environment that notes which settings are read."""

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self[name] = ""
        return default


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    environ = _Asked()
    with pytest.raises(Exception, match="SECRET_KEY"):
        Config.from_env(environ)
    assert sorted(_first_column("Settings")) == sorted(environ)


def _commands(group: click.Group, path: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}"


def test_every_command_is_documented_and_every_documented_command_exists(service: Flask) -> None:
    own = {name for name in _commands(service.cli) if not name.startswith("db ")}
    documented = {
        " ".join(re.findall(r"(?:^|(?<= ))[a-z]+(?= |$)", row)) for row in _first_column("Commands")
    }
    assert documented == own | {"db upgrade"}


def test_every_command_says_what_it_does(service: Flask) -> None:
    def silent(group: click.Group) -> Iterator[str]:
        for name, command in group.commands.items():
            if not command.help:
                yield name
            if isinstance(command, click.Group):
                yield from silent(command)

    assert list(silent(service.cli)) == []


# Templates

INLINE = {
    "inline style": re.compile(r"<style\b|<[^<>]*\sstyle\s*="),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "inline handler": re.compile(r"<[^<>]*\son[a-z]+\s*="),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
}
IMPORTED = re.compile(r"{%-? *import .+? as (\w+)")
IMPORTED_NAMES = re.compile(r"{%-? *from .+? import (.+?)(?: with(?:out)? context)? *-?%}")


def templates() -> list[Path]:
    return sorted(APP.rglob("templates/**/*.html"))


def _without_comments(template: Path) -> str:
    return re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_templates_hold_no_inline_style_or_script() -> None:
    found = [
        f"{template.relative_to(ROOT)}: {kind}: {hit.group()[:60]}"
        for template in templates()
        for kind, pattern in INLINE.items()
        for hit in pattern.finditer(_without_comments(template))
    ]
    assert not found, listed(found)


def test_templates_use_what_they_import() -> None:
    unused = []
    for template in templates():
        source = _without_comments(template)
        names = IMPORTED.findall(source)
        for several in IMPORTED_NAMES.findall(source):
            names += [name.split(" as ")[-1].strip() for name in several.split(",")]
        unused += [
            f"{template.relative_to(ROOT)}: {name}"
            for name in names
            if not re.search(rf"\b{name}\b(?=[.(])", source)
        ]
    assert not unused, listed(unused)


def test_every_template_is_used() -> None:
    sources = [file.read_text(encoding="utf-8") for file in APP.rglob("*.py")]
    sources += [template.read_text(encoding="utf-8") for template in templates()]
    said = "\n".join(sources)
    unused = [
        str(template.relative_to(ROOT))
        for template in templates()
        if f'"{str(template).partition("/templates/")[2]}"' not in said
        and not re.search(rf'[("]{template.stem}"', said)
    ]
    assert not unused, listed(unused)
