"""What the answers to one question come to in numbers, by its type."""

from dataclasses import dataclass

from app.analysis import statistics
from app.analysis.statistics import NPS_STEPS, Moments, PromoterScore, Ranked
from app.surveys.question_types.base import QuestionKind
from app.surveys.question_types.ranking import RankingQuestion
from app.surveys.question_types.single import RatingQuestion
from app.surveys.question_types.slider import SliderQuestion
from app.surveys.results import QuestionFigures


@dataclass(frozen=True, slots=True)
class Summary:
    """None and () where a figure does not fit the question."""

    moments: Moments | None = None
    promoters: PromoterScore | None = None
    ranked: tuple[Ranked, ...] = ()


def of(one: QuestionFigures) -> Summary:
    """Mean, median and deviation of scales of numbers; the promoter score of ratings from 0 to
    10; places of what was ranked. Nothing where too few answered."""
    question = one.question
    if one.n is None:
        return Summary()
    if isinstance(question, RankingQuestion):
        return Summary(
            ranked=statistics.ranking(one.counts, [each.option.code for each in one.options])
        )
    if one.measure.kind is not QuestionKind.SCALE or not _is_of_numbers(one):
        return Summary()
    codes = {each.option.code for each in one.options}
    fits = isinstance(question, RatingQuestion) and codes == NPS_STEPS
    promoters = statistics.promoter_score(one.counts) if fits else None
    return Summary(statistics.moments(one.counts), promoters)


def _is_of_numbers(one: QuestionFigures) -> bool:
    return isinstance(one.question, SliderQuestion) or all(
        statistics.number(each.option.code) is not None for each in one.options
    )
