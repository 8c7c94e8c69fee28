"""Exports as an Excel workbook: a sheet for each table, the codebook, and what to know of it."""

import tempfile
from collections.abc import Sequence
from typing import Any, BinaryIO

from flask_babel import gettext as _
from xlsxwriter import Workbook

from app.analysis import codebook
from app.analysis.export_cells import marked, plain, wordings
from app.analysis.export_tables import Tables, before, safe_name

MOST_ROWS = 1_048_576
"""Rows of a sheet, its head included: the format's own limit."""
LONGEST_CELL = 32_767
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TooLong(Exception):
    """More rows than a sheet can hold."""


class _Table:
    """One sheet, written from the top down."""

    def __init__(self, book: Any, name: str, head: Sequence[str]) -> None:
        self._sheet = book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._at = 0
        self._bold = book.add_format({"bold": True})
        self.row(head, self._bold)

    def row(self, cells: Sequence[str | int | float | None], look: Any = None) -> None:
        if self._at >= MOST_ROWS:
            raise TooLong
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                self._sheet.write_string(self._at, place, plain(cell)[:LONGEST_CELL], look)
            elif cell is not None:
                self._sheet.write_number(self._at, place, cell, look)
        self._at += 1


def write(tables: Tables, out: BinaryIO, lang: str, *, words: bool) -> None:
    """Write the workbook. Raises TooLong."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Workbook(out, {**OPTIONS, "tmpdir": folder}) as book,
    ):
        names = _names(tables)
        said = [wordings(some, lang if words else None, marked) for some in tables.columns]
        made = [
            _Table(book, name, [*before(sheet), *(column.name for column in some)])
            for name, sheet, some in zip(names, tables.sheets, tables.columns, strict=True)
        ]
        for number, about, cells in tables.rows():
            shown = [one.said(cell) for one, cell in zip(said[number], cells, strict=True)]
            made[number].row([*about, *shown])
        _end(book, tables)


def _names(tables: Tables) -> list[str]:
    """Names of sheets: at most 31 characters, each once whatever its case."""
    found: list[str] = []
    for sheet in tables.sheets:
        name, number = safe_name(sheet.name), 1
        while name.lower() in {one.lower() for one in (*found, "codebook", "about")}:
            number += 1
            name = f"{safe_name(sheet.name)[:25]}-{number}"
        found.append(name)
    return found


def _end(book: Any, tables: Tables) -> None:
    """The codebook, and what a reader must know."""
    listed = _Table(book, "codebook", codebook.header(tables))
    for row in codebook.rows(tables):
        listed.row(row)
    source = tables.source
    about = _Table(book, "about", [_("About these tables")])
    about.row([source.survey.title.in_(tables.languages[0])[0]])
    about.row([_("Responses in these tables"), source.rows])
    about.row([_("Responses received"), source.received])
    for note in codebook.notes():
        about.row([note])
