"""Technical names of questions and values of options: made once from what people read."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Any

LONGEST = 40
_RESERVED = frozenset({
    "row", "panel", "item", "choice", "matrix", "locale", "pageno", "pagecount", "questioncount",
    "self", "none", "other", "refused", "dontknow", "true", "false", "null", "undefined",
    "empty", "notempty", "and", "or",
})  # fmt: skip
"""Words that mean something in expressions, or the values of the format's own options."""

_NAMING = ("choicesFromQuestion", "setToName", "fromName", "gotoName", "keyName")
"""Properties that hold the name of a question."""

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})


def from_words(words: str, otherwise: str) -> str:
    """A name made of words: small letters without marks, digits and underscores."""
    plain = unicodedata.normalize("NFKD", words.lower().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    parts = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for part in parts:
        if name and len(name) + 1 + len(part) > LONGEST:
            break
        name = f"{name}_{part}" if name else part[:LONGEST]
    if not name:
        return otherwise
    return f"{otherwise}_{name}" if name in _RESERVED or name[0].isdigit() else name


def value_from(words: str) -> str:
    """The value of an option, made of its text."""
    name = from_words(words, "option")
    return (
        name.removeprefix("option_") if name.startswith("option_") and name[7].isdigit() else name
    )


def unique(name: str, taken: Collection[str]) -> str:
    """The name, with a number after it where somebody has it, in small letters or large."""
    lowered = {one.lower() for one in taken}
    found, number = name, 2
    while found.lower() in lowered:
        found, number = f"{name}_{number}", number + 1
    return found


def numbered(word: str, taken: Collection[str]) -> str:
    """The first free of question1, question2 …"""
    lowered = {one.lower() for one in taken}
    number = 1
    while f"{word}{number}".lower() in lowered:
        number += 1
    return f"{word}{number}"


def is_automatic(name: str) -> bool:
    """Whether a name says nothing yet, as that of a question that was added a moment ago."""
    return bool(re.fullmatch(r"(question|panel|page|column|item)\d+", name))


def refer_to(source: dict[str, Any], old: str, new: str) -> None:
    """Let everything that refers to a question know its new name."""
    pattern = re.compile(r"(\{#?\s*)" + re.escape(old) + r"(?=\s*[}.\[]|-Comment)", re.IGNORECASE)

    def renamed(text: str) -> str:
        return pattern.sub(lambda found: found.group(1) + new, text)

    _each_text(source, renamed)
    for one in _objects(source):
        for written in _NAMING:
            if one.get(written) == old:
                one[written] = new


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """All texts of a structure changed in place; gives back what stands for the value."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        for key, one in value.items():
            value[key] = _each_text(one, change)
    if isinstance(value, list):
        value[:] = [_each_text(one, change) for one in value]
    return value


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _objects(one)
