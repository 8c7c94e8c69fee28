"""Reading on: all that was written to one question of a summary, page by page."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.tally import Distribution
from app.insights.periods import Period
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.surveys import figures, library, queries, readings
from app.surveys.figures import Selection
from app.surveys.models import Survey
from app.surveys.readings import TextsPage
from app.surveys.texts import Localised

PLACE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts to a question; `n` None: too few to say anything."""

    survey: Survey
    survey_title: Localised
    title: Localised
    question: str
    theme_key: str | None
    n: int | None
    page: TextsPage
    after: str


def of_question(
    area: Area,
    slug: str,
    question: str,
    period: Period,
    *,
    theme_key: str | None,
    after: str,
    lang: str,
    now: datetime,
) -> Reading | None:
    """A page of texts of the same responses as in the area's summary; None where the summary
    has no such question."""
    survey = queries.by_slug(slug)
    areas = organisation.area_tree().below(area.id)
    if survey is None or (after and not PLACE.fullmatch(after)):
        return None
    if theme_key is not None and not _is_about(survey, theme_key, areas):
        return None
    asked = library.compiled(survey.id, survey.version).measures.get(question)
    owners = None if theme_key else areas
    selection = Selection(survey, period.first, period.last, owners)
    [found] = figures.measure([selection], now=now)
    if asked is None or not (theme_key or found.received or survey.area_id in areas):
        return None
    said = found.shown.questions.get(question, Distribution()) if found.shown else Distribution()
    may_read = said.n >= survey.min_group
    return Reading(
        survey=survey,
        survey_title=Localised(*survey.title.in_(lang)),
        title=asked.question.title_in(lang),
        question=question,
        theme_key=theme_key,
        n=said.n if may_read else None,
        page=readings.texts_page(survey, asked, found.stretches, after=after)
        if may_read
        else TextsPage((), None),
        after=after,
    )


def _is_about(survey: Survey, theme_key: str, areas: frozenset[UUID]) -> bool:
    """Whether a survey belongs to a theme that one of the areas answers for."""
    theme = organisation.theme(theme_key)
    if theme is None or theme.owner_id not in areas:
        return False
    return theme.id in queries.themes_of([survey.id]).get(survey.id, ())
