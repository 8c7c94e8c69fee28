"""What a text of a resident is looked over for before it is stored: personal data, which is
masked, signs of spam, which leads to quarantine, and danger to life, which goes first."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.engagement import moderation_words

MOST_LINKS = 2
"""Links that a person may well put into a text about a web page."""

_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
"""Check characters of a Finnish identity code, by the remainder of its number by 31."""
_CENTURIES = "-+ABCDEFYXWVU"
"""Separators that stand for the century; those of 2023 (Decree 690/2022) included."""

_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufeff\uffa0"
    + "".join(
        chr(code)
        for first, last in (
            (0x180B, 0x180F),
            (0x200B, 0x200F),
            (0x202A, 0x202E),
            (0x2060, 0x206F),
            (0xFE00, 0xFE0F),
            (0xE0000, 0xE0FFF),
        )
        for code in range(first, last + 1)
    )
)
"""What Unicode calls ignorable: fillers, joiners, turns of direction, variation selectors, tags."""
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")

_CODE = re.compile(
    rf"(?<![0-9])([0-9]{{6}}) ?([{_CENTURIES}]) ?([0-9]{{3}}) ?([0-9A-Y])(?![0-9A-Za-zÅÄÖåäö])",
    re.IGNORECASE,
)
_AT = r"(?:@| ?[(\[{] ?(?:at|ät|@) ?[)\]}] ?)"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![0-9+])(?<![0-9]-)\(?(?:\+|0)[0-9()][0-9 ()/\-]{4,22}[0-9](?![\w-])")
_PHONE_DIGITS = range(7, 16)
_LINK = re.compile(r"(?:https?:|\bwww\.|\bhref\b|\[url|\[link)", re.IGNORECASE)
_MARKUP = re.compile(r"<a\s[^<>]{0,200}href|\[(?:url|link)[=\]]", re.IGNORECASE)


class PersonalData(StrEnum):
    """Kinds of what tells who somebody is."""

    IDENTITY_CODE = "identity code"
    EMAIL = "e-mail"
    PHONE = "phone"


MASKS: Mapping[PersonalData, str] = MappingProxyType(
    {
        PersonalData.IDENTITY_CODE: "[hetu ***]",
        PersonalData.EMAIL: "[@ ***]",
        PersonalData.PHONE: "[tel. ***]",
    }
)
"""What stands instead: signs rather than words, as texts are read in any language."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its personal data, and which kinds it had."""

    text: str
    kinds: frozenset[PersonalData]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text as a reader sees it: nothing invisible, one sign for each digit and dash. `places`
    are those of its characters in the text itself."""

    text: str
    places: tuple[int, ...]


def _seen(text: str) -> _Seen:
    shown = [(_plain(sign), place) for place, sign in enumerate(text) if sign not in _INVISIBLE]
    return _Seen("".join(sign for sign, _ in shown), tuple(place for _, place in shown))


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _DASHES:
        return "-"
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    wide = unicodedata.normalize("NFKC", sign)
    return wide if len(wide) == 1 else sign


def masked(text: str, only: Collection[PersonalData] = frozenset(PersonalData)) -> Masked:
    """A text with its personal data masked (of some kinds, or all): identity codes whose check
    character is right, e-mail addresses and telephone numbers, however they are spelt."""
    seen = _seen(text)
    kinds: set[PersonalData] = set()
    parts: list[str] = []
    end = 0
    for start, stop, kind in sorted(_found(seen.text)):
        first, last = seen.places[start], seen.places[stop - 1] + 1
        if first < end or kind not in only:
            continue
        parts += [text[end:first], MASKS[kind]]
        kinds.add(kind)
        end = last
    return Masked("".join((*parts, text[end:])), frozenset(kinds))


def _found(text: str) -> Iterator[tuple[int, int, PersonalData]]:
    for match in _CODE.finditer(text):
        if is_identity_code("".join(match.groups())):
            yield match.start(), match.end(), PersonalData.IDENTITY_CODE
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), PersonalData.EMAIL
    for match in _PHONE.finditer(text):
        if sum(sign.isdigit() for sign in match.group()) in _PHONE_DIGITS:
            yield match.start(), match.end(), PersonalData.PHONE


def is_identity_code(code: str) -> bool:
    """Whether eleven characters are a Finnish identity code: a day, a century, a number, and the
    check character that belongs to them. Temporary codes (900 to 999) are codes too."""
    code = code.upper()
    if len(code) != 11 or code[6] not in _CENTURIES:
        return False
    day, month, digits = code[:2], code[2:4], code[:6] + code[7:10]
    if not (digits.isascii() and digits.isdigit()):
        return False
    is_day = 1 <= int(day) <= 31 and 1 <= int(month) <= 12
    return is_day and int(code[7:10]) >= 2 and _CHECK[int(digits) % 31] == code[10]


def links(text: str) -> int:
    """How many links a text has, those without a scheme included."""
    return len(_LINK.findall(_seen(text).text))


def looks_like_spam(text: str, *, was_quick: bool) -> bool:
    """Whether a text is put aside for a person to decide: markup of links, more links than
    anybody needs, or any link at all from whoever wrote faster than people do."""
    seen = _seen(text).text
    found = len(_LINK.findall(seen))
    return bool(_MARKUP.search(seen)) or found > MOST_LINKS or (found > 0 and was_quick)


def speaks_of_danger(text: str) -> bool:
    """Whether a text speaks of danger to somebody's life, in any language that we know words of:
    people write in theirs, whatever the page's."""
    words = " ".join(_seen(text).text.casefold().split())
    return any(pattern.search(words) for pattern in moderation_words.DANGER.values())
