"""What the API says of ideas: what everybody can read of them, and nothing of who wrote them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from app.api.representations import texts
from app.ideas.lifecycle import State
from app.ideas.listing import Card, Moment, Said
from app.ideas.models import IdeaAnswer
from app.organisation.models import Objective

Json = dict[str, Any]


def idea(card: Card, objectives: Collection[Objective]) -> Json:
    """An idea as a list has it."""
    row, clock = card.idea, card.clock
    return {
        "number": row.number,
        "state": row.state,
        "title": row.title,
        "text": None if row.state == State.WITHDRAWN else row.text,
        "lang": row.lang,
        "group": {"key": card.group.key, "name": texts(card.group.name)} if card.group else None,
        "area": card.area.key,
        "theme": card.theme.key if card.theme else None,
        "objectives": [one.key for one in objectives],
        "supports": card.supports,
        "submitted_on": _day(row.submitted_on),
        "published_at": row.published_at.isoformat() if row.published_at else None,
        "answered_on": _day(row.answered_on),
        "clock": {
            "day": clock.day,
            "days": clock.days,
            "due_on": clock.due_on.isoformat(),
            "is_late": clock.is_late,
        }
        if clock
        else None,
        "decision": card.answer.decision if card.answer else None,
    }


def whole(
    card: Card,
    objectives: Collection[Objective],
    timeline: Sequence[Moment],
    answers: Sequence[Said],
) -> Json:
    """An idea with its timeline and its answers, the one that holds first."""
    return idea(card, objectives) | {
        "timeline": [
            {
                "event": one.event.event,
                "at": one.event.at.isoformat(),
                "by": one.event.by,
                "area": one.area.key,
            }
            for one in timeline
        ],
        "answers": [] if card.idea.state == State.WITHDRAWN else [_answer(one) for one in answers],
    }


def _answer(one: Said) -> Json:
    row: IdeaAnswer = one.answer
    return {
        "decision": row.decision,
        "reasons": row.reasons,
        "next_steps": row.next_steps,
        "lang": row.lang,
        "area": one.area.key,
        "action": one.action.key if one.action else None,
        "at": row.at.isoformat(),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def tied(ids: Collection[UUID], objectives: Sequence[Objective]) -> list[Objective]:
    return [one for one in objectives if one.id in ids]
