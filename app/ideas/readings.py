"""Ideas as summaries and news tell them: by state, those that wait longest, the latest answers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, tuple_

from app.core import scope
from app.core.db import db
from app.ideas.lifecycle import PUBLIC, State
from app.ideas.models import Idea, IdeaObjective

HEARD = (State.SUBMITTED, State.RETURNED, *PUBLIC)
"""States of ideas that have reached the municipality and stand."""

ByState = Mapping[State, int]


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of the municipality's calendar, both ends included."""

    first: date
    last: date


def counts_of_areas(area_ids: Collection[UUID], days: Days) -> ByState:
    """How many ideas of some areas were with the municipality on any of some days, by state."""
    query = (
        select(Idea.state, func.count())
        .where(_here(), Idea.area_id.in_(area_ids), _heard(days))
        .group_by(Idea.state)
    )
    return _in_order({State(row[0]): row[1] for row in db.session.execute(query)})


def counts_of_themes(theme_ids: Collection[UUID], days: Days) -> Mapping[UUID, ByState]:
    """The same of themes, whatever the area."""
    if not theme_ids:
        return {}
    found: dict[UUID, dict[State, int]] = defaultdict(dict)
    query = (
        select(Idea.theme_id, Idea.state, func.count())
        .where(_here(), Idea.theme_id.in_(theme_ids), _heard(days))
        .group_by(Idea.theme_id, Idea.state)
    )
    for theme_id, state, count in db.session.execute(query):
        if theme_id is not None:
            found[theme_id][State(state)] = count
    return {theme_id: _in_order(counts) for theme_id, counts in found.items()}


def _in_order(counts: ByState) -> ByState:
    """The states as an idea goes through them, however the database has sorted them."""
    return {state: counts[state] for state in State if state in counts}


def counts_of_objectives(
    area_ids: Collection[UUID], theme_ids: Collection[UUID], days: Days
) -> Mapping[UUID, int]:
    """How many ideas that would serve each objective were with the municipality on any of some
    days: those of some areas, and those about some themes whatever the area."""
    query = (
        select(IdeaObjective.objective_id, func.count())
        .join(Idea, Idea.id == IdeaObjective.idea_id)
        .where(
            _here(),
            IdeaObjective.municipality_id == Idea.municipality_id,
            or_(Idea.area_id.in_(area_ids), Idea.theme_id.in_(theme_ids)),
            _heard(days),
        )
        .group_by(IdeaObjective.objective_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def of_areas(area_ids: Collection[UUID], days: Days, *, most: int) -> Sequence[Idea]:
    """Ideas of some areas: those that wait for an answer first, the longest waiting first; then
    those that are with their authors; then the answered ones, the latest first."""
    return db.session.scalars(_ordered(Idea.area_id.in_(area_ids), days).limit(most)).all()


def of_themes(theme_ids: Collection[UUID], days: Days, *, most: int) -> Sequence[Idea]:
    """The same of some themes together, whatever the area."""
    if not theme_ids:
        return ()
    return db.session.scalars(_ordered(Idea.theme_id.in_(theme_ids), days).limit(most)).all()


def _ordered(condition: ColumnElement[bool], days: Days) -> Select[Idea]:
    query = select(Idea).where(condition, _heard(days))
    return query.order_by(
        Idea.answered_on.is_not(None),
        Idea.due_on.is_(None),
        Idea.answered_on.desc(),
        Idea.submitted_on,
        Idea.number,
    )


def answered(*, before: tuple[date, int] | None = None, size: int) -> Sequence[Idea]:
    """Answered ideas, the latest first; `before` is the day and number of the last one seen."""
    is_answered = Idea.state == literal_column("'answered'")  # as the index has it
    query = select(Idea).where(is_answered)
    if before is not None:
        query = query.where(tuple_(Idea.answered_on, Idea.number) < before)
    return db.session.scalars(
        query.order_by(Idea.answered_on.desc(), Idea.number.desc()).limit(size)
    ).all()


def _heard(days: Days) -> ColumnElement[bool]:
    """Came in by the last of the days, and was not answered before the first."""
    return and_(
        Idea.state.in_(HEARD),
        Idea.submitted_on <= days.last,
        or_(Idea.answered_on.is_(None), Idea.answered_on >= days.first),
    )


def _here() -> ColumnElement[bool]:
    """The scope reaches entities, and a count of rows has none."""
    return Idea.municipality_id == scope.required_municipality_id()
