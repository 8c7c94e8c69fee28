"""The codebook of an export: every column with its question, its values and when it was asked."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from app.analysis.export_cells import NOT_ASKED, guarded, separator
from app.analysis.export_columns import Column, Kind
from app.analysis.export_tables import Tables
from app.core.spreadsheets import BOM


@dataclass(frozen=True, slots=True)
class Line:
    """One column, or one value of it (`code`), with its words in each language."""

    table: str
    column: str
    kind: str
    words: tuple[str, ...]
    """In the order of the survey's languages."""
    code: str
    versions: str
    condition: str


def kinds() -> dict[Kind, str]:
    """What a column holds, in the language of the page."""
    return {
        Kind.CODE: _("one choice"),
        Kind.NUMBER: _("a number"),
        Kind.FLAG: _("1 chosen, 0 not chosen"),
        Kind.RANK: _("place in the order, 1 is first"),
        Kind.TEXT: _("open answer"),
        Kind.FILE: _("names of files"),
    }


def lines(tables: Tables) -> Iterator[Line]:
    """Every column in the order of the tables, each followed by its values."""
    words = kinds()
    for sheet in tables.sheets:
        for column in sheet.columns:
            yield _line(tables, sheet.name, column, words[column.kind])
            for label in column.labels:
                said = tuple(label.in_(lang) for lang in tables.languages)
                yield Line(sheet.name, column.name, "", said, label.code, "", "")


def _line(tables: Tables, sheet: str, column: Column, kind: str) -> Line:
    title = column.title
    return Line(
        table=sheet,
        column=column.name,
        kind=kind,
        words=tuple(title.in_(lang).text if title else column.measure for lang in tables.languages),
        code="",
        versions=", ".join(str(number) for number in column.versions),
        condition=_condition(tables, column),
    )


def _condition(tables: Tables, column: Column) -> str:
    """When the newest version that has it asks it, as its author wrote; "" for always."""
    definition = tables.source.versions[max(column.versions)]
    name = column.measure.partition(".")[0].partition("[")[0]
    question = definition.questions.get(column.measure) or definition.questions.get(name)
    if question is None:
        return ""
    around = definition.around[question.name]
    conditions = [*(one.visible_if for one in around), question.visible_if]
    found = [one for one in conditions if one is not None]
    return " and ".join(f"({one.source})" if len(found) > 1 else one.source for one in found)


def header(tables: Tables) -> list[str]:
    return [
        _("Table"),
        _("Column"),
        _("Holds"),
        *(_("Words (%(lang)s)", lang=lang) for lang in tables.languages),
        _("Value"),
        _("Versions"),
        _("Asked when"),
    ]


def rows(tables: Tables) -> Iterator[list[str]]:
    for one in lines(tables):
        yield [one.table, one.column, one.kind, *one.words, one.code, one.versions, one.condition]


def notes() -> list[str]:
    """What a reader of the tables must know, in whole sentences."""
    return [
        _("An empty cell: the question was asked and not answered."),
        _(
            "%(code)s: the question was not asked of this person, or not in this version.",
            code=NOT_ASKED,
        ),
        _("The number of a response is its place in this file alone: the order tells nothing."),
    ]


def as_csv(tables: Tables, lang: str) -> str:
    """With a byte order mark and the separator that spreadsheets of the language expect."""
    file = io.StringIO()
    file.write(BOM)
    writer = csv.writer(file, delimiter=separator(lang), lineterminator="\r\n")
    writer.writerow(header(tables))
    for row in rows(tables):
        writer.writerow([guarded(cell) for cell in row])
    for note in notes():
        writer.writerow([note])
    return file.getvalue()
