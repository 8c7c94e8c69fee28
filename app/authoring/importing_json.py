"""SurveyJS JSON as other tools write it becomes a definition of our subset.

Names from older versions of the format are mapped. What our subset has no place for, and what
changes nothing that is asked or when, is left out with a line each. All else that it refuses (a
condition that can't be read, an unknown trigger) would make another survey of it: then the whole is
refused, with every problem's path, reason and hint.
"""

import json
from collections.abc import Mapping
from typing import Any

from app.authoring.importing import Fault, Imported, ImportRefused, Lines, Why, finish
from app.authoring.importing_markup import safe
from app.authoring.importing_paths import Step, element_way, follow, named, steps, take_out
from app.surveys.definition import MOST_BYTES
from app.surveys.legacy import MODERN
from app.surveys.problems import Problem
from app.surveys.properties import LAYOUT, REFUSED

MOST_DEPTH = 60

_LOOK = frozenset({
    "logo", "backgroundImage", "showNavigationButtons", "showCompletedPage", "focusFirstQuestion",
    "focusOnFirstError", "firstPageIsStarted", "firstPageIsStartPage", "startSurveyText",
    "cookieName", "sendResultOnPageNext", "goNextPageAutomatic", "autoAdvanceEnabled",
    "autoAdvanceAllowComplete", "mode", "questionDescriptionLocation", "questionStartIndex",
    "questionsOnPageMode", "showCompleteButton", "showPrevButton", "keepIncorrectValues",
    "loadingHtml", "completedBeforeHtml", "questionTitlePattern", "theme", "themeVariables",
    "navigationButtonsVisibility", "navigationDescription", "navigationTitle", "dataList", "size",
    "allowAddNewRows", "renderMode", "panelsState", "rowsState", "detailPanelMode", "tabAlign",
    "page", "id", "maxWidth",
    "validateVisitedEmptyFields", "textUpdateMode", "matrixDragHandleArea", "calendarDate",
    "partialSend", "partialSendEnabled", "questionErrorLocation", "autoFocusFirstError",
})  # fmt: skip
"""Further properties of the look and of the way that the original's page works."""

_TYPES = frozenset({"signaturepad", "imagemap", "buttongroup", "flowpanel"})
_MEANS = frozenset({"choicesByUrl", "bindings", "correctAnswer", "allowCustomChoices"})
"""Refused properties without which a question asks something else."""


def read(text: str, *, language: str) -> Imported:
    """The definition that a JSON text holds; raises ImportRefused."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ImportRefused(Fault.TOO_LARGE, str(MOST_BYTES))
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportRefused(Fault.NOT_JSON, str(error)) from None
    if not isinstance(parsed, dict) or _is_deep(parsed):
        raise ImportRefused(Fault.NO_SURVEY)
    return from_object(parsed, language=language)


def from_object(source: dict[str, Any], *, language: str) -> Imported:
    """The same of what the text parses to."""
    if not isinstance(source.get("pages"), list) and not isinstance(source.get("elements"), list):
        source = {**source, "elements": source["questions"]} if "questions" in source else source
        source.pop("questions", None)
    if not source.get("pages") and not source.get("elements"):
        raise ImportRefused(Fault.NO_QUESTIONS)
    lines = Lines()
    return finish(_modern(source), lines, _mend, language=language)


def _is_deep(parsed: object) -> bool:
    waiting = [(parsed, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MOST_DEPTH:
            return True
        if isinstance(value, dict):
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
    return False


def _modern(value: Any) -> Any:
    """The same with today's names of properties, and without the sign zero."""
    if isinstance(value, list):
        return [_modern(one) for one in value]
    if isinstance(value, str):
        return value.replace("\x00", "")
    if not isinstance(value, dict):
        return value
    found = {}
    for key, one in value.items():
        key = key.replace("\x00", "")
        name = MODERN.get(key, key)
        found[key if name in value else name] = _modern(one)
    return found


def _mend(source: dict[str, Any], problem: Problem, lines: Lines) -> bool:
    """Take out what may be left out; False where it would be another survey without."""
    way = steps(problem.path)
    written = way[-1] if way else ""
    if not isinstance(written, str):
        return False
    where = named(source, way[:-1]) or problem.path
    if written == "type":
        return _without_element(source, way, where, lines)
    found = follow(source, way)
    if _is_html(written) and isinstance(found, (str, dict)):
        return _cleaned(source, way, where, lines)
    if not _may_go(written, problem) or not take_out(source, way):
        return False
    lines.note(where, written, _why(written))
    return True


def _may_go(written: str, problem: Problem) -> bool:
    if written in _LOOK or written in LAYOUT or written.endswith("Component"):
        return True
    if written in REFUSED:
        return written not in _MEANS
    return problem.reason == "unknown property" and not problem.hint.startswith("did you mean")


def _why(written: str) -> Why:
    if written in _LOOK or written in LAYOUT or written.endswith("Component"):
        return Why.LOOK
    return Why.SETTING if written in REFUSED else Why.UNREAD


def _without_element(source: dict[str, Any], way: list[Step], where: str, lines: Lines) -> bool:
    """Leave a question out of a type that is known not to be supported."""
    kind = follow(source, way)
    element = element_way(source, way)
    is_known = isinstance(kind, str) and kind.lower() in _TYPES
    if not is_known or not take_out(source, element):
        return False
    lines.note(where, str(kind), Why.TYPE_UNKNOWN)
    return True


def _is_html(written: str) -> bool:
    return written in ("html", "completedHtml", "default") or len(written) == 2


def _cleaned(source: dict[str, Any], way: list[Step], where: str, lines: Lines) -> bool:
    """Keep of HTML what is harmless; False where that is nothing new."""
    around, last = follow(source, way[:-1]), way[-1]
    before = follow(source, way)
    if not isinstance(around, dict):
        return False
    if isinstance(before, str):
        after: Any = safe(before)[0]
    elif isinstance(before, Mapping):
        after = {k: safe(one)[0] if isinstance(one, str) else one for k, one in before.items()}
    if after == before:
        return False
    around[last] = after
    lines.note(where, str(last), Why.MARKUP)
    return True
