"""Matrices whose cells are questions: matrixdropdown with the author's rows, matrixdynamic with
rows that people add."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from flask_babel import gettext as _

from app.surveys.answers import Message, message
from app.surveys.expressions import Expression
from app.surveys.language.scope import Scope
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    camel,
    expression,
    flag,
    frozen,
    name,
    text,
    whole,
)
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.question_types.choices import Choice, Selecting, choice_list
from app.surveys.question_types.columns import CELL_TYPE, Column, read_columns, total
from app.surveys.question_types.composite import (
    Composite,
    CountedPart,
    Entry,
    Part,
    ReadElement,
    repeats,
)
from app.surveys.question_types.listed import MOST_ENTRIES, MOST_FIELDS, Listed, Wording
from app.surveys.question_types.matrix import ROWS
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.views import QuestionView
from app.surveys.structure import Element
from app.surveys.texts import Localised, Text

GRID: Table = frozen(
    {
        **SHARED,
        "choices": Property(choice_list(), ()),
        "placeholder": Property(text),
        "cellType": CELL_TYPE,
        "columnsVisibleIf": Property(expression),
        "keyDuplicationError": Property(text),
        "totalText": Property(text),
    }
)


@dataclass(frozen=True, kw_only=True)
class Grid(Composite):
    """What both have in common: columns of questions, and totals."""

    SCOPE: ClassVar[str] = "row"
    INNER: ClassVar[tuple[str, ...]] = ("columns",)

    columns: tuple[Column, ...] = ()
    choices: tuple[Choice, ...] = ()
    placeholder: Text | None = None
    cell_type: str = "default"
    columns_visible_if: Expression | None = None
    key_duplication_error: Text | None = None
    total_text: Text | None = None

    @classmethod
    def read_inner(
        cls, source: Mapping[str, object], path: str, reading: Reading, element: ReadElement
    ) -> dict[str, object]:
        return {"columns": read_columns(source, path, reading)}

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        for index, column in enumerate(self.inner_elements()):
            if isinstance(column, Question):
                for written, reason, hint in column.own_problems():
                    yield f"columns[{index}].{written}", reason, hint
        if len(self.entries(None)) * len(self.columns) > MOST_FIELDS:
            yield "columns", "too many cells for one page", f"at most {MOST_FIELDS}"

    def inner_elements(self) -> tuple[Element, ...]:
        return tuple(self._cell(column.question) for column in self.columns)

    def row_conditions(self) -> Iterator[tuple[str, Expression]]:
        for written in ("rows_visible_if", "columns_visible_if"):
            condition = getattr(self, written)
            if condition is not None:
                yield camel(written), condition
        for index, row in enumerate(getattr(self, "rows", ())):
            for written in ("visible_if", "enable_if"):
                condition = getattr(row, written)
                if condition is not None:
                    yield f"rows[{index}].{camel(written)}", condition
        for index, column in enumerate(self.columns):
            if column.total_expression is not None:
                yield f"columns[{index}].totalExpression", column.total_expression

    def _cell(self, question: Question) -> Question:
        """A cell's question; the matrix's own choices are for cells that have none."""
        if not isinstance(question, Selecting) or not self.choices:
            return question
        has_own = question.all_choices or question.choices_from_question
        return question if has_own else replace(question, choices=self.choices)

    @property
    def has_totals(self) -> bool:
        return any(one.has_total for one in self.columns)

    def totals(self, value: object, scope: Scope) -> Mapping[str, object]:
        rows = self.rows_of(value) if value is not None else []
        return {one.question.name: total(one, rows, scope) for one in self.columns if one.has_total}

    @property
    def unique_columns(self) -> tuple[str, ...]:
        return tuple(one.question.key for one in self.columns if one.is_unique)

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        yield from super().faults(state)
        if self.fits(state.answer):
            for key in self.unique_columns:
                if repeats(self.rows_of(state.answer), key):
                    own = self.key_duplication_error
                    yield "unique", own.in_(state.lang).text if own else message("unique")

    def finished(
        self, view: QuestionView, state: QuestionState, data: Mapping[str, object]
    ) -> QuestionView:
        reckoned = [one for one in self.columns if one.question.name in state.totals]
        own, lang = self.total_text, state.lang
        return replace(
            super().finished(view, state, data),
            totals=tuple(
                (one.question.title_in(lang), one.total_in_words(state.totals, lang))
                for one in reckoned
            ),
            total_label=own.in_(lang) if own else Localised(_("In all"), lang),
        )

    def rows_of(self, value: Any) -> list[Mapping[str, object]]:
        """The rows of an answer that fits."""
        rows = value.values() if isinstance(value, Mapping) else value
        return [row for row in rows if isinstance(row, Mapping)]


@dataclass(frozen=True, kw_only=True)
class MatrixDropdownQuestion(Grid):
    """The same questions for each of the author's rows: the answer is an object by row."""

    TYPE: ClassVar[str] = "matrixdropdown"
    WIDGET: ClassVar[str] = "grid"
    PROPERTIES: ClassVar[Table] = frozen({**GRID, **ROWS})

    rows: tuple[Choice, ...] = ()
    rows_visible_if: Expression | None = None
    row_order: str = "initial"
    hide_if_rows_empty: bool = False

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().own_problems()
        if not self.rows:
            yield "rows", "there are no rows", "list at least one"

    def fits(self, value: object) -> bool:
        return isinstance(value, Mapping) and all(
            one is None or isinstance(one, Mapping) for one in value.values()
        )

    def cleaned(self, value: Any) -> object:
        found = {str(row): self.cleaned_part(one or {}) for row, one in value.items()}
        return {row: said for row, said in found.items() if said} or None

    def parts(self) -> Iterator[CountedPart]:
        for row in self.rows:
            title = row.text or Text(((self.template.language, row.code),))
            for inner in self.template.questions.values():
                steps = (row.code, inner.key)
                yield CountedPart(f"[{row.code}].{inner.name}", inner, steps, title)

    def entries(self, value: object) -> tuple[Entry, ...]:
        given = value if isinstance(value, Mapping) else {}
        entries = []
        for number, row in enumerate(self.rows, start=1):
            said = given.get(row.code)
            entries.append(
                Entry(
                    key=row.code,
                    answers=said if isinstance(said, Mapping) else {},
                    title=row.text,
                    item=row.value,
                    visible_if=row.visible_if or self.rows_visible_if,
                    enable_if=row.enable_if,
                    names={"rowname": row.value, "rowvalue": row.value, "rowindex": number},
                )
            )
        return tuple(entries)

    def gathered(self, parts: Sequence[Part], given: bool) -> object:
        return {key: dict(said) for key, said in parts if said} or None

    def before_words(self, entry: Entry, lang: str) -> str:
        return f"{entry.title.in_(lang) if entry.title else entry.key} – "

    def entry_title(self, key: str, _number: int) -> str:
        return key

    def unknown(self, value: object) -> tuple[str, ...]:
        known = {row.code for row in self.rows}
        return tuple(row for row in value if row not in known) if isinstance(value, Mapping) else ()


@dataclass(frozen=True, kw_only=True)
class MatrixDynamicQuestion(Grid, Listed):
    """The same questions for each row that is added: the answer is a list of objects."""

    TYPE: ClassVar[str] = "matrixdynamic"
    WIDGET: ClassVar[str] = "grid"
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **GRID,
            "rowCount": Property(whole(0, MOST_ENTRIES), 2),
            "minRowCount": Property(whole(0, MOST_ENTRIES), 0),
            "maxRowCount": Property(whole(1), MOST_ENTRIES),
            "keyName": Property(name, ""),
            "rowsVisibleIf": Property(expression),
            "allowAddRows": Property(flag, True),
            "allowRemoveRows": Property(flag, True),
            "addRowText": Property(text),
            "removeRowText": Property(text),
            "noRowsText": Property(text),
        }
    )

    row_count: int = 2
    min_row_count: int = 0
    max_row_count: int = MOST_ENTRIES
    key_name: str = ""
    rows_visible_if: Expression | None = None
    allow_add_rows: bool = True
    allow_remove_rows: bool = True
    add_row_text: Text | None = None
    remove_row_text: Text | None = None
    no_rows_text: Text | None = None

    @property
    def least(self) -> int:
        return self.min_row_count

    @property
    def most(self) -> int:
        return min(self.max_row_count, MOST_ENTRIES)

    @property
    def at_first(self) -> int:
        return self.row_count

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().own_problems()
        if self.min_row_count > self.max_row_count:
            yield "minRowCount", "more than maxRowCount", "swap the limits"
        if self.key_name and self.key_name not in {one.question.name for one in self.columns}:
            yield "keyName", "there is no such column", "name a column"

    @property
    def wording(self) -> Wording:
        return Wording(
            self.allow_add_rows,
            self.allow_remove_rows,
            self.add_row_text,
            self.remove_row_text,
            self.no_rows_text,
        )

    def entry_title(self, _key: str, number: int) -> str:
        return str(_("Row %(number)s", number=number))

    @property
    def unique_columns(self) -> tuple[str, ...]:
        own = (self.key_name,) if self.key_name else ()
        return tuple(dict.fromkeys((*super().unique_columns, *own)))

    def entry(self, index: int, answers: Mapping[str, object]) -> Entry:
        return Entry(
            key=str(index),
            answers=answers,
            visible_if=self.rows_visible_if,
            names={"rowindex": index + 1},
        )

    def gathered(self, parts: Sequence[Part], given: bool) -> object:
        said = [dict(one) for _, one in parts]
        return said if given or any(said) else None
