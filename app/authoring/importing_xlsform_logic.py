"""XLSForm's expressions as expressions of ours."""

import re
from collections.abc import Mapping, Sequence

from app.authoring.importing_expressions import (
    Dialect,
    Said,
    Untranslatable,
    empty,
    negated,
    reference,
    translated,
)

_TOKEN = re.compile(
    r"""(?P<string>"[^"]*"|'[^']*'|“[^”]*”|‘[^’]*’)|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<name>\$\{\s*[^{}]+?\s*\}|[A-Za-z_][\w-]*(?=\s*\()|or\b|and\b|div\b|mod\b|\.(?![.\w]))"""
    r"""|(?P<operator><=|>=|!=|[=<>+\-*/%(),|])"""
)
_OPERATORS = {"or": "or", "and": "and", "div": "/", "mod": "%"}
_SAME = {
    "sum": "sum",
    "min": "min",
    "max": "max",
    "round": "round",
    "int": "trunc",
    "count": "count",
}


class Names:
    """The questions of a form: how each is called from where an expression stands.

    `inside` holds, by question, the repeat that it is asked in ("" for none).
    """

    def __init__(self, inside: Mapping[str, str]) -> None:
        self.inside = inside

    def find(self, name: str, repeat: str) -> Said:
        """A question as seen from a repeat (or from outside, "")."""
        if name not in self.inside:
            raise Untranslatable(name)
        around = self.inside[name]
        if not around:
            return reference(name)
        if around == repeat:
            return reference(f"panel.{name}")
        raise Untranslatable(name)


def expression(written: str, names: Names, *, own: str = "", repeat: str = "") -> str:
    """An expression in our language; `own` is the question that `.` means. Raises
    Untranslatable."""

    def name(term: str) -> Said:
        if term.startswith("."):
            if not own:
                raise Untranslatable(term)
            return Said("{self}", is_atom=True)
        if term.startswith("${"):
            return names.find(term[2:-1].strip(), repeat)
        raise Untranslatable(term)

    return translated(written.strip(), Dialect(_TOKEN, _OPERATORS, name, _call))


def _call(name: str, arguments: Sequence[Said]) -> Said:
    match name, len(arguments):
        case "selected", 2:
            return Said(f"{arguments[0].inside} contains {arguments[1].inside}")
        case "not", 1:
            return negated(arguments[0])
        case "true", 0:
            return Said("true", constant=True, is_atom=True)
        case "false", 0:
            return Said("false", constant=False, is_atom=True)
        case (("today" | "now"), 0):
            return Said("today()")
        case "count-selected", 1:
            return _of_list(arguments[0], "length")
        case "string-length", 1:
            return _of_list(arguments[0], "length")
        case (("if" | "once"), _):
            return Said(f"iif({', '.join(one.text for one in arguments)})")
        case "coalesce", 2:
            first, second = arguments
            return Said(f"iif({empty(first).text}, {second.text}, {first.text})")
        case (("number" | "string" | "date"), 1):
            return arguments[0]
    if name in _SAME and arguments:
        return Said(f"{_SAME[name]}({', '.join(one.text for one in arguments)})")
    raise Untranslatable(name)


def _of_list(one: Said, what: str) -> Said:
    """The length of a list or a text."""
    if not one.text.startswith("{"):
        raise Untranslatable(one.text)
    return reference(f"{one.text[1:-1]}.{what}")


_REGEX = re.compile(r"""^\s*regex\(\s*\.\s*,\s*(['"])(.*)\1\s*\)\s*$""", re.DOTALL)


def pattern(constraint: str) -> str:
    """The pattern of a constraint that is nothing but one; else ""."""
    found = _REGEX.match(constraint)
    return found[2] if found else ""


_BOUND = re.compile(r"^\s*\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$")


def bounds(constraint: str) -> dict[str, float]:
    """The least and greatest number of a constraint such as `. >= 1 and . <= 10`; else {}."""
    found: dict[str, float] = {}
    for part in re.split(r"\band\b", constraint):
        match = _BOUND.match(part)
        if match is None or match[1] in ("<", ">"):
            return {}
        found["min" if match[1] == ">=" else "max"] = float(match[2])
    return found
