"""A year of seeded responses: the same at every load, their days relative to the day of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from app.core import buckets, clock
from app.core.db import db
from app.demo import answering, ways
from app.demo.answering import Profile
from app.organisation.directory import Place
from app.surveys import coding, library, tallies
from app.surveys.asked import unanswered
from app.surveys.models import Channel, Response, ResponseCode, Survey
from app.surveys.models_access import SurveyPassage

BATCH = 2000


def seed(survey: Survey, place: Place) -> int:
    """Fill a demo survey with responses up to today and fold their tallies; says how many."""
    told = answering.profile(place.slug, survey.slug)
    rng = Random(f"{place.slug}/{survey.slug}")  # noqa: S311 - seeded on purpose
    days = list(_days(survey, told, place, rng))
    definition = library.compiled(survey.id, survey.version)
    first, last = days[0], days[-1]
    span = max(1, (last - first).days)
    responses: list[dict[str, Any]] = []
    codes: list[dict[str, Any]] = []
    for arrival, day in enumerate(days, start=1):
        lang = answering.drawn(told.languages, rng)
        document = answering.answers(
            definition, told, lang=lang, progress=(day - first).days / span, rng=rng
        )
        coded = coding.codes(definition, document)
        responses.append(_response(survey, arrival, day, lang, document, rng))
        responses[-1]["unanswered"] = unanswered(definition, document, coded)
        codes += _codes(responses[-1], coded)
    passages = ways.passages(survey, definition, [(one["day"], one["lang"]) for one in responses])
    for rows, model in (
        (responses, Response),
        (codes, ResponseCode),
        (passages, SurveyPassage),
    ):
        for start in range(0, len(rows), BATCH):
            db.session.execute(insert(model), rows[start : start + BATCH])
    closed = buckets.last_closed_day(clock.now(), place.timezone)
    buckets.fold(tallies.KIND, survey.id, tallies.compute, through=closed)
    return len(responses)


def _response(
    survey: Survey, arrival: int, day: date, lang: str, document: Mapping[str, Any], rng: Random
) -> dict[str, Any]:
    return {
        "id": UUID(int=rng.getrandbits(128), version=4),
        "survey_id": survey.id,
        "version": survey.version,
        "area_id": survey.area_id,
        "arrival": arrival,
        "day": day,
        "lang": lang,
        "channel": Channel.WEB,
        "receipt_hash": f"{rng.getrandbits(256):064x}",
        "content_hash": "",
        "document": document,
    }


def _codes(
    response: Mapping[str, Any], coded: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    for question, values in coded.items():
        for value in values:
            yield {
                "response_id": response["id"],
                "question": question,
                "value": value,
                "survey_id": response["survey_id"],
                "day": response["day"],
            }


def _days(survey: Survey, told: Profile, place: Place, rng: Random) -> Iterator[date]:
    """The days of the responses, in order, none after today; at least two."""
    zone = ZoneInfo(place.timezone)
    today = clock.today(place.timezone)
    first = survey.opens_at.astimezone(zone).date()
    closes = survey.closes_at or clock.now() + timedelta(days=30)
    length = (closes.astimezone(zone).date() - first).days + 1
    share = sum(told.rhythm)
    days = []
    for slice_number, weight in enumerate(told.rhythm):
        for _ in range(round(told.responses * weight / share)):
            offset = (slice_number + rng.random()) * length / len(told.rhythm)
            days.append(first + timedelta(days=int(offset)))
    yield from sorted(day for day in days if day <= today)
