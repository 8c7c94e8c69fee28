"""Results as pages tell them: one finding for each question, and matrices as one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from app.analysis import summaries
from app.analysis.statistics import Ranked
from app.analysis.summaries import Summary
from app.surveys import library
from app.surveys.models import Survey
from app.surveys.question_types.matrix import MatrixQuestion
from app.surveys.results import OptionFigure, QuestionFigures
from app.surveys.structure import Survey as Definition
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class Differences:
    """How versions of a survey differ in a question: where it was not asked, and which of its
    choices are no longer there."""

    missing: tuple[int, ...] = ()
    removed: tuple[Localised, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    label: Localised
    n: int | None
    cells: tuple[OptionFigure, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A question, or a matrix with its rows. `n` None: too few answered."""

    name: str
    title: Localised
    n: int | None
    figures: QuestionFigures | None
    summary: Summary = field(default_factory=Summary)
    differences: Differences = field(default_factory=Differences)
    ranked: tuple[tuple[Localised, Ranked], ...] = ()
    """What was ranked, the best mean place first."""
    columns: tuple[Localised, ...] = ()
    rows: tuple[MatrixRow, ...] = ()

    @property
    def top(self) -> OptionFigure | None:
        """The choice that most have chosen; None where there is none, or no single one."""
        options = self.figures.options if self.figures else ()
        ordered = sorted(options, key=lambda one: -one.count)
        if not ordered or not ordered[0].count:
            return None
        is_tied = len(ordered) > 1 and ordered[0].count == ordered[1].count
        return None if is_tied else ordered[0]


def parts(survey: Survey, questions: Sequence[QuestionFigures], lang: str) -> tuple[Part, ...]:
    """Every question there has been, in the author's order."""
    newest_first = [library.compiled(survey.id, number) for number in range(survey.version, 0, -1)]
    matrices = _rows_of_matrices(newest_first)
    found: list[Part] = []
    done: set[str] = set()
    for one in questions:
        matrix = matrices.get(one.measure.name)
        if matrix is None:
            found.append(_part(one, newest_first, lang))
        elif matrix.name not in done:
            done.add(matrix.name)
            found.append(_matrix(matrix, questions, newest_first, lang))
    return tuple(found)


def _part(one: QuestionFigures, newest_first: Sequence[Definition], lang: str) -> Part:
    summary = summaries.of(one)
    labels = {option.code: option.label for option in one.question.options_in(lang)}
    ranked = [
        (labels.get(each.code, Localised(each.code, lang)), each)
        for each in sorted(summary.ranked, key=lambda each: each.mean_place or inf)
    ]
    return Part(
        one.measure.name,
        one.question.title_in(lang),
        one.n,
        one,
        summary,
        _differences(newest_first, one.measure.name, lang),
        tuple(ranked),
    )


def _rows_of_matrices(newest_first: Sequence[Definition]) -> Mapping[str, MatrixQuestion]:
    """By the names of their rows as they are counted."""
    found: dict[str, MatrixQuestion] = {}
    for definition in newest_first:
        for question in definition.questions.values():
            if isinstance(question, MatrixQuestion):
                for part in question.parts():
                    found.setdefault(question.name + part.suffix, question)
    return found


def _matrix(
    matrix: MatrixQuestion,
    questions: Sequence[QuestionFigures],
    newest_first: Sequence[Definition],
    lang: str,
) -> Part:
    """A matrix as a table: the columns are those of every version, in their order."""
    names = {matrix.name + part.suffix: part for part in matrix.parts()}
    figures = [one for one in questions if one.measure.name in names]
    labels = {option.option.code: option.option.label for one in figures for option in one.options}
    rows = tuple(
        MatrixRow(
            names[one.measure.name].question.title_in(lang),
            one.n,
            tuple({cell.option.code: cell for cell in one.options}[code] for code in labels)
            if one.n is not None and {cell.option.code for cell in one.options} == labels.keys()
            else one.options,
        )
        for one in figures
    )
    told = [row.n for row in rows if row.n is not None]
    return Part(
        matrix.name,
        matrix.title_in(lang),
        max(told) if told else None,
        None,
        differences=_differences(newest_first, figures[0].measure.name, lang),
        columns=tuple(labels.values()),
        rows=rows,
    )


def _differences(newest_first: Sequence[Definition], name: str, lang: str) -> Differences:
    """Between the versions of a survey, the newest one being the last."""
    count = len(newest_first)
    missing = [count - at for at, one in enumerate(newest_first) if name not in one.measures]
    asked = [one.measures[name].question for one in newest_first if name in one.measures]
    still = {option.code for option in asked[0].counted_in(lang)} if asked else set()
    removed: dict[str, Localised] = {}
    for question in asked[1:]:
        for option in question.counted_in(lang):
            if option.code not in still:
                removed.setdefault(option.code, option.label)
    return Differences(tuple(sorted(missing)), tuple(removed.values()))
