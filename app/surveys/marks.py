"""Marks of browsers that have answered a survey: they know neither the answers nor the time."""

from uuid import UUID

from sqlalchemy import delete, insert, select

from app.core.db import db
from app.core.form_tokens import keyed_hash
from app.surveys.models import Survey, SurveyBrowser


def _hashed(cookie: str, survey_id: UUID) -> str:
    return keyed_hash("browser", str(survey_id), cookie)


def has_answered(survey: Survey, cookie: str) -> bool:
    """Whether the browser with this cookie has answered the survey."""
    query = select(SurveyBrowser.survey_id).where(
        SurveyBrowser.survey_id == survey.id,
        SurveyBrowser.browser_hash == _hashed(cookie, survey.id),
    )
    return db.session.execute(query).first() is not None


def leave(survey_id: UUID, cookie: str) -> None:
    """Note that the browser with this cookie answers. IntegrityError where it has before."""
    mark = {"survey_id": survey_id, "browser_hash": _hashed(cookie, survey_id)}
    db.session.execute(insert(SurveyBrowser), [mark])


def remove(survey: Survey, cookie: str) -> None:
    """Let the browser with this cookie answer again: its answers were taken back."""
    db.session.execute(
        delete(SurveyBrowser).where(
            SurveyBrowser.survey_id == survey.id,
            SurveyBrowser.browser_hash == _hashed(cookie, survey.id),
        )
    )
