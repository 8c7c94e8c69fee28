"""Exports as SPSS files: one for the responses, and in a ZIP archive one for each repeated part."""

import marshal
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext as _

from app.analysis.export_cells import NOT_ASKED, plain
from app.analysis.export_columns import Column, Kind, Sheet
from app.analysis.export_rows import Cell, Missing
from app.analysis.export_tables import Tables, before, safe_name
from app.analysis.sav import LONGEST_NAME, Level, SavFile, Variable, cut

MISSING = ((-98, -99), (-9_998, -9_999), (-999_998, -999_999))
"""Numbers for not asked and not answered: the first pair that nobody gave as an answer."""
RESERVED = frozenset(
    ("ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH")
)
_WRITTEN = (Kind.TEXT, Kind.FILE)
_SKIPPED, _OPEN = "not asked", "open"
_LEVELS = {Kind.NUMBER: Level.SCALE, Kind.RANK: Level.ORDINAL}


@dataclass
class _Seen:
    """What a column turned out to hold, while its cells were laid aside."""

    column: Column
    codes: dict[str, float] = field(default_factory=dict)
    width: int = 1
    decimals: int = 0
    clashes: set[float] = field(default_factory=set)

    def __post_init__(self) -> None:
        labels = self.column.labels
        numeric = all(re.fullmatch(r"\d{1,6}", one.code) for one in labels)
        for place, one in enumerate(labels, start=1):
            self.codes[one.code] = float(one.code) if numeric else float(place)

    def kept(self, cell: Cell) -> str | float | tuple[str]:
        """The cell as it is laid aside: a lone tuple says why it is empty."""
        if isinstance(cell, Missing):
            return (_SKIPPED,) if cell is Missing.NOT_ASKED else (_OPEN,)
        if self.column.kind in _WRITTEN:
            text = plain(str(cell))
            self.width = max(self.width, len(text.encode()))
            return text
        if self.column.kind is Kind.CODE:
            return self.codes.setdefault(str(cell), max(self.codes.values(), default=0) + 1)
        if isinstance(cell, str):
            return (_OPEN,)
        if isinstance(cell, float):
            self.decimals = 2
        if any(cell in pair for pair in MISSING):
            self.clashes.add(cell)
        return cell

    @property
    def missing(self) -> tuple[int, int]:
        return next((pair for pair in MISSING if not self.clashes & {*pair}), MISSING[-1])

    def variable(self, name: str, lang: str) -> Variable:
        column = self.column
        label = column.title.in_(lang).text if column.title else column.measure
        if column.choice:
            label = f"{label}: {column.labels[0].in_(lang)}"
        if column.kind in _WRITTEN:
            return Variable(name, plain(label), width=max(self.width, len(NOT_ASKED)))
        return Variable(
            name,
            plain(label),
            decimals=self.decimals,
            level=_LEVELS.get(column.kind, Level.NOMINAL),
            labels=(*self._labels(lang), *self._empty()),
            missing=tuple(float(one) for one in self.missing),
        )

    def _labels(self, lang: str) -> Iterator[tuple[float, str]]:
        if self.column.kind is Kind.FLAG:
            yield 0.0, _("Not chosen")
            yield 1.0, _("Chosen")
        if self.column.kind is Kind.CODE:
            words = {one.code: one.in_(lang) for one in self.column.labels}
            for code, value in self.codes.items():
                yield value, plain(words.get(code, code))

    def _empty(self) -> tuple[tuple[float, str], ...]:
        not_asked, open_ = self.missing
        return (float(not_asked), _("Not asked")), (float(open_), _("Not answered"))

    def value(self, kept: object) -> str | float | None:
        """What stands in the file for a cell that was laid aside."""
        if isinstance(kept, str | int | float):
            return kept
        was_asked = kept != (_SKIPPED,)
        if self.column.kind in _WRITTEN:
            return "" if was_asked else NOT_ASKED
        return float(self.missing[was_asked])


class _Aside:
    """The rows of one table, laid aside on disk until it is known how wide they are."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], file: BinaryIO) -> None:
        self.sheet = sheet
        self.seen = [_Seen(column) for column in columns]
        self.rows = 0
        self._file = file

    def row(self, numbers: Sequence[str | int], cells: Sequence[Cell]) -> None:
        kept = [one.kept(cell) for one, cell in zip(self.seen, cells, strict=True)]
        marshal.dump((list(numbers), kept), self._file)
        self.rows += 1

    def write(self, out: BinaryIO, lang: str, title: str, made: datetime) -> None:
        head = [
            Variable(name, name, width=10 if name in ("language", "day", "channel") else 0)
            for name in before(self.sheet)
        ]
        names = _names([*before(self.sheet), *(one.column.name for one in self.seen)])
        own = [
            one.variable(name, lang)
            for one, name in zip(self.seen, names[len(head) :], strict=True)
        ]
        file = SavFile(out, [*head, *own], cases=self.rows, title=title, made=made)
        self._file.seek(0)
        for _row in range(self.rows):
            numbers, kept = marshal.load(self._file)  # noqa: S302 # written above, by us
            said = [one.value(cell) for one, cell in zip(self.seen, kept, strict=True)]
            file.case([*numbers, *said])
        file.close()


def write(tables: Tables, out: BinaryIO, lang: str, *, made: datetime) -> None:
    """Write the file, or the archive of files."""
    title = tables.source.survey.title.in_(lang)[0]
    with ExitStack() as opened:
        asides = [
            _Aside(sheet, some, opened.enter_context(tempfile.TemporaryFile()))
            for sheet, some in zip(tables.sheets, tables.columns, strict=True)
        ]
        for number, about, cells in tables.rows():
            asides[number].row(about, cells)
        if tables.is_one:
            asides[0].write(out, lang, title, made)
            return
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for aside in asides:
                below = opened.enter_context(tempfile.TemporaryFile())
                aside.write(below, lang, title, made)
                below.seek(0)
                name = f"{safe_name(aside.sheet.name)}.sav"
                with archive.open(name, "w", force_zip64=True) as inside:
                    shutil.copyfileobj(below, inside)


def _names(wanted: Sequence[str]) -> list[str]:
    """Names that SPSS takes, each once whatever its case."""
    found: list[str] = []
    taken: set[str] = set()
    for one in wanted:
        name = re.sub(r"[^\w.]+", "_", one).strip("_.") or "v"
        if not name[0].isalpha() or name.upper() in RESERVED:
            name = f"v_{name}"
        name, plain_name, number = cut(name, LONGEST_NAME).decode(), name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{cut(plain_name, LONGEST_NAME - 5).decode()}_{number}"
        taken.add(name.casefold())
        found.append(name)
    return found
