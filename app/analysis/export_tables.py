"""The tables of an export, filled row by row: what each response says in each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.analysis.export_columns import Column, Sheet, measures_of, sheets
from app.analysis.export_rows import Cell, Reader
from app.analysis.export_source import Row, Source
from app.surveys import asked, coding
from app.surveys.structure import Survey as Definition

ABOUT = ("response", "version", "language", "day", "channel")
"""What stands before the answers: a number in this export only, and how the response came."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table of a repeated part: which entries it is, and what was said there."""

    sheet: int
    numbers: tuple[int, ...]
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Record:
    """One response in all tables."""

    about: tuple[int, int, str, str, str]
    cells: Sequence[Cell]
    entries: Sequence[Entry]


class _Version:
    """How the documents of one version are read."""

    def __init__(self, definition: Definition, tables: Sequence[Sheet]) -> None:
        self.definition = definition
        measures = measures_of(definition)
        self.readers = [Reader(sheet, measures) for sheet in tables]
        self.inside = [
            {
                one.name: measures[one.name].path
                for one in sheet.asked
                if sheet.path and one.name in measures
            }
            for sheet in tables
        ]

    def unanswered(self, row: Row) -> frozenset[str]:
        if row.unanswered is not None:
            return frozenset(row.unanswered)
        coded = coding.codes(self.definition, row.document)
        return frozenset(asked.unanswered(self.definition, row.document, coded))

    def entries(self, number: int, row: Row) -> Iterator[Entry]:
        reader, names = self.readers[number], self.inside[number]
        if not names or not row.document.get(reader.path[0]):
            return
        found = list(asked.unanswered_in(self.definition, row.document, reader.path, names))
        for place, (numbers, said) in enumerate(reader.entries(row.document)):
            was_asked = found[place] if place < len(found) else list(names)
            yield Entry(number, numbers, reader.row(said, was_asked))


@dataclass(frozen=True)
class Tables:
    """All of an export: its tables, and the responses in them one after another. Without `texts`
    what people wrote in their own words is left out."""

    source: Source
    languages: tuple[str, ...]
    texts: bool = True

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return sheets(self.source.versions, self.languages)

    @cached_property
    def columns(self) -> tuple[tuple[Column, ...], ...]:
        """The columns of each sheet that are wanted."""
        return tuple(
            tuple(one for one in sheet.columns if self.texts or not one.is_written)
            for sheet in self.sheets
        )

    @property
    def is_one(self) -> bool:
        """Whether there is but the table of responses."""
        return len(self.sheets) == 1

    def rows(self) -> Iterator[tuple[int, tuple[int | str, ...], Sequence[Cell]]]:
        """Every row of every table: the number of its sheet, what stands before, its cells."""
        for record in self.records():
            yield 0, record.about, record.cells
            for entry in record.entries:
                yield entry.sheet, (record.about[0], *entry.numbers), entry.cells

    def records(self) -> Iterator[Record]:
        """Every response once; the database is read while this runs."""
        versions: Mapping[int, _Version] = {
            number: _Version(definition, self.sheets)
            for number, definition in self.source.versions.items()
        }
        for number, row in enumerate(self.source.read(), start=1):
            version = versions[row.version]
            yield Record(
                (number, row.version, row.lang, row.day.isoformat(), row.channel),
                self._wanted(0, version.readers[0].row(row.document, version.unanswered(row))),
                [
                    replace(entry, cells=self._wanted(place, entry.cells))
                    for place in range(1, len(self.sheets))
                    for entry in version.entries(place, row)
                ],
            )

    def _wanted(self, sheet: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        return cells if self.texts else [cells[place] for place in self._places[sheet]]

    @cached_property
    def _places(self) -> tuple[tuple[int, ...], ...]:
        """Where the wanted columns of each sheet stand among all."""
        return tuple(
            tuple(place for place, one in enumerate(sheet.columns) if one in some)
            for sheet, some in zip(self.sheets, self.columns, strict=True)
        )


def before(sheet: Sheet) -> tuple[str, ...]:
    """The columns before the answers; of a repeated part, those that say whose entry a row is."""
    if not sheet.path:
        return ABOUT
    ends = [f"entry{number}" for number in range(1, sheet.depth + 1)]
    return (ABOUT[0], *(["entry"] if sheet.depth == 1 else ends))


def safe_name(name: str) -> str:
    """A name for a file or a sheet: letters, digits, hyphens, at most 28 of them."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)[:28] or "part"
