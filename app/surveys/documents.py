"""Answers as one document: what the logic sees, and what is handed in."""

from collections.abc import Mapping

from app.surveys.answers import merged
from app.surveys.checks.order import TOTAL
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.standing import Standing


def seen(situation: Standing) -> dict[str, object]:
    """The answers that the logic sees, with their comments, in the survey's order."""
    found: dict[str, object] = {}
    for question in situation.survey.questions.values():
        _put(found, question, situation.values[question.name], situation.totals)
        comment = situation.answers.get(question.comment_key)
        if question.has_comment and comment is not None and situation.visible[question.name]:
            found[question.comment_key] = comment
    return found


def handed_in(situation: Standing) -> dict[str, object]:
    """The answers on the path and nothing else, in the survey's order."""
    found: dict[str, object] = {}
    for question in situation.survey.questions.values():
        if not situation.visible[question.name] and situation.clearing(question) != "none":
            continue
        value = _said(situation, question)
        _put(found, question, value, situation.totals)
        comment = situation.answers.get(question.comment_key)
        if question.has_comment and isinstance(comment, str) and question.takes_comment(value):
            found[question.comment_key] = comment
    return found


def gathered(situation: Standing, question: Composite) -> object:
    """The answer to a question made of questions, as the logic sees it."""
    parts = {_key(one): seen(one) for one in situation.entries_of(question)}
    return _of_parts(situation, question, parts)


def _said(situation: Standing, question: Question) -> object:
    if isinstance(question, Composite) and question.name in situation.entries:
        parts = {_key(one): handed_in(one) for one in situation.entries_of(question)}
        return _of_parts(situation, question, parts)
    return situation.given(question)


def _of_parts(
    situation: Standing, question: Composite, parts: Mapping[str, Mapping[str, object]]
) -> object:
    entries = situation.entries[question.name]
    given = situation.given(question) is not None
    return question.gathered([(one.key, parts.get(one.key, {})) for one in entries], given)


def _key(situation: Standing) -> str:
    return situation.within.entry.key if situation.within else ""


def _put(
    found: dict[str, object],
    question: Question,
    value: object,
    totals: Mapping[str, Mapping[str, object]],
) -> None:
    if value is not None:
        found[question.key] = merged(found.get(question.key), value)
    if totals.get(question.name):
        found[question.name + TOTAL] = dict(totals[question.name])
