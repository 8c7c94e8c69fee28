"""Reads lists of people as offices have them: pasted lines, or a spreadsheet's CSV (pure)."""

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.languages import AUTONYMS
from app.core.text import tidy as visible

MOST_ROWS = 50_000
LONGEST_LABEL = 120
LONGEST_EMAIL = 254
LONGEST_SHOWN = 80

NAMED = re.compile(r"\s*(?P<name>[^<>;\t]*)<(?P<address>[^<>]*)>\s*(?:[;,\t](?P<rest>.*))?")
SEPARATORS = ";\t,"

EMAIL_WORDS = frozenset(
    ("email", "e-mail", "mail", "email address", "e-mail address", "address", "sähköposti",
     "sähköpostiosoite", "osoite", "e-post", "epost", "e-postadress", "epostadress", "adress")
)  # fmt: skip
LANG_WORDS = frozenset(("language", "lang", "kieli", "språk"))
LABEL_WORDS = frozenset(
    ("name", "label", "first name", "last name", "surname", "nimi", "etunimi", "sukunimi",
     "tunniste", "selite", "namn", "förnamn", "efternamn", "beteckning")
)  # fmt: skip
LANG_NAMES = {name.casefold(): code for code, name in AUTONYMS.items()} | {
    **dict.fromkeys(("finnish", "finska"), "fi"),
    **dict.fromkeys(("swedish", "ruotsi"), "sv"),
    **dict.fromkeys(("englanti", "engelska"), "en"),
}


class Reason(StrEnum):
    """Why a row cannot be used."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    TWO_ADDRESSES = "two_addresses"
    LANGUAGE = "language"
    LONG_LABEL = "long_label"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Person:
    """A row that can be used."""

    line: int
    email: str
    lang: str
    label: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot, as it was written (or its beginning)."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class PeopleList:
    """`repeated` rows had an address that stands further up."""

    people: tuple[Person, ...]
    broken: tuple[Broken, ...]
    repeated: int


class TooManyRows(ValueError):
    """More rows than are taken at once."""


def decoded(data: bytes) -> str:
    """The text of a file, in whichever encoding a spreadsheet has saved it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data[:200].count(0) > len(data[:200]) // 4:
        order = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(order, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(
    text: str, *, lang: str, languages: Collection[str], tidy: Callable[[str], str | None]
) -> PeopleList:
    """The people of a list. `lang` is theirs where a row names none of the `languages`; `tidy`
    gives the one form of an address, None where it is none. Raises TooManyRows."""
    lines = [(number, line) for number, line in enumerate(_lines(text), start=1) if line.strip()]
    if len(lines) > MOST_ROWS + 1:
        raise TooManyRows
    separator = _separator([line for _number, line in lines[:50]])
    columns = _header(lines[0][1], separator) if lines else None
    rows = lines[1:] if columns else lines
    if len(rows) > MOST_ROWS:
        raise TooManyRows
    people: dict[str, Person] = {}
    broken: list[Broken] = []
    repeated = 0
    for number, line in rows:
        found = _row(line, separator, columns)
        person = found if isinstance(found, Reason) else _person(number, found, lang, tidy)
        if isinstance(person, Person) and person.lang not in languages:
            person = Reason.LANGUAGE
        if isinstance(person, Reason):
            broken.append(Broken(number, line.strip()[:LONGEST_SHOWN], person))
        elif person.email in people:
            repeated += 1
        else:
            people[person.email] = person
    return PeopleList(tuple(people.values()), tuple(broken), repeated)


def _lines(text: str) -> Iterator[str]:
    """Lines as a person counts them: what ends one is a line break and no other control sign."""
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    yield from whole.split("\n")


def _separator(lines: list[str]) -> str:
    """What stands between the cells of most lines; names before an address in <> are not asked."""
    plain = [line for line in lines if not NAMED.fullmatch(line)]
    return max(SEPARATORS, key=lambda sign: sum(sign in line for line in plain))


@dataclass(frozen=True, slots=True)
class _Cells:
    email: str
    lang: str = ""
    label: str = ""


def _header(line: str, separator: str) -> Mapping[int, str] | None:
    """What stands in which column, where the first line says so."""
    cells = _split(line, separator)
    if cells is None or "@" in line:
        return None
    words = [" ".join(cell.split()).casefold() for cell in cells]
    kinds = (("email", EMAIL_WORDS), ("lang", LANG_WORDS), ("label", LABEL_WORDS))
    found = {
        place: kind for place, word in enumerate(words) for kind, known in kinds if word in known
    }
    return found if "email" in found.values() else None


def _row(line: str, separator: str, columns: Mapping[int, str] | None) -> _Cells | Reason:
    named = NAMED.fullmatch(line) if columns is None else None
    if named:
        rest = _split(named["rest"] or "", separator) or []
        name = " ".join(named["name"].replace('"', " ").split())
        return _Cells(named["address"], rest[0] if rest else "", name)
    cells = _split(line, separator)
    if cells is None:
        return Reason.QUOTE
    if columns is None:
        if sum("@" in cell for cell in cells) > 1:
            return Reason.TWO_ADDRESSES
        email, lang, label = [*cells, "", "", ""][:3]
        return _Cells(email, lang, label)
    of_kind = {
        kind: " ".join(
            cell for place, cell in enumerate(cells) if cell and columns.get(place) == kind
        )
        for kind in ("email", "lang", "label")
    }
    return _Cells(of_kind["email"], of_kind["lang"], of_kind["label"])


def _split(line: str, separator: str) -> list[str] | None:
    """The cells of a line; None where a quotation mark is never closed."""
    try:
        cells = next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return None
    return [" ".join(cell.split()) for cell in cells]


def _person(
    number: int, cells: _Cells, lang: str, tidy: Callable[[str], str | None]
) -> Person | Reason:
    if not cells.email:
        return Reason.NO_ADDRESS
    inside = NAMED.fullmatch(cells.email)
    email = tidy(inside["address"] if inside else cells.email)
    if email is None or len(email) > LONGEST_EMAIL:
        return Reason.NO_ADDRESS if "@" not in cells.email else Reason.BAD_ADDRESS
    label = visible(cells.label or (inside["name"] if inside else "")).replace("\n", " ").strip()
    if len(label) > LONGEST_LABEL:
        return Reason.LONG_LABEL
    return Person(number, email, _language(cells.lang) or lang, label)


def _language(written: str) -> str:
    """The code of a language, however it was named: "fi", "sv-FI", "Ruotsi"."""
    named = written.casefold().replace("_", "-")
    return LANG_NAMES.get(named, named.partition("-")[0])
