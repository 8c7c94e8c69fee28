"""Exports as JSON, written response by response."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from app.analysis.export_cells import plain
from app.analysis.export_columns import Column
from app.analysis.export_rows import Cell, Missing
from app.analysis.export_tables import ABOUT, Record, Tables


def write(tables: Tables, out: BinaryIO) -> None:
    """`{"survey", "columns": {table: […]}, "responses": […]}`. In a response an answer that is
    absent was not asked, and null was not answered; repeated parts are lists of the same."""
    head = {
        "survey": tables.source.survey.slug,
        "columns": {
            sheet.name: [_described(column) for column in some]
            for sheet, some in zip(tables.sheets, tables.columns, strict=True)
        },
    }
    out.write(_text(head)[:-1].encode() + b',"responses":[')
    for number, record in enumerate(tables.records()):
        cells = _response(tables, record)
        out.write((b",\n" if number else b"\n") + _text(cells).encode())
    out.write(b"\n]}\n")


def _described(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "question": column.measure,
        "holds": column.kind,
        "title": dict(column.title.values) if column.title else {},
        "values": [{"value": one.code, "words": dict(one.words)} for one in column.labels],
        "versions": list(column.versions),
    }


def _response(tables: Tables, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = dict(zip(ABOUT, record.about, strict=True))
    found["answers"] = dict(_said(tables.columns[0], record.cells))
    for entry in record.entries:
        said = {
            "entry": list(entry.numbers),
            **dict(_said(tables.columns[entry.sheet], entry.cells)),
        }
        found.setdefault("lists", {}).setdefault(tables.sheets[entry.sheet].name, []).append(said)
    return found


def _said(
    columns: Sequence[Column], cells: Sequence[Cell]
) -> Iterator[tuple[str, str | int | float | None]]:
    for column, cell in zip(columns, cells, strict=True):
        if isinstance(cell, Missing):
            if cell is Missing.NOT_ANSWERED:
                yield column.name, None
        else:
            yield column.name, plain(cell) if isinstance(cell, str) else cell


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
