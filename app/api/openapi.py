"""The description of the API in OpenAPI 3.1, built from one table of calls."""

from typing import Any

from app.api import idea_representations
from app.api.idea_representations import DAY, TIME
from app.ideas.lifecycle import PUBLIC

Json = dict[str, Any]

_STRING: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_KEYS: Json = {"type": "array", "items": _STRING}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _object(required: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "required": sorted(required),
        "properties": required | (optional or {}),
    }


_TEXT = _ref("Text")

SCHEMAS: Json = {
    "Text": {
        "description": "A text by language (fi, sv, en …).",
        "type": "object",
        "additionalProperties": _STRING,
    },
    "Area": _object(
        {"key": _STRING, "kind": _STRING, "name": _TEXT, "description": _TEXT,
         "areas": _list(_ref("Area"))}
    ),
    "Theme": _object({"key": _STRING, "name": _TEXT, "description": _TEXT, "owner": _STRING}),
    "Objective": _object(
        {"key": _STRING, "title": _TEXT, "first_year": _COUNT, "last_year": _COUNT}
    ),
    "Goal": _object({"key": _STRING, "title": _TEXT, "objectives": _list(_ref("Objective"))}),
    "Strategy": _object(
        {"key": _STRING, "title": _TEXT, "vision": _TEXT, "first_year": _COUNT,
         "last_year": _COUNT, "goals": _list(_ref("Goal"))}
    ),
    "Direction": _object(
        {"areas": _list(_ref("Area")), "themes": _list(_ref("Theme")),
         "strategies": _list(_ref("Strategy"))}
    ),
    "Survey": _object(
        {"slug": _STRING, "title": _TEXT, "description": _TEXT, "languages": _KEYS,
         "minutes": _COUNT, "opens_at": TIME, "closes_at": TIME | {"type": ["string", "null"]},
         "answer_due_on": DAY, "once_per_browser": {"type": "boolean"}, "area": _STRING,
         "themes": _KEYS, "objectives": _KEYS, "version": _COUNT},
        {"state": {"enum": ["coming", "open", "closed"]},
         "definition": {"type": ["object", "null"],
                        "description": "SurveyJS JSON; null before the survey opens."}},
    ),
    "Surveys": _object({"surveys": _list(_ref("Survey"))}),
    "Response": _object(
        {"answers": {"type": "object", "description": "Answers by the names of questions."}},
        {"lang": _STRING},
    )
    | {"additionalProperties": False},
    "Receipt": _object({"receipt": _STRING}),
    "Results": _object(
        {"survey": _STRING, "min_group": _COUNT, "received": _COUNT,
         "shown": {"type": ["integer", "null"],
                   "description": "Responses in the figures; null: too few to show any."},
         "questions": _list(_ref("QuestionResult"))}
    ),
    "QuestionResult": _object(
        {"name": _STRING, "type": _STRING, "title": _TEXT,
         "n": {"type": ["integer", "null"], "description": "null: too few answered."}},
        {"options": _list(_object({"value": _STRING, "label": _TEXT, "count": _COUNT}))},
    ),
    "AreaSummary": _object(
        {"area": {"type": "object"}, "period": {"type": "object"}, "made_at": TIME,
         "lang": _STRING, "participation": {"type": "object"}, "own": {"type": "object"},
         "themes": _list({"type": "object"}), "objectives": _list({"type": "object"})}
    ),
    **idea_representations.schemas(_object, _ref, _list),
    "Problem": _object(
        {"type": _STRING, "title": _STRING, "status": _COUNT},
        {"detail": _STRING, "errors": _list(_object(
            {"question": _STRING, "kind": _STRING, "message": _STRING}))},
    ),
}  # fmt: skip

_MONTH: Json = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
_PERIOD: list[Json] = [
    {"name": name, "in": "query", "description": "A month.", "schema": _MONTH}
    for name in ("from", "to")
]
_AREA: Json = {"name": "key", "in": "path", "required": True, "schema": _STRING}
_LANG: Json = {"name": "lang", "in": "query", "schema": _STRING}
_NUMBER: Json = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
_IDEAS: list[Json] = [
    {"name": "state", "in": "query", "schema": {"enum": list(PUBLIC)}},
    {"name": "theme", "in": "query", "description": "The key of a theme.", "schema": _STRING},
    {"name": "area", "in": "query", "description": "The key of an area; with all below it.",
     "schema": _STRING},
    {"name": "q", "in": "query", "description": "Beginnings of words.", "schema": _STRING},
    {"name": "page", "in": "query", "description": "What `next` of the page before says.",
     "schema": {"type": "integer", "minimum": 1, "maximum": 2147483647}},
]  # fmt: skip
_SLUG: Json = {"name": "slug", "in": "path", "required": True, "schema": _STRING}
_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Random and new for each person's answers; the same again counts once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


def _answers(problems: str, **schemas: str) -> Json:
    """Answers by status: `s200="Survey"` is a 200 with that schema; others are problems."""
    found: Json = {
        status[1:]: {
            "description": "Done",
            "content": {"application/json": {"schema": _ref(name)}},
        }
        for status, name in schemas.items()
    }
    for status in problems.split():
        found[status] = {
            "description": "A problem",
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
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
    "/surveys/{slug}": {"get": _get("One survey with its definition", "Survey", "404", _SLUG)},
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
                "content": {"application/json": {"schema": _ref("Response")}},
            },
            "responses": _answers(
                "400 404 409 413 415 422 429", s200="Receipt", s201="Receipt"
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
