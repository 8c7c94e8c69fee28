"""Cells as files hold them: in the codes or the words of a language, and never a formula."""

import re
from collections.abc import Callable, Sequence

from app.analysis.export_columns import Column, Kind
from app.analysis.export_rows import Cell, Missing
from app.core.spreadsheets import AT_FRONT, SEPARATOR

NOT_ASKED = "NA"
"""What stands in a cell where nobody was asked; where somebody did not answer it is empty."""

SPREADSHEET = frozenset({"fi", "sv"})
"""Languages whose spreadsheets expect a semicolon between cells and a comma in numbers."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


def plain(text: str) -> str:
    """Without control characters, which files of tables cannot hold."""
    return _UNSEEN.sub("", text)


def marked(text: str) -> str:
    """A text that is not taken for NOT_ASKED, for files whose cells say that they are texts."""
    shown = plain(text)
    return f"'{shown}" if shown == NOT_ASKED else shown


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula, and that is not taken for NOT_ASKED."""
    shown = plain(text)
    return f"'{shown}" if AT_FRONT.match(shown) or shown == NOT_ASKED else shown


def separator(lang: str) -> str:
    """What stands between the cells of CSV."""
    return SEPARATOR if lang in SPREADSHEET else ","


class Wording:
    """How the cells of one column are said: with codes, or in the words of a language."""

    def __init__(
        self, column: Column, lang: str | None, text: Callable[[str], str] = guarded
    ) -> None:
        """`lang` None: codes. `text`: how a text is made safe for the file."""
        self._text = text
        words = column.labels if column.kind is Kind.CODE else ()
        self._known: dict[Cell, str | int | None] = {
            one.code: text(one.code if lang is None else one.in_(lang)) for one in words
        }
        self._known |= {Missing.NOT_ASKED: NOT_ASKED, Missing.NOT_ANSWERED: None}

    def said(self, cell: Cell) -> str | int | float | None:
        """The cell: None where nobody answered, NOT_ASKED where nobody asked."""
        if type(cell) is int:
            return cell
        if cell in self._known:
            return self._known[cell]
        return self._text(cell) if isinstance(cell, str) else cell  # type: ignore[return-value]


def wordings(
    columns: Sequence[Column], lang: str | None, text: Callable[[str], str] = guarded
) -> tuple[Wording, ...]:
    return tuple(Wording(column, lang, text) for column in columns)
