"""How many may answer: the cap of a survey and the quotas of its answers, counted no further than
needed, through indexes."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.surveys.meta_gates import Quota
from app.surveys.models import Response, ResponseCode, Survey

DAYS_AT_ONCE = 400
"""Days of a survey that one statement looks at: the index of codes goes by the day."""


class Full(Conflict):
    """There is no room for (such) answers any more."""


def quotas_of(survey: Survey) -> tuple[Quota, ...]:
    return tuple(Quota(one["question"], one["value"], one["most"]) for one in survey.quotas)


def is_full(survey: Survey) -> bool:
    """Whether as many have answered as may. At most two statements; none without a cap."""
    if survey.response_cap is None:
        return False
    here = Response.survey_id == survey.id
    highest = db.session.scalar(select(func.max(Response.arrival)).where(here)) or 0
    if highest < survey.response_cap:
        return False
    kept = select(Response.id).where(here, Response.is_withdrawn.is_(False))
    return _reaches(kept, survey.response_cap)


def has_full_quota(survey: Survey, codes: Mapping[str, Collection[str]]) -> bool:
    """Whether one of these answers has been given by as many as may."""
    asked = [one for one in quotas_of(survey) if one.value in codes.get(one.question, ())]
    return any(_is_used_up(survey, one) for one in asked)


def is_lacking(survey: Survey, codes: Mapping[str, Collection[str]]) -> bool:
    """Whether there is no room for these answers."""
    return is_full(survey) or has_full_quota(survey, codes)


def _is_used_up(survey: Survey, quota: Quota) -> bool:
    here = ResponseCode.survey_id == survey.id
    first = db.session.scalar(select(func.min(ResponseCode.day)).where(here))
    if first is None:
        return False
    last = clock.now().date() + timedelta(days=1)  # it may be tomorrow where the city is
    days = [first + timedelta(days=past) for past in range((last - first).days + 1)]
    left = quota.most
    for start in range(0, len(days), DAYS_AT_ONCE):
        some = days[start : start + DAYS_AT_ONCE]
        found = select(ResponseCode.response_id).where(
            here,
            ResponseCode.day.in_(some),
            ResponseCode.question == quota.question,
            ResponseCode.value == quota.value,
        )
        left -= _counted(found, left)
        if left <= 0:
            return True
    return False


def _reaches(rows: Select[Any], most: int) -> bool:
    return _counted(rows, most) >= most


def _counted(rows: Select[Any], most: int) -> int:
    limited = rows.limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(limited)) or 0
