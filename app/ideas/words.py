"""The words for states, events, decisions and refusals of ideas that people read."""

from flask_babel import lazy_gettext as _l

from app.engagement.moderation import PersonalData
from app.ideas.lifecycle import Event, State, Why
from app.ideas.models import Decision, Side
from app.ideas.queries import Order

STATES = {
    State.DRAFT: _l("Draft"),
    State.UNCONFIRMED: _l("Not confirmed yet"),
    State.SUBMITTED: _l("Waits to be published"),
    State.RETURNED: _l("Returned to its author"),
    State.PUBLISHED: _l("Waits to be taken in hand"),
    State.IN_HAND: _l("Being handled"),
    State.ANSWERED: _l("Has an answer"),
    State.WITHDRAWN: _l("Withdrawn"),
}

ORDERS = {
    Order.NEWEST: _l("Newest first"),
    Order.SUPPORT: _l("Most supported first"),
    Order.WAITING: _l("Waiting longest for an answer"),
}

KINDS = {
    State.DRAFT: "neutral",
    State.UNCONFIRMED: "neutral",
    State.SUBMITTED: "warning",
    State.RETURNED: "warning",
    State.PUBLISHED: "info",
    State.IN_HAND: "accent",
    State.ANSWERED: "success",
    State.WITHDRAWN: "neutral",
}
"""How a state's tag looks; its words say it all."""

DECISIONS = {
    Decision.ACCEPTED: _l("Accepted: this will be done"),
    Decision.PARTLY: _l("Accepted in part"),
    Decision.NOT_ACCEPTED: _l("Not accepted"),
}

DECISION_KINDS = {
    Decision.ACCEPTED: "success",
    Decision.PARTLY: "info",
    Decision.NOT_ACCEPTED: "neutral",
}

EVENTS = {
    Event.SUBMIT: _l("The idea was sent in"),
    Event.CONFIRM: _l("The idea was sent in"),
    Event.PUBLISH: _l("The idea was published"),
    Event.MOVE: _l("The idea was passed on to the area that answers for the matter"),
    Event.TAKE: _l("The idea was taken in hand"),
    Event.ANSWER: _l("The idea was answered"),
    Event.CORRECT: _l("The answer was corrected"),
    Event.WITHDRAW: _l("The author withdrew the idea"),
}
"""Lines of the public timeline: what is not here is for the author only."""

OWN_EVENTS = EVENTS | {Event.RETURN: _l("The idea was returned to its author")}

DONE = {
    Event.REVISE: _l("The draft was saved."),
    Event.SUBMIT: _l("The idea was sent in."),
    Event.PUBLISH: EVENTS[Event.PUBLISH],
    Event.RETURN: OWN_EVENTS[Event.RETURN],
    Event.MOVE: EVENTS[Event.MOVE],
    Event.TAKE: EVENTS[Event.TAKE],
    Event.ANSWER: EVENTS[Event.ANSWER],
    Event.CORRECT: EVENTS[Event.CORRECT],
    Event.WITHDRAW: _l("The idea was withdrawn."),
}
"""What is said to whoever has just done it."""

SIDES = {
    Side.RESIDENT: _l("Resident"),
    Side.GROUP: _l("The council or group"),
    Side.AREA: _l("The responsible area"),
    Side.EDITOR: _l("The municipality's editors"),
}

NEWS = {
    Event.SUBMIT: _l("The idea has been sent in:"),
    Event.CONFIRM: _l("We have received your idea:"),
    Event.PUBLISH: _l("The idea has been published:"),
    Event.RETURN: _l("The idea needs a change before it can be published:"),
    Event.MOVE: _l("The idea has been passed on to another area:"),
    Event.TAKE: _l("The idea has been taken in hand:"),
    Event.ANSWER: _l("The idea has been answered:"),
    Event.CORRECT: _l("The answer to the idea has been corrected:"),
    Event.WITHDRAW: _l("The author has withdrawn the idea:"),
}

PERSONAL = {
    PersonalData.IDENTITY_CODE: _l("The text has a personal identity code, which we do not keep."),
    PersonalData.EMAIL: _l("The text has an e-mail address."),
    PersonalData.PHONE: _l("The text has a telephone number."),
}
PERSONAL_CHOICE = _l("Change the text, or choose to send it as it is.")

REFUSALS = {
    Why.NOT_YOURS: _l("This is for somebody else to do."),
    Why.NOT_CONFIRMED: _l("The author has not confirmed the idea yet."),
    Why.ALREADY_CONFIRMED: _l("The idea has been confirmed already."),
    Why.NOT_SUBMITTED: _l("The idea has not been sent in yet."),
    Why.ALREADY_SUBMITTED: _l("The idea has been sent in already, and waits to be published."),
    Why.WITH_AUTHOR: _l("The idea is with its author, to be changed."),
    Why.NOT_PUBLISHED: _l("The idea has not been published yet."),
    Why.ALREADY_PUBLISHED: _l("The idea has been published already."),
    Why.ALREADY_IN_HAND: _l("The idea has been taken in hand already."),
    Why.NOT_ANSWERED: _l("The idea has not been answered yet."),
    Why.ALREADY_ANSWERED: _l("The idea has been answered already."),
    Why.WITHDRAWN: _l("The author has withdrawn the idea."),
    Why.TEXTS_MISSING: _l("Write a title and tell what you mean."),
    Why.REASON_MISSING: _l("Write the reason, so that the author knows what to change."),
    Why.AREA_MISSING: _l("Choose another area than the one it is in."),
    Why.ANSWER_MISSING: _l("Give a decision, its reasons and the next steps."),
}
