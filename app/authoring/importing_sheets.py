"""The sheets of an .xlsx workbook, or of tables in Markdown, as rows of texts by column.

A workbook is looked at before it is opened: how many parts it has, what they unpack to in fact (not
what its directory says), how many tags that is, and that none of them declares entities.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.authoring.importing import Fault, ImportRefused

MOST_PARTS = 2_000
MOST_UNPACKED = 60_000_000
MOST_TAGS = 1_000_000
"""In all parts together: it is tags, not bytes, that reading takes its time for."""
MOST_ROWS, MOST_COLUMNS = 5_000, 200
LONGEST_CELL = 20_000
WANTED = ("survey", "choices", "settings")

_DECLARES = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ArithmeticError),
    *(InvalidFileException, ParseError, RuntimeError, LookupError, ValueError, TypeError),
    *(AttributeError, AssertionError),
)
"""What reading an archive or a workbook may raise that is not in order."""

Sheet = list[dict[str, str]]
Sheets = Mapping[str, Sheet]


def of_xlsx(content: bytes) -> Sheets:
    """The sheets of a workbook that a form has; raises ImportRefused."""
    with _refusing():
        _inspect(content)
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            return {
                title.strip().lower(): _sheet(_rows(book[title]))
                for title in book.sheetnames
                if title.strip().lower() in WANTED
            }


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever a broken file raises is a refusal."""
    try:
        yield
    except ImportRefused:
        raise
    except DefusedXmlException:
        raise ImportRefused(Fault.HOSTILE_SHEETS) from None
    except _BROKEN as error:
        raise ImportRefused(Fault.NOT_SHEETS, type(error).__name__) from None


def _rows(sheet: Any) -> Iterable[Sequence[object]]:
    """The cells of a sheet, as many as are read at most; a sheet of charts has none."""
    found: Iterable[Sequence[object]] = sheet.iter_rows(
        max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True
    )
    return found


def _inspect(content: bytes) -> None:
    """Refuse what is no archive, or unpacks to more than a form needs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise ImportRefused(Fault.HOSTILE_SHEETS)
        size = tags = 0
        for part in parts:
            for block in _unpacked(archive, part):
                size, tags = size + len(block), tags + block.count(b"<")
                if size > MOST_UNPACKED or tags > MOST_TAGS:
                    raise ImportRefused(Fault.HOSTILE_SHEETS)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, some at a time, in which nothing is declared."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(64 * 1024):
            # Letters of UTF-16 have zeros between them.
            if _DECLARES.search((tail + block).replace(b"\0", b"")):
                raise ImportRefused(Fault.HOSTILE_SHEETS)
            tail = block[-64:]
            yield block


def _sheet(found: Iterable[Sequence[object]]) -> Sheet:
    rows = iter(found)
    header = [_text(cell) for cell in next(rows, ())]
    return list(_records(header, ([_text(cell) for cell in row] for row in rows)))


def _records(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[dict[str, str]]:
    columns = [" ".join(name.split()) for name in header[:MOST_COLUMNS]]
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise ImportRefused(Fault.TOO_MUCH, str(MOST_ROWS))
        record = {name: cell for name, cell in zip(columns, row, strict=False) if name and cell}
        if record:
            yield record


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell == cell and abs(cell) < 1e15 and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()[:LONGEST_CELL]


_TABLE_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^[\s|:+-]+$")


def is_form(text: str) -> bool:
    """Whether a Markdown text has the tables of a form."""
    first = next((line for line in text[:5_000].splitlines() if line.strip()), "")
    found = _TABLE_ROW.match(first)
    return found is not None and found[1].split("|")[0].strip().lower() in WANTED


def of_markdown(text: str) -> Sheets:
    """The sheets in tables such as `| survey | | |` with rows below it."""
    tables: dict[str, list[list[str]]] = {}
    current = ""
    for line in text.splitlines():
        found = _TABLE_ROW.match(line)
        if found is None or _RULE.match(line):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", found[1])]
        if cells[0]:
            current = cells[0].lower()
        elif current in WANTED:
            tables.setdefault(current, []).append(cells[1:])
    return {name: list(_records(rows[0], rows[1:])) for name, rows in tables.items() if rows}
