"""The official's first screen: what needs them today, what is new, how their areas do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.tally import Tally
from app.insights import periods
from app.organisation.models import Area
from app.organisation.queries import AreaTree
from app.surveys import figures, library, readings
from app.surveys.figures import Arrivals, Selection
from app.surveys.listing import AnswerClock, answer_clock
from app.surveys.models import Survey, SurveyState
from app.surveys.question_types.base import QuestionKind
from app.surveys.readings import Days

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
SOON = timedelta(days=30)
"""An answer that is due this soon is on the list."""
FORGOTTEN = timedelta(days=120)
"""Answers that are this long overdue leave the list."""


class NeedKind(StrEnum):
    OVERDUE = "overdue"
    DUE = "due"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that asks for the official: `days` until it is due, or since it was."""

    kind: NeedKind
    survey: Survey
    area: Area
    on: date
    days: int
    clock: AnswerClock | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What came in to a survey within a week; `texts` of it can be read."""

    survey: Survey
    area: Area
    received: int
    texts: int


@dataclass(frozen=True, slots=True)
class AreaFigures:
    area: Area
    open_surveys: int
    received: int
    """In the last 30 days."""
    before: int
    """In the 30 days before those."""


@dataclass(frozen=True, slots=True)
class Desk:
    needs: tuple[Need, ...]
    news: tuple[News, ...]
    areas: tuple[AreaFigures, ...]
    by_month: tuple[tuple[date, int], ...]
    has_surveys: bool


def of_areas(roots: Sequence[Area], tree: AreaTree, *, timezone: str, now: datetime) -> Desk:
    """The desk of whoever answers for some areas and all below them."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    below = {root.id: tree.below(root.id) for root in roots}
    mine = frozenset().union(*below.values())
    year = periods.usual(today)
    found = readings.heard_by(mine, Days(year.first, year.last, zone)) if mine else ()
    arrivals = [one for one in figures.arrivals({s.id for s in found}) if one.area_id in mine]
    months: dict[date, int] = defaultdict(int)
    for one in arrivals:
        months[one.day.replace(day=1)] += one.n
    needs = [need for survey in found for need in _needs(survey, tree, today, now, zone)]
    return Desk(
        needs=tuple(sorted(needs, key=lambda need: (need.on, need.survey.slug))),
        news=_news(found, arrivals, tree, mine, today, now),
        areas=tuple(
            _area_figures(root, below[root.id], found, arrivals, now, today) for root in roots
        ),
        by_month=tuple((month, months[month]) for month in year.months),
        has_surveys=bool(found),
    )


def _needs(
    survey: Survey, tree: AreaTree, today: date, now: datetime, zone: ZoneInfo
) -> Iterable[Need]:
    if survey.closes_at is None:
        return
    area, closes_on = tree.by_id[survey.area_id], survey.closes_at.astimezone(zone).date()
    if survey.state(now) is SurveyState.OPEN and closes_on - today <= WEEK:
        yield Need(NeedKind.CLOSING, survey, area, closes_on, (closes_on - today).days)
    clock = answer_clock(survey, now, zone)
    if clock is None:
        return
    days = (clock.due_on - today).days
    if clock.is_late and timedelta(days=-days) <= FORGOTTEN:
        yield Need(NeedKind.OVERDUE, survey, area, clock.due_on, -days)
    elif not clock.is_late and timedelta(days=days) <= SOON:
        yield Need(NeedKind.DUE, survey, area, clock.due_on, days, clock)


def _news(
    found: Sequence[Survey],
    arrivals: Sequence[Arrivals],
    tree: AreaTree,
    mine: frozenset[UUID],
    today: date,
    now: datetime,
) -> tuple[News, ...]:
    """What came in since this day a week ago, the liveliest survey first."""
    since = today - WEEK + timedelta(days=1)
    received: dict[UUID, int] = defaultdict(int)
    for one in arrivals:
        if one.day >= since:
            received[one.survey_id] += one.n
    heard = [survey for survey in found if received[survey.id]]
    measured = figures.measure([Selection(one, since, today, mine) for one in heard], now=now)
    library.preload([(one.id, one.version) for one in heard])
    news = [
        News(
            one.survey,
            tree.by_id[one.survey.area_id],
            received[one.survey.id],
            _texts(one.survey, one.shown) if one.shown else 0,
        )
        for one in measured
    ]
    return tuple(sorted(news, key=lambda one: (-one.received, one.survey.slug)))


def _texts(survey: Survey, shown: Tally) -> int:
    """Texts that can be read: those of questions that enough people answered."""
    questions = library.compiled(survey.id, survey.version).questions
    counts = [
        said.n
        for name, said in shown.questions.items()
        if name in questions and questions[name].KIND is QuestionKind.TEXT
    ]
    return sum(n for n in counts if n >= survey.min_group)


def _area_figures(
    area: Area,
    below: frozenset[UUID],
    found: Sequence[Survey],
    arrivals: Sequence[Arrivals],
    now: datetime,
    today: date,
) -> AreaFigures:
    here = [one for one in arrivals if one.area_id in below]
    return AreaFigures(
        area,
        sum(s.area_id in below and s.state(now) is SurveyState.OPEN for s in found),
        sum(one.n for one in here if one.day > today - MONTH),
        sum(one.n for one in here if today - 2 * MONTH < one.day <= today - MONTH),
    )
