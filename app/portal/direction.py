"""What the pages of the strategy and its objectives say: the aims, and what is asked about each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import Missing
from app.ideas.listing import Card as IdeaCard
from app.ideas.queries import Wanted
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Action, Area, Goal, Objective, Strategy, Theme
from app.organisation.queries import StrategyView
from app.portal import readers, ties
from app.portal.readers import ReadPages
from app.portal.shelf import Setting, Shelf
from app.surveys import library, outcomes
from app.surveys import queries as surveys
from app.surveys.listing import Card
from app.surveys.models import WHOLE_SURVEY, Survey, SurveyObjective
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class Asked:
    """How much has been asked about an objective: surveys, and single questions in them."""

    surveys: int
    questions: int


NOTHING = Asked(0, 0)


def asked(now: datetime) -> Mapping[UUID, Asked]:
    """What has been asked by now about each objective, by its id. One statement."""
    found: dict[UUID, set[tuple[UUID, str]]] = defaultdict(set)
    rows = db.session.execute(
        select(SurveyObjective.objective_id, SurveyObjective.survey_id, SurveyObjective.question)
        .join(Survey, Survey.id == SurveyObjective.survey_id)
        .where(Survey.opens_at <= now)
    )
    for objective_id, survey_id, question in rows:
        found[objective_id].add((survey_id, question))
    return {
        objective_id: Asked(
            surveys=len({survey for survey, _question in ties}),
            questions=sum(question != WHOLE_SURVEY for _survey, question in ties),
        )
        for objective_id, ties in found.items()
    }


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """The strategies, the current one first, with what has been asked about their objectives."""

    strategies: tuple[StrategyView, ...]
    asked: Mapping[UUID, Asked]

    def asked_about(self, objective: Objective) -> Asked:
        return self.asked.get(objective.id, NOTHING)


def strategy_page(place: Place) -> StrategyPage:
    year = clock.today(place.timezone).year
    found = organisation.strategies()
    begun = sorted(found, key=lambda view: view.strategy.first_year > year)
    return StrategyPage(tuple(begun), asked(clock.now()))


@dataclass(frozen=True, slots=True)
class Question:
    """A single question that is asked about an objective, with the survey that it is in."""

    title: Localised
    card: Card


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that serves an objective, with the area whose plan it is in."""

    action: Action
    area: Area


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    objective: Objective
    goal: Goal
    strategy: Strategy
    shelf: Shelf
    """Surveys that ask about it, as a whole or in some question."""
    questions: tuple[Question, ...]
    deeds: tuple[Deed, ...]
    ideas: tuple[IdeaCard, ...]
    """The newest ones that would serve it."""
    read: ReadPages
    themes: tuple[Theme, ...]
    """Themes in force of whatever speaks to it."""
    behind: Mapping[UUID, Sequence[Survey]]
    """The answered surveys that led to its deeds, by action."""
    answered: Sequence[Survey]
    """Surveys whose answer speaks of it."""


def objective_page(place: Place, key: str, lang: str) -> ObjectivePage:
    """An objective with its goal and strategy; Missing where there is none."""
    objective = organisation.objective(key)
    if objective is None:
        raise Missing
    goal, strategy = _above(objective)
    around = Setting.of(place)
    shelf = around.shelf(surveys.of_objective(objective.id))
    deeds = tuple(
        Deed(action, around.areas.by_id[plan.area_id])
        for action, plan in organisation.actions_serving(objective.id)
    )
    tied = ties.themes_of_objective(objective.id) if around.themes else frozenset()
    return ObjectivePage(
        objective=objective,
        goal=goal,
        strategy=strategy,
        shelf=shelf,
        questions=_questions(objective, shelf, lang),
        ideas=around.ideas(Wanted(objective_id=objective.id)),
        read=readers.of_objective(objective.id, around.areas, around.today),
        themes=tuple(theme for theme in around.themes if theme.id in tied),
        deeds=deeds,
        behind=outcomes.behind({deed.action.id for deed in deeds}),
        answered=outcomes.behind_objective(objective.id),
    )


def _above(objective: Objective) -> tuple[Goal, Strategy]:
    query = (
        select(Goal, Strategy)
        .join(Strategy, Strategy.id == Goal.strategy_id)
        .where(Goal.id == objective.goal_id)
    )
    goal, strategy = db.session.execute(query).one()
    return goal, strategy


def _questions(objective: Objective, shelf: Shelf, lang: str) -> tuple[Question, ...]:
    """The titles come from the published version that is asked now."""
    cards = {card.survey.id: card for card in (*shelf.open, *shelf.handled, *shelf.closed)}
    ties = db.session.scalars(
        select(SurveyObjective).where(
            SurveyObjective.objective_id == objective.id,
            SurveyObjective.question != WHOLE_SURVEY,
            SurveyObjective.survey_id.in_(cards),
        )
    )
    names: dict[UUID, set[str]] = defaultdict(set)
    for tie in ties:
        names[tie.survey_id].add(tie.question)
    found = []
    for card in cards.values():
        wanted = names[card.survey.id]
        if wanted:
            definition = library.compiled(card.survey.id, card.survey.version)
            found += [
                Question(question.title_in(lang), card)
                for name, question in definition.questions.items()
                if name in wanted
            ]
    return tuple(found)
