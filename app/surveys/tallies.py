"""Counting responses: the buckets of surveys, and figures cut at the steps of suppression."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.core import buckets
from app.core.buckets import Bucket, Wanted
from app.core.db import db
from app.core.tally import Distribution, Steps, Tally, total
from app.surveys.models import Response, ResponseCode, Survey

KIND = "survey"


def compute(wanted: Sequence[Wanted]) -> list[Bucket]:
    """Buckets of surveys from their rows. Two statements."""
    if not wanted:
        return []
    return _count(
        or_(
            *(
                and_(
                    Response.survey_id == one.subject,
                    or_(Response.day > one.after, Response.day.in_(one.days))
                    if one.days
                    else Response.day > one.after,
                )
                for one in wanted
            )
        )
    )


def _count(condition: ColumnElement[bool]) -> list[Bucket]:
    group = (Response.survey_id, Response.area_id, Response.day)
    heads = db.session.execute(
        select(
            *group,
            func.sum(case((Response.is_withdrawn.is_(False), 1), else_=0)),
            func.min(Response.arrival),
            func.max(Response.arrival),
        )
        .where(condition)
        .group_by(*group)
    ).all()
    codes = db.session.execute(
        select(*group, ResponseCode.question, ResponseCode.value, func.count())
        .join(Response, and_(_same_response(), Response.is_withdrawn.is_(False)))
        .where(condition)
        .group_by(*group, ResponseCode.question, ResponseCode.value)
    )
    counts: dict[tuple[UUID, UUID, date], dict[str, dict[str, int]]] = {}
    for survey_id, area_id, day, question, value, count in codes:
        questions = counts.setdefault((survey_id, area_id, day), {})
        questions.setdefault(question, {})[value] = count
    return [
        Bucket(
            survey_id,
            area_id,
            day,
            Tally(
                int(n),
                first,
                last,
                {
                    question: Distribution.of_codes(values)
                    for question, values in counts.get((survey_id, area_id, day), {}).items()
                },
            ),
        )
        for survey_id, area_id, day, n, first, last in heads
    ]


def _same_response() -> ColumnElement[bool]:
    return and_(
        Response.municipality_id == ResponseCode.municipality_id,
        Response.id == ResponseCode.response_id,
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Arrivals after `low` up to `high` of a survey: a union of whole steps."""

    low: int
    high: int

    def holds(self, tally: Tally) -> bool:
        return self.low < tally.first and tally.last <= self.high

    def touches(self, tally: Tally) -> bool:
        return tally.last > self.low and tally.first <= self.high


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be said of a survey for some days and some areas.

    `received` is exact: how many responses came. `shown` is the tally of those whose answers may
    be shown, or None where they are fewer than k ("too few answers"); `stretch` says which.
    """

    survey: Survey
    received: int
    by_month: Mapping[date, int]
    shown: Tally | None
    stretch: Stretch
    held_back: int


def figures(
    surveys: Iterable[Survey],
    *,
    first: date,
    last: date,
    areas: Collection[UUID] | None,
    now: datetime,
) -> list[Figures]:
    """Figures of surveys for the days from `first` to `last` (whole months), counting what
    arrived when one of `areas` was responsible (None: whoever was)."""
    by_id = {survey.id: survey for survey in surveys}
    series: dict[UUID, list[Bucket]] = defaultdict(list)
    for bucket in buckets.read(KIND, by_id.keys(), compute):
        series[bucket.subject].append(bucket)
    return [
        _figures_of(survey, series[survey.id], first, last, areas, now)
        for survey in by_id.values()
    ]


def _figures_of(
    survey: Survey,
    series: Sequence[Bucket],
    first: date,
    last: date,
    areas: Collection[UUID] | None,
    now: datetime,
) -> Figures:
    steps = survey.steps(max((bucket.tally.last for bucket in series), default=0), now)
    stretch = _stretch(series, steps, first, last)
    inside = [b for b in series if first <= b.day <= last and _counts(b, areas)]
    shown = _shown(survey, series, stretch, areas)
    by_month: dict[date, int] = defaultdict(int)
    for bucket in inside:
        by_month[bucket.day.replace(day=1)] += bucket.tally.n
    received = sum(bucket.tally.n for bucket in inside)
    return Figures(
        survey=survey,
        received=received,
        by_month=dict(sorted(by_month.items())),
        shown=shown,
        stretch=stretch,
        held_back=max(0, received - (shown.n if shown else 0)),
    )


def _stretch(series: Sequence[Bucket], steps: Steps, first: date, last: date) -> Stretch:
    before = max((b.tally.last for b in series if b.day < first), default=0)
    until = max((b.tally.last for b in series if b.day <= last), default=0)
    return Stretch(steps.cut(before), steps.cut(until))


def _counts(bucket: Bucket, areas: Collection[UUID] | None) -> bool:
    return areas is None or bucket.owner in areas


def _shown(
    survey: Survey, series: Sequence[Bucket], stretch: Stretch, areas: Collection[UUID] | None
) -> Tally | None:
    """The tally of a stretch; None where it, or what it leaves of the survey's stretch to other
    areas, is a group smaller than k."""
    if stretch.high <= stretch.low:
        return None
    parts = [b for b in series if stretch.holds(b.tally)]
    cut_days = {b.day for b in series if b not in parts and stretch.touches(b.tally)}
    if cut_days:
        condition = and_(
            Response.survey_id == survey.id,
            Response.day.in_(cut_days),
            Response.arrival > stretch.low,
            Response.arrival <= stretch.high,
        )
        parts = [b for b in parts if b.day not in cut_days] + _count(condition)
    by_owner: dict[UUID, list[Tally]] = defaultdict(list)
    for part in parts:
        by_owner[part.owner].append(part.tally)
    sizes = {owner: sum(tally.n for tally in tallies) for owner, tallies in by_owner.items()}
    if any(0 < size < survey.min_group for size in sizes.values()) and len(sizes) > 1:
        return None
    shown = total(
        tally
        for owner, tallies in by_owner.items()
        if areas is None or owner in areas
        for tally in tallies
    )
    return shown if shown.n >= survey.min_group else None
