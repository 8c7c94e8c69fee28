"""Questions about ideas: which there are, what surrounds them, what waits for an official."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from app.core import scope
from app.core.db import db
from app.engagement import search
from app.ideas.lifecycle import PUBLIC, WAITING, State
from app.ideas.models import (
    KIND,
    Idea,
    IdeaAnswer,
    IdeaEvent,
    IdeaObjective,
    IdeaSupport,
)

PAGE = 20
LARGEST_NUMBER = 2**31 - 1
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which public ideas are asked for; empty: all of them."""

    states: tuple[State, ...] = PUBLIC
    theme_id: UUID | None = None
    area_ids: frozenset[UUID] | None = None
    objective_id: UUID | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of ideas, the newest first; `newer` and `older` are where the next ones begin."""

    ideas: tuple[Idea, ...]
    newer: int | None
    older: int | None


def listed(
    wanted: Wanted, *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> Listed:
    """Ideas with numbers below `before` or above `after`, or the newest."""
    query = _wanted(wanted)
    if after is not None:
        query = query.where(Idea.number > after).order_by(Idea.number)
        found = tuple(reversed(db.session.scalars(query.limit(size + 1)).all()))
        more, shown = len(found) > size, found[-size:]
        newer = shown[0].number if more else None
        return Listed(shown, newer, shown[-1].number if shown else None)
    if before is not None:
        query = query.where(Idea.number < before)
    found = tuple(db.session.scalars(query.order_by(Idea.number.desc()).limit(size + 1)))
    shown = found[:size]
    return Listed(
        shown,
        shown[0].number if shown and before is not None else None,
        shown[-1].number if len(found) > size else None,
    )


def _wanted(wanted: Wanted) -> Select[Idea]:
    query = select(Idea).where(Idea.state.in_([one for one in wanted.states if one in PUBLIC]))
    if wanted.theme_id is not None:
        query = query.where(Idea.theme_id == wanted.theme_id)
    if wanted.area_ids is not None:
        query = query.where(Idea.area_id.in_(wanted.area_ids))
    if wanted.objective_id is not None:
        query = query.where(
            Idea.id.in_(
                select(IdeaObjective.idea_id).where(
                    IdeaObjective.objective_id == wanted.objective_id
                )
            )
        )
    if wanted.text:
        found = search.matching(KIND, wanted.text, Idea.id)
        query = query.where(found) if found is not None else query.where(Idea.number < 0)
    return query


def by_number(number: int) -> Idea | None:
    """An idea that is, or was, public."""
    if number > LARGEST_NUMBER:
        return None
    query = select(Idea).where(Idea.number == number, Idea.published_at.is_not(None))
    return db.session.scalars(query).one_or_none()


def by_id(idea_id: UUID) -> Idea | None:
    return db.session.scalars(select(Idea).where(Idea.id == idea_id)).one_or_none()


def supports(idea_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many browsers support each of some ideas; those with none are not in it."""
    if not idea_ids:
        return {}
    query = (
        select(IdeaSupport.idea_id, func.count())
        .where(
            IdeaSupport.municipality_id == scope.required_municipality_id(),
            IdeaSupport.idea_id.in_(idea_ids),
        )
        .group_by(IdeaSupport.idea_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def events(idea_id: UUID) -> Sequence[IdeaEvent]:
    """What happened to an idea, the first thing first."""
    query = select(IdeaEvent).where(IdeaEvent.idea_id == idea_id).order_by(IdeaEvent.id)
    return db.session.scalars(query).all()


def answers(idea_id: UUID) -> Sequence[IdeaAnswer]:
    """The answers to an idea, the one that holds first."""
    query = select(IdeaAnswer).where(IdeaAnswer.idea_id == idea_id)
    return db.session.scalars(query.order_by(IdeaAnswer.position.desc())).all()


def holding_answers(idea_ids: Collection[UUID]) -> Mapping[UUID, IdeaAnswer]:
    """The answer that holds of each of some ideas that have one."""
    if not idea_ids:
        return {}
    query = select(IdeaAnswer).where(IdeaAnswer.idea_id.in_(idea_ids))
    found: dict[UUID, IdeaAnswer] = {}
    for answer in db.session.scalars(query.order_by(IdeaAnswer.position)):
        found[answer.idea_id] = answer
    return found


def objectives_of(idea_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Objective ids by idea id."""
    ties: dict[UUID, set[UUID]] = defaultdict(set)
    if idea_ids:
        query = select(IdeaObjective).where(IdeaObjective.idea_id.in_(idea_ids))
        for tie in db.session.scalars(query):
            ties[tie.idea_id].add(tie.objective_id)
    return {idea_id: frozenset(ids) for idea_id, ids in ties.items()}


def of_group(group_id: UUID) -> Sequence[Idea]:
    """All ideas of a group in every state, the latest changed first."""
    query = select(Idea).where(Idea.group_id == group_id)
    return db.session.scalars(query.order_by(Idea.updated_at.desc(), Idea.id)).all()


def waiting(area_ids: Collection[UUID] | None, *, most: int = 200) -> Sequence[Idea]:
    """What waits for the officials of some areas (None: of all), the soonest due first."""
    query = select(Idea).where(Idea.state.in_(WAITING))
    if area_ids is not None:
        query = query.where(Idea.area_id.in_(area_ids))
    return db.session.scalars(query.order_by(Idea.due_on, Idea.number).limit(most)).all()


def handled(area_ids: Collection[UUID] | None, *, most: int = 50) -> Sequence[Idea]:
    """What officials have dealt with: answered or returned, the latest first."""
    query = select(Idea).where(Idea.state.in_((State.ANSWERED, State.RETURNED)))
    if area_ids is not None:
        query = query.where(Idea.area_id.in_(area_ids))
    return db.session.scalars(query.order_by(Idea.updated_at.desc(), Idea.id).limit(most)).all()
