"""Ideas in any state, brought there the way the service does it, in the municipality in scope."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.accounts.models import Group
from app.core import clock
from app.core.db import db
from app.engagement import contacts
from app.engagement.models import EmailContact
from app.ideas import service, supporting, writing
from app.ideas.lifecycle import Event, Role, State
from app.ideas.models import Decision, Idea
from app.ideas.steps import Answer, Proposal, Step
from app.organisation.models import Action, Area, Objective, Theme
from tests import factories

TIMEZONE = "Europe/Helsinki"

PATHS: dict[State, tuple[Event, ...]] = {
    State.DRAFT: (),
    State.UNCONFIRMED: (),
    State.SUBMITTED: (Event.SUBMIT,),
    State.RETURNED: (Event.SUBMIT, Event.RETURN),
    State.PUBLISHED: (Event.SUBMIT, Event.PUBLISH),
    State.IN_HAND: (Event.SUBMIT, Event.PUBLISH, Event.TAKE),
    State.ANSWERED: (Event.SUBMIT, Event.PUBLISH, Event.TAKE, Event.ANSWER),
    State.WITHDRAWN: (Event.SUBMIT, Event.PUBLISH, Event.WITHDRAW),
}
"""How an idea comes into each state."""


def today() -> date:
    return clock.today(TIMEZONE)


def proposal(
    area: Area,
    *,
    title: str | None = None,
    text: str = "",
    theme: Theme | None = None,
    objectives: tuple[Objective, ...] = (),
    lang: str = "fi",
) -> Proposal:
    mark = factories.number()
    return Proposal(
        title=title or f"Idea {mark} {factories.marker()}",
        text=text or f"What idea {mark} is about {factories.marker()}",
        lang=lang,
        area_id=area.id,
        theme_id=theme.id if theme else None,
        objective_ids=frozenset(one.id for one in objectives),
    )


def contact(email: str | None = None, *, lang: str = "fi") -> EmailContact:
    """An address that its owner has proven."""
    row = contacts.leave(email or f"resident-{factories.number()}@home.example", lang)
    contacts.prove(row)
    return row


def idea(
    area: Area,
    state: State = State.PUBLISHED,
    *,
    group: Group | None = None,
    author: EmailContact | None = None,
    title: str | None = None,
    text: str = "",
    theme: Theme | None = None,
    objectives: tuple[Objective, ...] = (),
    lang: str = "fi",
) -> Idea:
    """An idea of a group, or of a resident, in a state."""
    said = proposal(area, title=title, text=text, theme=theme, objectives=objectives, lang=lang)
    if group is not None:
        row = writing.draft(said, group.id)
    else:
        row = writing.propose(said, author or contact())
    for event in PATHS[state]:
        own = Event.CONFIRM if event is Event.SUBMIT and group is None else event
        happen(row, own)
    return row


def happen(row: Idea, event: Event, *, text: str = "", answer: Answer | None = None) -> None:
    """Let an event happen now, caused by whoever may."""
    authors = (Event.SUBMIT, Event.CONFIRM, Event.WITHDRAW)
    service.happen(
        row,
        Step(
            event,
            Role.AUTHOR if event in authors else Role.ADMINISTRATOR,
            today(),
            text=text or ("Say where." if event is Event.RETURN else ""),
            answer=answer or (answered() if event is Event.ANSWER else None),
        ),
    )


def answered(
    decision: Decision = Decision.PARTLY, *, action: Action | None = None, reasons: str = ""
) -> Answer:
    mark = factories.number()
    return Answer(
        decision=decision,
        reasons=reasons or f"Reasons {mark} {factories.marker()}",
        next_steps=f"Next steps {mark} {factories.marker()}",
        lang="fi",
        action_id=action.id if action else None,
    )


def support(row: Idea, times: int = 1) -> None:
    """Supports of as many browsers."""
    for _browser in range(times):
        supporting.support(row, f"browser-{factories.number()}")


def all_of_scope() -> Sequence[Idea]:
    """Every idea of the municipality in scope, whatever its state."""
    return db.session.scalars(select(Idea).order_by(Idea.id)).all()
