"""The official's first screen: what needs them today, what is new, how their areas do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.tally import Tally
from app.insights import periods, waiting
from app.insights.waiting import Waiting
from app.organisation.models import Area, Theme
from app.organisation.queries import AreaTree
from app.surveys import figures, library, queries, readings
from app.surveys.figures import Arrivals, Selection
from app.surveys.models import Survey, SurveyState
from app.surveys.question_types.base import QuestionKind
from app.surveys.readings import Days

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class News:
    """What came in to a survey within seven days; `texts` of it can be read. `area` is the one
    whose summary tells it; `theme` is named where only a theme brings the survey here."""

    survey: Survey
    area: Area
    theme: Theme | None
    received: int
    texts: int


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """How an area and all below it do: by their own surveys and those about their themes."""

    area: Area
    ended_on: date | None
    """The last day of an area that is no more."""
    open_surveys: int
    open_about_themes: int
    """Surveys of other areas about the themes."""
    received: int
    """In the last 30 days."""
    before: int
    """In the 30 days before those."""


@dataclass(frozen=True, slots=True)
class Desk:
    waiting: Waiting
    """What is due, the soonest first."""
    news: tuple[News, ...]
    areas: tuple[AreaFigures, ...]
    by_month: tuple[tuple[date, int], ...]
    has_surveys: bool


@dataclass(frozen=True, slots=True)
class _Heard:
    """What reaches the official: surveys of their areas, and those about their themes."""

    tree: AreaTree
    areas: frozenset[UUID]
    own: Sequence[Survey]
    about: Sequence[Survey]
    themes: Mapping[UUID, tuple[Theme, ...]]
    """Of the official's themes those that a survey belongs to, in the order of a summary."""
    arrivals: Sequence[Arrivals]

    @property
    def surveys(self) -> list[Survey]:
        return list({one.id: one for one in (*self.own, *self.about)}.values())

    def reaches(self, survey_id: UUID, area_id: UUID, below: frozenset[UUID]) -> bool:
        """Whether an answer to a survey counts for an area and all below it."""
        return area_id in below or any(
            theme.owner_id in below for theme in self.themes.get(survey_id, ())
        )


def of_areas(
    roots: Sequence[Area], tree: AreaTree, themes: Sequence[Theme], *, timezone: str, now: datetime
) -> Desk:
    """The desk of whoever answers for some areas and all below them. `themes` are those of the
    municipality."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    year = periods.usual(today)
    below = {root.id: tree.below(root.id) for root in roots}
    mine = frozenset().union(*below.values())
    heard = _heard(tree, mine, themes, Days(year.first, year.last, zone))
    months: dict[date, int] = defaultdict(int)
    for one in heard.arrivals:
        months[one.day.replace(day=1)] += one.n
    return Desk(
        waiting=waiting.of_areas(
            mine,
            [survey for survey in heard.own if survey.area_id in mine],
            tree,
            zone=zone,
            now=now,
        ),
        news=_news(heard, today, now),
        areas=tuple(_area_figures(root, below[root.id], heard, now, today) for root in roots),
        by_month=tuple((month, months[month]) for month in year.months),
        has_surveys=bool(heard.surveys),
    )


def _heard(tree: AreaTree, mine: frozenset[UUID], themes: Sequence[Theme], year: Days) -> _Heard:
    owned = [theme for theme in themes if theme.owner_id in mine]
    own = readings.heard_by(mine, year) if mine else ()
    about = readings.heard_about([theme.id for theme in owned], year) if owned else ()
    tied = queries.themes_of([survey.id for survey in about]) if about else {}
    by_survey = {
        survey.id: tuple(theme for theme in owned if theme.id in tied.get(survey.id, ()))
        for survey in about
    }
    found = figures.arrivals({survey.id for survey in (*own, *about)})
    counted = [one for one in found if one.area_id in mine or one.survey_id in by_survey]
    return _Heard(tree, mine, own, about, by_survey, counted)


def _news(heard: _Heard, today: date, now: datetime) -> tuple[News, ...]:
    """What came in since this day a week ago, the liveliest survey first."""
    since = today - WEEK + timedelta(days=1)
    received: dict[UUID, int] = defaultdict(int)
    for one in heard.arrivals:
        if one.day >= since:
            received[one.survey_id] += one.n
    lively = [survey for survey in heard.surveys if received[survey.id]]
    owners = {survey.id: None if survey.id in heard.themes else heard.areas for survey in lively}
    measured = figures.measure(
        [Selection(one, since, today, owners[one.id]) for one in lively], now=now
    )
    library.preload([(one.id, one.version) for one in lively])
    news = []
    for told in measured:
        area, theme = _told_by(told.survey, heard)
        texts = _texts(told.survey, told.shown) if told.shown else 0
        news.append(News(told.survey, area, theme, received[told.survey.id], texts))
    return tuple(sorted(news, key=lambda one: (-one.received, one.survey.slug)))


def _told_by(survey: Survey, heard: _Heard) -> tuple[Area, Theme | None]:
    """The area whose summary the official opens to read of a survey."""
    themes = heard.themes.get(survey.id, ())
    if survey.area_id in heard.areas:
        return heard.tree.by_id[survey.area_id], None
    if themes:
        return heard.tree.by_id[themes[0].owner_id], themes[0]
    latest = max(heard.arrivals, key=lambda one: (one.survey_id == survey.id, one.day))
    return heard.tree.by_id[latest.area_id], None


def _texts(survey: Survey, shown: Tally) -> int:
    """Texts that can be read: those of questions that enough people answered."""
    measures = library.compiled(survey.id, survey.version).measures
    counts = [
        said.n
        for name, said in shown.questions.items()
        if name in measures and measures[name].kind is QuestionKind.TEXT
    ]
    return sum(n for n in counts if n >= survey.min_group)


def _area_figures(
    area: Area, below: frozenset[UUID], heard: _Heard, now: datetime, today: date
) -> AreaFigures:
    here = [one for one in heard.arrivals if heard.reaches(one.survey_id, one.area_id, below)]
    opened = [one for one in heard.surveys if one.state(now) is SurveyState.OPEN]
    is_over = area.valid_until is not None and area.valid_until < today
    return AreaFigures(
        area,
        area.valid_until if is_over else None,
        sum(one.area_id in below for one in opened),
        sum(
            one.area_id not in below and heard.reaches(one.id, one.area_id, below) for one in opened
        ),
        sum(one.n for one in here if one.day > today - MONTH),
        sum(one.n for one in here if today - 2 * MONTH < one.day <= today - MONTH),
    )
