"""How a survey is going: what comes in, how long it takes, on what, and where people stop."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.core.db import db
from app.fieldwork import blocks
from app.surveys import figures, library, passages, readings
from app.surveys.figures import Figures
from app.surveys.measure import Measure
from app.surveys.models import Channel, Response, Survey
from app.surveys.models_access import Device
from app.surveys.passages import Passed
from app.surveys.question_types.base import QuestionKind
from app.surveys.question_types.written import TextQuestion
from app.surveys.readings import OpenText

Key = TypeVar("Key", bound=Hashable)

WEEK = timedelta(days=7)
MOST_COLUMNS = 14
"""Columns that fit side by side on a telephone."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page on which people stopped: how many of those who came as far as it."""

    page: str
    number: int
    stopped: int
    reached: int

    @property
    def share(self) -> float:
        return self.stopped / self.reached if self.reached else 0.0


@dataclass(frozen=True, slots=True)
class Ways:
    """What may be told of how people answered, up to a day: of those who sent their answers
    (`sent`), and of those who stopped on a page."""

    through: date
    sent: int
    seconds: int | None
    """The median of those whose time is known."""
    stops: tuple[Stop, ...]
    devices: Mapping[Device, int]
    languages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Texts:
    """The newest texts to one question that may be read."""

    measure: Measure
    texts: tuple[OpenText, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """`ways` None: too few have answered to tell anything of them."""

    survey: Survey
    received: int
    last_week: int
    by_day: tuple[tuple[date, int], ...]
    ways: Ways | None
    channels: Mapping[Channel, int]
    versions: Mapping[int, int]
    texts: tuple[Texts, ...]

    @property
    def by_week(self) -> tuple[tuple[date, int], ...]:
        """By the Monday of each week."""
        return _summed((day - timedelta(days=day.weekday()), n) for day, n in self.by_day)

    @property
    def by_month(self) -> tuple[tuple[date, int], ...]:
        return _summed((day.replace(day=1), n) for day, n in self.by_day)


def of_survey(survey: Survey, *, now: datetime, timezone: str) -> Watch:
    today = now.astimezone(ZoneInfo(timezone)).date()
    [found] = figures.of_surveys([survey], now=now)
    by_day = _every_day(found, today)
    channels, versions = _arrived(survey)
    return Watch(
        survey=survey,
        received=found.received,
        last_week=sum(n for day, n in by_day if day > today - WEEK),
        by_day=by_day,
        ways=_ways(survey, today),
        channels=channels,
        versions=versions,
        texts=_texts(survey, found),
    )


def _every_day(found: Figures, today: date) -> tuple[tuple[date, int], ...]:
    """Each day from the first answer on, those without any included."""
    if not found.by_day:
        return ()
    first, last = min(found.by_day), max(found.by_day)
    closes_at = found.survey.closes_at
    end = max(last, min(today, closes_at.date()) if closes_at else today)
    days = (first + timedelta(days=number) for number in range((end - first).days + 1))
    return tuple((day, found.by_day.get(day, 0)) for day in days)


def _summed(counted: Iterable[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    sums: Counter[date] = Counter()
    for first, n in counted:
        sums[first] += n
    return tuple(sorted(sums.items()))


def _arrived(survey: Survey) -> tuple[Mapping[Channel, int], Mapping[int, int]]:
    """How many came by each channel, and to each version: a count is no answer."""
    group = (Response.channel, Response.version)
    channels: Counter[Channel] = Counter()
    versions: Counter[int] = Counter()
    for channel, version, n in db.session.execute(
        select(*group, func.count())
        .where(Response.survey_id == survey.id, Response.is_withdrawn.is_(False))
        .group_by(*group)
    ):
        channels[Channel(channel)] += n
        versions[version] += n
    return channels, dict(sorted(versions.items()))


def _ways(survey: Survey, today: date) -> Ways | None:
    """Of whole days that are over, in blocks that each hold as many who sent their answers as the
    survey's group size. Who has stopped makes no group: nothing else is told of them, and they may
    go on yet."""
    found = passages.of_survey(survey.id, today - timedelta(days=1))
    counts: Counter[date] = Counter()
    for one in found:
        if not one.page:
            counts[one.day] += one.n
    until = blocks.through(counts, survey.min_group, today)
    if until is None:
        return None
    shown = [one for one in found if one.day <= until]
    sent = [one for one in shown if not one.page]
    return Ways(
        through=until,
        sent=_sum(sent),
        seconds=_median(sent),
        stops=_stops(survey, shown),
        devices=_by(sent, lambda one: one.device),
        languages=_by(sent, lambda one: one.lang),
    )


def _sum(some: Iterable[Passed]) -> int:
    return sum(one.n for one in some)


def _by(sent: Iterable[Passed], key: Callable[[Passed], Key | None]) -> Mapping[Key, int]:
    counts: Counter[Key] = Counter()
    for one in sent:
        known = key(one)
        if known is not None:
            counts[known] += one.n
    return dict(counts.most_common())


def _median(sent: Iterable[Passed]) -> int | None:
    """The middle one of all known times (of two in the middle the longer)."""
    times = sorted((one.seconds, one.n) for one in sent if one.seconds is not None)
    left = sum(n for _seconds, n in times) // 2
    for seconds, n in times:
        left -= n
        if left < 0:
            return seconds
    return None


def _stops(survey: Survey, shown: Sequence[Passed]) -> tuple[Stop, ...]:
    """Page by page of the present version; who stopped on a page that is no more is counted
    with the first."""
    pages = [page.name for page in library.compiled(survey.id, survey.version).pages]
    if len(pages) < 2:
        return ()
    stopped: Counter[str] = Counter()
    for one in shown:
        if one.page:
            stopped[one.page if one.page in pages else pages[0]] += one.n
    reached, stops = _sum(shown), []
    for number, name in enumerate(pages, start=1):
        stops.append(Stop(name, number, stopped[name], reached))
        reached -= stopped[name]
    return tuple(stops)


def _texts(survey: Survey, found: Figures) -> tuple[Texts, ...]:
    if found.shown is None:
        return ()
    measures = library.compiled(survey.id, survey.version).measures.values()
    asked = [
        one
        for one in measures
        if one.kind is QuestionKind.TEXT
        and not (isinstance(one.question, TextQuestion) and one.question.is_numeric)
        and one.name in found.shown.questions
        and found.shown.questions[one.name].n >= survey.min_group
    ]
    [documents] = readings.newest_documents([(survey.id, found.stretches)])
    return tuple(Texts(one, readings.first_texts(documents, one)) for one in asked)
