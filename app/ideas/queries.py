"""Questions about ideas: which there are, what surrounds them, what waits for an official."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

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


class Order(StrEnum):
    """In which order ideas are listed."""

    NEWEST = "newest"
    SUPPORT = "support"
    """The most supported first."""
    WAITING = "waiting"
    """Those that wait for an answer, the longest waiting first, and no others."""


_COLUMNS: Mapping[Order, tuple[InstrumentedAttribute[Any], ...]] = {
    Order.NEWEST: (Idea.number,),
    Order.SUPPORT: (Idea.supports, Idea.number),
    Order.WAITING: (Idea.submitted_on, Idea.number),
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: the number of an idea, and what stands before it in the order (how
    many support it, or the day when it came in)."""

    number: int
    value: int = 0

    def __str__(self) -> str:
        return f"{self.value}.{self.number}" if self.value else str(self.number)

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that an address holds; None where it holds none."""
        value, dot, number = text.rpartition(".")
        parts = (value, number) if dot else ("0", number)
        if not all(part.isascii() and part.isdigit() and len(part) <= 10 for part in parts):
            return None
        found = cls(int(parts[1]), int(parts[0]))
        is_one = 0 < found.number <= LARGEST_NUMBER and found.value <= LARGEST_NUMBER
        return found if is_one else None

    @classmethod
    def of(cls, idea: Idea, order: Order) -> "Cursor":
        assert idea.number is not None, "it is or was public"
        if order is Order.SUPPORT:
            return cls(idea.number, idea.supports)
        if order is Order.WAITING and idea.submitted_on is not None:
            return cls(idea.number, idea.submitted_on.toordinal())
        return cls(idea.number)

    def values(self, order: Order) -> tuple[Any, ...]:
        if order is Order.NEWEST:
            return (self.number,)
        if order is Order.SUPPORT:
            return (self.value, self.number)
        day = min(max(self.value, 1), date.max.toordinal())
        return (date.fromordinal(day), self.number)


@dataclass(frozen=True, slots=True)
class Page:
    """Some ideas in an order; `back` and `on` are where the pages beside it begin."""

    ideas: tuple[Idea, ...]
    back: Cursor | None = None
    on: Cursor | None = None


def page(
    wanted: Wanted,
    order: Order = Order.NEWEST,
    *,
    before: Cursor | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """The first ideas in an order, those that come after the cursor `after`, or those that stand
    before the cursor `before`."""
    query = _wanted(wanted)
    if order is Order.WAITING:
        query = query.where(Idea.due_on.is_not(None), Idea.answered_on.is_(None))
    columns = _COLUMNS[order]
    is_back, cursor = (True, before) if before else (False, after)
    is_rising = (order is Order.WAITING) is not is_back
    if cursor is not None:
        here, there = tuple_(*columns), tuple_(*_bound(columns, cursor.values(order)))
        query = query.where(here > there if is_rising else here < there)
    query = query.order_by(*(one.asc() if is_rising else one.desc() for one in columns))
    found = tuple(db.session.scalars(query.limit(size + 1)))
    shown, has_more = found[:size], len(found) > size
    shown = tuple(reversed(shown)) if is_back else shown
    if not shown:
        return Page(())
    first, last = Cursor.of(shown[0], order), Cursor.of(shown[-1], order)
    return Page(
        shown,
        first if (has_more if is_back else cursor is not None) else None,
        last if (is_back or has_more) else None,
    )


def _bound(
    columns: Sequence[InstrumentedAttribute[Any]], values: Sequence[Any]
) -> Iterator[ColumnElement[Any]]:
    for column, value in zip(columns, values, strict=True):
        yield literal(value, column.type)


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
    found = page(
        wanted,
        after=Cursor(before) if before is not None else None,
        before=Cursor(after) if after is not None else None,
        size=size,
    )
    return Listed(
        found.ideas,
        found.back.number if found.back else None,
        found.on.number if found.on else None,
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


def waiting(
    area_ids: Collection[UUID] | None,
    *,
    states: Collection[State] = WAITING,
    most: int,
    skip: int = 0,
) -> Sequence[Idea]:
    """What waits for the officials of some areas (None: of all), the soonest due first."""
    query = _of(area_ids, states).order_by(Idea.due_on, Idea.number)
    return db.session.scalars(query.offset(skip).limit(most)).all()


def handled(
    area_ids: Collection[UUID] | None, *, states: Collection[State], most: int, skip: int = 0
) -> Sequence[Idea]:
    """What officials have dealt with, the latest first."""
    query = _of(area_ids, states).order_by(Idea.updated_at.desc(), Idea.id)
    return db.session.scalars(query.offset(skip).limit(most)).all()


def counts(area_ids: Collection[UUID] | None) -> Mapping[State, int]:
    """How many ideas of some areas (None: of all) are in each state."""
    query = select(Idea.state, func.count()).where(
        Idea.municipality_id == scope.required_municipality_id()
    )
    if area_ids is not None:
        query = query.where(Idea.area_id.in_(area_ids))
    return {State(row[0]): row[1] for row in db.session.execute(query.group_by(Idea.state))}


def _of(area_ids: Collection[UUID] | None, states: Collection[State]) -> Select[Idea]:
    query = select(Idea).where(Idea.state.in_(states))
    return query if area_ids is None else query.where(Idea.area_id.in_(area_ids))
