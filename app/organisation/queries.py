"""Questions about the organisation: the area tree, themes, strategy, and what lies below what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core import scope
from app.core.db import db
from app.organisation.models import (
    Action,
    ActionObjective,
    Area,
    Goal,
    Municipality,
    Objective,
    Plan,
    Population,
    Strategy,
    Theme,
)


@dataclass(frozen=True, slots=True)
class AreaNode:
    """An area with the areas below it."""

    area: Area
    children: tuple["AreaNode", ...]


@dataclass(frozen=True, slots=True)
class AreaTree:
    """All areas of the municipality in scope, read once, asked often."""

    by_id: Mapping[UUID, Area]
    by_key: Mapping[str, Area]
    roots: tuple[AreaNode, ...]

    def lineage(self, area_id: UUID) -> tuple[UUID, ...]:
        """The area itself, then all above it up to the root."""
        line: list[UUID] = []
        current = self.by_id.get(area_id)
        while current is not None and current.id not in line:
            line.append(current.id)
            current = self.by_id.get(current.parent_id) if current.parent_id else None
        return tuple(line)

    def below(self, area_id: UUID) -> frozenset[UUID]:
        """The area itself and all below it."""
        return frozenset(other for other in self.by_id if area_id in self.lineage(other))


def _valid_on(
    start: InstrumentedAttribute[date | None], end: InstrumentedAttribute[date | None], day: date
) -> ColumnElement[bool]:
    return and_(or_(start.is_(None), start <= day), or_(end.is_(None), end >= day))


def area_tree(on: date | None = None) -> AreaTree:
    """The areas of the municipality in scope; with `on`, only those responsible that day."""
    query = select(Area).order_by(Area.position)
    if on is not None:
        query = query.where(_valid_on(Area.valid_from, Area.valid_until, on))
    areas = db.session.scalars(query).all()
    children: dict[UUID | None, list[Area]] = defaultdict(list)
    ids = {area.id for area in areas}
    for area in areas:
        children[area.parent_id if area.parent_id in ids else None].append(area)

    def node(area: Area) -> AreaNode:
        return AreaNode(area, tuple(node(child) for child in children[area.id]))

    return AreaTree(
        by_id={area.id: area for area in areas},
        by_key={area.key: area for area in areas},
        roots=tuple(node(area) for area in children[None]),
    )


def lineage(area_key: str) -> tuple[UUID, ...] | None:
    """Ids of an area and all above it, or None if there is no such area here."""
    tree = area_tree()
    area = tree.by_key.get(area_key)
    return tree.lineage(area.id) if area else None


def area(key: str) -> Area | None:
    return db.session.scalars(select(Area).where(Area.key == key)).one_or_none()


def themes(on: date | None = None) -> Sequence[Theme]:
    """Themes in their order; with `on`, only those in force that day."""
    query = select(Theme).order_by(Theme.position)
    if on is not None:
        query = query.where(_valid_on(Theme.valid_from, Theme.valid_until, on))
    return db.session.scalars(query).all()


def theme(key: str) -> Theme | None:
    return db.session.scalars(select(Theme).where(Theme.key == key)).one_or_none()


def municipality() -> Municipality:
    """The municipality in scope, as a row."""
    current = scope.required_municipality_id()
    return db.session.scalars(select(Municipality).where(Municipality.id == current)).one()


@dataclass(frozen=True, slots=True)
class GoalView:
    goal: Goal
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class StrategyView:
    strategy: Strategy
    goals: tuple[GoalView, ...]


def strategies() -> tuple[StrategyView, ...]:
    """Strategies, the newest first, with goals and objectives in their order."""
    objectives: dict[UUID, list[Objective]] = defaultdict(list)
    for objective in db.session.scalars(select(Objective).order_by(Objective.position)):
        objectives[objective.goal_id].append(objective)
    goals: dict[UUID, list[GoalView]] = defaultdict(list)
    for goal in db.session.scalars(select(Goal).order_by(Goal.position)):
        goals[goal.strategy_id].append(GoalView(goal, tuple(objectives[goal.id])))
    rows = db.session.scalars(select(Strategy).order_by(Strategy.first_year.desc()))
    return tuple(StrategyView(row, tuple(goals[row.id])) for row in rows)


def goals_in_force(year: int) -> tuple[GoalView, ...]:
    """Goals with those of their objectives that hold in a year, of the newest strategy first;
    where a strategy goes on and its objectives have ended, with its last ones: they guide until
    there are others. One statement."""
    rows = db.session.execute(
        select(Goal, Objective)
        .join(Objective, Objective.goal_id == Goal.id)
        .join(Strategy, Strategy.id == Goal.strategy_id)
        .where(Objective.first_year <= year, Strategy.last_year >= year)
        .order_by(Strategy.first_year.desc(), Goal.position, Objective.position)
    )
    begun = [(goal, objective) for goal, objective in rows]
    latest: dict[UUID, int] = {}
    for goal, objective in begun:
        known = latest.get(goal.strategy_id, 0)
        latest[goal.strategy_id] = max(known, min(objective.last_year, year))
    found: dict[Goal, list[Objective]] = {}
    for goal, objective in begun:
        if objective.last_year >= latest[goal.strategy_id]:
            found.setdefault(goal, []).append(objective)
    return tuple(GoalView(goal, tuple(objectives)) for goal, objectives in found.items())


def current_goals(year: int) -> tuple[Strategy | None, tuple[Goal, ...]]:
    """The strategy that has begun most recently by `year`, or else the newest, with its goals.
    One statement."""
    rows = db.session.execute(
        select(Strategy, Goal)
        .outerjoin(Goal, Goal.strategy_id == Strategy.id)
        .order_by((Strategy.first_year > year), Strategy.first_year.desc(), Goal.position)
    ).all()
    if not rows:
        return None, ()
    current = rows[0][0]
    goals = (goal for strategy, goal in rows if strategy is current)
    return current, tuple(goal for goal in goals if goal is not None)


def objective(key: str) -> Objective | None:
    return db.session.scalars(select(Objective).where(Objective.key == key)).one_or_none()


def objectives_of(ids: Iterable[UUID]) -> Sequence[Objective]:
    wanted = list(ids)
    query = select(Objective).where(Objective.id.in_(wanted)).order_by(Objective.position)
    return db.session.scalars(query).all() if wanted else ()


@dataclass(frozen=True, slots=True)
class ActionView:
    action: Action
    objective_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class PlanView:
    plan: Plan
    actions: tuple[ActionView, ...]


def plans(area_ids: Iterable[UUID] | None = None) -> tuple[PlanView, ...]:
    """Development plans, the newest first, with their actions; of some areas, or all."""
    query = select(Plan).order_by(Plan.first_year.desc(), Plan.key)
    if area_ids is not None:
        query = query.where(Plan.area_id.in_(list(area_ids)))
    rows = db.session.scalars(query).all()
    if not rows:
        return ()
    serves: dict[UUID, set[UUID]] = defaultdict(set)
    for link in db.session.scalars(select(ActionObjective)):
        serves[link.action_id].add(link.objective_id)
    actions: dict[UUID, list[ActionView]] = defaultdict(list)
    for action in db.session.scalars(select(Action).order_by(Action.position)):
        actions[action.plan_id].append(ActionView(action, frozenset(serves[action.id])))
    return tuple(PlanView(row, tuple(actions[row.id])) for row in rows)


def actions_serving(objective_id: UUID) -> Sequence[tuple[Action, Plan]]:
    """Actions that serve an objective, with their plans; those of the newest plan first."""
    query = (
        select(Action, Plan)
        .join(Plan, Plan.id == Action.plan_id)
        .join(ActionObjective, ActionObjective.action_id == Action.id)
        .where(ActionObjective.objective_id == objective_id)
        .order_by(Plan.first_year.desc(), Plan.key, Action.position)
    )
    return [(action, plan) for action, plan in db.session.execute(query)]


def actions_of(ids: Iterable[UUID]) -> Mapping[UUID, Action]:
    """Actions by their ids."""
    wanted = list(ids)
    query = select(Action).where(Action.id.in_(wanted))
    return {action.id: action for action in db.session.scalars(query)} if wanted else {}


def population() -> Population | None:
    """The latest known number of residents."""
    return db.session.scalars(select(Population).order_by(Population.year.desc())).first()
