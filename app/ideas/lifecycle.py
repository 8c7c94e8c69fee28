"""The life of an idea: one table of what may happen in each state, by whom, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    DRAFT = "draft"
    """Only a group has drafts: its members write them together."""
    UNCONFIRMED = "unconfirmed"
    """A resident has sent it, but not yet opened the mail that proves the address."""
    SUBMITTED = "submitted"
    RETURNED = "returned"
    """With a reason, to be changed and sent again."""
    PUBLISHED = "published"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


PUBLIC = (State.PUBLISHED, State.IN_HAND, State.ANSWERED)
"""States in which everybody can read an idea."""
WAITING = (State.SUBMITTED, State.PUBLISHED, State.IN_HAND)
"""States in which the municipality has something to do."""


class Event(StrEnum):
    REVISE = "revise"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    PUBLISH = "publish"
    RETURN = "return"
    MOVE = "move"
    TAKE = "take"
    ANSWER = "answer"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


class Role(StrEnum):
    """What somebody is to an idea, whatever else they are."""

    AUTHOR = "author"
    """The resident who holds the author's link, or a member of the group whose idea it is."""
    OFFICIAL = "official"
    """Of the area that the idea is in now, or of one above it."""
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    READER = "reader"


class Guard(StrEnum):
    """What must have been said for an event to happen."""

    NOTHING = "nothing"
    TEXTS = "texts"
    REASON = "reason"
    AREA = "area"
    """Another one than now."""
    ANSWER = "answer"
    """A decision with its reasons and the next steps."""


class Effect(StrEnum):
    """What else follows from an event."""

    NUMBER = "number"
    """The idea gets its public number, if it has none yet."""
    INDEX = "index"
    UNINDEX = "unindex"
    TELL_AUTHOR = "tell_author"
    TELL_FOLLOWERS = "tell_followers"
    ERASE = "erase"
    """The row goes: nobody has stood by it."""


class ClockChange(StrEnum):
    """What becomes of the time to the answer."""

    KEEP = "keep"
    START = "start"
    PAUSE = "pause"
    """It is the author's turn: the time begins anew when the idea comes back."""
    STOP = "stop"


class Why(StrEnum):
    """Why something cannot happen."""

    NOT_YOURS = "not_yours"
    NOT_CONFIRMED = "not_confirmed"
    ALREADY_CONFIRMED = "already_confirmed"
    NOT_SUBMITTED = "not_submitted"
    ALREADY_SUBMITTED = "already_submitted"
    WITH_AUTHOR = "with_author"
    NOT_PUBLISHED = "not_published"
    ALREADY_PUBLISHED = "already_published"
    ALREADY_IN_HAND = "already_in_hand"
    NOT_ANSWERED = "not_answered"
    ALREADY_ANSWERED = "already_answered"
    WITHDRAWN = "withdrawn"
    TEXTS_MISSING = "texts_missing"
    REASON_MISSING = "reason_missing"
    AREA_MISSING = "area_missing"
    ANSWER_MISSING = "answer_missing"


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table: where an event leads, who may cause it, what it needs and does."""

    to: State
    roles: frozenset[Role]
    guard: Guard = Guard.NOTHING
    effects: tuple[Effect, ...] = ()
    clock: ClockChange = ClockChange.KEEP


@dataclass(frozen=True, slots=True)
class Refusal:
    why: Why


@dataclass(frozen=True, slots=True)
class Facts:
    """What comes with an event."""

    has_texts: bool = False
    has_reason: bool = False
    has_other_area: bool = False
    has_answer: bool = False


AUTHOR = frozenset({Role.AUTHOR})
SYSTEM = frozenset({Role.SYSTEM})
HANDLERS = frozenset({Role.OFFICIAL, Role.EDITOR, Role.ADMINISTRATOR})
ANSWERERS = frozenset({Role.OFFICIAL, Role.ADMINISTRATOR})
"""An answer is the responsible area's own: an editor publishes and moves, but does not answer."""

_DROP = Transition(State.WITHDRAWN, AUTHOR, effects=(Effect.ERASE,))
_ENTER = Transition(
    State.SUBMITTED, AUTHOR, Guard.TEXTS, (Effect.NUMBER, Effect.TELL_AUTHOR), ClockChange.START
)
_RETURN = Transition(
    State.RETURNED, HANDLERS, Guard.REASON, (Effect.TELL_AUTHOR,), ClockChange.PAUSE
)
_ANSWER = Transition(
    State.ANSWERED,
    ANSWERERS,
    Guard.ANSWER,
    (Effect.TELL_AUTHOR, Effect.TELL_FOLLOWERS),
    ClockChange.STOP,
)
_WITHDRAW = Transition(State.WITHDRAWN, AUTHOR, clock=ClockChange.STOP)
_WITHDRAW_PUBLIC = Transition(
    State.WITHDRAWN,
    AUTHOR,
    effects=(Effect.UNINDEX, Effect.TELL_FOLLOWERS),
    clock=ClockChange.STOP,
)


def _move(state: State) -> Transition:
    return Transition(state, HANDLERS, Guard.AREA, (Effect.TELL_AUTHOR,))


Row = Mapping[Event, Transition | Why]

TABLE: Mapping[State, Row] = MappingProxyType(
    {
        State.DRAFT: dict.fromkeys(Event, Why.NOT_SUBMITTED)
        | {
            Event.REVISE: Transition(State.DRAFT, AUTHOR),
            Event.SUBMIT: _ENTER,
            Event.WITHDRAW: _DROP,
        },
        State.UNCONFIRMED: dict.fromkeys(Event, Why.NOT_CONFIRMED)
        | {
            Event.CONFIRM: _ENTER,
            Event.WITHDRAW: _DROP,
            Event.EXPIRE: Transition(State.WITHDRAWN, SYSTEM, effects=(Effect.ERASE,)),
        },
        State.SUBMITTED: {
            Event.REVISE: Why.ALREADY_SUBMITTED,
            Event.SUBMIT: Why.ALREADY_SUBMITTED,
            Event.CONFIRM: Why.ALREADY_CONFIRMED,
            Event.PUBLISH: Transition(
                State.PUBLISHED, HANDLERS, effects=(Effect.INDEX, Effect.TELL_AUTHOR)
            ),
            Event.RETURN: _RETURN,
            Event.MOVE: _move(State.SUBMITTED),
            Event.TAKE: Why.NOT_PUBLISHED,
            Event.ANSWER: Why.NOT_PUBLISHED,
            Event.CORRECT: Why.NOT_PUBLISHED,
            Event.WITHDRAW: _WITHDRAW,
            Event.EXPIRE: Why.ALREADY_CONFIRMED,
        },
        State.RETURNED: dict.fromkeys(Event, Why.WITH_AUTHOR)
        | {
            Event.REVISE: Transition(State.RETURNED, AUTHOR),
            Event.SUBMIT: _ENTER,
            Event.CONFIRM: Why.ALREADY_CONFIRMED,
            Event.WITHDRAW: _WITHDRAW,
            Event.EXPIRE: Why.ALREADY_CONFIRMED,
        },
        State.PUBLISHED: {
            Event.REVISE: Why.ALREADY_PUBLISHED,
            Event.SUBMIT: Why.ALREADY_PUBLISHED,
            Event.CONFIRM: Why.ALREADY_CONFIRMED,
            Event.PUBLISH: Why.ALREADY_PUBLISHED,
            Event.RETURN: Why.ALREADY_PUBLISHED,
            Event.MOVE: _move(State.PUBLISHED),
            Event.TAKE: Transition(
                State.IN_HAND,
                ANSWERERS,
                effects=(Effect.TELL_AUTHOR, Effect.TELL_FOLLOWERS),
            ),
            Event.ANSWER: _ANSWER,
            Event.CORRECT: Why.NOT_ANSWERED,
            Event.WITHDRAW: _WITHDRAW_PUBLIC,
            Event.EXPIRE: Why.ALREADY_CONFIRMED,
        },
        State.IN_HAND: {
            Event.REVISE: Why.ALREADY_PUBLISHED,
            Event.SUBMIT: Why.ALREADY_PUBLISHED,
            Event.CONFIRM: Why.ALREADY_CONFIRMED,
            Event.PUBLISH: Why.ALREADY_PUBLISHED,
            Event.RETURN: Why.ALREADY_PUBLISHED,
            Event.MOVE: _move(State.PUBLISHED),
            Event.TAKE: Why.ALREADY_IN_HAND,
            Event.ANSWER: _ANSWER,
            Event.CORRECT: Why.NOT_ANSWERED,
            Event.WITHDRAW: _WITHDRAW_PUBLIC,
            Event.EXPIRE: Why.ALREADY_CONFIRMED,
        },
        State.ANSWERED: {
            Event.REVISE: Why.ALREADY_ANSWERED,
            Event.SUBMIT: Why.ALREADY_ANSWERED,
            Event.CONFIRM: Why.ALREADY_CONFIRMED,
            Event.PUBLISH: Why.ALREADY_ANSWERED,
            Event.RETURN: Why.ALREADY_ANSWERED,
            Event.MOVE: Why.ALREADY_ANSWERED,
            Event.TAKE: Why.ALREADY_ANSWERED,
            Event.ANSWER: Why.ALREADY_ANSWERED,
            Event.CORRECT: Transition(
                State.ANSWERED,
                ANSWERERS,
                Guard.ANSWER,
                (Effect.TELL_AUTHOR, Effect.TELL_FOLLOWERS),
            ),
            Event.WITHDRAW: Why.ALREADY_ANSWERED,
            Event.EXPIRE: Why.ALREADY_CONFIRMED,
        },
        State.WITHDRAWN: dict.fromkeys(Event, Why.WITHDRAWN),
    }
)


def decide(
    state: State, event: Event, role: Role, facts: Facts | None = None
) -> Transition | Refusal:
    """What an event comes to. Whoever may never cause it in this state is told that, and nothing
    of the state; what is missing is said last."""
    row = TABLE[state][event]
    if isinstance(row, Why):
        return Refusal(row)
    if role not in row.roles:
        return Refusal(Why.NOT_YOURS)
    missing = _missing(row.guard, facts or Facts())
    return Refusal(missing) if missing else row


def _missing(guard: Guard, facts: Facts) -> Why | None:
    match guard:
        case Guard.TEXTS:
            return None if facts.has_texts else Why.TEXTS_MISSING
        case Guard.REASON:
            return None if facts.has_reason else Why.REASON_MISSING
        case Guard.AREA:
            return None if facts.has_other_area else Why.AREA_MISSING
        case Guard.ANSWER:
            return None if facts.has_answer else Why.ANSWER_MISSING
    return None


def open_to(state: State, role: Role) -> frozenset[Event]:
    """What somebody may do with an idea as it stands: the buttons of a page."""
    return frozenset(
        event
        for event, row in TABLE[state].items()
        if isinstance(row, Transition) and role in row.roles
    )
