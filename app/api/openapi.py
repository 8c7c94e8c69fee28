"""The description of the API in OpenAPI 3.1, built from one table of calls."""

from app.api import idea_shapes, summary_shapes
from app.api.shapes import (
    COUNT,
    DAY,
    MONTH,
    NUMBER,
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
from app.ideas.lifecycle import PUBLIC
from app.organisation.pack_parts import AreaKind
from app.surveys.meta import Who
from app.surveys.models import SurveyState

_TEXT = ref("Text")
_KEYS = listed(STRING)

SCHEMAS: Json = {
    "Text": by_key(STRING) | {"description": "A text by language (fi, sv, en …)."},
    "Area": shape(
        {"key": STRING, "kind": one_of(AreaKind), "name": _TEXT, "description": _TEXT,
         "areas": listed(ref("Area"))}
    ),
    "Theme": shape({"key": STRING, "name": _TEXT, "description": _TEXT, "owner": STRING}),
    "Objective": shape(
        {"key": STRING, "title": _TEXT, "first_year": COUNT, "last_year": COUNT}
    ),
    "Goal": shape({"key": STRING, "title": _TEXT, "objectives": listed(ref("Objective"))}),
    "Strategy": shape(
        {"key": STRING, "title": _TEXT, "vision": _TEXT, "first_year": COUNT,
         "last_year": COUNT, "goals": listed(ref("Goal"))}
    ),
    "Direction": shape(
        {"areas": listed(ref("Area")), "themes": listed(ref("Theme")),
         "strategies": listed(ref("Strategy"))}
    ),
    "Survey": shape(
        {"slug": STRING, "title": _TEXT, "description": _TEXT, "languages": _KEYS,
         "minutes": COUNT, "opens_at": TIME, "closes_at": or_null(TIME),
         "answer_due_on": or_null(DAY), "answered_at": or_null(TIME), "who": one_of(Who),
         "once_per_browser": TRUTH, "area": STRING, "themes": _KEYS, "objectives": _KEYS,
         "version": COUNT},
        {"state": one_of(SurveyState),
         "outcome": or_null(ref("Outcome"), "What the city says to the answers; null: not yet."),
         "definition": {"type": ["object", "null"],
                        "description": "SurveyJS JSON; null before the survey opens, and for "
                        "those who are not let in."}},
    ),
    "Outcome": shape(
        {"published_at": TIME, "corrected_at": or_null(TIME), "heard": _TEXT, "doing": _TEXT,
         "actions": listed(shape({"key": STRING, "title": _TEXT, "area": STRING})),
         "objectives": _KEYS}
    )
    | {"description": "Texts are Markdown."},
    "Surveys": shape({"surveys": listed(ref("Survey"))}),
    "Response": shape(
        {"answers": {"type": "object", "description": "Answers by the names of questions."}},
        {"lang": STRING,
         "code": STRING | {"description": "The shared code, where the survey asks for it."}},
    )
    | {"additionalProperties": False},
    "Receipt": shape({"receipt": STRING}),
    "Results": shape(
        {"survey": STRING, "min_group": COUNT, "received": COUNT,
         "shown": or_null(COUNT, "Responses in the figures; null: too few to show any."),
         "questions": listed(ref("QuestionResult"))}
    ),
    "QuestionResult": shape(
        {"name": STRING, "type": STRING, "title": _TEXT,
         "n": or_null(COUNT, "null: too few answered.")},
        {"options": listed(shape({"value": STRING, "label": _TEXT, "count": COUNT})),
         "mean": NUMBER, "median": NUMBER,
         "deviation": or_null(NUMBER, "Of the sample; null: of a single number there is none."),
         "promoters": shape({"score": NUMBER, "promoters": NUMBER, "passives": NUMBER,
                             "detractors": NUMBER}),
         "ranking": listed(shape({"value": STRING, "n": COUNT, "firsts": COUNT,
                                  "mean_place": or_null(NUMBER, "null: nobody ranked it.")}))},
    ),
    **summary_shapes.SCHEMAS,
    **idea_shapes.SCHEMAS,
    "Problem": shape(
        {"type": STRING, "title": STRING, "status": COUNT},
        {"detail": STRING, "errors": listed(shape(
            {"question": STRING, "kind": STRING, "message": STRING}))},
    ),
}  # fmt: skip

_PERIOD: list[Json] = [
    {"name": name, "in": "query", "description": "A month.", "schema": MONTH}
    for name in ("from", "to")
]
_AREA: Json = {"name": "key", "in": "path", "required": True, "schema": STRING}
_LANG: Json = {"name": "lang", "in": "query", "schema": STRING}
_NUMBER: Json = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": idea_shapes.NUMBER,
}
_IDEAS: list[Json] = [
    {"name": "state", "in": "query", "schema": one_of(PUBLIC)},
    {"name": "theme", "in": "query", "description": "The key of a theme.", "schema": STRING},
    {"name": "area", "in": "query", "description": "The key of an area; with all below it.",
     "schema": STRING},
    {"name": "objective", "in": "query", "description": "The key of an objective.",
     "schema": STRING},
    {"name": "q", "in": "query", "description": "Beginnings of words.", "schema": STRING},
    {"name": "page", "in": "query", "description": "What `next` of the page before says.",
     "schema": {"type": "integer", "minimum": 1, "maximum": 2147483647}},
]  # fmt: skip
_CODE: Json = {
    "name": "code",
    "in": "query",
    "description": "The shared code, where the survey asks for it.",
    "schema": STRING,
}
_SLUG: Json = {"name": "slug", "in": "path", "required": True, "schema": STRING}
_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Random and new for each person's answers; the same again counts once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}


def _answers(problems: str, **schemas: str) -> Json:
    """Answers by status: `s200="Survey"` is a 200 with that schema; others are problems."""
    found: Json = {
        status[1:]: {
            "description": "Done",
            "content": {"application/json": {"schema": ref(name)}},
        }
        for status, name in schemas.items()
    }
    for status in problems.split():
        found[status] = {
            "description": "A problem",
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
    return found


def _get(summary: str, schema: str, problems: str = "404", *parameters: Json) -> Json:
    return {
        "summary": summary,
        "parameters": list(parameters),
        "responses": _answers(problems, s200=schema),
    }


PATHS: Json = {
    "/strategy": {"get": _get("Areas, themes with who answers for them, strategies", "Direction")},
    "/surveys": {"get": _get("Surveys that are open now", "Surveys")},
    "/surveys/{slug}": {
        "get": _get("One survey with its definition", "Survey", "404 429", _SLUG, _CODE)
    },
    "/surveys/{slug}/results": {
        "get": _get("Public results; small groups are suppressed", "Results", "404", _SLUG)
    },
    "/surveys/{slug}/responses": {
        "post": {
            "summary": "Hand in one person's answers",
            "description": (
                "Anonymous. Once-per-browser surveys take any number of calls: "
                "the limit is one of the pages, and rests on a cookie."
            ),
            "parameters": [_SLUG, _KEY],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": ref("Response")}},
            },
            "responses": _answers(
                "400 403 404 409 413 415 422 429", s200="Receipt", s201="Receipt"
            ),
        }
    },
    "/ideas": {"get": _get("Public ideas, the newest first", "Ideas", "400 404", *_IDEAS)},
    "/ideas/{number}": {
        "get": _get("One idea with its timeline and answers", "WholeIdea", "404", _NUMBER)
    },
    "/areas/{key}/summary": {
        "get": _get(
            "All that was said to an area in some months, suppressed; for its officials",
            "AreaSummary", "400 401 403 404", _AREA, *_PERIOD, _LANG,
        )
        | {"security": [{"token": []}]}
    },
    "/openapi.json": {
        "get": {
            "summary": "This description",
            "responses": {"200": {"description": "OpenAPI 3.1",
                                  "content": {"application/json": {"schema": {"type": "object"}}}}},
        }
    },
}  # fmt: skip


def document() -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kuulolla",
            "version": "1",
            "description": "What a municipality asks its residents, and what they say.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": PATHS,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
