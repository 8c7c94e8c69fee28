"""What the tallies of a survey must be: its rows, counted one after the other."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core import buckets
from app.core.db import db
from app.surveys import tallies
from app.surveys.models import Response, ResponseCode

Counts = dict[tuple[UUID, date], tuple[int, dict[tuple[str, str], int]]]
"""By area and day: how many people, and how many gave each value to each question."""


def plain_counts(survey_id: UUID) -> Counts:
    rows = db.session.execute(
        select(Response.id, Response.area_id, Response.day).where(
            Response.survey_id == survey_id, Response.is_withdrawn.is_(False)
        )
    ).all()
    place = {row.id: (row.area_id, row.day) for row in rows}
    said: Counter[tuple[tuple[UUID, date], str, str]] = Counter()
    for response_id, question, value in db.session.execute(
        select(ResponseCode.response_id, ResponseCode.question, ResponseCode.value).where(
            ResponseCode.survey_id == survey_id, ResponseCode.value != ""
        )
    ):
        said[place[response_id], question, value] += 1
    return {
        key: (n, {(name, value): c for (k, name, value), c in said.items() if k == key})
        for key, n in Counter(place.values()).items()
    }


def counted(survey_id: UUID) -> Counts:
    """The same from the buckets, stored and live."""
    return {
        (one.owner, one.day): (
            one.tally.n,
            {
                (name, value): count
                for name, said in one.tally.questions.items()
                for value, count in said.counts.items()
            },
        )
        for one in buckets.read(tallies.KIND, [survey_id], tallies.compute)
        if one.tally.n
    }
