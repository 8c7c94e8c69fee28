"""Which themes and objectives are spoken to by the same surveys, ideas and web pages."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, union

from app.core import clock, scope
from app.core.db import db
from app.ideas.lifecycle import PUBLIC
from app.ideas.models import Idea, IdeaObjective
from app.pagefeedback.models import WidgetRuleObjective, WidgetRuleTheme
from app.surveys.models import Survey, SurveyObjective, SurveyTheme

Ids = Select[*tuple[Any, ...]]


def objectives_of_theme(theme_id: UUID) -> frozenset[UUID]:
    """Objectives of the surveys, public ideas and web pages of a theme. One statement."""
    return _ids(
        _surveys(SurveyObjective.objective_id).where(SurveyTheme.theme_id == theme_id),
        _ideas(IdeaObjective.objective_id).where(Idea.theme_id == theme_id),
        _rules(WidgetRuleObjective.objective_id).where(WidgetRuleTheme.theme_id == theme_id),
    )


def themes_of_objective(objective_id: UUID) -> frozenset[UUID]:
    """Themes of the surveys, public ideas and web pages of an objective. One statement."""
    return _ids(
        _surveys(SurveyTheme.theme_id).where(SurveyObjective.objective_id == objective_id),
        _ideas(Idea.theme_id).where(
            IdeaObjective.objective_id == objective_id, Idea.theme_id.is_not(None)
        ),
        _rules(WidgetRuleTheme.theme_id).where(WidgetRuleObjective.objective_id == objective_id),
    )


def _ids(*queries: Ids) -> frozenset[UUID]:
    return frozenset(row[0] for row in db.session.execute(union(*queries)))


def _surveys(column: Any) -> Ids:
    here = scope.required_municipality_id()
    return (
        select(column)
        .select_from(SurveyTheme)
        .join(SurveyObjective, SurveyObjective.survey_id == SurveyTheme.survey_id)
        .join(Survey, Survey.id == SurveyTheme.survey_id)
        .where(
            SurveyTheme.municipality_id == here,
            SurveyObjective.municipality_id == here,
            Survey.municipality_id == here,
            Survey.opens_at <= clock.now(),
        )
    )


def _ideas(column: Any) -> Ids:
    here = scope.required_municipality_id()
    return (
        select(column)
        .select_from(IdeaObjective)
        .join(Idea, Idea.id == IdeaObjective.idea_id)
        .where(
            IdeaObjective.municipality_id == here,
            Idea.municipality_id == here,
            Idea.state.in_(PUBLIC),
        )
    )


def _rules(column: Any) -> Ids:
    here = scope.required_municipality_id()
    return (
        select(column)
        .select_from(WidgetRuleTheme)
        .join(WidgetRuleObjective, WidgetRuleObjective.rule_id == WidgetRuleTheme.rule_id)
        .where(
            WidgetRuleTheme.municipality_id == here,
            WidgetRuleObjective.municipality_id == here,
        )
    )
