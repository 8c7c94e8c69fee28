"""Which importer reads what was pasted or sent, told by its name and by what it begins with."""

from collections.abc import Sequence
from pathlib import PurePath

from app.authoring import (
    importing_json,
    importing_lss,
    importing_sheets,
    importing_text,
    importing_xlsform,
)
from app.authoring.importing import Fault, Imported, ImportRefused

MOST_BYTES = 5_000_000
SUFFIXES = (".lss", ".xlsx", ".md", ".json", ".txt")

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def from_text(text: str, *, language: str, parallel: Sequence[str] = ()) -> Imported:
    """The survey in a pasted text: JSON or a list of questions. Raises ImportRefused."""
    begins = text.lstrip("\ufeff \t\r\n")
    if begins.startswith("<?xml"):
        return importing_lss.read(begins.encode())
    if importing_sheets.is_form(begins):
        return importing_xlsform.read(importing_sheets.of_markdown(begins), language=language)
    if begins.startswith("{"):
        return importing_json.read(begins, language=language)
    if not begins:
        raise ImportRefused(Fault.EMPTY)
    return importing_text.read(text, language=language, parallel=parallel)


def from_file(
    name: str, content: bytes, *, language: str, parallel: Sequence[str] = ()
) -> Imported:
    """The survey in a file. Raises ImportRefused."""
    suffix = PurePath(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise ImportRefused(Fault.TOO_LARGE, str(MOST_BYTES))
    if suffix not in SUFFIXES:
        raise ImportRefused(Fault.UNKNOWN_FORMAT, suffix)
    if suffix == ".lss":
        return importing_lss.read(content)
    if suffix == ".xlsx":
        return importing_xlsform.read(importing_sheets.of_xlsx(content), language=language)
    text = decoded(content)
    if suffix == ".md" and importing_sheets.is_form(text):
        return importing_xlsform.read(importing_sheets.of_markdown(text), language=language)
    return from_text(text, language=language, parallel=parallel)


def decoded(content: bytes) -> str:
    """The text in the bytes of a file: UTF-8, or what its first bytes say; or as Windows wrote."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content, encoding)
    if b"\0" in content:
        raise ImportRefused(Fault.NOT_TEXT)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ImportRefused(Fault.NOT_TEXT) from None
