"""The city's answers to surveys, as residents read them: what was heard and what is done."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.core.db import db
from app.organisation.models import Action, Area, Objective, Plan
from app.surveys.models import Survey
from app.surveys.models_outcome import (
    SurveyOutcome,
    SurveyOutcomeAction,
    SurveyOutcomeObjective,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of a development plan that a survey led to, with the area whose plan it is in."""

    action: Action
    area: Area


@dataclass(frozen=True, slots=True)
class Answer:
    """What the city heard in a survey, what it does, and what that leads to."""

    outcome: SurveyOutcome
    deeds: tuple[Deed, ...]
    objectives: tuple[Objective, ...]

    @property
    def is_public(self) -> bool:
        return self.outcome.published_at is not None


def find(survey_id: UUID) -> SurveyOutcome | None:
    """The answer to a survey, also one that is still being written."""
    query = select(SurveyOutcome).where(SurveyOutcome.survey_id == survey_id)
    return db.session.scalars(query).one_or_none()


def answer(survey: Survey) -> Answer | None:
    """The published answer to a survey. Three statements; none where it has not been answered."""
    outcome = find(survey.id) if survey.answered_at is not None else None
    return whole(outcome) if outcome is not None else None


def whole(outcome: SurveyOutcome) -> Answer:
    """An answer with what it is tied to. Two statements."""
    deeds = db.session.execute(
        select(Action, Area)
        .join(SurveyOutcomeAction, SurveyOutcomeAction.action_id == Action.id)
        .join(Plan, Plan.id == Action.plan_id)
        .join(Area, Area.id == Plan.area_id)
        .where(SurveyOutcomeAction.survey_id == outcome.survey_id)
        .order_by(Plan.key, Action.position)
    )
    objectives = db.session.scalars(
        select(Objective)
        .join(SurveyOutcomeObjective, SurveyOutcomeObjective.objective_id == Objective.id)
        .where(SurveyOutcomeObjective.survey_id == outcome.survey_id)
        .order_by(Objective.position)
    )
    return Answer(outcome, tuple(Deed(*row) for row in deeds), tuple(objectives))


Place = tuple[datetime, UUID]
"""Where a list of answered surveys goes on."""


def answered(*, before: Place | None = None, size: int) -> Sequence[tuple[Survey, SurveyOutcome]]:
    """Surveys with their published answers, those answered last first. One statement."""
    query = (
        select(Survey, SurveyOutcome)
        .join(SurveyOutcome, SurveyOutcome.survey_id == Survey.id)
        .where(Survey.answered_at.is_not(None))
        .order_by(Survey.answered_at.desc(), Survey.id.desc())
        .limit(size)
    )
    if before is not None:
        at, survey_id = before
        query = query.where(
            or_(
                Survey.answered_at < at,
                and_(Survey.answered_at == at, Survey.id < survey_id),
            )
        )
    return [(survey, outcome) for survey, outcome in db.session.execute(query)]


def actions_of(survey_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Action]]:
    """By survey the actions that its answer is tied to. One statement, or none where there are no
    surveys."""
    found: dict[UUID, list[Action]] = defaultdict(list)
    if not survey_ids:
        return found
    rows = db.session.execute(
        select(SurveyOutcomeAction.survey_id, Action)
        .join(Action, Action.id == SurveyOutcomeAction.action_id)
        .where(
            SurveyOutcomeAction.municipality_id == Action.municipality_id,
            SurveyOutcomeAction.survey_id.in_(survey_ids),
        )
        .order_by(Action.position)
    )
    for survey_id, action in rows:
        found[survey_id].append(action)
    return found


def behind(action_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Survey]]:
    """By action the answered surveys that led to it, the latest first. One statement, or none
    where there are no actions."""
    found: dict[UUID, list[Survey]] = defaultdict(list)
    if not action_ids:
        return found
    rows = db.session.execute(
        select(SurveyOutcomeAction.action_id, Survey)
        .join(Survey, Survey.id == SurveyOutcomeAction.survey_id)
        .where(
            SurveyOutcomeAction.municipality_id == Survey.municipality_id,
            SurveyOutcomeAction.action_id.in_(action_ids),
            Survey.answered_at.is_not(None),
        )
        .order_by(Survey.answered_at.desc())
    )
    for action_id, survey in rows:
        found[action_id].append(survey)
    return found


def behind_objective(objective_id: UUID) -> Sequence[Survey]:
    """The answered surveys whose answer speaks of an objective, the latest first."""
    return db.session.scalars(
        select(Survey)
        .join(SurveyOutcomeObjective, SurveyOutcomeObjective.survey_id == Survey.id)
        .where(
            SurveyOutcomeObjective.objective_id == objective_id,
            Survey.answered_at.is_not(None),
        )
        .order_by(Survey.answered_at.desc())
    ).all()
