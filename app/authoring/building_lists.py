"""Options, rows and columns as lines of a text: what is renamed keeps its value, its texts in other
languages and its conditions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.authoring import building_texts as texts
from app.authoring.building_names import unique, value_from
from app.surveys.answers import code

SEPARATOR = "|"
_ALIKE = 0.5
_MOST_COMPARED = 2_500

Entry = Any
"""A plain value, or an object."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the entries of a list are written: what identifies one, and what people read of it."""

    key: str = "value"
    words: str = "text"
    may_be_plain: bool = True


CHOICES = Shape()
COLUMNS = Shape("name", "title", may_be_plain=False)


def key_of(entry: Entry, shape: Shape) -> object:
    return entry.get(shape.key) if isinstance(entry, dict) else entry


def words_of(entry: Entry, shape: Shape, lang: str) -> str:
    """What people read of an entry, on one line."""
    written = texts.said(entry.get(shape.words), lang) if isinstance(entry, dict) else ""
    return " ".join(written.split()) or code(key_of(entry, shape))


def lines(entries: object, shape: Shape, lang: str, *, with_keys: bool = False) -> str:
    """A list as the lines of a text; `with_keys`: its values before its texts."""
    return "\n".join(_line(one, shape, lang, with_keys) for one in as_entries(entries))


def as_entries(entries: object) -> list[Entry]:
    return list(entries) if isinstance(entries, list) else []


def _line(entry: Entry, shape: Shape, lang: str, with_keys: bool) -> str:
    words = words_of(entry, shape, lang)
    key = code(key_of(entry, shape))
    return f"{key} {SEPARATOR} {words}" if with_keys and key != words else words


def from_lines(
    written: str,
    entries: object,
    shape: Shape,
    lang: str,
    *,
    with_keys: bool = False,
    may_follow: Callable[[object], bool] = lambda _value: False,
) -> list[Entry]:
    """The list that lines say, made of the one that was there.

    `may_follow` says of which values nobody knows yet: these follow their text while it grows.
    """
    known = as_entries(entries)
    wanted = [" ".join(one.split()) for one in written.splitlines()]
    wanted = [one for one in wanted if one]
    if with_keys:
        return _by_key(wanted, known, shape, lang)
    before = [words_of(one, shape, lang) for one in known]
    matched = dict(_matched(before, wanted))
    taken = [code(key_of(known[place], shape)) for place in matched.values()]
    found: list[Entry] = []
    for at, words in enumerate(wanted):
        old = known[matched[at]] if at in matched else None
        if old is None or _follows(old, words, shape, lang, may_follow):
            key = unique(value_from(words), [*taken, *(code(key_of(one, shape)) for one in found)])
            found.append(_entry(old, key, words, shape, lang))
        else:
            found.append(_entry(old, key_of(old, shape), words, shape, lang))
    return found


def _follows(
    old: Entry, words: str, shape: Shape, lang: str, may_follow: Callable[[object], bool]
) -> bool:
    before, key = words_of(old, shape, lang), key_of(old, shape)
    grows = words != before and words.lower().startswith(before.lower())
    return grows and key == value_from(before) and may_follow(key)


def _entry(old: Entry | None, key: object, words: str, shape: Shape, lang: str) -> Entry:
    if old is not None and words == words_of(old, shape, lang) and key == key_of(old, shape):
        return old
    if old is None and shape.may_be_plain and words == code(key):
        return key
    made = dict(old) if isinstance(old, dict) else {}
    made[shape.key] = key
    made[shape.words] = texts.say(made.get(shape.words), words, lang)
    return made


def _by_key(wanted: list[str], known: list[Entry], shape: Shape, lang: str) -> list[Entry]:
    by_key = {code(key_of(one, shape)): one for one in known}
    found = []
    for line in wanted:
        key, separator, words = (part.strip() for part in line.partition(SEPARATOR))
        words = words if separator and words else key
        old = by_key.get(key)
        value = key_of(old, shape) if old is not None else _number_or_text(key)
        found.append(_entry(old, value, words, shape, lang))
    return found


def _number_or_text(written: str) -> object:
    sign = written.removeprefix("-")
    is_whole = sign.isascii() and sign.isdigit() and (sign == "0" or sign[0] != "0")
    return int(written) if is_whole and len(sign) < 10 else written


def _matched(before: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of a wanted line and the entry that it was: the same text, the same place between
    the same neighbours, or a text much like it."""
    left = set(range(len(before)))
    alone: list[int] = []
    matcher = SequenceMatcher(a=before, b=wanted, autojunk=False)
    for kind, low, high, begin, end in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and high - low == end - begin):
            for old, new in zip(range(low, high), range(begin, end), strict=True):
                left.discard(old)
                yield new, old
        else:
            alone += range(begin, end)
    if len(alone) * len(left) > _MOST_COMPARED:
        return
    for new in alone:
        best = max(left, key=lambda old: _likeness(before[old], wanted[new]), default=None)
        if best is not None and _likeness(before[best], wanted[new]) > _ALIKE:
            left.discard(best)
            yield new, best


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(a=one.lower(), b=other.lower(), autojunk=False).ratio()
