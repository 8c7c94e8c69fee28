"""The templates: in three languages, without a warning, and each can be answered to its end."""

import json
from typing import Any

import pytest

from app.authoring import bank_elements
from app.authoring.bank import STANDING
from app.authoring.starters import LIBRARY, starters
from app.core.languages import LANGUAGES
from app.surveys.definition import load
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.trace import trace

KEYS = tuple(starters())


def an_answer(question: Question) -> Any:
    """Something that somebody might answer."""
    match question.TYPE:
        case "matrix":
            assert isinstance(question, Composite)
            return {row["value"]: source_of(question)["columns"][0]["value"]
                    for row in source_of(question)["rows"]}  # fmt: skip
        case "ranking":
            return [option.code.partition(":")[2] or option.code for option in first(question)]
        case "checkbox" | "tagbox":
            is_rest = getattr(question, "choices_from_question_mode", "") == "unselected"
            return [first(question)[-1 if is_rest else 0].code]
        case "radiogroup" | "dropdown":
            return first(question)[0].code
        case "rating":
            return int(first(question)[-1].code)
        case "boolean":
            return False
        case "text" if getattr(question, "input_type", "text") == "email":
            return "aino@example.org"
    return None if question.TYPE in ("html", "file", "image") else "Oma sana"


SOURCES: dict[str, Any] = {}


def source_of(question: Question) -> Any:
    return SOURCES[question.name]


def first(question: Question) -> Any:
    return question.counted_in("fi")


def test_there_are_enough_to_choose_from() -> None:
    assert len(KEYS) >= 8
    assert {folder.name for folder in LIBRARY.iterdir() if folder.is_dir()} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_template_is_whole_in_every_language(key: str) -> None:
    starter = starters()[key]
    assert set(starter.about.texts) == set(LANGUAGES)
    definition = load(starter.source)
    assert set(definition.languages) == set(LANGUAGES)
    assert definition.warnings == ()
    assert 1 <= starter.minutes <= 10


@pytest.mark.parametrize("key", KEYS)
def test_a_template_can_be_answered_to_its_end(key: str) -> None:
    starter = starters()[key]
    definition = load(starter.source)
    SOURCES.update({one["name"]: one for one in bank_elements.elements(starter.source)})
    answers = {name: an_answer(question) for name, question in definition.questions.items()}
    given = {name: value for name, value in answers.items() if value is not None}
    done = trace(definition, list(given.items()), "fi")
    assert done["errors"] == []
    assert done["completed_data"]


def test_standing_questions_stand_alone_in_every_language() -> None:
    for element in json.loads(STANDING.read_text(encoding="utf-8")):
        assert bank_elements.alone(element, "fi") == element
        assert set(element["title"]) == {"default", *LANGUAGES}
