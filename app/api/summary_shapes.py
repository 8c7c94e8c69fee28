"""The shape of an area's summary, as `insights.exports.as_json` tells it."""

from app.api.idea_shapes import NUMBER
from app.api.shapes import (
    COUNT,
    DAY,
    MONTH,
    SHARE,
    STRING,
    TIME,
    TRUTH,
    Json,
    by_key,
    listed,
    one_of,
    or_null,
    ref,
    shape,
)
from app.ideas.lifecycle import State
from app.ideas.models import Decision
from app.insights.needs import NeedKind
from app.organisation.pack_parts import ActionState
from app.surveys.models import SurveyState

TOO_FEW = "null: too few to tell."

_ROW = shape({"value": STRING, "label": STRING, "count": COUNT, "share": SHARE, "known": TRUTH})
_SAID = shape({"text": STRING, "lang": STRING})
_PART: Json = {
    "participation": ref("Participation"),
    "surveys": listed(ref("SurveySummary")),
    "ideas": ref("IdeasSummary"),
    "pages": ref("PagesSummary"),
}
_ASKED = shape({"survey": STRING, "question": or_null(STRING), "n": or_null(COUNT, TOO_FEW)})
_ACTION = shape({"key": STRING, "title": STRING, "state": one_of(ActionState), "climate": TRUTH})
_IDEA = shape(
    {
        "number": NUMBER,
        "title": STRING,
        "lang": STRING,
        "state": one_of(State),
        "area": STRING,
        "group": or_null(STRING, "null: a resident's idea."),
        "submitted_on": DAY,
        "due_on": or_null(DAY, "null: nobody waits."),
        "is_late": TRUTH,
        "answered_on": or_null(DAY),
        "decision": or_null(one_of(Decision)),
        "supports": COUNT,
    }
)
_PAGE = shape(
    {
        "url": STRING,
        "title": STRING,
        "reactions": COUNT,
        "positive": or_null(SHARE, TOO_FEW),
        "comments": COUNT,
        "unread": COUNT,
    }
)

SCHEMAS: Json = {
    "AreaSummary": shape(
        {
            "area": shape({"key": STRING, "name": STRING, "ended_on": or_null(DAY)}),
            "period": shape({"from": MONTH, "to": MONTH}),
            "made_at": TIME,
            "lang": STRING,
            "participation": ref("Participation"),
            "own": shape(_PART),
            "themes": listed(shape({"key": STRING, "name": STRING, **_PART})),
            "objectives": listed(
                shape(
                    {
                        "key": STRING,
                        "title": STRING,
                        "asked": listed(_ASKED),
                        "ideas": shape({"count": COUNT, "first": listed(NUMBER)}),
                        "pages": shape(
                            {
                                "count": COUNT,
                                "reactions": COUNT,
                                "comments": COUNT,
                                "first": listed(STRING),
                            }
                        ),
                        "actions": listed(_ACTION),
                    }
                )
            ),
        }
    ),
    "Participation": shape({"received": COUNT, "by_month": by_key(COUNT, keys=MONTH)}),
    "SurveySummary": shape(
        {
            "slug": STRING,
            "title": STRING,
            "area": STRING,
            "state": one_of(SurveyState),
            "opens_at": TIME,
            "closes_at": or_null(TIME),
            "answer_due_on": or_null(DAY),
            "min_group": COUNT,
            "received": COUNT,
            "shown": or_null(COUNT, TOO_FEW),
            "held_back": COUNT,
            "needs": listed(shape({"kind": one_of(NeedKind), "on": DAY, "days": COUNT})),
            "questions": listed(ref("QuestionSummary")),
        }
    ),
    "QuestionSummary": shape(
        {
            "name": STRING,
            "title": STRING,
            "kind": STRING,
            "n": or_null(COUNT, TOO_FEW),
            "mean": or_null({"type": "number"}, "null: no scale, or too few to tell."),
            "rows": listed(_ROW),
            "texts": listed(_SAID),
        }
    ),
    "IdeasSummary": shape(
        {
            "count": COUNT,
            "waiting": COUNT,
            "by_state": by_key(COUNT, keys=one_of(State)),
            "first": listed(_IDEA),
        }
    ),
    "PagesSummary": shape(
        {
            "count": COUNT,
            "reactions": COUNT,
            "comments": COUNT,
            "unread": COUNT,
            "first": listed(_PAGE),
        }
    ),
}
