"""The columns of matrices whose cells are questions, and what is reckoned below them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.surveys.answers import as_text, plain
from app.surveys.expressions import Expression
from app.surveys.language.functions import PLAIN
from app.surveys.language.scope import Scope, Values
from app.surveys.language.values import is_empty, written_number
from app.surveys.problems import did_you_mean
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    option,
    read_object,
)
from app.surveys.question_types.base import Question
from app.surveys.question_types.computed import ExpressionQuestion
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.single import (
    BooleanQuestion,
    DropdownQuestion,
    RadioQuestion,
    RatingQuestion,
)
from app.surveys.question_types.written import CommentQuestion, TextQuestion

MOST_COLUMNS = 30

CELLS: Mapping[str, type[Question]] = {
    one.TYPE: one
    for one in (
        DropdownQuestion,
        CheckboxQuestion,
        RadioQuestion,
        TextQuestion,
        CommentQuestion,
        BooleanQuestion,
        RatingQuestion,
        ExpressionQuestion,
    )
}
"""What a cell may ask."""

TOTALS = ("none", "sum", "count", "min", "max", "avg")

COLUMN: Table = frozen(
    {
        "isUnique": Property(flag, False),
        "totalType": Property(option(*TOTALS), "none"),
        "totalExpression": Property(expression),
    }
)
CELL_TYPE = Property(option("default", *CELLS), "default")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: the question of its cells, and what is reckoned below them."""

    question: Question
    is_unique: bool = False
    total_type: str = "none"
    total_expression: Expression | None = None

    @property
    def has_total(self) -> bool:
        return self.total_type != "none" or self.total_expression is not None

    def total_in_words(self, totals: Mapping[str, object], lang: str) -> str:
        value = plain(totals[self.question.name])
        if self.question.formula is not None:
            return self.question.display(value, lang)
        return as_text(value)


def read_columns(source: Mapping[str, object], path: str, reading: Reading) -> tuple[Column, ...]:
    listed = source.get("columns")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_COLUMNS:
        hint = f"a list of 1 to {MOST_COLUMNS} columns"
        reading.findings.refuse(f"{path}.columns", "not a list of columns", hint)
        return ()
    usual = source.get("cellType")
    found: dict[str, Column] = {}
    for index, entry in enumerate(listed):
        where = f"{path}.columns[{index}]"
        entry = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(entry, Mapping):
            reading.findings.refuse(where, "not a column", 'write {"name": ..., "cellType": ...}')
            continue
        column = _read_column(entry, usual if isinstance(usual, str) else "default", where, reading)
        if column is None:
            continue
        key = column.question.name.lower()
        if not key or key in found:
            reading.findings.refuse(f"{where}.name", "no name of its own", "give it one")
        found.setdefault(key, column)
    return tuple(found.values())


def _read_column(
    entry: Mapping[str, object], usual: str, where: str, reading: Reading
) -> Column | None:
    written = entry.get("cellType", "default")
    kind = written if written != "default" else usual if usual != "default" else "dropdown"
    if not isinstance(kind, str) or kind not in CELLS:
        hint = did_you_mean(str(kind), CELLS, f"one of {', '.join(CELLS)}")
        reading.findings.refuse(f"{where}.cellType", f"unknown type of cell {kind!r}", hint)
        return None
    own = read_object(
        {key: value for key, value in entry.items() if key in COLUMN}, COLUMN, where, reading
    )
    table = CELLS[kind].PROPERTIES
    values = read_object(entry, table, where, reading, "cellType", *COLUMN)
    question = CELLS[kind](path=where, **values)  # type: ignore[arg-type]
    return Column(question=question, **own)  # type: ignore[arg-type]


def total(column: Column, rows: list[Mapping[str, object]], scope: Scope) -> object:
    if column.total_expression is not None:
        return column.total_expression.evaluate(scope.inner(Values({"matrix": rows})))
    values = [row.get(column.question.key) for row in rows]
    if column.total_type == "count":
        return sum(not is_empty(one) for one in values)
    numbers = [number for number in map(written_number, values) if number is not None]
    return PLAIN[column.total_type]([numbers])
