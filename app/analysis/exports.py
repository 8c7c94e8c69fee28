"""Results and cross tables as CSV, as spreadsheets on Finnish and Swedish machines read them."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.analysis.crosstabs import Crosstab
from app.analysis.reports import Part
from app.core.spreadsheets import Cell, written


def of_results(parts: Sequence[Part]) -> str:
    """One row a question and value. Where too few answered there is no figure."""
    header = [_("Question"), _("Title"), _("Row"), _("Value"), _("Label"), _("People who answered"),
              _("Count"), _("Share"), _("Mean"), _("Median"), _("Standard deviation")]  # fmt: skip
    return written([[str(one) for one in header], *_rows(parts)])


def _rows(parts: Sequence[Part]) -> Iterator[list[Cell]]:
    for part in parts:
        if part.rows:
            for row in part.rows:
                for cell in row.cells:
                    yield [part.name, part.title.text, row.label.text, cell.option.code,
                           cell.option.label.text, row.n, cell.count, round(cell.share, 4),
                           None, None, None]  # fmt: skip
            continue
        known = part.summary.moments
        numbers: list[Cell] = [None, None, None]
        if known:
            deviation = None if known.deviation is None else round(known.deviation, 4)
            numbers = [round(known.mean, 4), round(known.median, 4), deviation]
        head: list[Cell] = [part.name, part.title.text, None]
        options = part.figures.options if part.figures and part.n is not None else ()
        if not options:
            yield [*head, None, None, part.n, None, None, *numbers]
        for one in options:
            yield [*head, one.option.code, one.option.label.text, part.n, one.count,
                   round(one.share, 4), *numbers]  # fmt: skip


def of_crosstab(table: Crosstab) -> str:
    """The counts with their sums, then what they come to."""
    columns = [one.text for one in table.columns]
    rows: list[list[Cell]] = [
        [f"{table.rows_of.title.text} / {table.columns_of.title.text}", *columns, _("All")]
    ]
    rows += [[row.label.text, *(cell.count for cell in row.cells), row.n] for row in table.rows]
    rows.append([_("All"), *table.sums, table.n])
    found = table.association
    if found:
        rows += [
            [_("Chi-square"), round(found.chi_square, 4)],
            [_("Degrees of freedom"), found.degrees],
            [_("Cramér's V"), round(found.v, 4)],
            [_("Cells with an expected count below 5"), found.low],
        ]
    return written(rows)


def of_too_few() -> str:
    """A file that says so, where a table has nothing in it."""
    return written([[str(_("Too few answers"))]])
