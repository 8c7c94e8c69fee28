"""Cells as files hold them: in the codes or the words of a language, and never a formula."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.analysis.export_columns import Column, Kind
from app.analysis.export_rows import Cell, Missing

NOT_ASKED = "NA"
"""What stands in a cell where nobody was asked; where somebody did not answer it is empty."""

BOM = "\ufeff"
SPREADSHEET = frozenset({"fi", "sv"})
"""Languages whose spreadsheets expect a semicolon between cells and a comma in numbers."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def plain(text: str) -> str:
    """Without control characters, which files of tables cannot hold."""
    return _UNSEEN.sub("", text)


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula, and that is not taken for NOT_ASKED."""
    shown = plain(text)
    return f"'{shown}" if _FORMULA.match(shown) or shown == NOT_ASKED else shown


def separator(lang: str) -> str:
    """What stands between the cells of CSV."""
    return ";" if lang in SPREADSHEET else ","


@dataclass(frozen=True, slots=True)
class Wording:
    """How the cells of one column are said: with codes, or in the words of a language."""

    column: Column
    words: Mapping[str, str]

    @classmethod
    def of(cls, column: Column, lang: str | None) -> "Wording":
        """`lang` None: codes."""
        shown = column.kind is Kind.CODE and lang is not None
        return cls(
            column, {one.code: one.in_(lang or "") for one in column.labels} if shown else {}
        )

    def said(self, cell: Cell) -> str | int | float | None:
        """The cell: None where nobody answered, NOT_ASKED where nobody asked."""
        if isinstance(cell, Missing):
            return NOT_ASKED if cell is Missing.NOT_ASKED else None
        if isinstance(cell, str):
            return guarded(self.words.get(cell, cell))
        return cell


def wordings(columns: Sequence[Column], lang: str | None) -> tuple[Wording, ...]:
    return tuple(Wording.of(column, lang) for column in columns)
