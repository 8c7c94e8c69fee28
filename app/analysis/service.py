"""Results of a survey as officials ask for them: of all, of a group, of two questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.analysis import crosstabs, filters, queries, reports
from app.analysis.crosstabs import Crosstab
from app.analysis.filters import Filterable, Group
from app.analysis.queries import Universe
from app.analysis.reports import Part
from app.surveys import results
from app.surveys.models import Survey
from app.surveys.results import Results


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown. `n`: how many the figures hold; `whole`: of how many in all, where they are
    of a group. `n` None: too few."""

    received: int
    n: int | None
    least: int
    parts: tuple[Part, ...]
    whole: int | None = None


def of_all(survey: Survey, lang: str) -> Shown:
    """Of everybody. From stored tallies: it costs the same however many have answered."""
    found = results.of_survey(survey, lang)
    return Shown(
        found.received, found.shown, found.least, reports.parts(survey, found.questions, lang)
    )


def of_group(survey: Survey, picked: Sequence[Group], lang: str) -> Shown:
    """Of those who gave some answers."""
    whole = results.of_survey(survey, lang)
    found = universe(survey, whole)
    told = filters.tally_of(found, picked) if found else None
    if told is None:
        return Shown(whole.received, None, whole.least, ())
    questions = results.of_tally(survey, told.tally, lang)
    said = reports.parts(survey, questions, lang)
    return Shown(whole.received, told.tally.n, whole.least, said, told.whole)


def of_two(
    survey: Survey, rows: Filterable, columns: Filterable, within: Group | None, lang: str
) -> Crosstab | None:
    """Two questions against each other; None where too few have answered."""
    found = universe(survey, results.of_survey(survey, lang))
    return crosstabs.crosstab(found, rows, columns, within) if found else None


def universe(survey: Survey, whole: Results) -> Universe | None:
    return filters.universe(survey, queries.arrived(survey.id), whole.stretches)
