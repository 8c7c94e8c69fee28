"""Whatever JSON comes as an answer is judged, shown and handed in without a fault of ours."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.surveys import flow
from app.surveys.definition import load
from app.surveys.question_types.known import TYPES
from tests.unit.surveys.test_question_types import CHOICES, Json

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["a", "other", 3, "3", "\ud800", 10**400]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)  # fmt: skip
PICTURES = [{"value": one, "text": "Picture", "imageLink": "/static/x.jpg"} for one in ("a", 3)]
COLUMNS: list[object] = [
    {"name": "a", "cellType": "text", "isUnique": True, "totalType": "sum"},
    {"name": "b", "cellType": "checkbox", "choices": CHOICES, "visibleIf": "{row.a} notempty"},
    {"name": "c", "cellType": "expression", "expression": "{row.a} + {prevRow.a}"},
]
ONE_OF_EACH = load(
    {
        "elements": [
            {"type": "text", "name": "text"},
            {"type": "text", "name": "number", "inputType": "number", "min": 1, "step": 2},
            {"type": "text", "name": "date", "inputType": "date", "max": "2030-01-01"},
            {"type": "comment", "name": "comment", "showCommentArea": True},
            {"type": "radiogroup", "name": "radio", "choices": CHOICES, "showOtherItem": True},
            {"type": "checkbox", "name": "check", "choices": CHOICES, "showNoneItem": True},
            {"type": "dropdown", "name": "drop", "choices": CHOICES, "visibleIf": "{text} = 1"},
            {"type": "rating", "name": "rating", "title": "{radio} {check} {zero}"},
            {"type": "boolean", "name": "boolean", "valueName": "shared"},
            {"type": "tagbox", "name": "tags", "choices": CHOICES, "showOtherItem": True},
            {"type": "ranking", "name": "rank", "choices": ["a", 3, "b"]},
            {"type": "imagepicker", "name": "picture", "choices": PICTURES},
            {"type": "slider", "name": "slider", "maxValueExpression": "{number}"},
            {"type": "slider", "name": "range", "sliderType": "range", "minRangeLength": 2},
            {"type": "expression", "name": "sum", "expression": "{slider} + {range} + {rank}"},
            {"type": "file", "name": "files", "allowMultiple": True, "showCommentArea": True},
            {"type": "multipletext", "name": "items", "items": [{"name": "a"}, {"name": "b"}]},
            {
                "type": "matrix",
                "name": "matrix",
                "rows": ["a", "b"],
                "columns": CHOICES,
                "eachRowUnique": True,
            },
            {"type": "matrixdropdown", "name": "cells", "rows": ["a", "b"], "columns": COLUMNS},
            {"type": "matrixdynamic", "name": "rows", "columns": COLUMNS, "maxRowCount": 3},
            {
                "type": "paneldynamic",
                "name": "panels",
                "minPanelCount": 1,
                "templateElements": [
                    {"type": "text", "name": "a", "showCommentArea": True},
                    {
                        "type": "panel",
                        "name": "inside",
                        "elements": [
                            {
                                "type": "matrixdynamic",
                                "name": "b",
                                "columns": COLUMNS,
                                "visibleIf": "{panel.a} = 'x'",
                            }
                        ],
                    },
                ],
            },
        ],
        "calculatedValues": [{"name": "zero", "expression": "{number} + {date} + {check}"}],
    }
)
PART = st.dictionaries(st.sampled_from(["a", "b", "c", "a-Comment", "nobody"]), ANY_JSON)
INSIDE = PART | st.lists(PART | st.none(), max_size=4) | st.dictionaries(
    st.sampled_from(["a", "b", "nobody"]), PART | st.lists(PART, max_size=3)
)  # fmt: skip


def test_every_type_is_among_those_tried() -> None:
    assert {one.TYPE for one in ONE_OF_EACH.questions.values()} == {
        one.TYPE for one in TYPES if one.ANSWERED
    }


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*ONE_OF_EACH.by_key, *ONE_OF_EACH.comments, "zero", "nobody"]),
        ANY_JSON | INSIDE,
        max_size=6,
    )
)
def test_any_json_is_judged_without_failing(given_answers: Json) -> None:
    flow.validate_all(ONE_OF_EACH, given_answers, "fi")
    answers = flow.answered(ONE_OF_EACH, {}, given_answers)
    page = flow.page(ONE_OF_EACH, answers, "page1", "fi")
    assert page
    for state in page.questions:
        question = state.question
        assert question.view(state).question == question.name
        assert all(isinstance(code, str) for code in question.coded(state.answer))
        assert isinstance(question.display(state.answer, "fi"), str)
        given_form = question.parse(state, {})
        assert given_form.keys() <= {question.key, question.comment_key}
    handed_in = flow.completed(ONE_OF_EACH, answers)
    assert flow.completed(ONE_OF_EACH, handed_in) == handed_in
    assert flow.cleaned(ONE_OF_EACH, handed_in) == handed_in
