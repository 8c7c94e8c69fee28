"""What an export reads: the responses that may be shown, one after another, in constant memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict
from app.core.tally import Stretch
from app.surveys import figures, library, readings
from app.surveys.models import Response, Survey
from app.surveys.structure import Survey as Definition

AT_A_TIME = 500
"""Responses in memory at a time."""


class TooFew(Conflict):
    """Too few have answered for anything of it to be shown; `least` are needed."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self.least = least


@dataclass(frozen=True, slots=True)
class Row:
    """One response, as far as an export tells of it."""

    version: int
    lang: str
    day: date
    channel: str
    document: Mapping[str, object]
    unanswered: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Source:
    """`rows` counts the responses that may be shown, `received` all that came."""

    survey: Survey
    versions: Mapping[int, Definition]
    rows: int
    received: int
    stretches: tuple[Stretch, ...]

    def read(self) -> Iterator[Row]:
        """The responses in an order that tells nothing: that of their random ids."""
        query = (
            select(
                Response.version,
                Response.lang,
                Response.day,
                Response.channel,
                Response.document,
                Response.unanswered,
            )
            .where(
                Response.survey_id == self.survey.id,
                Response.is_withdrawn.is_(False),
                readings.within(self.stretches),
            )
            .order_by(Response.id)
            .execution_options(yield_per=AT_A_TIME)
        )
        for row in db.session.execute(query):
            yield Row(*row)


def of_survey(survey: Survey, now: datetime) -> Source:
    """What may be exported of a survey: whole steps of answers, so that two exports never differ
    by a few people's. Raises TooFew."""
    [found] = figures.of_surveys([survey], now=now)
    if found.shown is None:
        raise TooFew(survey.steps(found.received, now).least)
    return Source(survey, _versions(survey), found.shown.n, found.received, found.stretches)


def empty(survey: Survey) -> Source:
    """The same without any response."""
    return Source(survey, _versions(survey), 0, 0, ())


def counts(survey: Survey, now: datetime) -> tuple[int, int, int]:
    """How many came, how many of them may be exported now, and from how many on any may."""
    [found] = figures.of_surveys([survey], now=now)
    return (
        found.received,
        found.shown.n if found.shown else 0,
        survey.steps(found.received, now).least,
    )


def _versions(survey: Survey) -> Mapping[int, Definition]:
    numbers = range(1, survey.version + 1)
    library.preload([(survey.id, number) for number in numbers])
    return {number: library.compiled(survey.id, number) for number in numbers}
