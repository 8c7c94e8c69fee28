"""The texts of a definition in the making, found and set by their paths. Pure.

What is a text is said by the properties of the engine alone: a new property that is read as a text
is here at once. Choices, rows and columns that are written as plain values are texts too: their
value is what people read.
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from app.core.languages import LANGUAGES
from app.surveys import definition

VALUED = ("choices", "rows", "columns", "rateValues")
"""Lists whose entries show their value where they have no text."""
LONG = frozenset({"html", "completedHtml", "description", "templateDescription"})
LONGEST_LINE = 80
_WORD = re.compile(r"[^\W\d_]{2}")
_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text: its path and its words by language. `stands_in`: what is shown where it has no
    words in the survey's own language (the value of a choice)."""

    path: str
    words: Mapping[str, str]
    stands_in: str = ""

    @property
    def written(self) -> str:
        return _INDEX.sub("", self.path.rpartition(".")[2])

    @property
    def is_long(self) -> bool:
        longest = max((len(one) for one in self.words.values()), default=0)
        is_broken = any("\n" in one for one in self.words.values())
        return self.written in LONG or longest > LONGEST_LINE or is_broken


def language_of(source: Mapping[str, Any]) -> str:
    """The survey's own language."""
    locale = source.get("locale")
    return locale if isinstance(locale, str) and locale else LANGUAGES[0]


def texts_of(source: Mapping[str, Any]) -> list[TextPlace]:
    """Every text of a definition, in its order; also where it has problems."""
    found = {path: TextPlace(path, dict(text.values)) for path, text in definition.texts(source)}
    for path, value in _valued(source, ""):
        if path not in found:
            found[path] = TextPlace(path, {}, value)
    places = {path: at for at, path in enumerate(paths_in_order(source, ""))}
    return sorted(found.values(), key=lambda one: places.get(one.path, len(places)))


def missing_in(source: Mapping[str, Any], lang: str, own: str) -> int:
    """How many texts there are in the survey's own language and not in another."""
    return sum(is_missing(one, lang, own) for one in texts_of(source))


def is_missing(one: TextPlace, lang: str, own: str) -> bool:
    """Whether a text is to be translated still: choices written as plain values, too, where they
    are words."""
    said = one.words.get(own) or (one.stands_in if _WORD.search(one.stands_in) else "")
    return lang != own and bool(said) and not one.words.get(lang)


def languages_of(source: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that a definition has words in, its own first."""
    own = language_of(source)
    found = {lang for one in texts_of(source) for lang in one.words} - {own}
    ours = [lang for lang in LANGUAGES if lang in found]
    return (own, *ours, *sorted(found - set(ours)))


def set_text(source: MutableMapping[str, Any], path: str, lang: str, words: str) -> None:
    """Write a text in one language; those in the others stay. KeyError where nothing is there."""
    holder, key = _holder(source, path)
    own, shown = language_of(source), holder.get("value")
    written = holder.get(key)
    if written is None and key == "text" and lang != own and isinstance(shown, str) and words:
        written = shown  # or else the first translation would stand in for the value
    left = _with(written, lang, words, own)
    if left is not None:
        holder[key] = left
    else:
        holder.pop(key, None)


def without_language(source: MutableMapping[str, Any], lang: str) -> None:
    """Take all texts in a language away, but for those of the survey's own."""
    if lang == language_of(source):
        return
    for one in texts_of(source):
        if lang in one.words:
            set_text(source, one.path, lang, "")


def _with(written: Any, lang: str, words: str, own: str) -> Any:
    """A text as it is written, with other words in one language; None where nothing is left."""
    if isinstance(written, Mapping):
        known = dict(written)
    else:
        known = {own: written} if isinstance(written, str) and written else {}
    key = "default" if lang == own and own not in known and "default" in known else lang
    if words.strip():
        known[key] = words
    else:
        known.pop(lang, None)
        known.pop(key, None)
    if lang == own and key == own and "default" in known and not words.strip():
        del known["default"]
    if not isinstance(written, Mapping) and set(known) <= {own}:
        return known.get(own)
    return known or None


def _holder(source: Any, path: str) -> tuple[dict[str, Any], str]:
    """The object that a text stands in and its key there; a plain choice becomes an object."""
    now, rest = source, path
    while True:
        if rest.startswith("["):
            number, rest = rest[1:].split("]", 1)
            at, rest = int(number), rest.removeprefix(".")
            if not isinstance(now, list) or at >= len(now):
                raise KeyError(path)
            if rest and not isinstance(now[at], (dict, list)):
                now[at] = {"value": now[at]}
            now = now[at]
            continue
        if not isinstance(now, dict) or not rest:
            raise KeyError(path)
        key = _key(now, rest)
        rest = rest[len(key) :]
        if not rest:
            return now, key
        now, rest = now.get(key), rest.removeprefix(".")


def _key(now: Mapping[str, Any], rest: str) -> str:
    """The key of an object that a path goes on with: keys may hold dots themselves."""
    known = [key for key in now if rest == key or (key and rest.startswith((f"{key}.", f"{key}[")))]
    return max(known, key=len) if known else re.split(r"[.\[]", rest, maxsplit=1)[0]


def _valued(now: Any, path: str) -> Iterator[tuple[str, str]]:
    """The plain entries of lists of choices, with the path that their text would have."""
    if isinstance(now, Mapping):
        for key, inner in now.items():
            where = f"{path}.{key}".lstrip(".")
            if key in VALUED and isinstance(inner, list):
                yield from _entries(now, key, inner, where)
            yield from _valued(inner, where)
    elif isinstance(now, list):
        for at, inner in enumerate(now):
            yield from _valued(inner, f"{path}[{at}]")


def _entries(
    holder: Mapping[str, Any], key: str, listed: list[Any], where: str
) -> Iterator[tuple[str, str]]:
    if key == "columns" and holder.get("type") != "matrix":
        return
    for at, entry in enumerate(listed):
        value = entry.get("value") if isinstance(entry, Mapping) else entry
        if isinstance(value, str):
            yield f"{where}[{at}].text", value


FIRST, LAST = ("title", "description", "rows"), ("validators", "elements", "pages", "completedHtml")
"""How the parts of an object are read: some databases do not keep the order of its keys."""


def paths_in_order(now: Any, path: str) -> Iterator[str]:
    """Every path of a definition as it is read, and those that texts of entries would have."""
    yield path
    if isinstance(now, Mapping):
        for key in sorted(now, key=_rank):
            yield from paths_in_order(now[key], f"{path}.{key}".lstrip("."))
        if "value" in now and "text" not in now:
            yield f"{path}.text"
    elif isinstance(now, list):
        for at, inner in enumerate(now):
            yield from paths_in_order(inner, f"{path}[{at}]")
            if not isinstance(inner, (dict, list)):
                yield f"{path}[{at}].text"


def _rank(key: str) -> tuple[int, str]:
    if key in FIRST:
        return FIRST.index(key), key
    is_late = next((at for at, one in enumerate(LAST) if key.startswith(one)), None)
    return (len(FIRST) if is_late is None else len(FIRST) + 1 + is_late), key
