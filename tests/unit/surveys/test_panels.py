"""Panels that people add: what a form gives, panels inside panels, what is seen and said."""

from typing import Any

from app.surveys import flow
from tests.unit.surveys.composites import asked, errors, parsed, shown, view_of
from tests.unit.surveys.one_question import refusals

TOYS = {"type": "matrixdynamic", "name": "toys", "title": "Toys", "rowCount": 0,
        "columns": [{"name": "toy", "title": "Toy", "cellType": "text"}]}  # fmt: skip
INSIDE: list[Any] = [
    {"type": "text", "name": "name", "title": "Name", "isRequired": True},
    {"type": "panel", "name": "more", "title": "More", "elements": [
        {"type": "radiogroup", "name": "school", "title": "School", "choices": ["yes", "no"],
         "showOtherItem": True},
        TOYS,
    ]},
]  # fmt: skip
PANELS: Any = {"type": "paneldynamic", "templateElements": INSIDE, "panelCount": 1}
FIELD, TOY = "q-q.5b.{}.5d..2e.{}", "q-q.5b.{}.5d..2e.toys.5b.{}.5d..2e.toy"


def test_a_form_gives_an_object_for_each_panel_with_lists_inside() -> None:
    survey, _ = asked(**PANELS)
    answers: Any = {"q": [{"toys": [{}]}, {}]}
    form = {
        "q-q": "2",
        FIELD.format(0, "name"): "Aino",
        FIELD.format(0, "school"): "other",
        FIELD.format(0, "school") + "-comment": "Day care",
        FIELD.format(0, "toys"): "1",
        TOY.format(0, 0): "Ball",
        FIELD.format(1, "name"): "Eero",
    }
    assert parsed(survey, form, **answers) == [
        {"name": "Aino", "school": "other", "school-Comment": "Day care",
         "toys": [{"toy": "Ball"}]},
        {"name": "Eero", "toys": []},
    ]  # fmt: skip


def test_what_is_wrong_far_inside_leads_to_its_own_field() -> None:
    columns = [{"name": "toy", "cellType": "text", "isRequired": True}]
    inside = [{**TOYS, "columns": columns}]
    survey, _ = asked(**{**PANELS, "templateElements": inside})
    answers: Any = {"q": [{}, {"toys": [{"toy": "x"}, {}]}]}
    [error] = errors(survey, answers)
    assert error.question == "q[1].toys[1].toy"
    assert error.control == TOY.format(1, 1)
    [inner] = flow.validate_all(survey, answers, "fi")
    assert inner.question == "q[1].toys[1].toy"
    view = view_of(survey, answers, (error,))
    wrong = [one.id for outer in view.inner for one in outer.inner if one.errors]
    assert wrong == [TOY.format(1, 1)]


def test_panels_are_called_what_they_hold_and_never_alike() -> None:
    survey, _ = asked(**PANELS, templateTitle="Child {panel.name}")
    answers: Any = {"q": [{}, {"name": "Aino"}, {}]}
    titles = [entry.title.text for entry in shown(survey, answers).entries]
    assert titles == ["Child 1", "Child Aino", "Child 3"]
    survey, _ = asked(**PANELS)
    assert [one.title.text for one in shown(survey, answers).entries][:2] == ["Entry 1", "Entry 2"]


def test_a_panel_inside_keeps_its_words() -> None:
    survey, _ = asked(**PANELS, templateDescription="About child {panelIndex}")
    [entry] = view_of(survey, {}).entries
    assert str(entry.description) == "About child 1"
    assert [str(one.title) for one in entry.elements] == ["Name", "More"]


def test_what_was_filled_in_beforehand_can_be_emptied() -> None:
    inside = [{"type": "text", "name": "name", "defaultValue": "Aino"}]
    survey, _ = asked(**{**PANELS, "templateElements": inside})
    stored = parsed(survey, {"q-q": "1", FIELD.format(0, "name"): ""})
    assert stored == [{"name": None}]
    assert [inner.value for inner in view_of(survey, {"q": stored}).inner] == [""]
    assert flow.completed(survey, {"q": stored}) == {"q": [{}]}


def test_answers_in_words_are_numbered() -> None:
    _, question = asked(**PANELS)
    said = [{"name": "Aino", "school": "other", "school-Comment": "Day care"},
            {"name": "Eero", "toys": [{"toy": "Ball"}, {"toy": "Kite"}]}]  # fmt: skip
    assert question.display(said, "en").splitlines() == [
        "1. Name: Aino",
        "1. School: Other, what? – Day care",
        "2. Name: Eero",
        "2. Toys – 1. Toy: Ball",
        "2. Toys – 2. Toy: Kite",
    ]


def test_lists_inside_lists_are_refused_before_they_cost_anything() -> None:
    survey, _ = asked(**PANELS)
    nothing: tuple[object, ...] = ({}, None)
    for inner in nothing:
        answer = [{"name": "x", "toys": [inner] * 200}] * 100
        found = flow.validate_all(survey, {"q": answer}, "fi")
        assert [one.kind for one in found] == ["many_entries"]


def test_more_questions_than_a_form_can_send_are_no_definition() -> None:
    inside = [{"type": "text", "name": f"t{number}"} for number in range(11)]
    panels = {**PANELS, "templateElements": inside, "panelCount": 91}
    assert refusals(**panels) == {"panelCount": "too many questions for one page"}


def test_a_list_without_a_word_says_nothing() -> None:
    inside = [*INSIDE, {"type": "expression", "name": "sum", "expression": "1 + 1"}]
    _, question = asked(**{**PANELS, "templateElements": inside})
    assert not question.is_answered([{"sum": 2}, {"toys": [{}]}])
    assert question.is_answered([{}, {"toys": [{"toy": "Ball"}]}])
    assert question.is_answered([{"school": "other", "school-Comment": "x"}])
    assert not question.is_answered("x")
    assert not question.is_answered(None)
