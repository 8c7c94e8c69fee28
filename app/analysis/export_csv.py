"""Exports as CSV: one file, or a ZIP archive with a file for each table and the codebook."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from app.analysis import codebook
from app.analysis.export_cells import SPREADSHEET, Wording, guarded, separator, wordings
from app.analysis.export_rows import Cell
from app.analysis.export_tables import Tables, before, safe_name
from app.core.spreadsheets import BOM


class _File:
    """One table on its way into a file."""

    def __init__(self, out: BinaryIO, lang: str, columns: Sequence[Wording]) -> None:
        self._comma = lang in SPREADSHEET
        self.text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
        self.text.write(BOM)
        self._writer = csv.writer(self.text, delimiter=separator(lang), lineterminator="\r\n")
        self._columns = columns

    def head(self, names: Iterable[str]) -> None:
        self._writer.writerow([guarded(name) for name in names])

    def row(self, before: Sequence[str | int], cells: Sequence[Cell]) -> None:
        said = [one.said(cell) for one, cell in zip(self._columns, cells, strict=True)]
        if self._comma and float in map(type, said):
            said = [str(one).replace(".", ",") if isinstance(one, float) else one for one in said]
        self._writer.writerow([*before, *said])

    def finish(self) -> BinaryIO:
        """The bytes below, all written; they stay open."""
        out: BinaryIO = self.text.detach()
        return out


def write(tables: Tables, out: BinaryIO, lang: str, *, words: bool) -> None:
    """Write the tables."""
    said = lang if words else None
    with ExitStack() as opened:
        below = (
            [out]
            if tables.is_one
            else [opened.enter_context(tempfile.TemporaryFile()) for _ in tables.sheets]
        )
        files = [
            _File(file, lang, wordings(some, said))
            for file, some in zip(below, tables.columns, strict=True)
        ]
        for sheet, some, file in zip(tables.sheets, tables.columns, files, strict=True):
            file.head([*before(sheet), *(column.name for column in some)])
        for number, about, cells in tables.rows():
            files[number].row(about, cells)
        for file in files:
            file.finish()
        if not tables.is_one:
            _archive(tables, below, out, lang)


def _archive(tables: Tables, files: Sequence[BinaryIO], out: BinaryIO, lang: str) -> None:
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for sheet, file in zip(tables.sheets, files, strict=True):
            file.seek(0)
            with archive.open(f"{safe_name(sheet.name)}.csv", "w", force_zip64=True) as inside:
                shutil.copyfileobj(file, inside)
        archive.writestr("codebook.csv", codebook.as_csv(tables, lang))
