"""The shapes of ideas as the API tells them."""

from app.api.shapes import (
    COUNT,
    DAY,
    STRING,
    TIME,
    TRUTH,
    WHOLE,
    Json,
    listed,
    one_of,
    or_null,
    ref,
    shape,
)
from app.ideas.lifecycle import PUBLIC, Event, State
from app.ideas.models import LONGEST_TITLE, Decision

NUMBER: Json = {"type": "integer", "minimum": 1}

_GROUP = shape({"key": STRING, "name": ref("Text")})
_CLOCK = shape({"day": COUNT, "days": COUNT, "due_on": DAY, "is_late": TRUTH})
_IDEA: Json = {
    "number": NUMBER,
    "state": one_of([*PUBLIC, State.WITHDRAWN]),
    "title": {"type": "string", "maxLength": LONGEST_TITLE},
    "text": or_null(STRING, "null: withdrawn by its author."),
    "lang": STRING,
    "group": or_null(_GROUP, "null: a resident's idea."),
    "area": STRING,
    "theme": or_null(STRING),
    "objectives": listed(STRING),
    "supports": COUNT,
    "submitted_on": or_null(DAY),
    "published_at": or_null(TIME),
    "answered_on": or_null(DAY),
    "clock": or_null(_CLOCK, "How far the wait for the answer is; null: nobody waits."),
    "decision": or_null(one_of(Decision)),
}
_MOMENT = shape({"event": one_of(Event), "at": TIME, "by": STRING, "area": STRING})

SCHEMAS: Json = {
    "Idea": shape(_IDEA),
    "Ideas": shape(
        {
            "ideas": listed(ref("Idea")),
            "next": or_null(WHOLE, "`page` of what comes after; null: this is the end."),
        }
    ),
    "WholeIdea": shape(_IDEA | {"timeline": listed(_MOMENT), "answers": listed(ref("Answer"))}),
    "Answer": shape(
        {
            "decision": one_of(Decision),
            "reasons": STRING,
            "next_steps": STRING,
            "lang": STRING,
            "area": STRING,
            "action": or_null(STRING),
            "at": TIME,
        }
    ),
}
