"""Ideas of the demo cities in every state, told as if they had been proposed during the year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from app.accounts import queries as accounts
from app.core import clock
from app.core.db import db
from app.core.documents import read_yaml
from app.demo.people import COUNCIL
from app.engagement import contacts, supporters
from app.ideas import service, writing
from app.ideas.lifecycle import Event, Role, State
from app.ideas.models import Decision, Idea, IdeaSupport
from app.ideas.steps import Answer, Proposal, Step
from app.organisation import queries as organisation
from app.organisation.directory import Place

HERE = Path(__file__).parent / "ideas"

PATHS: Mapping[State, tuple[Event, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: (Event.SUBMIT,),
    State.RETURNED: (Event.SUBMIT, Event.RETURN),
    State.PUBLISHED: (Event.SUBMIT, Event.PUBLISH),
    State.IN_HAND: (Event.SUBMIT, Event.PUBLISH, Event.TAKE),
    State.ANSWERED: (Event.SUBMIT, Event.PUBLISH, Event.TAKE, Event.ANSWER),
    State.WITHDRAWN: (Event.SUBMIT, Event.PUBLISH, Event.WITHDRAW),
}
AFTER: Mapping[Event, tuple[int, int]] = {
    Event.SUBMIT: (0, 0),
    Event.CONFIRM: (0, 0),
    Event.PUBLISH: (1, 3),
    Event.RETURN: (1, 2),
    Event.TAKE: (2, 8),
    Event.ANSWER: (9, 32),
    Event.WITHDRAW: (4, 9),
}
"""Between how many days after the step before each step was taken."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the ideas of a city belong to, by key."""

    areas: Mapping[str, Any]
    themes: Mapping[str, Any]
    objectives: Mapping[str, Any]
    actions: Mapping[str, Any]

    @classmethod
    def of_scope(cls) -> "Places":
        return cls(
            organisation.area_tree().by_key,
            {theme.key: theme for theme in organisation.themes()},
            {
                one.key: one
                for view in organisation.strategies()
                for goal in view.goals
                for one in goal.objectives
            },
            {one.action.key: one.action for plan in organisation.plans() for one in plan.actions},
        )


def told(city: str) -> list[Mapping[str, Any]]:
    """The ideas of a demo city as they are written down."""
    document, _places = read_yaml((HERE / f"{city}.yaml").read_text(encoding="utf-8"))
    assert isinstance(document, list)
    return document


def seed(place: Place) -> int:
    """Make the ideas of a demo city, in its scope, the oldest first; says how many."""
    places = Places.of_scope()
    council = accounts.group(COUNCIL)
    assert council is not None, "people are made first"
    ideas = sorted(told(place.slug), key=lambda one: -int(one["days"]))
    for one in ideas:
        rng = Random(f"{place.slug}/{one['title']}")  # noqa: S311 - seeded on purpose
        proposal = _proposal(one, places)
        if one["by"] == "council":
            idea = writing.draft(proposal, council.id)
        else:
            contact = contacts.leave(f"asukas-{rng.getrandbits(32):x}@{place.slug}.example", "fi")
            contacts.prove(contact)
            idea = writing.propose(proposal, contact)
        for step in _steps(one, idea, places, place, rng):
            service.happen(idea, step)
        _support(idea, int(one["supports"]), rng)
    return len(ideas)


def _proposal(one: Mapping[str, Any], places: Places) -> Proposal:
    theme = places.themes[one["theme"]] if "theme" in one else None
    area_id = places.areas[one["area"]].id if "area" in one else theme.owner_id if theme else None
    assert area_id is not None, one["title"]
    objective = places.objectives[one["objective"]] if "objective" in one else None
    return Proposal(
        title=one["title"],
        text=one["text"],
        lang=one["lang"],
        area_id=area_id,
        theme_id=theme.id if theme else None,
        objective_ids=frozenset({objective.id} if objective else ()),
    )


def _steps(
    one: Mapping[str, Any], idea: Idea, places: Places, place: Place, rng: Random
) -> Iterator[Step]:
    now = clock.now()
    at = now - timedelta(days=int(one["days"]), hours=1)
    for event in PATHS[State(one["state"])]:
        at = min(now, at + _pause(event, rng))
        own = event in (Event.SUBMIT, Event.WITHDRAW)
        yield Step(
            Event.CONFIRM if event is Event.SUBMIT and idea.group_id is None else event,
            Role.AUTHOR if own else Role.OFFICIAL,
            _day(at, place),
            text=one.get("returned", "") if event is Event.RETURN else "",
            answer=_answer(one, places) if event is Event.ANSWER else None,
            past=at,
        )


def _pause(event: Event, rng: Random) -> timedelta:
    return timedelta(days=rng.randint(*AFTER[event]), minutes=rng.randint(0, 50))


def _day(at: datetime, place: Place) -> Any:
    return clock.day_of(at, place.timezone)


def _answer(one: Mapping[str, Any], places: Places) -> Answer:
    said = one["answer"]
    action = places.actions[one["action"]] if "action" in one else None
    return Answer(
        decision=Decision(said["decision"]),
        reasons=said["reasons"],
        next_steps=said["next"],
        lang=one["lang"],
        action_id=action.id if action else None,
    )


def _support(idea: Idea, times: int, rng: Random) -> None:
    rows = [
        {
            "idea_id": idea.id,
            "browser_hash": supporters.hashed(f"{rng.getrandbits(128):x}", idea.id),
        }
        for _browser in range(times)
    ]
    if rows:
        db.session.execute(insert(IdeaSupport), rows)
        idea.supports = len(rows)
