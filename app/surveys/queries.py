"""Questions about surveys: which there are, where they belong, what may be read of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from app.core.db import db
from app.surveys.models import (
    WHOLE_SURVEY,
    Survey,
    SurveyObjective,
    SurveyTheme,
    SurveyVersion,
)

_BY_SLUG = select(Survey).where(Survey.slug == bindparam("slug"))
"""Built once: building it costs as much as running it."""


def by_slug(slug: str) -> Survey | None:
    return db.session.scalars(_BY_SLUG, {"slug": slug}).one_or_none()


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(Survey.opens_at <= now, or_(Survey.closes_at.is_(None), Survey.closes_at > now))


def open_surveys(now: datetime) -> Sequence[Survey]:
    """Open to answers, those that close first first."""
    query = select(Survey).where(_is_open(now))
    return db.session.scalars(
        query.order_by(Survey.closes_at.is_(None), Survey.closes_at, Survey.slug)
    ).all()


def coming_surveys(now: datetime) -> Sequence[Survey]:
    query = select(Survey).where(Survey.opens_at > now).order_by(Survey.opens_at, Survey.slug)
    return db.session.scalars(query).all()


def closed_surveys(now: datetime, *, most: int = 100) -> Sequence[Survey]:
    """Closed, the latest first."""
    query = select(Survey).where(Survey.closes_at <= now)
    return db.session.scalars(query.order_by(Survey.closes_at.desc()).limit(most)).all()


def of_areas(area_ids: Collection[UUID]) -> Sequence[Survey]:
    """Surveys that some areas are responsible for now."""
    query = select(Survey).where(Survey.area_id.in_(area_ids)).order_by(Survey.opens_at.desc())
    return db.session.scalars(query).all()


def of_theme(theme_id: UUID) -> Sequence[Survey]:
    query = select(Survey).where(
        exists().where(SurveyTheme.survey_id == Survey.id, SurveyTheme.theme_id == theme_id)
    )
    return db.session.scalars(query.order_by(Survey.opens_at.desc())).all()


def of_objective(objective_id: UUID) -> Sequence[Survey]:
    """Surveys that ask about an objective, as a whole or in some question."""
    query = select(Survey).where(
        exists().where(
            SurveyObjective.survey_id == Survey.id,
            SurveyObjective.objective_id == objective_id,
        )
    )
    return db.session.scalars(query.order_by(Survey.opens_at.desc())).all()


@dataclass(frozen=True, slots=True)
class Links:
    """What surveys belong to, besides their area."""

    themes: Mapping[UUID, frozenset[UUID]]
    """Theme ids by survey id."""
    objectives: Mapping[UUID, Mapping[str, frozenset[UUID]]]
    """Objective ids by survey id and question name; WHOLE_SURVEY for the survey as a whole."""

    def objectives_of(self, survey_id: UUID, question: str = WHOLE_SURVEY) -> frozenset[UUID]:
        return self.objectives.get(survey_id, {}).get(question, frozenset())

    def all_objectives(self, survey_id: UUID) -> frozenset[UUID]:
        return frozenset().union(*self.objectives.get(survey_id, {}).values())


def themes_of(survey_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Theme ids by survey id."""
    themes: dict[UUID, set[UUID]] = defaultdict(set)
    for link in db.session.scalars(
        select(SurveyTheme).where(SurveyTheme.survey_id.in_(survey_ids))
    ):
        themes[link.survey_id].add(link.theme_id)
    return {survey: frozenset(ids) for survey, ids in themes.items()}


def links(survey_ids: Collection[UUID]) -> Links:
    """Themes and objectives of some surveys. Two statements."""
    objectives: dict[UUID, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for tie in db.session.scalars(
        select(SurveyObjective).where(SurveyObjective.survey_id.in_(survey_ids))
    ):
        objectives[tie.survey_id][tie.question].add(tie.objective_id)
    return Links(
        themes_of(survey_ids),
        {
            survey: {name: frozenset(ids) for name, ids in questions.items()}
            for survey, questions in objectives.items()
        },
    )


def source(survey_id: UUID, number: int) -> Mapping[str, Any] | None:
    """A published version as its author wrote it."""
    return db.session.scalars(
        select(SurveyVersion.definition).where(
            SurveyVersion.survey_id == survey_id, SurveyVersion.number == number
        )
    ).one_or_none()
