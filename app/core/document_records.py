"""Typed reading of the mappings of a document: each reader returns a value or notes a fault.

A faulty value reads as an empty one of its type, so that the reading goes on and every fault of
the document comes out at once; whoever reads must raise at the end if `Faults` holds any.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from app.core.documents import DocumentError, Fault, join_path

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EMAIL = re.compile(r"[^@\s,;<>]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
MAX_KEY = 60
MAX_TEXT = 5_000

Option = TypeVar("Option", bound=StrEnum)

Texts = Mapping[str, str]
"""A text in each language of the municipality, in its order of preference."""


@dataclass(slots=True)
class Faults:
    """What is wrong with the document that is being read."""

    found: list[Fault] = field(default_factory=list)

    def add(self, path: str, reason: str, hint: str = "") -> None:
        self.found.append(Fault(path or "document", reason, hint))

    def raise_any(self, error: type[DocumentError]) -> None:
        if self.found:
            raise error(self.found)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them when they are few."""
    words = list(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    if not words:
        return "there are none"
    return f"one of {', '.join(words)}" if len(words) <= 12 else ""


def kind_name(value: object) -> str:
    """The kind of a value in the words of somebody who writes YAML."""
    names = {
        str: "a text",
        bool: "true or false",
        int: "a whole number",
        float: "a decimal",
    }
    names |= {dict: "a mapping", list: "a list", type(None): "nothing"}
    return names.get(type(value), type(value).__name__)


class Record:
    """One mapping of a document, with readers that note faults under its path."""

    def __init__(self, value: object, path: str, faults: Faults, known: Collection[str]) -> None:
        self.path = path
        self.faults = faults
        self.values: dict[str, object] = {}
        if not isinstance(value, dict):
            reason = f"is {kind_name(value)}, not a mapping" if value is not None else "missing"
            faults.add(path, reason, f"a mapping with {', '.join(known)}")
            self.unreadable = True
            return
        self.unreadable = False
        self.values = value
        for key in value:
            if key not in known:
                faults.add(join_path(path, key), "unknown key", suggestion(key, known))

    def place(self, key: str) -> str:
        return join_path(self.path, key)

    def fault(self, key: str, reason: str, hint: str = "") -> None:
        self.faults.add(self.place(key), reason, hint)

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def text(self, key: str, *, required: bool = True, longest: int = MAX_TEXT) -> str:
        value = self._take(key, str, required)
        return self._checked(key, value, longest) if isinstance(value, str) else ""

    def key(self, key: str = "key", *, required: bool = True) -> str:
        """A short name for addresses and references: `kulttuuri`, `oma-ymparisto`."""
        value = self._take(key, str, required)
        if not isinstance(value, str):
            return ""
        if KEY.fullmatch(value) and len(value) <= MAX_KEY:
            return value
        hint = f"lower-case a to z, digits and single hyphens, at most {MAX_KEY} characters"
        self.fault(key, f"{value!r} cannot be used in an address", hint)
        return ""

    def flag(self, key: str) -> bool:
        return self._take(key, bool, False) is True

    def number(
        self,
        key: str,
        *,
        least: int,
        most: int,
        required: bool = True,
        default: int = 0,
    ) -> int:
        value = self._take(key, int, required)
        if not isinstance(value, int):
            return default
        if not least <= value <= most:
            self.fault(key, f"{value} is out of range", f"from {least} to {most}")
            return default
        return value

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._take(key, str, required)
        if not isinstance(value, str):
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fault(key, f"{value!r} is not a day", "write it as 2026-01-31")
        return None

    def choice(self, key: str, options: type[Option]) -> Option | None:
        """One of the options, or None where the key is absent or faulty."""
        value = self._take(key, str, False)
        if not isinstance(value, str):
            return None
        known = [option.value for option in options]
        if value in known:
            return options(value)
        self.fault(key, f"{value!r} is not known", suggestion(value, known))
        return None

    def email(self, key: str, *, required: bool = True) -> str:
        value = self.text(key, required=required, longest=254)
        if value and not EMAIL.fullmatch(value):
            self.fault(key, f"{value!r} is not an e-mail address", "like name@municipality.fi")
            return ""
        return value

    def texts(
        self,
        key: str,
        languages: Sequence[str],
        *,
        required: bool = True,
        longest: int = MAX_TEXT,
    ) -> Texts:
        """A text in every one of the languages; empty where there is none."""
        if self._take(key, dict, required) is None:
            return {}
        return texts(self.values[key], self.place(key), self.faults, languages, longest)

    def items(self, key: str, *, required: bool = False) -> Iterator[tuple[str, object]]:
        """The entries of a list, each with its path."""
        value = self._take(key, list, required)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield join_path(self.place(key), index), item

    def strings(self, key: str, *, required: bool = False) -> tuple[tuple[str, str], ...]:
        """The texts of a list, each with its path; a repeated one is a fault."""
        found: dict[str, str] = {}
        for path, item in self.items(key, required=required):
            if not isinstance(item, str):
                self.faults.add(path, f"is {kind_name(item)}, not a text")
            elif not item.strip():
                self.faults.add(path, "empty", "write a text or leave it out")
            elif item in found:
                self.faults.add(path, f"{item!r} is in the list twice", "keep one of them")
            else:
                found[item] = path
        return tuple((path, item) for item, path in found.items())

    def references(self, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """Keys of a list that must be known; the unknown ones are faults and left out."""
        kept = []
        for path, item in self.strings(key):
            if item in known:
                kept.append(item)
            else:
                self.faults.add(path, f"no {what} has the key {item!r}", suggestion(item, known))
        return tuple(kept)

    def reference(self, key: str, known: Collection[str], what: str) -> str:
        """A required key of something that must be known."""
        value = self.text(key)
        if value and value not in known:
            self.fault(key, f"no {what} has the key {value!r}", suggestion(value, known))
            return ""
        return value

    def _take(self, key: str, kind: type, required: bool) -> object:
        value = self.values.get(key)
        if value is None:
            if required and not self.unreadable:
                self.fault(key, "missing", f"give it {kind_name(kind())}")
            return None
        if type(value) is not kind:
            hint = "put it in quotes" if kind is str and isinstance(value, int | float) else ""
            self.fault(key, f"is {kind_name(value)}, not {kind_name(kind())}", hint)
            return None
        return value

    def _checked(self, key: str, value: str, longest: int) -> str:
        if not value.strip():
            self.fault(key, "empty", "write a text or leave the key out")
        elif len(value) > longest:
            self.fault(key, f"{len(value)} characters are too many", f"at most {longest}")
        return value.strip()


def texts(
    value: object,
    path: str,
    faults: Faults,
    languages: Sequence[str],
    longest: int = MAX_TEXT,
) -> Texts:
    """A mapping of language to text that holds exactly the municipality's languages.

    With no languages known (they are faulty themselves) only the shape is checked.
    """
    record = Record(
        value, path, faults, languages or list(value if isinstance(value, dict) else ())
    )
    found = {}
    for language in languages or record.values:
        if record.values.get(language) is None and not record.unreadable:
            hint = f"every text needs {', '.join(languages)}"
            record.fault(language, "missing in this language", hint)
        elif text := record.text(language, required=False, longest=longest):
            found[language] = text
    return found
