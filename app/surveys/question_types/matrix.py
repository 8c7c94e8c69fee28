"""Questions of fixed parts: multipletext, and matrix, where each row is one choice of columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from app.surveys.answers import Message, code, message
from app.surveys.expressions import Expression
from app.surveys.problems import Refused
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    option,
    read_object,
    text,
    whole,
)
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.question_types.choices import Choice, choice_list
from app.surveys.question_types.composite import Composite, Entry, Part
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.single import RadioQuestion
from app.surveys.question_types.views import QuestionView
from app.surveys.question_types.written import TextQuestion
from app.surveys.structure import Element
from app.surveys.texts import Text

MOST_ROWS = 100
MOST_ITEMS = 50
MOST_ACROSS = 6
"""Columns that fit beside each other on a wide screen."""

_ITEM = (
    *("name", "title", "isRequired", "requiredErrorText", "placeholder", "inputType"),
    *("maxLength", "validators", "defaultValueExpression"),
    *("minValueExpression", "maxValueExpression"),
)
ITEM: Table = frozen({written: TextQuestion.PROPERTIES[written] for written in _ITEM})


class Whole(Composite):
    """One entry that is always there: the answer is an object."""

    def place_of(self, _key: str) -> str:
        return f"{self.address}."

    def fits(self, value: object) -> bool:
        return isinstance(value, Mapping)

    def cleaned(self, value: Any) -> object:
        return self.cleaned_part(value) or None

    def entries(self, value: object) -> tuple[Entry, ...]:
        given = value if isinstance(value, Mapping) else {}
        return (Entry(key="", answers={str(name): one for name, one in given.items()}),)

    def gathered(self, parts: Sequence[Part], given: bool) -> object:
        return dict(parts[0][1]) or None if parts else None


def _items(source: object, path: str, reading: Reading) -> tuple[TextQuestion, ...]:
    if not isinstance(source, list) or len(source) > MOST_ITEMS:
        raise Refused("not a list of items", f"a list of at most {MOST_ITEMS}")
    found: dict[str, TextQuestion] = {}
    for index, entry in enumerate(source):
        where = f"{path}[{index}]"
        if not isinstance(entry, Mapping):
            reading.findings.refuse(where, "not an item", 'write {"name": ..., "title": ...}')
            continue
        values = read_object(entry, ITEM, where, reading)
        item = TextQuestion(path=where, **values)  # type: ignore[arg-type]
        if not item.name or item.name.lower() in found:
            reading.findings.refuse(f"{where}.name", "no name of its own", "give it one")
        found.setdefault(item.name.lower(), item)
    return tuple(found.values())


@dataclass(frozen=True, kw_only=True)
class MultipleTextQuestion(Whole):
    """Several short texts under one question."""

    TYPE: ClassVar[str] = "multipletext"
    WIDGET: ClassVar[str] = "multipletext"
    INNER: ClassVar[tuple[str, ...]] = ("items",)
    PROPERTIES: ClassVar[Table] = frozen(
        {**SHARED, "items": Property(_items, ()), "colCount": Property(whole(1, 5), 1)}
    )

    items: tuple[TextQuestion, ...] = ()
    col_count: int = 1

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if not self.items:
            yield "items", "there are no items", "add at least one"
        for index, item in enumerate(self.items):
            for written, reason, hint in item.own_problems():
                yield f"items[{index}].{written}", reason, hint

    def inner_elements(self) -> tuple[Element, ...]:
        return self.items

    def finished(
        self, view: QuestionView, _state: QuestionState, _data: Mapping[str, object]
    ) -> QuestionView:
        return replace(view, columns=self.col_count)


def _columns(source: object, path: str, reading: Reading) -> tuple[Choice, ...]:
    return choice_list()(source, path, reading)


def _rows(source: object, path: str, reading: Reading) -> tuple[Choice, ...]:
    if isinstance(source, list) and len(source) > MOST_ROWS:
        raise Refused("too many rows", f"at most {MOST_ROWS}")
    return choice_list()(source, path, reading)


def _cells(source: object, path: str, reading: Reading) -> Mapping[str, Mapping[str, Text]]:
    """Texts by row ("default": any row) and column."""
    if not isinstance(source, Mapping) or not all(
        isinstance(one, Mapping) for one in source.values()
    ):
        raise Refused("not the texts of cells", 'write {"row": {"column": "text"}}')
    found: dict[str, dict[str, Text]] = {}
    for row, columns in source.items():
        for column, written in columns.items():
            read = text(written, f"{path}.{row}.{column}", reading)
            if read is not None:
                found.setdefault(str(row), {})[str(column)] = read
    return found


ROWS: Table = frozen(
    {
        "rows": Property(_rows, ()),
        "rowsVisibleIf": Property(expression),
        "columnsVisibleIf": Property(expression),
        "rowOrder": Property(option("initial", "random"), "initial"),
        "hideIfRowsEmpty": Property(flag, False),
    }
)
"""What matrices with rows of the author's have in common."""


@dataclass(frozen=True, kw_only=True)
class MatrixQuestion(Whole):
    """The same choice for each of several rows."""

    TYPE: ClassVar[str] = "matrix"
    WIDGET: ClassVar[str] = "matrix"
    INNER: ClassVar[tuple[str, ...]] = ("rows", "columns", "cells")
    MEANING: ClassVar[frozenset[str]] = Question.MEANING | {"cell_type"}
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            **ROWS,
            "columns": Property(_columns, ()),
            "cells": Property(_cells, {}),
            "cellType": Property(option("radio", "checkbox"), "radio"),
            "eachRowRequired": Property(flag, False),
            "eachRowUnique": Property(flag, False),
        }
    )

    rows: tuple[Choice, ...] = ()
    columns: tuple[Choice, ...] = ()
    cells: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    cell_type: str = "radio"
    rows_visible_if: Expression | None = None
    columns_visible_if: Expression | None = None
    row_order: str = "initial"
    hide_if_rows_empty: bool = False
    each_row_required: bool = False
    each_row_unique: bool = False

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        for written in ("rows", "columns"):
            if not getattr(self, written):
                yield written, f"there are no {written}", "list at least one"
        rows = {row.code for row in self.rows} | {"default"}
        for row, texts in self.cells.items():
            if row not in rows:
                yield f"cells.{row}", "no such row", "name a row by its value, or default"
            for column in texts.keys() - {column.code for column in self.columns}:
                yield f"cells.{row}.{column}", "no such column", "name a column by its value"

    def inner_elements(self) -> tuple[Element, ...]:
        kind = RadioQuestion if self.cell_type == "radio" else CheckboxQuestion
        return tuple(
            kind(
                name=row.code,
                path=f"{self.path}.rows[{index}]",
                item=row.value,
                title=row.text,
                visible_if=row.visible_if or self.rows_visible_if,
                enable_if=row.enable_if,
                is_required=self.each_row_required,
                choices=tuple(self._cell(row, column) for column in self.columns),
                choices_visible_if=self.columns_visible_if,
            )
            for index, row in enumerate(self.rows)
        )

    def _cell(self, row: Choice, column: Choice) -> Choice:
        own = self.cells.get(row.code, {}).get(column.code)
        own = own or self.cells.get("default", {}).get(column.code)
        return replace(column, text=own) if own else column

    def finished(
        self, view: QuestionView, _state: QuestionState, _data: Mapping[str, object]
    ) -> QuestionView:
        """Rows stand as in a table where all have the same few columns."""
        rows = tuple(view.inner)
        columns = {tuple((one.value, one.label) for one in row.options) for row in rows}
        if len(columns) != 1 or len(self.columns) > MOST_ACROSS:
            return view
        return replace(view, heads=tuple(label for _, label in columns.pop()))

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        yield from super().faults(state)
        if self.each_row_unique and isinstance(state.answer, Mapping):
            chosen = [code(one) for one in state.answer.values()]
            if len(chosen) != len(set(chosen)):
                yield "unique", message("unique_column")


__all__ = ["ROWS", "MatrixQuestion", "MultipleTextQuestion"]
