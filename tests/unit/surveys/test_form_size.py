"""A page asks for no more than its form can send."""

import pytest

from app.surveys import entries, flow
from app.surveys.definition import DefinitionError, load
from app.surveys.entries import Change
from app.surveys.question_types.sending import MOST_SENT
from tests.unit.surveys.flows import Json, pages, text

BOXES: Json = {"type": "checkbox", "choices": list(range(400))}
ORDER: Json = {"type": "ranking", "choices": list(range(20))}
RANGE: Json = {"type": "slider", "sliderType": "range"}


def page_of(count: int, element: Json) -> Json:
    return {"elements": [{**element, "name": f"q{at}"} for at in range(count)]}


def test_a_page_that_could_not_be_sent_is_refused() -> None:
    element = {**ORDER, "showCommentArea": True}
    assert load(page_of(MOST_SENT // 21, element)).warnings == ()
    with pytest.raises(DefinitionError, match="more fields than a form can send"):
        load(page_of(MOST_SENT // 21 + 1, element))


def test_a_page_that_can_be_sent_unless_everything_is_ticked_is_warned_of() -> None:
    assert [one.path for one in load(page_of(5, BOXES)).warnings] == ["survey"]
    assert load(page_of(4, BOXES)).warnings == ()
    assert load(page_of(5, {**BOXES, "maxSelectedChoices": 3})).warnings == ()


@pytest.mark.parametrize(
    ("element", "least", "most"),
    [
        (text("q", showCommentArea=True), 2, 2),
        ({**ORDER, "name": "q"}, 20, 20),
        ({**RANGE, "name": "q"}, 2, 2),
        ({**BOXES, "name": "q", "showNoneItem": True}, 1, 401),
        ({"type": "matrix", "name": "q", "rows": ["a", "b"], "columns": ["x", "y"]}, 3, 3),
        (
            {"name": "q", "type": "matrix", "rows": [1], "columns": [1, 2], "cellType": "checkbox"},
            2,
            3,
        ),
        (
            {"type": "paneldynamic", "name": "q", "panelCount": 3, "templateElements": [text("t")]},
            4,
            4,
        ),
    ],
)  # fmt: skip
def test_the_fields_of_a_question_are_counted(element: Json, least: int, most: int) -> None:
    question = pages([element]).questions["q"]
    assert (question.form_parts(), question.form_parts(most=True)) == (least, most)


def test_a_list_grows_only_as_long_as_its_page_can_be_sent() -> None:
    boxes = {**BOXES, "name": "b", "choices": list(range(100))}
    survey = pages([{"type": "paneldynamic", "name": "l", "templateElements": [boxes]}])
    for count, grows in ((17, True), (18, False)):
        answers: Json = {"l": [{}] * count}
        page = flow.page(survey, answers, "p1", "fi")
        assert page is not None
        assert (entries.made(page, Change("q-l")) is not None) is grows
