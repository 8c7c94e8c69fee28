"""Ideas as lists and pages show them: where they belong, and how far their answer is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.accounts import queries as accounts
from app.accounts.models import Group
from app.core import clock
from app.ideas import queries
from app.ideas.clocks import Clock, days_taken
from app.ideas.lifecycle import Event, State
from app.ideas.models import Idea, IdeaAnswer, IdeaEvent
from app.ideas.words import EVENTS, OWN_EVENTS
from app.organisation import queries as organisation
from app.organisation.models import Action, Area, Theme
from app.organisation.queries import AreaTree


@dataclass(frozen=True, slots=True)
class Card:
    """An idea with what surrounds it; `group` None: a resident's."""

    idea: Idea
    area: Area
    theme: Theme | None
    group: Group | None
    clock: Clock | None
    answer: IdeaAnswer | None
    """The one that holds."""

    @property
    def supports(self) -> int:
        """How many browsers support it."""
        return self.idea.supports

    @property
    def days_taken(self) -> int | None:
        """How long the answer took."""
        idea = self.idea
        if idea.submitted_on is None or idea.answered_on is None:
            return None
        return days_taken(idea.submitted_on, idea.answered_on)


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline, in local time."""

    event: IdeaEvent
    at: datetime
    area: Area
    is_again: bool
    """It was sent in before, and has come back since."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with who gave it, in local time."""

    answer: IdeaAnswer
    area: Area
    action: Action | None
    at: datetime


def cards(
    ideas: Sequence[Idea],
    *,
    tree: AreaTree,
    themes: Sequence[Theme],
    today: date,
    groups: Mapping[UUID, Group] | None = None,
) -> tuple[Card, ...]:
    """Ideas with what surrounds them. Two statements at most, however many they are."""
    answers = queries.holding_answers([one.id for one in ideas if one.answered_on is not None])
    by_theme = {theme.id: theme for theme in themes}
    if groups is None:
        groups = _groups() if any(idea.group_id for idea in ideas) else {}
    return tuple(
        Card(
            idea=idea,
            area=tree.by_id[idea.area_id],
            theme=by_theme.get(idea.theme_id) if idea.theme_id else None,
            group=groups[idea.group_id] if idea.group_id else None,
            clock=idea.clock(today),
            answer=answers.get(idea.id),
        )
        for idea in ideas
    )


def _groups() -> Mapping[UUID, Group]:
    return {group.id: group for group in accounts.groups()}


def here(
    ideas: Sequence[Idea],
    timezone: str,
    tree: AreaTree | None = None,
    group: Group | None = None,
) -> tuple[Card, ...]:
    """Cards of ideas of the municipality in scope, as of today; `tree` where it is known, `group`
    where all of them are of one that is known."""
    return cards(
        ideas,
        tree=tree or organisation.area_tree(),
        themes=organisation.themes() if any(idea.theme_id for idea in ideas) else (),
        today=clock.today(timezone),
        groups={group.id: group} if group else None,
    )


def timeline(idea: Idea, tree: AreaTree, timezone: str, *, own: bool = False) -> list[Moment]:
    """What happened to an idea, for everybody or for its author and officials (`own`)."""
    shown = OWN_EVENTS if own else EVENTS
    zone = ZoneInfo(timezone)
    events = [event for event in queries.events(idea.id) if event.event in shown]
    sent = [event for event in events if event.event in (Event.SUBMIT, Event.CONFIRM)]
    return [
        Moment(event, event.at.astimezone(zone), tree.by_id[event.area_id], event in sent[1:])
        for event in events
    ]


def answers(idea: Idea, tree: AreaTree, timezone: str) -> list[Said]:
    """Its answers, the one that holds first."""
    found = queries.answers(idea.id) if idea.answered_on is not None else ()
    zone = ZoneInfo(timezone)
    actions = organisation.actions_of(one.action_id for one in found if one.action_id)
    return [
        Said(
            one,
            tree.by_id[one.area_id],
            actions.get(one.action_id) if one.action_id else None,
            one.at.astimezone(zone),
        )
        for one in found
    ]


def reason(idea: Idea) -> str:
    """Why it was returned, where it is with its author; else nothing."""
    if idea.state != State.RETURNED:
        return ""
    returns = [one for one in queries.events(idea.id) if one.event == Event.RETURN]
    return returns[-1].text if returns else ""
