"""What happens to ideas: every change goes through the table of their life, once and in turn."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select

from app.core import clock, scope
from app.core.db import db, uuid7
from app.core.errors import Conflict, Forbidden
from app.engagement import search
from app.engagement.models import EmailContact
from app.ideas import mails, queries
from app.ideas.clocks import PROMISE, RULES
from app.ideas.lifecycle import (
    ClockChange,
    Effect,
    Event,
    Facts,
    Refusal,
    Role,
    State,
    Transition,
    Why,
    decide,
)
from app.ideas.models import (
    KIND,
    Decision,
    Idea,
    IdeaAnswer,
    IdeaAuthor,
    IdeaEvent,
    IdeaFollower,
    IdeaObjective,
    IdeaSupport,
    Side,
)
from app.organisation.models import Municipality

log = logging.getLogger(__name__)

OF_THE_AREA = frozenset({Event.TAKE, Event.ANSWER, Event.CORRECT})


class Changed(Conflict):
    """Somebody else has changed the idea since the form was made."""


class NotNow(Conflict):
    """The idea's state, or what came with the event, does not allow it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an author says, and where it belongs."""

    title: str
    text: str
    lang: str
    area_id: UUID
    theme_id: UUID | None = None
    objective_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an area decides, why, and what happens next."""

    decision: Decision
    reasons: str
    next_steps: str
    lang: str
    action_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One event as it is asked for: by whom, of which revision, on which day."""

    event: Event
    role: Role
    today: date
    revision: int | None = None
    """None where no other change can matter."""
    text: str = ""
    area_id: UUID | None = None
    answer: Answer | None = None


def draft(proposal: Proposal, group_id: UUID, idea_id: UUID | None = None) -> Idea:
    """A new draft of a group, that its members share."""
    return _made(State.DRAFT, proposal, group_id, idea_id)


def propose(proposal: Proposal, contact: EmailContact, idea_id: UUID | None = None) -> Idea:
    """A resident's idea, which nobody sees before the mail to its author is opened."""
    idea = _made(State.UNCONFIRMED, proposal, None, idea_id)
    db.session.add(IdeaAuthor(idea_id=idea.id, contact_id=contact.id))
    db.session.flush()
    return idea


def _made(state: State, proposal: Proposal, group_id: UUID | None, idea_id: UUID | None) -> Idea:
    idea = Idea(id=idea_id or uuid7(), state=state, group_id=group_id, rule=PROMISE.key)
    _fill(idea, proposal)
    db.session.add(idea)
    db.session.flush()
    _tie(idea, proposal.objective_ids)
    return idea


def _fill(idea: Idea, proposal: Proposal) -> None:
    idea.title, idea.text, idea.lang = proposal.title, proposal.text, proposal.lang
    idea.area_id, idea.theme_id = proposal.area_id, proposal.theme_id


def _tie(idea: Idea, objective_ids: Iterable[UUID]) -> None:
    db.session.execute(delete(IdeaObjective).where(IdeaObjective.idea_id == idea.id))
    for objective_id in objective_ids:
        db.session.add(IdeaObjective(idea_id=idea.id, objective_id=objective_id))
    db.session.flush()


def revise(idea: Idea, proposal: Proposal, step: Step) -> None:
    """Put other words into a draft, or into an idea that came back."""
    found = _in_turn(idea)
    decided = decide(found.state, step.event, step.role)
    if isinstance(decided, Refusal):
        raise _refused(decided.why)
    said = (found.title, found.text, found.lang, found.area_id, found.theme_id)
    says = (proposal.title, proposal.text, proposal.lang, proposal.area_id, proposal.theme_id)
    if step.revision != found.revision:
        if said == says:
            return
        raise Changed
    _fill(found, proposal)
    _tie(found, proposal.objective_ids)
    found.revision += 1
    db.session.flush()


def happen(idea: Idea, step: Step) -> None:
    """Let an event happen to an idea. Sent twice it happens once.

    Raises Forbidden where the role may not, Changed where the idea is not as the form showed it,
    NotNow where its state or what was said does not allow it.
    """
    found = _in_turn(idea)
    if _has_happened(found, step):
        return
    decided = decide(found.state, step.event, step.role, _facts(found, step))
    if decided == Refusal(Why.NOT_YOURS):
        raise Forbidden
    if step.revision not in (None, found.revision):
        raise Changed
    if isinstance(decided, Refusal):
        raise _refused(decided.why)
    if Effect.ERASE in decided.effects:
        erase(found)
        return
    _apply(found, step, decided)
    log.info("idea.%s idea=%s", step.event, found.id)


def _refused(why: Why) -> Exception:
    return Forbidden() if why is Why.NOT_YOURS else NotNow(why)


def _in_turn(idea: Idea) -> Idea:
    """The idea as it is now; whoever else wants to change it waits."""
    query = select(Idea).where(Idea.id == idea.id).with_for_update(key_share=True)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Changed
    return found


def _facts(idea: Idea, step: Step) -> Facts:
    answer = step.answer
    return Facts(
        has_texts=bool(idea.title and idea.text),
        has_reason=bool(step.text),
        has_other_area=step.area_id is not None and step.area_id != idea.area_id,
        has_answer=answer is not None and bool(answer.reasons and answer.next_steps),
    )


def _has_happened(idea: Idea, step: Step) -> bool:
    """Whether this very event was the last one: a form that was sent twice."""
    if step.revision is None or idea.revision != step.revision + 1:
        return False
    query = select(IdeaEvent).where(IdeaEvent.idea_id == idea.id).order_by(IdeaEvent.id.desc())
    last = db.session.scalars(query.limit(1)).first()
    if last is None or (last.event, last.text) != (step.event, step.text):
        return False
    if step.area_id is not None and step.area_id != idea.area_id:
        return False
    return step.answer is None or step.answer == _last_answer(idea)


def _last_answer(idea: Idea) -> Answer | None:
    rows = queries.answers(idea.id)
    if not rows:
        return None
    row = rows[0]
    return Answer(row.decision, row.reasons, row.next_steps, row.lang, row.action_id)


def _apply(idea: Idea, step: Step, transition: Transition) -> None:
    now = clock.now()
    if Effect.NUMBER in transition.effects and idea.number is None:
        idea.number = _next_number()
    if Effect.INDEX in transition.effects:
        idea.published_at = idea.published_at or now
        search.index(KIND, idea.id, (idea.title, idea.text))
    if Effect.UNINDEX in transition.effects:
        search.remove(KIND, idea.id)
    if step.area_id is not None and step.event is Event.MOVE:
        idea.area_id = step.area_id
    if step.answer is not None:
        _keep_answer(idea, step.answer)
    _set_clock(idea, transition.clock, step)
    idea.state = transition.to
    idea.revision += 1
    event = IdeaEvent(
        idea_id=idea.id,
        event=step.event,
        at=now,
        by=_side(idea, step),
        area_id=idea.area_id,
        text=step.text,
    )
    db.session.add(event)
    db.session.flush()
    mails.tell(
        event,
        author=Effect.TELL_AUTHOR in transition.effects,
        followers=Effect.TELL_FOLLOWERS in transition.effects,
    )


def _set_clock(idea: Idea, change: ClockChange, step: Step) -> None:
    match change:
        case ClockChange.START:
            idea.submitted_on = step.today
            idea.due_on = RULES[idea.rule].due(step.today)
        case ClockChange.PAUSE:
            idea.due_on = None
        case ClockChange.STOP if step.event is Event.ANSWER:
            idea.answered_on = step.today
        case ClockChange.STOP:
            idea.due_on = None


def _side(idea: Idea, step: Step) -> Side:
    match step.role:
        case Role.AUTHOR:
            return Side.GROUP if idea.group_id else Side.RESIDENT
        case Role.OFFICIAL:
            return Side.AREA
    return Side.AREA if step.event in OF_THE_AREA else Side.EDITOR


def _keep_answer(idea: Idea, answer: Answer) -> None:
    db.session.add(
        IdeaAnswer(
            idea_id=idea.id,
            position=len(queries.answers(idea.id)) + 1,
            area_id=idea.area_id,
            at=clock.now(),
            **asdict(answer),
        )
    )


def _next_number() -> int:
    """The municipality's next number: whoever else needs one at this moment waits."""
    current = scope.required_municipality_id()
    in_turn = select(Municipality.id).where(Municipality.id == current)
    db.session.scalars(in_turn.with_for_update(key_share=True)).one()
    query = select(func.max(Idea.number)).where(Idea.municipality_id == current)
    return (db.session.scalars(query).one() or 0) + 1


def erase(idea: Idea) -> None:
    """Remove an idea that was never submitted, with what is tied to it."""
    for kind in (IdeaObjective, IdeaAuthor, IdeaFollower, IdeaSupport, IdeaEvent):
        db.session.execute(delete(kind).where(kind.idea_id == idea.id))
    db.session.delete(idea)
    db.session.flush()
    log.info("idea.erased idea=%s", idea.id)
