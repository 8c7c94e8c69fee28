"""The tables of an export, filled row by row: what each response says in each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.analysis.export_columns import Sheet, measures_of, sheets
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
    """All of an export: its tables, and the responses in them one after another."""

    source: Source
    languages: tuple[str, ...]

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return sheets(self.source.versions, self.languages)

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
                version.readers[0].row(row.document, version.unanswered(row)),
                [
                    entry
                    for place in range(1, len(self.sheets))
                    for entry in version.entries(place, row)
                ],
            )
