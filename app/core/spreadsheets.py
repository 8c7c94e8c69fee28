"""CSV as spreadsheets on Finnish and Swedish machines read it, and cells that none runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
SEPARATOR, DECIMAL = ";", ","
"""A comma would leave each row in one cell, and a share of 1.3 would become the first of March."""

AT_FRONT = re.compile(r"^(?=[\s\"']*[=+\-@＝＋－＠])|^(?=[\t\r\n])")
"""Where a spreadsheet would begin a formula: at the front of a cell."""

ANYWHERE = re.compile(rf"{AT_FRONT.pattern}|(?<=[;,\t\r\n])(?=[\"']*[=+\-@＝＋－＠])")
"""And behind a character that a machine with other settings takes for the end of one."""

Cell = str | int | float | None


def cell(value: Cell) -> str | int:
    """A cell as a spreadsheet reads it; a text that would run begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", DECIMAL)
    return ANYWHERE.sub("'", value) if isinstance(value, str) else value


def written(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as a file with a byte order mark."""
    file = io.StringIO()
    file.write(BOM)
    writer = csv.writer(file, delimiter=SEPARATOR, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return file.getvalue()
