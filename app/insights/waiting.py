"""What waits for an official, of all three voices by due date: answers that were promised, ideas,
comments that nobody has read. However much waits, the first screen has the most urgent of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from app.core import scope
from app.core.db import db
from app.ideas import queries as idea_queries
from app.ideas.clocks import Clock
from app.ideas.lifecycle import WAITING
from app.ideas.models import Idea
from app.insights import needs
from app.insights.needs import Need
from app.organisation.models import Area
from app.organisation.queries import AreaTree
from app.pagefeedback import queries as feedback
from app.pagefeedback.models import Reaction, WebPage
from app.surveys.models import Survey

MOST_TASKS = 20
"""Tasks on the first screen; the desks of each voice have all of them."""

READING = timedelta(days=7)
"""Within which a comment should be read. Our own measure: no law sets one."""


@dataclass(frozen=True, slots=True)
class SurveyTask:
    """What one of the official's surveys needs."""

    kind: ClassVar[str] = "survey"
    need: Need
    survey: Survey
    area: Area

    @property
    def on(self) -> date:
        return self.need.on


@dataclass(frozen=True, slots=True)
class IdeaTask:
    """An idea that waits for the official: to be published, taken in hand, answered."""

    kind: ClassVar[str] = "idea"
    idea: Idea
    clock: Clock
    area: Area

    @property
    def on(self) -> date:
        return self.clock.due_on


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """Comments on web pages that nobody has read, all of them one task."""

    kind: ClassVar[str] = "reading"
    comments: int
    pages: int
    urgent: int
    """Of the comments those that speak of danger to life: they cannot wait."""
    since: date
    """When the oldest of them came."""
    today: date

    @property
    def on(self) -> date:
        return self.since if self.urgent else self.since + READING

    @property
    def late_by(self) -> int:
        """Days since the oldest should have been read; 0: in time."""
        return max(0, (self.today - self.since - READING).days)


Task = SurveyTask | IdeaTask | ReadingTask


@dataclass(frozen=True, slots=True)
class Waiting:
    """The tasks that are due first, and how many more there are of each kind."""

    tasks: tuple[Task, ...]
    more_surveys: int
    more_ideas: int
    reading: ReadingTask | None

    @property
    def urgent(self) -> int:
        """Comments that speak of danger to life."""
        return self.reading.urgent if self.reading else 0


def of_areas(
    areas: Collection[UUID],
    surveys: Iterable[Survey],
    tree: AreaTree,
    *,
    zone: ZoneInfo,
    now: datetime,
) -> Waiting:
    """What some areas are to do; `surveys` are those that they answer for now. Two statements,
    and one more where many ideas wait."""
    today = now.astimezone(zone).date()
    of_surveys = list(_of_surveys(surveys, tree, now, zone))
    of_ideas = _of_ideas(areas, tree, today)
    reading = _reading(areas, today)
    found: list[Task] = [*of_surveys, *of_ideas, *([reading] if reading else [])]
    tasks = tuple(sorted(found, key=_order)[:MOST_TASKS])
    shown = [task.kind for task in tasks]
    if reading and reading not in tasks:
        tasks = (*tasks, reading)
    waiting = len(of_ideas) if len(of_ideas) <= MOST_TASKS else _count_of_ideas(areas)
    return Waiting(
        tasks,
        more_surveys=len(of_surveys) - shown.count(SurveyTask.kind),
        more_ideas=waiting - shown.count(IdeaTask.kind),
        reading=reading,
    )


def _order(task: Task) -> tuple[date, str, str]:
    match task:
        case SurveyTask():
            return task.on, task.kind, task.survey.slug
        case IdeaTask():
            return task.on, task.kind, f"{task.idea.number:010}"
    return task.on, task.kind, ""


def _of_surveys(
    surveys: Iterable[Survey], tree: AreaTree, now: datetime, zone: ZoneInfo
) -> Iterator[SurveyTask]:
    for survey in surveys:
        for need in needs.of_survey(survey, now, zone):
            yield SurveyTask(need, survey, tree.by_id[survey.area_id])


def _of_ideas(areas: Collection[UUID], tree: AreaTree, today: date) -> list[IdeaTask]:
    """The soonest due, one more than fit."""
    found = idea_queries.waiting(areas, most=MOST_TASKS + 1) if areas else ()
    clocked = [(idea, idea.clock(today)) for idea in found]
    return [IdeaTask(idea, clock, tree.by_id[idea.area_id]) for idea, clock in clocked if clock]


def _count_of_ideas(areas: Collection[UUID]) -> int:
    query = select(func.count()).where(
        Idea.municipality_id == scope.required_municipality_id(),
        Idea.state.in_(WAITING),
        Idea.area_id.in_(areas),
    )
    return db.session.scalars(query).one()


def _reading(areas: Collection[UUID], today: date) -> ReadingTask | None:
    """One statement, which reads the unread comments alone."""
    if not areas:
        return None
    query = (
        select(
            func.count(),
            func.count(Reaction.page_id.distinct()),
            func.sum(case((Reaction.is_urgent, 1), else_=0)),
            func.min(Reaction.day),
        )
        .join(WebPage, WebPage.id == Reaction.page_id)
        .where(
            Reaction.municipality_id == scope.required_municipality_id(),
            WebPage.municipality_id == Reaction.municipality_id,
            feedback.UNREAD,
            WebPage.area_id.in_(areas),
        )
    )
    comments, pages, urgent, since = db.session.execute(query).one()
    return ReadingTask(comments, pages, urgent, since, today) if comments else None
