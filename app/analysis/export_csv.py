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
from app.analysis.export_columns import Column, Sheet
from app.analysis.export_rows import Cell
from app.analysis.export_tables import ABOUT, Tables
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


def is_one_file(sheets: Sequence[Sheet]) -> bool:
    return len(sheets) == 1


def write(
    tables: Tables, columns: Sequence[Sequence[Column]], out: BinaryIO, lang: str, *, words: bool
) -> None:
    """Write the tables; `columns` are those of each sheet that are wanted."""
    said = lang if words else None
    with ExitStack() as opened:
        one = is_one_file(tables.sheets)
        below = [out] if one else [opened.enter_context(tempfile.TemporaryFile()) for _ in columns]
        files = [
            _File(file, lang, wordings(some, said))
            for file, some in zip(below, columns, strict=True)
        ]
        _fill(tables, columns, files)
        for file in files:
            file.finish()
        if not one:
            _archive(tables, below, out, lang)


def _fill(tables: Tables, columns: Sequence[Sequence[Column]], files: Sequence[_File]) -> None:
    for sheet, some, file in zip(tables.sheets, columns, files, strict=True):
        file.head([*before(sheet), *(column.name for column in some)])
    kept = [places(sheet, some) for sheet, some in zip(tables.sheets, columns, strict=True)]
    main = files[0]
    for record in tables.records():
        main.row(record.about, kept_of(record.cells, kept[0]))
        for entry in record.entries:
            numbers = (record.about[0], *entry.numbers)
            files[entry.sheet].row(numbers, kept_of(entry.cells, kept[entry.sheet]))


def before(sheet: Sheet) -> tuple[str, ...]:
    """The columns before the answers; of a repeated part, those that say whose entry a row is."""
    if not sheet.path:
        return ABOUT
    ends = [f"entry{number}" for number in range(1, sheet.depth + 1)]
    return (ABOUT[0], *(["entry"] if sheet.depth == 1 else ends))


def places(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, ...] | None:
    """Where the wanted columns stand among all; None where all are wanted."""
    names = {column.name for column in columns}
    found = tuple(place for place, one in enumerate(sheet.columns) if one.name in names)
    return None if len(found) == len(sheet.columns) else found


def kept_of(cells: Sequence[Cell], wanted: tuple[int, ...] | None) -> Sequence[Cell]:
    return cells if wanted is None else [cells[place] for place in wanted]


def _archive(tables: Tables, files: Sequence[BinaryIO], out: BinaryIO, lang: str) -> None:
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for sheet, file in zip(tables.sheets, files, strict=True):
            file.seek(0)
            with archive.open(f"{safe_name(sheet.name)}.csv", "w", force_zip64=True) as inside:
                shutil.copyfileobj(file, inside)
        archive.writestr("codebook.csv", codebook.as_csv(tables, lang))


def safe_name(name: str) -> str:
    """A name for a file or a sheet: letters, digits, hyphens, at most 28 of them."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)[:28] or "part"
