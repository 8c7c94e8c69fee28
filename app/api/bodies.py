"""Reading what API clients send, strictly: every refusal says what is wrong."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import request

from app.ideas import queries as idea_queries
from app.ideas.lifecycle import PUBLIC
from app.ideas.queries import LONGEST_SEARCH, Wanted
from app.organisation import queries as organisation
from app.organisation.models import Theme
from app.organisation.queries import AreaTree

KEY = re.compile(r"[!-~]{1,200}")
DEEPEST = 20
LARGEST_BODY = 256 * 1024
LARGEST_NUMBER = 10**15
MEMBERS = frozenset({"answers", "lang", "code"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, as the API tells it; `question` "" where it is about no question."""

    question: str
    kind: str
    message: str


class Refused(Exception):
    """A call that is not taken."""

    def __init__(self, status: HTTPStatus, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = faults


def _bad(detail: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, detail)


def unprocessable(*faults: Fault) -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The answers cannot be taken.", faults)


def idempotency_key() -> str:
    """The key that makes the call count once, however often it is sent."""
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise _bad(
            "Send an Idempotency-Key header: 1 to 200 printable ASCII characters, "
            "random and new for each person's answers (a UUID does)."
        )
    return key


@dataclass(frozen=True, slots=True)
class Sent:
    """The body of a response: answers by question, and the language they were given in."""

    answers: Mapping[str, object]
    lang: str | None
    content: str
    """The body in its one canonical form."""
    code: str = ""
    """The shared code of the survey."""


def response_sent() -> Sent:
    """The body of a call that hands in a response."""
    body = _json()
    unknown = sorted(set(body) - MEMBERS)
    if unknown:
        raise unprocessable(Fault("", "unknown", f"The body has no member {unknown[0]!r}."))
    answers, lang = body.get("answers"), body.get("lang")
    if not isinstance(answers, dict):
        raise unprocessable(Fault("", "type", "answers must be an object of answers by question."))
    if lang is not None and not isinstance(lang, str):
        raise unprocessable(Fault("", "lang", "lang must be a string such as fi."))
    code = body.get("code", "")
    if not isinstance(code, str):
        raise unprocessable(Fault("", "code", "code must be a string."))
    return Sent(answers, lang, json.dumps(body, sort_keys=True, ensure_ascii=False), code)


def _json() -> dict[str, object]:
    if request.mimetype != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
    if (request.content_length or 0) > LARGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {LARGEST_BODY} bytes.")
    raw = request.get_data(cache=False)
    if len(raw) > LARGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {LARGEST_BODY} bytes.")
    body = _parsed(raw)
    if not isinstance(body, dict):
        raise _bad("The body must be a JSON object.")
    return body


def _parsed(raw: bytes) -> Any:
    try:
        body = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once_each,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_whole,
        )
        json.dumps(body, ensure_ascii=False).encode("utf-8")  # halves of surrogate pairs fail here
    except UnicodeError as fault:
        raise _bad("The body is not UTF-8.") from fault
    except RecursionError as fault:
        raise _bad("The body is nested too deeply.") from fault
    except json.JSONDecodeError as fault:
        raise _bad(f"The body is not JSON: {fault}.") from fault
    if _depth(body) > DEEPEST:
        raise _bad("The body is nested too deeply.")
    return body


def _depth(value: object) -> int:
    """How many lists and objects lie in each other; stops looking past the limit."""
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        depth += 1
    return depth


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _bad("The same name stands twice in one object.")
    return found


def _no_number(text: str) -> object:
    raise _bad(f"{text} is not a number in JSON.")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise _bad("A number is too large.")
    return value


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST_NUMBER:
        raise _bad("A number is too large.")
    return int(text)


def ideas_wanted(tree: AreaTree, themes: Sequence[Theme]) -> Wanted:
    """Which ideas a call asks for; what there is none of is refused, not passed over."""
    asked = {name: request.args.get(name) for name in ("state", "theme", "area", "objective")}
    theme = next((one for one in themes if one.key == asked["theme"]), None)
    area = tree.by_key.get(asked["area"] or "")
    objective = organisation.objective(asked["objective"]) if asked["objective"] else None
    if asked["state"] is not None and asked["state"] not in PUBLIC:
        raise _bad(f"state: one of {', '.join(PUBLIC)}.")
    if asked["theme"] is not None and theme is None:
        raise _bad("theme: the key of a theme.")
    if asked["area"] is not None and area is None:
        raise _bad("area: the key of an area.")
    if asked["objective"] is not None and objective is None:
        raise _bad("objective: the key of an objective.")
    return Wanted(
        states=tuple(one for one in PUBLIC if asked["state"] in (None, one)),
        theme_id=theme.id if theme else None,
        area_ids=tree.below(area.id) if area else None,
        objective_id=objective.id if objective else None,
        text=request.args.get("q", "")[:LONGEST_SEARCH],
    )


def page() -> int | None:
    """Where the wanted page of a list begins: below this number."""
    asked = request.args.get("page")
    if asked is None:
        return None
    number = int(asked) if re.fullmatch(r"[0-9]{1,10}", asked) else 0
    if not 0 < number <= idea_queries.LARGEST_NUMBER:
        raise _bad("page: what `next` of the page before says.")
    return number
