"""Reading on: all that was written to one question of a summary, page by page."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.tally import Distribution, Stretch
from app.insights.periods import Period
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.surveys import figures, library, queries, readings
from app.surveys.figures import Selection
from app.surveys.files import uploads
from app.surveys.measure import Measure
from app.surveys.models import Survey, SurveyUpload
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The part of a summary that somebody reads on in."""

    area: Area
    slug: str
    period: Period
    theme_key: str | None


@dataclass(frozen=True, slots=True)
class _Readable:
    """A question of a summary. `stretches`: whose answers may be read; none where too few said
    anything."""

    survey: Survey
    asked: Measure
    n: int
    stretches: tuple[Stretch, ...]

    @property
    def may_read(self) -> bool:
        return self.n >= self.survey.min_group


def _readable(where: Where, question: str, now: datetime) -> _Readable | None:
    """None where the summary has no such question."""
    survey = queries.by_slug(where.slug)
    areas = organisation.area_tree().below(where.area.id)
    if survey is None:
        return None
    if where.theme_key is not None and not _is_about(survey, where.theme_key, areas):
        return None
    asked = library.compiled(survey.id, survey.version).measures.get(question)
    owners = None if where.theme_key else areas
    selection = Selection(survey, where.period.first, where.period.last, owners)
    [found] = figures.measure([selection], now=now)
    if asked is None or not (where.theme_key or found.received or survey.area_id in areas):
        return None
    said = found.shown.questions.get(question, Distribution()) if found.shown else Distribution()
    return _Readable(survey, asked, said.n, found.stretches)


def of_file(where: Where, id: UUID, *, now: datetime) -> SurveyUpload | None:
    """A file of the same responses; None where the summary tells of no such file."""
    survey = queries.by_slug(where.slug)
    found = uploads.of_response(survey, id) if survey else None
    if survey is None or found is None or found.response_id is None:
        return None
    measures = library.compiled(survey.id, survey.version).measures
    for name, measure in measures.items():
        if measure.path == (found.question,):
            read = _readable(where, name, now)
            if read and read.may_read and readings.has_arrived(found.response_id, read.stretches):
                return found
    return None


def of_question(
    where: Where, question: str, *, after: str, lang: str, now: datetime
) -> Reading | None:
    """A page of texts of the same responses as in the area's summary; None where the summary
    has no such question."""
    read = _readable(where, question, now)
    if read is None or (after and not PLACE.fullmatch(after)):
        return None
    survey, asked, may_read = read.survey, read.asked, read.may_read
    return Reading(
        survey=survey,
        survey_title=Localised(*survey.title.in_(lang)),
        title=asked.question.title_in(lang),
        question=question,
        theme_key=where.theme_key,
        n=read.n if may_read else None,
        page=readings.texts_page(survey, asked, read.stretches, after=after)
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
