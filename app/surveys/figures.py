"""Figures of surveys that may be shown: cut at the steps of suppression, for days and areas."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from app.core import buckets
from app.core.buckets import Bucket
from app.core.tally import Steps, Stretch, Tally, joined, total, without
from app.surveys import tallies
from app.surveys.models import Survey
from app.surveys.tallies import Piece


@dataclass(frozen=True, slots=True)
class Selection:
    """Which responses of a survey are meant: those of the days from `first` to `last` (whole
    months, or all) that arrived when one of `areas` was responsible (None: whoever was)."""

    survey: Survey
    first: date = date.min
    last: date = date.max
    areas: frozenset[UUID] | None = None

    def counts(self, bucket: Bucket) -> bool:
        return self.first <= bucket.day <= self.last and self.owns(bucket.owner)

    def owns(self, area_id: UUID) -> bool:
        return self.areas is None or area_id in self.areas


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be said of a selection.

    `received` is exact: how many responses came. `shown` is the tally of those whose answers may
    be shown, or None where they are too few; `stretches` says which arrivals those are. A step
    that came in while one area followed another counts whole for the area that it began with.
    """

    survey: Survey
    received: int
    by_day: Mapping[date, int]
    shown: Tally | None
    stretches: tuple[Stretch, ...]

    @property
    def held_back(self) -> int:
        """How many of the received are in no figure (yet)."""
        return max(0, self.received - (self.shown.n if self.shown else 0))

    @property
    def by_month(self) -> Mapping[date, int]:
        """Received, by the first day of each month that has any."""
        months: dict[date, int] = defaultdict(int)
        for day, n in self.by_day.items():
            months[day.replace(day=1)] += n
        return dict(sorted(months.items()))


def of_surveys(
    surveys: Iterable[Survey],
    *,
    now: datetime,
    first: date = date.min,
    last: date = date.max,
    areas: Collection[UUID] | None = None,
) -> list[Figures]:
    """Figures of several surveys for the same days and areas."""
    owners = None if areas is None else frozenset(areas)
    return measure([Selection(survey, first, last, owners) for survey in surveys], now=now)


def measure(selections: Sequence[Selection], *, now: datetime) -> list[Figures]:
    """Figures of selections, in their order. The same number of statements however many."""
    series: dict[UUID, list[Bucket]] = defaultdict(list)
    surveys = {one.survey.id for one in selections}
    for bucket in buckets.read(tallies.KIND, surveys, tallies.compute):
        series[bucket.subject].append(bucket)
    drafts = [_Draft.of(one, series[one.survey.id], now) for one in selections]
    cuts = tallies.pieces(_pieces(drafts))
    return [draft.figures(cuts) for draft in drafts]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many responses came to a survey on a day when an area was responsible."""

    survey_id: UUID
    area_id: UUID
    day: date
    n: int


def arrivals(survey_ids: Collection[UUID]) -> list[Arrivals]:
    """Exact counts of responses; nothing of what they said."""
    found = buckets.read(tallies.KIND, survey_ids, tallies.compute, with_answers=False)
    return [Arrivals(one.subject, one.owner, one.day, one.tally.n) for one in found if one.tally.n]


@dataclass(frozen=True, slots=True)
class _Day:
    """All arrivals of a survey's day, whoever was responsible."""

    day: date
    first: int
    last: int
    tally: Tally
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """A selection once it is known which arrivals it shows, but not yet what they said."""

    selection: Selection
    series: Sequence[Bucket]
    days: tuple[_Day, ...]
    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, selection: Selection, series: Sequence[Bucket], now: datetime) -> "_Draft":
        survey = selection.survey
        steps = survey.steps(max((bucket.tally.last for bucket in series), default=0), now)
        return cls(selection, series, _days(series), _stretches(selection, series, steps))

    def cut_days(self) -> list[_Day]:
        """Days of which only a part is shown."""
        return [
            day
            for day in self.days
            if any(one.touches(day.first, day.last) for one in self.stretches)
            and not any(one.holds(day.first, day.last) for one in self.stretches)
        ]

    def figures(self, cuts: Mapping[Piece, Tally]) -> Figures:
        by_day: dict[date, int] = defaultdict(int)
        for bucket in self.series:
            if self.selection.counts(bucket):
                by_day[bucket.day] += bucket.tally.n
        shown = self._shown(cuts)
        return Figures(
            survey=self.selection.survey,
            received=sum(by_day.values()),
            by_day=dict(sorted(by_day.items())),
            shown=shown,
            stretches=self.stretches if shown else (),
        )

    def _shown(self, cuts: Mapping[Piece, Tally]) -> Tally | None:
        survey, cut_days = self.selection.survey, self.cut_days()
        if any(day.is_sealed for day in cut_days):
            return None  # the rows are gone: nobody can say what part of the day said
        whole = [
            day.tally
            for day in self.days
            if any(one.holds(day.first, day.last) for one in self.stretches)
        ]
        days = {day.day for day in cut_days}
        parts = [
            tally
            for piece, tally in cuts.items()
            if piece.survey_id == survey.id
            and piece.day in days
            and any(one.holds(piece.stretch.low + 1, piece.stretch.high) for one in self.stretches)
        ]
        shown = total([*whole, *parts])
        return shown if shown.n >= survey.min_group else None


def _days(series: Sequence[Bucket]) -> tuple[_Day, ...]:
    by_day: dict[date, list[Bucket]] = defaultdict(list)
    for bucket in series:
        by_day[bucket.day].append(bucket)
    return tuple(
        _Day(
            day,
            min(one.tally.first for one in parts),
            max(one.tally.last for one in parts),
            parts[0].tally if len(parts) == 1 else total(one.tally for one in parts),
            any(one.is_sealed for one in parts),
        )
        for day, parts in sorted(by_day.items())
    )


def _stretches(selection: Selection, series: Sequence[Bucket], steps: Steps) -> tuple[Stretch, ...]:
    """The whole steps of a selection in which nobody has withdrawn."""
    before = max((b.tally.last for b in series if b.day < selection.first), default=0)
    until = max((b.tally.last for b in series if b.day <= selection.last), default=0)
    period = Stretch(steps.cut(before), steps.cut(until))
    spoilt = [steps.step_of(number) for b in series for number in b.tally.withdrawn]
    if all(selection.owns(bucket.owner) for bucket in series):
        return without([period], spoilt)
    return without([part.within(period) for part in _owned(selection, series, steps)], spoilt)


def _owned(selection: Selection, series: Sequence[Bucket], steps: Steps) -> tuple[Stretch, ...]:
    """The shown steps whose first arrival came when one of the areas was responsible: from that
    area's first arrival of a day until another bucket begins."""
    in_order = sorted(series, key=lambda bucket: (bucket.tally.first, bucket.owner))
    starts = [bucket.tally.first for bucket in in_order]
    found: list[Stretch] = []
    low = 0
    while low < steps.shown:
        step = steps.step_of(low + 1)
        place = max(bisect_right(starts, low + 1) - 1, 0)
        end = starts[place + 1] - 1 if place + 1 < len(starts) else steps.shown
        high = max(step.high, steps.cut(end))
        if selection.owns(in_order[place].owner):
            found.append(Stretch(low, high))
        low = high
    return joined(found)


def _pieces(drafts: Sequence[_Draft]) -> list[Piece]:
    """The cut days of each survey, taken apart wherever any of its selections needs it."""
    days: dict[tuple[UUID, date], _Day] = {}
    bounds: dict[UUID, set[int]] = defaultdict(set)
    for draft in drafts:
        survey_id = draft.selection.survey.id
        days.update({(survey_id, day.day): day for day in draft.cut_days() if not day.is_sealed})
        bounds[survey_id].update(
            number for one in draft.stretches for number in (one.low, one.high)
        )
    found = []
    for (survey_id, _), day in days.items():
        inside = sorted(one for one in bounds[survey_id] if day.first <= one < day.last)
        ends = [day.first - 1, *inside, day.last]
        found += [Piece(survey_id, day.day, Stretch(low, high)) for low, high in pairwise(ends)]
    return found
