"""Which objectives of the strategy a summary touches: what was asked, proposed and said about each,
and what the area does about it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar
from uuid import UUID

from app.ideas import queries as ideas_queries
from app.ideas import readings
from app.ideas.readings import Days
from app.insights.idea_reports import IdeaReport, IdeaVoices
from app.insights.page_reports import Pages, PageVoices
from app.insights.reports import SurveyReport
from app.insights.sources import Ask, Tie
from app.organisation import queries as organisation
from app.organisation.models import Objective
from app.organisation.pack_parts import ActionState
from app.organisation.queries import ActionView
from app.surveys.texts import Localised

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey, or one question of it, that asks about an objective; `n` None: too few."""

    survey: SurveyReport
    question: str | None
    title: Localised | None
    """What the question asks."""
    n: int | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """Ideas that would serve an objective: how many, and those of them that the summary lists."""

    count: int = 0
    first: tuple[IdeaReport, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionReport:
    """An action of the area's development plans that serves the objective."""

    key: str
    title: Localised
    state: ActionState
    is_climate: bool


@dataclass(frozen=True, slots=True)
class ObjectiveReport:
    key: str
    title: Localised
    asked: tuple[Asked, ...]
    ideas: Proposed
    pages: Pages
    """Web pages that serve it."""
    actions: tuple[ActionReport, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """The objectives of each thing that a summary lists, by what the thing goes by."""

    surveys: Mapping[str, tuple[ObjectiveReport, ...]]
    ideas: Mapping[UUID, tuple[ObjectiveReport, ...]]
    pages: Mapping[UUID, tuple[ObjectiveReport, ...]]

    @classmethod
    def by(cls, objectives: Iterable[ObjectiveReport]) -> "Touched":
        found = tuple(objectives)
        return cls(
            surveys=_by((one, [asked.survey.slug for asked in one.asked]) for one in found),
            ideas=_by((one, [idea.id for idea in one.ideas.first]) for one in found),
            pages=_by((one, [page.id for page in one.pages.first]) for one in found),
        )


def _by(
    named: Iterable[tuple[ObjectiveReport, list[Key]]],
) -> Mapping[Key, tuple[ObjectiveReport, ...]]:
    found: dict[Key, tuple[ObjectiveReport, ...]] = {}
    for objective, keys in named:
        for key in dict.fromkeys(keys):
            found[key] = (*found.get(key, ()), objective)
    return found


def gather(
    ask: Ask, ties: Iterable[Tie], ideas: IdeaVoices, pages: PageVoices
) -> tuple[ObjectiveReport, ...]:
    """The objectives that any voice speaks to, in their order. At most six statements."""
    asked: dict[UUID, list[Asked]] = {}
    for tie in ties:
        one = Asked(tie.survey, tie.question, tie.title, tie.n)
        asked.setdefault(tie.objective_id, []).append(one)
    proposed = _proposed(ask, ideas)
    touched = {*asked, *proposed, *pages.by_objective}
    if not touched:
        return ()
    actions = _actions(ask.areas)
    return tuple(
        ObjectiveReport(
            objective.key,
            Localised(*objective.title.in_(ask.lang)),
            tuple(asked.get(objective.id, ())),
            proposed.get(objective.id, Proposed()),
            pages.by_objective.get(objective.id, Pages()),
            _serving(objective, actions, ask.lang),
        )
        for objective in organisation.objectives_of(touched)
    )


def _proposed(ask: Ask, ideas: IdeaVoices) -> Mapping[UUID, Proposed]:
    days = Days(ask.period.first, ask.period.last)
    counts = readings.counts_of_objectives(ask.areas, ask.themes, days)
    parts = (ideas.own, *ideas.by_theme.values())
    listed = {one.id: one for one in chain.from_iterable(part.first for part in parts)}
    ties = ideas_queries.objectives_of(listed) if counts else {}
    return {
        objective: Proposed(
            count,
            tuple(one for one in listed.values() if objective in ties.get(one.id, ())),
        )
        for objective, count in counts.items()
    }


def _actions(area_ids: Collection[UUID]) -> list[ActionView]:
    return [one for plan in organisation.plans(area_ids) for one in plan.actions]


def _serving(
    objective: Objective, actions: Iterable[ActionView], lang: str
) -> tuple[ActionReport, ...]:
    return tuple(
        ActionReport(
            one.action.key,
            Localised(*one.action.title.in_(lang)),
            one.action.state,
            one.action.is_climate,
        )
        for one in actions
        if objective.id in one.objective_ids
    )
