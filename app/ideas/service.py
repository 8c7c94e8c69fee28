"""What happens to ideas: every change goes through the table of their life, once and in turn."""

import logging
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.mails import place_in_scope
from app.core import clock, scope
from app.core.db import db
from app.core.errors import Forbidden
from app.engagement import search
from app.ideas import mails, queries, writing
from app.ideas.clocks import RULES
from app.ideas.lifecycle import (
    ClockChange,
    Effect,
    Event,
    Facts,
    Refusal,
    Role,
    Transition,
    Why,
    decide,
)
from app.ideas.models import (
    KIND,
    Idea,
    IdeaAnswer,
    IdeaEvent,
    Side,
)
from app.ideas.steps import Answer, Changed, NotNow, Proposal, Step
from app.organisation.models import Municipality

log = logging.getLogger(__name__)

OF_THE_AREA = frozenset({Event.TAKE, Event.ANSWER, Event.CORRECT})


def revise(idea: Idea, proposal: Proposal, step: Step) -> None:
    """Put other words into a draft, or into an idea that came back, and keep it there."""
    found = _in_turn(idea)
    decided = decide(found.state, step.event, step.role)
    if isinstance(decided, Refusal):
        raise _refused(decided.why)
    if step.revision != found.revision:
        if proposal == writing.written(found):
            return
        raise Changed
    writing.rewrite(found, proposal)
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
        writing.erase(found)
        return
    if step.proposal is not None:
        writing.rewrite(found, step.proposal)
    _apply(found, step, decided)
    log.info("idea.%s idea=%s", step.event, found.id)


def begin(idea: Idea, step: Step) -> None:
    """Let the first event happen to an idea that was made in this very transaction, where nobody
    else can have seen it."""
    decided = decide(idea.state, step.event, step.role, _facts(idea, step))
    if isinstance(decided, Refusal):
        raise _refused(decided.why)
    _apply(idea, step, decided)
    log.info("idea.%s idea=%s", step.event, idea.id)


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
    answer, said = step.answer, step.proposal or idea
    return Facts(
        has_texts=bool(said.title and said.text),
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
    if step.proposal is not None and step.proposal != writing.written(idea):
        return False
    return step.answer is None or step.answer == last_answer(idea)


def last_answer(idea: Idea) -> Answer | None:
    """The answer that holds."""
    rows = queries.answers(idea.id)
    if not rows:
        return None
    row = rows[0]
    return Answer(row.decision, row.reasons, row.next_steps, row.lang, row.action_id)


def _apply(idea: Idea, step: Step, transition: Transition) -> None:
    now = step.past or clock.now()
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
        _keep_answer(idea, step.answer, now)
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
    if step.past is None:
        mails.tell(
            event,
            author=Effect.TELL_AUTHOR in transition.effects,
            followers=Effect.TELL_FOLLOWERS in transition.effects,
        )


def _set_clock(idea: Idea, change: ClockChange, step: Step) -> None:
    match change:
        case ClockChange.START:
            idea.submitted_on = step.today
            promised = place_in_scope().idea_answer_days
            idea.due_on = RULES[idea.rule].due(step.today, promised=promised)
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


def _keep_answer(idea: Idea, answer: Answer, at: datetime) -> None:
    db.session.add(
        IdeaAnswer(
            idea_id=idea.id,
            position=len(queries.answers(idea.id)) + 1,
            area_id=idea.area_id,
            at=at,
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
