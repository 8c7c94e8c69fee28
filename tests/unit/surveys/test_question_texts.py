"""What stands in the texts of a question."""

import pytest

from app.surveys.definition import load


@pytest.mark.parametrize(
    ("element", "is_shown"),
    [
        ({"type": "comment", "title": "Why?"}, False),
        ({"type": "comment", "title": "Why {more}?"}, True),
        ({"type": "comment", "description": {"default": "You go", "fi": "Kuljet: {more}"}}, True),
        ({"type": "radiogroup", "choices": ["a", {"value": "b", "text": "{more}"}]}, True),
        ({"type": "radiogroup", "choices": ["a", "{b"]}, False),
    ],
)
def test_a_question_knows_whether_answers_to_others_stand_in_its_texts(
    element: dict[str, object], is_shown: bool
) -> None:
    survey = load({"elements": [{"name": "q", **element}, {"type": "text", "name": "more"}]})
    assert survey.questions["q"].has_places is is_shown
