"""What may be seen of a survey's answers: figures of the whole survey, suppressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core import clock
from app.core.tally import Distribution, Stretch, Tally
from app.surveys import figures, library
from app.surveys.measure import Measure
from app.surveys.models import Survey
from app.surveys.question_types.base import Option, Question, QuestionKind
from app.surveys.structure import Survey as Definition


@dataclass(frozen=True, slots=True)
class OptionFigure:
    """A choice with how many chose it, and which part of those who answered that is."""

    option: Option
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """What may be said of one question. `n` None: too few to say anything."""

    measure: Measure
    n: int | None
    options: tuple[OptionFigure, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many gave each code: what `options` are made of."""

    @property
    def question(self) -> Question:
        """What was asked, under the name and title of what is counted."""
        return self.measure.question

    @property
    def is_open(self) -> bool:
        """Whether people answered in their own words."""
        return not self.options

    @property
    def has_several(self) -> bool:
        return self.measure.kind is QuestionKind.SEVERAL


@dataclass(frozen=True, slots=True)
class Results:
    """Of all areas, from the survey's first day. `received` counts every response, `shown` those
    whose answers the figures hold; None where they are too few, less than `least` in all."""

    survey: Survey
    received: int
    shown: int | None
    least: int
    questions: tuple[QuestionFigures, ...]
    stretches: tuple[Stretch, ...] = ()
    """Which arrivals those are."""


def of_survey(survey: Survey, lang: str) -> Results:
    """The figures of a whole survey."""
    now = clock.now()
    [found] = figures.of_surveys([survey], now=now)
    shown = found.shown
    return Results(
        survey=survey,
        received=found.received,
        shown=shown.n if shown else None,
        least=survey.steps(found.received, now).least,
        questions=of_tally(survey, shown, lang) if shown else (),
        stretches=found.stretches,
    )


def of_tally(survey: Survey, shown: Tally, lang: str) -> tuple[QuestionFigures, ...]:
    """Every question there has been, as the newest version has it."""
    newest_first = [library.compiled(survey.id, number) for number in range(survey.version, 0, -1)]
    asked: dict[str, Measure] = {}
    for definition in newest_first:
        for name, measure in definition.measures.items():
            asked.setdefault(name, measure)
    return tuple(
        _question(
            measure,
            shown.questions.get(name, Distribution()),
            survey.min_group,
            _options(newest_first, name, lang),
        )
        for name, measure in asked.items()
    )


def _options(newest_first: list[Definition], name: str, lang: str) -> Mapping[str, Option]:
    """Every choice that a question has had, by code."""
    found: dict[str, Option] = {}
    for definition in newest_first:
        measure = definition.measures.get(name)
        for option in measure.question.counted_in(lang) if measure else ():
            found.setdefault(option.code, option)
    return found


def _question(
    measure: Measure, said: Distribution, least: int, options: Mapping[str, Option]
) -> QuestionFigures:
    if 0 < said.n < least:
        return QuestionFigures(measure, None, ())
    counts = measure.question.figures(said.counts)
    rows = tuple(
        OptionFigure(option, count := counts.get(code, 0), count / said.n if said.n else 0.0)
        for code, option in options.items()
    )
    return QuestionFigures(measure, said.n, rows, said.counts)
