"""Retention: open texts and files go when a survey's time is over; coded answers stay."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.surveys import library
from app.surveys.files import uploads
from app.surveys.models import Response, Survey
from app.surveys.structure import Survey as Definition

log = logging.getLogger(__name__)

BATCH = 500


def due(survey: Survey, now: datetime) -> bool:
    """Whether the open texts of a survey have been kept for as long as was promised."""
    if survey.closes_at is None or survey.texts_removed_at is not None:
        return False
    return clock.months_later(survey.closes_at, survey.retention_months) <= now


def retain() -> int:
    """Remove the open texts and files that are due, of all surveys of the municipality in scope;
    says how many surveys. Commits batch by batch: killed at any moment, it goes on at the next
    call."""
    now = clock.now()
    surveys = [survey for survey in db.session.scalars(select(Survey)) if due(survey, now)]
    for survey in surveys:
        _remove_texts(survey)
        survey.texts_removed_at = now
        db.session.commit()
        log.info("survey.texts_removed survey=%s", survey.slug)
    return len(surveys)


def _remove_texts(survey: Survey) -> None:
    after = None
    while True:
        query = select(Response).where(Response.survey_id == survey.id).order_by(Response.id)
        if after is not None:
            query = query.where(Response.id > after)
        batch = db.session.scalars(query.limit(BATCH)).all()
        if not batch:
            return
        for response in batch:
            definition = library.compiled(survey.id, response.version)
            response.document = without_texts(definition, response.document)
        uploads.remove_of_responses([response.id for response in batch])
        after = batch[-1].id
        db.session.commit()


def without_texts(definition: Definition, document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with its coded answers only: no file, no open text, no comment, no own answer."""
    bare = {
        question.key: question.bare(document[question.key])
        for question in definition.questions.values()
        if question.key in document
    }
    return {key: value for key, value in bare.items() if value is not None}
