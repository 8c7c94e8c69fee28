"""What a summary says of one survey: its questions with their figures and the first texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.tally import Distribution, Tally
from app.insights.needs import Need
from app.surveys import library, readings
from app.surveys.figures import Figures
from app.surveys.measure import Measure
from app.surveys.models import SurveyState
from app.surveys.question_types.base import Question, QuestionKind
from app.surveys.readings import Document, OpenText
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class Row:
    """How many gave one answer. `is_known` False: the present version does not offer it."""

    value: str
    label: Localised
    count: int
    share: float
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """`n` people answered; None: too few to say anything. `texts` are the first ones."""

    name: str
    title: Localised
    kind: QuestionKind
    n: int | None
    rows: tuple[Row, ...] = ()
    mean: float | None = None
    ends: tuple[Localised, Localised] | None = None
    """The lowest and the highest step of a scale."""
    texts: tuple[OpenText, ...] = ()
    is_known: bool = True

    @property
    def most_common(self) -> Row | None:
        """The one answer that more people gave than any other; a scale has its mean instead."""
        if self.kind is QuestionKind.SCALE:
            return None
        ranked = sorted(self.rows, key=lambda row: -row.count)
        if not ranked or not ranked[0].count:
            return None
        return None if ranked[1:] and ranked[1].count == ranked[0].count else ranked[0]


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """`received` responses came in; the answers of `shown` of them may be shown (None: too few),
    those of `held_back` may not yet."""

    id: UUID
    slug: str
    version: int
    title: Localised
    area_key: str
    area_name: Localised
    state: SurveyState
    opens_at: datetime
    closes_at: datetime | None
    answer_due_on: date | None
    min_group: int
    received: int
    shown: int | None
    held_back: int
    questions: tuple[QuestionReport, ...]
    first_figures: int | None = None
    """How many answers bring the first figures of a survey that is open and has none yet."""
    needs: tuple[Need, ...] = ()
    """What it asks of the official today, where the area itself answers for it."""

    def tells_the_same(self, other: "SurveyReport") -> bool:
        """Whether two reports of a survey are of the same answers."""
        return (self.received, self.shown) == (other.received, other.shown)


def questions_of(
    figures: Figures, documents: Sequence[Document], lang: str
) -> tuple[QuestionReport, ...]:
    """Every question of the version that is current now, then what older ones asked besides."""
    survey, shown = figures.survey, figures.shown
    if shown is None:
        return ()
    definition = library.compiled(survey.id, survey.version)
    asked = [
        _question(measure, shown, survey.min_group, documents, lang)
        for measure in definition.measures.values()
    ]
    older = [
        _unknown(name, said, survey.min_group)
        for name, said in sorted(shown.questions.items())
        if name not in definition.measures
    ]
    return (*asked, *older)


def _question(
    measure: Measure, shown: Tally, least: int, documents: Sequence[Document], lang: str
) -> QuestionReport:
    question = measure.question
    said = shown.questions.get(question.name, Distribution())
    kind = measure.kind
    title = question.title_in(lang)
    if 0 < said.n < least:
        return QuestionReport(question.name, title, kind, None)
    rows = () if kind is QuestionKind.TEXT else _rows(question, said, lang)
    return QuestionReport(
        name=question.name,
        title=title,
        kind=kind,
        n=said.n,
        rows=rows,
        mean=_mean(said) if kind is QuestionKind.SCALE else None,
        ends=question.ends_in(lang) if kind is QuestionKind.SCALE else None,
        texts=readings.first_texts(documents, measure) if said.n else (),
    )


def _rows(question: Question, said: Distribution, lang: str) -> tuple[Row, ...]:
    options = question.counted_in(lang)
    known = {option.code for option in options}
    shown = Distribution(said.n, question.figures(said.counts))
    return (
        *(_row(option.code, option.label, shown) for option in options),
        *(
            _row(value, Localised(value, lang), shown, is_known=False)
            for value in sorted(shown.counts)
            if value not in known
        ),
    )


def _row(value: str, label: Localised, said: Distribution, *, is_known: bool = True) -> Row:
    count = said.counts.get(value, 0)
    return Row(value, label, count, count / said.n if said.n else 0.0, is_known)


def _unknown(name: str, said: Distribution, least: int) -> QuestionReport:
    """A question that the present version does not ask: by its name and its values."""
    title = Localised(name, "")
    kind = QuestionKind.SINGLE if said.counts else QuestionKind.TEXT
    if said.n < least:
        return QuestionReport(name, title, kind, None, is_known=False)
    rows = tuple(
        _row(value, Localised(value, ""), said, is_known=False) for value in sorted(said.counts)
    )
    return QuestionReport(name, title, kind, said.n, rows, is_known=False)


def _mean(said: Distribution) -> float | None:
    """The mean of a scale of numbers; None where its steps are words or nobody answered."""
    try:
        values = [(float(value), count) for value, count in said.counts.items()]
    except ValueError:
        return None
    n = sum(count for _, count in values)
    return sum(value * count for value, count in values) / n if n else None
