"""Counting responses from their rows: the buckets of surveys, and pieces of single days."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnClause,
    ColumnElement,
    Date,
    Integer,
    Uuid,
    and_,
    case,
    column,
    func,
    or_,
    select,
    tuple_,
    values,
)

from app.core.buckets import Bucket, Wanted
from app.core.db import db
from app.core.tally import Distribution, Stretch, Tally
from app.surveys.models import Response, ResponseCode

KIND = "survey"

Key = TypeVar("Key", bound=Hashable)

_IS_KEPT = Response.is_withdrawn.is_(False)
_HAS_PLACE = Response.arrival > 0
_OF_RESPONSE = and_(
    Response.municipality_id == ResponseCode.municipality_id,
    Response.id == ResponseCode.response_id,
)
_HEAD = (
    func.sum(case((_IS_KEPT, 1), else_=0)),
    func.min(Response.arrival),
    func.max(Response.arrival),
)
_CODE = (ResponseCode.question, ResponseCode.value)


def compute(wanted: Sequence[Wanted]) -> list[Bucket]:
    """Buckets of surveys from their rows. Three statements."""
    if not wanted:
        return []
    condition = and_(_wanted(wanted), _HAS_PLACE)
    group = (Response.survey_id, Response.area_id, Response.day)
    heads = db.session.execute(select(*group, *_HEAD).where(condition).group_by(*group)).all()
    codes = db.session.execute(
        select(*group, *_CODE, func.count())
        .join(Response, and_(_OF_RESPONSE, _IS_KEPT))
        .where(condition)
        .group_by(*group, *_CODE)
    )
    said = _distributions(((row[0], row[1], row[2]), *row[3:]) for row in codes)
    withdrawn = _withdrawn(condition)
    return [
        Bucket(
            survey_id,
            area_id,
            day,
            Tally(
                int(n),
                first,
                last,
                said.get((survey_id, area_id, day), {}),
                tuple(sorted(withdrawn[survey_id, area_id, day])),
            ),
        )
        for survey_id, area_id, day, n, first, last in heads
    ]


def _wanted(wanted: Sequence[Wanted]) -> ColumnElement[bool]:
    """Surveys that are folded equally far stand together: there are many surveys, few days."""
    together: dict[date, list[UUID]] = defaultdict(list)
    for one in wanted:
        together[one.after].append(one.subject)
    days = [(one.subject, day) for one in wanted for day in one.days]
    return or_(
        *(
            and_(Response.survey_id.in_(subjects), Response.day > after)
            for after, subjects in together.items()
        ),
        *([tuple_(Response.survey_id, Response.day).in_(days)] if days else []),
    )


def _withdrawn(condition: ColumnElement[bool]) -> dict[tuple[UUID, UUID, date], list[int]]:
    """Arrival numbers of withdrawn responses by survey, area and day."""
    found: dict[tuple[UUID, UUID, date], list[int]] = defaultdict(list)
    for survey_id, area_id, day, arrival in db.session.execute(
        select(Response.survey_id, Response.area_id, Response.day, Response.arrival).where(
            condition, Response.is_withdrawn.is_(True)
        )
    ):
        found[survey_id, area_id, day].append(arrival)
    return found


def _distributions(rows: Iterable[Any]) -> dict[Any, dict[str, Distribution]]:
    """Distributions by key and question, from (key, question, value, count)."""
    counts: dict[Any, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, question, value, count in rows:
        counts[key][question][value] = count
    return {
        key: {name: Distribution.of_codes(codes) for name, codes in questions.items()}
        for key, questions in counts.items()
    }


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a survey's day: the arrivals of a stretch."""

    survey_id: UUID
    day: date
    stretch: Stretch


def _table(wanted: Sequence[Piece]) -> CTE:
    """The wanted pieces as rows to join with."""
    columns: tuple[ColumnClause[Any], ...] = (
        column("survey_id", Uuid),
        column("day", Date),
        column("low", Integer),
        column("high", Integer),
        column("number", Integer),
    )
    rows = [
        (one.survey_id, one.day, one.stretch.low, one.stretch.high, number)
        for number, one in enumerate(wanted)
    ]
    return values(*columns, name="piece").data(rows).cte()


def pieces(wanted: Sequence[Piece]) -> Mapping[Piece, Tally]:
    """The tallies of pieces, which must not overlap, from rows. Two statements, or none."""
    if not wanted:
        return {}
    piece = _table(wanted)
    is_in_piece = and_(
        _IS_KEPT,
        Response.survey_id == piece.c.survey_id,
        Response.day == piece.c.day,
        Response.arrival > piece.c.low,
        Response.arrival <= piece.c.high,
    )
    number = piece.c.number
    heads = db.session.execute(
        select(number, *_HEAD).join_from(piece, Response, is_in_piece).group_by(number)
    ).all()
    codes = db.session.execute(
        select(number, *_CODE, func.count())
        .join_from(piece, Response, is_in_piece)
        .join(ResponseCode, _OF_RESPONSE)
        .group_by(number, *_CODE)
    )
    said = _distributions(codes)
    return {
        wanted[index]: Tally(int(n), first, last, said.get(index, {}))
        for index, n, first, last in heads
    }
