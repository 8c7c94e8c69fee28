"""What surveys tell a summary: to the areas themselves, about each theme, by month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.insights import needs, reports
from app.insights.periods import Period
from app.insights.reports import SurveyReport
from app.organisation.models import Area
from app.surveys import figures, library, queries, readings
from app.surveys.figures import Figures, Selection
from app.surveys.models import WHOLE_SURVEY, Survey, SurveyState
from app.surveys.queries import Links
from app.surveys.readings import Days, Document
from app.surveys.texts import Localised

MOST_LISTED = 20
"""Ideas or pages that a part tells one by one; their desks have all of them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a summary wants to know: of which areas and themes, when, in which language."""

    areas: frozenset[UUID]
    themes: tuple[UUID, ...]
    period: Period
    zone: ZoneInfo
    now: datetime
    lang: str
    names: Mapping[UUID, Area]

    @property
    def days(self) -> Days:
        return Days(self.period.first, self.period.last, self.zone)


@dataclass(frozen=True, slots=True)
class Tie:
    """A survey, or one `question` of it, that asks about an objective; `n` None: too few."""

    objective_id: UUID
    survey: SurveyReport
    question: str | None
    title: Localised | None
    n: int | None


Months = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Voices:
    """What one kind of voice says: to the areas themselves, and about each theme."""

    own: tuple[SurveyReport, ...] = ()
    by_theme: Mapping[UUID, tuple[SurveyReport, ...]] = field(default_factory=dict)
    by_month: Months = field(default_factory=dict)
    """Everything received, what is both own and of a theme once."""
    own_by_month: Months = field(default_factory=dict)
    theme_by_month: Mapping[UUID, Months] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()


def surveys(ask: Ask) -> Voices:
    """What was answered to surveys."""
    own = readings.heard_by(ask.areas, ask.days)
    about = readings.heard_about(ask.themes, ask.days) if ask.themes else ()
    links = queries.links({survey.id for survey in (*own, *about)})
    first, last = ask.period.first, ask.period.last
    selections = [
        *(Selection(survey, first, last, ask.areas) for survey in own),
        *(Selection(survey, first, last) for survey in about),
    ]
    measured = figures.measure(selections, now=ask.now)
    library.preload([(one.survey.id, one.survey.version) for one in measured])
    documents = readings.newest_documents([(one.survey.id, one.stretches) for one in measured])
    told = [_report(one, written, ask) for one, written in zip(measured, documents, strict=True)]
    of_own, of_themes = measured[: len(own)], measured[len(own) :]
    own_reports, theme_reports = _by_survey(told[: len(own)]), _by_survey(told[len(own) :])
    of_theme = {
        theme: [one for one in of_themes if theme in links.themes.get(one.survey.id, ())]
        for theme in ask.themes
    }
    return Voices(
        own=tuple(own_reports.values()),
        by_theme={
            theme: tuple(theme_reports[one.survey.id] for one in found)
            for theme, found in of_theme.items()
        },
        by_month=_months({one.survey.id: one for one in (*of_own, *of_themes)}.values()),
        own_by_month=_months(of_own),
        theme_by_month={theme: _months(found) for theme, found in of_theme.items()},
        ties=tuple(_ties((own_reports | theme_reports).values(), links, ask.lang)),
    )


def _by_survey(told: Iterable[SurveyReport]) -> dict[UUID, SurveyReport]:
    return {one.id: one for one in told}


def _months(found: Iterable[Figures]) -> Months:
    return _added(one.by_month for one in found)


def _added(counts: Iterable[Months]) -> Months:
    total: dict[date, int] = defaultdict(int)
    for months in counts:
        for month, n in months.items():
            total[month] += n
    return total


def _report(found: Figures, documents: Sequence[Document], ask: Ask) -> SurveyReport:
    survey: Survey = found.survey
    area = ask.names[survey.area_id]
    return SurveyReport(
        id=survey.id,
        slug=survey.slug,
        version=survey.version,
        title=Localised(*survey.title.in_(ask.lang)),
        area_key=area.key,
        area_name=Localised(*area.name.in_(ask.lang)),
        state=survey.state(ask.now),
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        answer_due_on=survey.answer_due_on,
        min_group=survey.min_group,
        received=found.received,
        shown=found.shown.n if found.shown else None,
        held_back=found.held_back,
        questions=reports.questions_of(found, documents, ask.lang),
        first_figures=_first_figures(found, ask),
        needs=tuple(needs.of_survey(survey, ask.now, ask.zone))
        if survey.area_id in ask.areas
        else (),
    )


def _first_figures(found: Figures, ask: Ask) -> int | None:
    """Known where the months shown are all that the survey has had."""
    survey = found.survey
    is_whole = survey.opens_at >= ask.days.begin and ask.now < ask.days.end
    if found.shown or survey.state(ask.now) is not SurveyState.OPEN or not is_whole:
        return None
    least = survey.steps(found.received, ask.now).least
    return least if found.received < least else None


def _ties(told: Iterable[SurveyReport], links: Links, lang: str) -> Iterator[Tie]:
    """What asks about which objective; questions that are no longer asked are left out."""
    for survey in told:
        definition = library.compiled(survey.id, survey.version)
        answered = {question.name: question.n for question in survey.questions}
        for name, objectives in sorted(links.objectives.get(survey.id, {}).items()):
            for objective in sorted(objectives):
                if name == WHOLE_SURVEY:
                    yield Tie(objective, survey, None, None, survey.shown)
                elif name in definition.questions:
                    title = definition.questions[name].title_in(lang)
                    yield Tie(objective, survey, name, title, answered.get(name))
