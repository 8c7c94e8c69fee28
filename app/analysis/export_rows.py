"""The rows of an export: what a document says in the columns of each table."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import TypeAlias

from app.analysis.export_columns import COMMENT as END
from app.analysis.export_columns import HIGH, Asked, Column, Kind, Sheet
from app.surveys.answers import COMMENT, as_list, code
from app.surveys.language.values import is_empty
from app.surveys.measure import EACH, Measure
from app.surveys.question_types.base import Question
from app.surveys.question_types.slider import SliderQuestion


class Missing(Enum):
    """Why a cell is empty: nobody asked, or nobody answered."""

    NOT_ASKED = "not asked"
    NOT_ANSWERED = "not answered"


Cell: TypeAlias = str | int | float | Missing
Answers = Mapping[str, object]
Read = Callable[[object, object], list[Cell]]
"""The cells of a measure from an answer (which is not empty) and its comment."""


class Reader:
    """Reads the documents of one version into the columns of one sheet; made once, used often."""

    def __init__(self, sheet: Sheet, measures: Mapping[str, Measure]) -> None:
        self.path = sheet.path
        self._readers = tuple(
            (
                one.name,
                len(one.columns),
                _steps(measures.get(one.name), sheet),
                _read(one, measures),
            )
            for one in sheet.asked
        )

    def row(self, answers: object, unanswered: Collection[str]) -> list[Cell]:
        """The cells of one response, or of one entry of its list."""
        cells: list[Cell] = []
        for name, width, steps, read in self._readers:
            if steps is None:
                cells += [Missing.NOT_ASKED] * width
                continue
            value, comment = _found(answers, steps)
            if value is None and not comment:
                missing = Missing.NOT_ANSWERED if name in unanswered else Missing.NOT_ASKED
                cells += [missing] * width
            else:
                cells += read(value, comment)
        return cells

    def entries(self, document: Answers) -> Iterator[tuple[tuple[int, ...], object]]:
        """Every entry of the list that the sheet repeats, with its number(s) from 1."""
        yield from _entries(document, self.path, ())


def _entries(
    part: object, path: Sequence[str], numbers: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], object]]:
    if not path:
        yield numbers, part
        return
    step, *rest = path
    if step != EACH:
        yield from _entries(part.get(step) if isinstance(part, Mapping) else None, rest, numbers)
    elif isinstance(part, list):
        for number, one in enumerate(part, start=1):
            yield from _entries(one, rest, (*numbers, number))


def _steps(measure: Measure | None, sheet: Sheet) -> tuple[str, ...] | None:
    """The way from an entry of the sheet to an answer; None where the version does not ask."""
    return measure.path[len(sheet.path) :] if measure else None


def _found(part: object, steps: Sequence[str]) -> tuple[object, object]:
    """An answer (None where it is empty) and its comment. Documents are plain dicts: asking for
    a Mapping takes longer than all the rest."""
    for step in steps[:-1]:
        part = part.get(step) if isinstance(part, dict) else None
    if not isinstance(part, dict):
        return None, None
    value = part.get(steps[-1])
    return (value if value or not is_empty(value) else None), part.get(f"{steps[-1]}{COMMENT}")


def _read(asked: Asked, measures: Mapping[str, Measure]) -> Read:
    """How to read a measure's answers into its columns, as its own version asks it."""
    measure = measures.get(asked.name, asked.newest)
    commented = bool(asked.columns) and asked.columns[-1].name.endswith(END)
    own = asked.columns[:-1] if commented else asked.columns
    answer = _answer_reader(measure.question, own)

    def cells(value: object, comment: object) -> list[Cell]:
        found = [Missing.NOT_ANSWERED] * len(own) if value is None else answer(value)
        return [*found, comment if isinstance(comment, str) else Missing.NOT_ANSWERED]

    return cells if commented else lambda value, _comment: answer(value)


def _answer_reader(question: Question, columns: Sequence[Column]) -> Callable[[object], list[Cell]]:
    kind = columns[0].kind if columns else Kind.TEXT
    if isinstance(question, SliderQuestion) and columns[-1].name.endswith(HIGH):
        return _ends
    if kind is Kind.FLAG:
        codes = [one.choice for one in columns]
        return lambda value: _flags(value, codes)
    if kind is Kind.RANK:
        codes = [one.choice for one in columns]
        return lambda value: _ranks(value, codes)
    single: Mapping[Kind, Callable[[object], Cell]] = {
        Kind.NUMBER: _number,
        Kind.CODE: lambda value: value if type(value) is str else code(value) or str(value),
        Kind.FILE: lambda value: "; ".join(str(one["name"]) for one in question.files(value)),
        Kind.TEXT: lambda value: _text(question, value),
    }
    read = single[kind]
    return lambda value: [read(value)]


def _ends(value: object) -> list[Cell]:
    low_and_high = as_list(value)
    if len(low_and_high) != 2:
        return [Missing.NOT_ANSWERED, Missing.NOT_ANSWERED]
    return [_number(one) for one in low_and_high]


def _flags(value: object, codes: Sequence[str]) -> list[Cell]:
    chosen = {one if type(one) is str else code(one) for one in as_list(value)}
    return [1 if one in chosen else 0 for one in codes]


def _ranks(value: object, codes: Sequence[str]) -> list[Cell]:
    places = {code(one): place for place, one in enumerate(as_list(value), start=1)}
    return [places.get(one, Missing.NOT_ANSWERED) for one in codes]


def _number(value: object) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return code(value) or Missing.NOT_ANSWERED
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(question: Question, value: object) -> Cell:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    return question.display(value, "en")
