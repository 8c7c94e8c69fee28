"""The table of an idea's life: every state with every event for every role, forbidden ones too."""

from dataclasses import replace
from itertools import product

import pytest

from app.ideas.lifecycle import (
    PUBLIC,
    TABLE,
    ClockChange,
    Effect,
    Event,
    Facts,
    Guard,
    Refusal,
    Role,
    State,
    Transition,
    Why,
    decide,
    open_to,
)

ALL = Facts(has_texts=True, has_reason=True, has_other_area=True, has_answer=True)
AUTHOR = {Role.AUTHOR}
HANDLERS = {Role.OFFICIAL, Role.EDITOR, Role.ADMINISTRATOR}
ANSWERERS = {Role.OFFICIAL, Role.ADMINISTRATOR}

ALLOWED: dict[tuple[State, Event], tuple[State, set[Role]]] = {
    (State.DRAFT, Event.REVISE): (State.DRAFT, AUTHOR),
    (State.DRAFT, Event.SUBMIT): (State.SUBMITTED, AUTHOR),
    (State.DRAFT, Event.WITHDRAW): (State.WITHDRAWN, AUTHOR),
    (State.UNCONFIRMED, Event.CONFIRM): (State.SUBMITTED, AUTHOR),
    (State.UNCONFIRMED, Event.WITHDRAW): (State.WITHDRAWN, AUTHOR),
    (State.UNCONFIRMED, Event.EXPIRE): (State.WITHDRAWN, {Role.SYSTEM}),
    (State.SUBMITTED, Event.PUBLISH): (State.PUBLISHED, HANDLERS),
    (State.SUBMITTED, Event.RETURN): (State.RETURNED, HANDLERS),
    (State.SUBMITTED, Event.MOVE): (State.SUBMITTED, HANDLERS),
    (State.SUBMITTED, Event.WITHDRAW): (State.WITHDRAWN, AUTHOR),
    (State.RETURNED, Event.REVISE): (State.RETURNED, AUTHOR),
    (State.RETURNED, Event.SUBMIT): (State.SUBMITTED, AUTHOR),
    (State.RETURNED, Event.WITHDRAW): (State.WITHDRAWN, AUTHOR),
    (State.PUBLISHED, Event.MOVE): (State.PUBLISHED, HANDLERS),
    (State.PUBLISHED, Event.TAKE): (State.IN_HAND, ANSWERERS),
    (State.PUBLISHED, Event.ANSWER): (State.ANSWERED, ANSWERERS),
    (State.PUBLISHED, Event.WITHDRAW): (State.WITHDRAWN, AUTHOR),
    (State.IN_HAND, Event.MOVE): (State.PUBLISHED, HANDLERS),
    (State.IN_HAND, Event.ANSWER): (State.ANSWERED, ANSWERERS),
    (State.IN_HAND, Event.WITHDRAW): (State.WITHDRAWN, AUTHOR),
    (State.ANSWERED, Event.CORRECT): (State.ANSWERED, ANSWERERS),
}
"""Written down a second time, by hand: what is not here must be refused."""

PAIRS = list(product(State, Event))
NEEDED = {
    Guard.TEXTS: ("has_texts", Why.TEXTS_MISSING),
    Guard.REASON: ("has_reason", Why.REASON_MISSING),
    Guard.AREA: ("has_other_area", Why.AREA_MISSING),
    Guard.ANSWER: ("has_answer", Why.ANSWER_MISSING),
}


def test_the_table_is_total() -> None:
    assert {(state, event) for state, row in TABLE.items() for event in row} == set(PAIRS)


@pytest.mark.parametrize(("state", "event"), PAIRS)
@pytest.mark.parametrize("role", Role)
def test_who_may_do_what_in_each_state(state: State, event: Event, role: Role) -> None:
    to, roles = ALLOWED.get((state, event), (None, set()))
    decided = decide(state, event, role, ALL)
    if to is not None and role in roles:
        assert isinstance(decided, Transition)
        assert decided.to is to
        assert event in open_to(state, role)
    else:
        assert isinstance(decided, Refusal)
        assert (decided.why is Why.NOT_YOURS) is (to is not None)
        assert event not in open_to(state, role)


@pytest.mark.parametrize(("state", "event"), sorted(ALLOWED))
def test_an_event_needs_what_its_guard_says_and_nothing_else(state: State, event: Event) -> None:
    row = TABLE[state][event]
    assert isinstance(row, Transition)
    role = min(row.roles)
    if row.guard is Guard.NOTHING:
        assert decide(state, event, role) is row
        return
    name, why = NEEDED[row.guard]
    assert decide(state, event, role, replace(ALL, **{name: False})) == Refusal(why)
    assert decide(state, event, role, replace(Facts(), **{name: True})) is row


def _rows() -> dict[tuple[State, Event], Transition]:
    return {
        (state, event): row
        for state, events in TABLE.items()
        for event, row in events.items()
        if isinstance(row, Transition)
    }


def test_only_what_becomes_public_is_found_by_searching() -> None:
    for (state, _event), row in _rows().items():
        assert (Effect.INDEX in row.effects) is (state not in PUBLIC and row.to in PUBLIC)
        assert (Effect.UNINDEX in row.effects) is (state in PUBLIC and row.to not in PUBLIC)


def test_the_clock_runs_from_submission_to_the_answer() -> None:
    changes = {pair: row.clock for pair, row in _rows().items()}
    for (state, _event), row in _rows().items():
        entered = row.to is State.SUBMITTED and state is not State.SUBMITTED
        assert (row.clock is ClockChange.START) is entered
    assert changes[State.SUBMITTED, Event.RETURN] is ClockChange.PAUSE
    assert changes[State.IN_HAND, Event.ANSWER] is ClockChange.STOP
    assert changes[State.PUBLISHED, Event.MOVE] is ClockChange.KEEP
    assert changes[State.ANSWERED, Event.CORRECT] is ClockChange.KEEP


def test_an_author_hears_of_everything_that_others_do() -> None:
    for (state, event), row in _rows().items():
        if Role.AUTHOR not in row.roles and Role.SYSTEM not in row.roles:
            assert Effect.TELL_AUTHOR in row.effects, (state, event)


def test_followers_hear_of_what_happens_in_public() -> None:
    told = {event for (_s, event), row in _rows().items() if Effect.TELL_FOLLOWERS in row.effects}
    assert told == {Event.TAKE, Event.ANSWER, Event.CORRECT, Event.WITHDRAW}


def test_what_was_answered_or_withdrawn_cannot_be_undone() -> None:
    ends = {state: {row.to for (s, _e), row in _rows().items() if s is state} for state in State}
    assert ends[State.ANSWERED] == {State.ANSWERED}
    assert ends[State.WITHDRAWN] == set()
