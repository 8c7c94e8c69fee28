"""Counting respondents by what they answered to single-choice questions, and what groups said."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    select,
)
from sqlalchemy.orm import aliased

from app.analysis.groups import Milestone
from app.core import scope
from app.core.db import db
from app.core.tally import ANSWERED, Distribution, Stretch, Tally
from app.surveys.models import Response, ResponseCode

NOT_ANSWERED = ""
"""Stands for those who gave a question no answer."""

MOST_KEPT = 200

Values = tuple[str, ...]
Blocks = tuple[Mapping[Values, int], ...]
"""For each milestone, how many of those since the one before gave each combination of values."""


@dataclass(frozen=True, slots=True)
class Universe:
    """The arrivals that figures of groups are made of: those of the stretches that may be shown,
    up to the last of the milestones."""

    survey_id: UUID
    milestones: tuple[Milestone, ...]
    stretches: tuple[Stretch, ...]

    def block(self, last: int) -> ColumnElement[int | None]:
        """Which milestone a response was first counted at, up to the one at `last`; NULL where it
        is in no figure. Made so that a whole survey is read in the order of ids, as its codes are:
        a condition on arrivals would lead to their index, and back and forth between the two."""
        gone = [number for number in self._gaps() if number <= self.milestones[last].number]
        known: BindParameter[Any] = bindparam(
            "gone", gone, expanding=True, literal_execute=True, unique=True
        )
        return case(
            *([(Response.arrival.in_(known), null())] if gone else []),
            (Response.arrival <= _written(0), null()),
            *(
                (Response.arrival <= _written(one.number), _written(place))
                for place, one in enumerate(self.milestones[: last + 1])
            ),
        )

    def until(self, at: int) -> ColumnElement[bool]:
        """Whether a response arrived up to a milestone and may be shown."""
        return and_(Response.survey_id == self.survey_id, self.block(at).is_not(None))

    def _gaps(self) -> list[int]:
        """The arrivals of steps that are never shown again."""
        low, found = 0, list[int]()
        for one in self.stretches:
            found += range(low + 1, one.low + 1)
            low = one.high
        return found + list(range(low + 1, self.milestones[-1].number + 1))


class _Kept:
    """What was counted once: of a universe it never differs. The longest unused go first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[object, Any] = OrderedDict()

    def get(self, key: object) -> Any:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def put(self, key: object, value: Any) -> None:
        with self._lock:
            self._known[key] = value
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


kept = _Kept()


def blocks(universe: Universe, questions: Sequence[str]) -> Blocks:
    """Counts by the values of one to three questions. One statement, or none."""
    key = (scope.required_municipality_id(), universe, tuple(questions))
    known: Blocks | None = kept.get(key)
    if known is None:
        known = _blocks(universe, questions)
        kept.put(key, known)
    return known


def _blocks(universe: Universe, questions: Sequence[str]) -> Blocks:
    codes = [aliased(ResponseCode) for _ in questions]
    at = len(universe.milestones) - 1
    block = universe.block(at)
    group = (block.label("block"), *(code.value for code in codes))
    query = select(*group, func.count()).select_from(Response)
    for code, question in zip(codes, questions, strict=True):
        query = query.outerjoin(code, _gave(code, question))
    found: list[dict[Values, int]] = [{} for _ in universe.milestones]
    counted = query.where(Response.survey_id == universe.survey_id, block.is_not(None))
    rows: Any = db.session.execute(counted.group_by(*group))
    for place, *values, n in rows:
        found[place][tuple(NOT_ANSWERED if one is None else one for one in values)] = n
    known = {values for one in found for values in one}
    return tuple({values: one.get(values, 0) for values in sorted(known)} for one in found)


def _written(number: int) -> ColumnElement[int]:
    """As a number in the statement: what is grouped by must be the same wherever it stands."""
    return bindparam(None, number, literal_execute=True)


def _gave(code: Any, question: str) -> ColumnElement[bool]:
    return and_(
        code.municipality_id == Response.municipality_id,
        code.response_id == Response.id,
        code.survey_id == Response.survey_id,
        code.question == question,
        code.value != ANSWERED,
    )


def tally(universe: Universe, at: int, group: Sequence[tuple[str, str]]) -> Tally:
    """What those who arrived up to a milestone and gave all of some (question, value) said. Two
    statements, or none."""
    key = (scope.required_municipality_id(), universe, at, tuple(group))
    known: Tally | None = kept.get(key)
    if known is None:
        known = _tally(universe, at, group)
        kept.put(key, known)
    return known


def _tally(universe: Universe, at: int, group: Sequence[tuple[str, str]]) -> Tally:
    condition = and_(universe.until(at), *(_is_in(*one) for one in group))
    n = db.session.execute(select(func.count(Response.id)).where(condition)).scalar_one()
    said = ResponseCode
    rows = db.session.execute(
        select(said.question, said.value, func.count())
        .select_from(Response)
        .join(
            said,
            and_(
                said.municipality_id == Response.municipality_id,
                said.response_id == Response.id,
            ),
        )
        .where(condition)
        .group_by(said.question, said.value)
    )
    counts: dict[str, dict[str, int]] = {}
    for question, value, number in rows:
        counts.setdefault(question, {})[value] = number
    return Tally(n, questions={name: Distribution.of_codes(one) for name, one in counts.items()})


def _is_in(question: str, value: str) -> ColumnElement[bool]:
    """Whether a response has a value, or with NOT_ANSWERED none."""
    code = aliased(ResponseCode)
    found = exists().where(_gave(code, question))
    return ~found if value == NOT_ANSWERED else found.where(code.value == value)


def arrived(survey_id: UUID) -> int:
    """The number of the newest arrival."""
    query = select(func.max(Response.arrival)).where(Response.survey_id == survey_id)
    return db.session.execute(query).scalar_one() or 0
