"""Every type of question has a place on the page, and its errors lead to it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from app.surveys import definition, flow
from app.surveys.question_types.base import QuestionState
from app.surveys.question_types.known import TYPES

APP = Path(__file__).parents[3] / "app"
CHOICES = [
    {"value": "bus", "text": {"sv": "buss"}},
    {"value": "car", "text": {"fi": "auto", "sv": "bil"}},
]
PICTURES = [{**choice, "imageLink": f"/static/{choice['value']}.jpg"} for choice in CHOICES]
COLUMNS = [
    {"name": "by", "title": "By", "cellType": "dropdown", "choices": CHOICES},
    {"name": "cost", "title": "Cost", "cellType": "text", "totalType": "sum"},
]
REQUIRED = {"title": {"fi": "Miten?", "sv": "Hur?"}, "isRequired": True}
ELEMENTS: dict[str, dict[str, object]] = {
    "text": {"inputType": "number", "min": 0, "placeholder": "12"},
    "comment": {"rows": 4},
    "radiogroup": {"choices": CHOICES, "showOtherItem": True},
    "checkbox": {"choices": CHOICES, "showOtherItem": True, "colCount": 2},
    "dropdown": {"choices": CHOICES, "showOtherItem": True},
    "rating": {"minRateDescription": "Bad", "maxRateDescription": "Good"},
    "boolean": {},
    "tagbox": {"choices": CHOICES, "showOtherItem": True},
    "imagepicker": {"choices": PICTURES},
    "ranking": {"choices": CHOICES},
    "slider": {"step": 10},
    "file": {"allowMultiple": True, "acceptedTypes": "image/*"},
    "multipletext": {"items": [{"name": "street", "title": "Street"}, {"name": "town"}]},
    "matrix": {"rows": [{"value": "north", "text": {"sv": "norr"}}, "south"], "columns": CHOICES},
    "matrixdropdown": {"rows": ["north", "south"], "columns": COLUMNS},
    "matrixdynamic": {"columns": COLUMNS, "rowCount": 2},
    "paneldynamic": {
        "panelCount": 1,
        "templateTitle": "Child {panel.name}",
        "templateElements": [{"type": "text", "name": "name"}],
    },
    "html": {"html": "<p>Read this.</p>"},
    "image": {"imageLink": "/static/mark.svg", "altText": "A mark"},
    "expression": {"expression": "{more} + 1"},
}
NOT_ASKED = ("html", "image", "expression")
ASKED = [kind for kind in ELEMENTS if kind not in NOT_ASKED]
Show = Callable[..., str]


@pytest.fixture
def show() -> Iterator[Show]:
    """The page of a survey that has one required question of a type, after `answers` were sent."""
    app = Flask("questions")
    folders = (APP / "core" / "templates", APP / "surveys" / "templates")
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=lambda: "fi")

    def page(kind: str, answers: dict[str, object], checked: bool = True, **own: object) -> str:
        element = {"type": kind, "name": "how", **REQUIRED, **ELEMENTS[kind], **own}
        if kind in NOT_ASKED:
            element = {"type": kind, "name": "how", **ELEMENTS[kind]}
            more = [{"type": "text", "name": "more"}]
        else:
            more = []
        survey = definition.load({"pages": [{"name": "p", "elements": [element, *more]}]})
        errors = flow.validate_page(survey, answers, "p", "fi") if checked else []
        asked = flow.page(survey, answers, "p", "fi")
        assert asked
        state = asked.elements[0]
        assert isinstance(state, QuestionState)
        view = state.question.view(state, tuple(errors))
        source = '{% from "surveys/question.html" import question %}{{ question(view, lang) }}'
        return render_template_string(source, view=view, lang="fi")

    with app.test_request_context():
        yield page


def test_every_type_is_shown_in_these_tests() -> None:
    assert {one.TYPE for one in TYPES} == ELEMENTS.keys()


@pytest.mark.parametrize("kind", ASKED)
def test_the_control_of_a_missing_answer_can_be_focused_and_tells_its_error(
    show: Show, kind: str
) -> None:
    html = show(kind, {})
    assert re.search(r'<(input|textarea|select)[^>]* id="q-how"', html) or is_group(html)
    assert re.search(r'aria-describedby="([^"]+ )?q-how-error"', html)
    assert 'id="q-how-error"' in html
    assert 'aria-invalid="true"' in html or is_group(html)


def is_group(html: str) -> bool:
    """Whether the whole is a group that takes the focus, its legend and error with it."""
    return re.search(r'<fieldset[^>]* id="q-how" tabindex="-1" aria-describedby=', html) is not None


@pytest.mark.parametrize("kind", ASKED)
def test_a_question_without_error_claims_none(show: Show, kind: str) -> None:
    html = show(kind, {}, checked=False)
    assert "Miten?" in html
    assert "aria-invalid" not in html
    assert "q-how-error" not in html


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("text", 12, 'value="12"'),
        ("comment", "Two words", "\nTwo words</textarea>"),
        ("radiogroup", "car", 'value="car" checked'),
        ("checkbox", ["car"], 'value="car" checked'),
        ("dropdown", "car", 'value="car" selected'),
        ("rating", 3, 'value="3" checked'),
        ("boolean", False, 'value="false" checked'),
        ("tagbox", ["car"], 'value="car" checked'),
        ("imagepicker", "car", 'value="car" checked'),
        ("ranking", ["car", "bus"], 'value="1:car" selected'),
        ("slider", 30, 'value="30"'),
        ("multipletext", {"street": "Rantakatu"}, 'value="Rantakatu"'),
        ("matrix", {"south": "car"}, 'name="q-how.2e.south" value="car" checked'),
        ("matrixdropdown", {"south": {"by": "car"}}, 'value="car" selected'),
        ("matrixdynamic", [{}, {}, {"cost": "7"}], 'id="q-how.5b.2.5d..2e.cost"'),
        ("matrixdynamic", [{"cost": "7"}], 'type="text" value="7"'),
        ("paneldynamic", [{}, {"name": "Aino"}], "Child Aino"),
    ],
)
def test_what_was_answered_is_there_again(
    show: Show, kind: str, answer: object, shown: str
) -> None:
    assert shown in show(kind, {"how": answer})


@pytest.mark.parametrize("kind", ["radiogroup", "checkbox", "dropdown"])
def test_the_field_for_an_own_answer_stands_beside_its_choice(show: Show, kind: str) -> None:
    html = show(kind, {})
    assert html.count("data-own-answer") == 1
    assert 'id="q-how-comment"' in html


def test_a_choice_that_is_not_translated_says_its_language(show: Show) -> None:
    assert '<span lang="sv">buss</span>' in show("radiogroup", {})
    assert 'value="bus" lang="sv">buss</option>' in show("dropdown", {})
    assert 'lang="fi"' not in show("radiogroup", {})


def test_the_words_at_the_ends_of_a_scale_stand_with_their_numbers(show: Show) -> None:
    html = show("rating", {})
    assert "1 = Bad" in html
    assert "5 = Good" in html


def test_a_text_between_questions_is_shown_as_it_is(show: Show) -> None:
    assert "<p>Read this.</p>" in show("html", {})


def test_each_item_of_an_order_has_a_list_of_places_with_a_name(show: Show) -> None:
    html = show("ranking", {"how": ["1:bus", "1:car"]})
    assert html.count('aria-invalid="true" aria-describedby="q-how') == 2
    assert '<label for="q-how-2">auto</label>' in html
    assert '<p class="ds-validation-message" id="q-how-2-place">' in html
    assert "Anna jokaiselle oma sija välillä 1 (ensimmäinen) – 2 (viimeinen)." in html


def test_a_picture_has_words_in_sight_or_as_its_alternative(show: Show) -> None:
    html = show("imagepicker", {})
    assert 'src="/static/bus.jpg" alt="buss" lang="sv"' in html
    assert 'src="/static/mark.svg" alt="A mark"' in show("image", {})


def test_a_range_has_a_field_for_each_end(show: Show) -> None:
    html = show("slider", {"how": [10, 30]}, checked=False, sliderType="range")
    assert re.search(r'id="q-how" name="q-how"[^>]* value="10"', html)
    assert re.search(r'id="q-how-2" name="q-how"[^>]* value="30"', html)
    assert "Väliltä 0–100. 10:n välein." in html


def test_a_computed_value_is_said_and_cannot_be_typed(show: Show) -> None:
    html = show("expression", {"more": "2"})
    assert re.search(r'<output[^>]* aria-labelledby="q-how-title">3</output>', html)
    assert "<input" not in html


def test_a_long_list_of_boxes_scrolls(show: Show) -> None:
    assert "k-choices-scroll" in show("tagbox", {}, choices=list(range(8)))
    assert "k-choices-scroll" not in show("tagbox", {}, choices=list(range(7)))


def test_each_choice_of_a_matrix_has_a_name_in_a_group_with_the_name_of_its_row(show: Show) -> None:
    html = show("matrix", {})
    assert '<div class="k-matrix k-matrix-table">' in html
    assert '<div class="k-matrix-heads" aria-hidden="true">' in html
    row = html[html.index('id="q-how.2e.north-group" role="radiogroup"') :]
    assert row.index('<span lang="sv">norr</span>') < row.index("</legend>")
    assert row.index('<label for="q-how.2e.north"><span class="k-column-name">') > 0


def test_a_matrix_of_many_columns_is_no_table(show: Show) -> None:
    assert "k-matrix-table" not in show("matrix", {}, columns=list(range(7)))
    own = {"south": {"bus": {"fi": "linja-auto"}}}
    assert "k-matrix-table" not in show("matrix", {}, cells=own)


def test_rows_of_the_authors_have_no_buttons(show: Show) -> None:
    html = show("matrixdropdown", {})
    assert "<button" not in html
    assert '<legend class="ds-label">north</legend>' in html


def test_a_list_says_how_many_entries_it_has_and_what_its_buttons_are_for(show: Show) -> None:
    html = show("matrixdynamic", {"how": [{}, {"cost": "7"}]}, checked=False)
    assert '<input type="hidden" name="q-how" value="2">' in html
    assert re.search(r'name="q-how:add" value="1">Lisää uusi <span class="ds-sr-only">', html)
    assert re.search(r'name="q-how:remove" value="1"><span>Poista: Rivi 2</span></button>', html)
    own = show("matrixdynamic", {}, removeRowText="Take away")
    assert 'value="1">Take away <span class="ds-sr-only">Rivi 2</span></button>' in own
    assert "<dt>Cost</dt><dd>7</dd>" in html


def test_a_list_at_its_limits_has_no_buttons(show: Show) -> None:
    least = show("matrixdynamic", {}, minRowCount=2)
    assert "q-how:remove" not in least
    assert "q-how:add" in least
    assert "q-how:add" not in show("matrixdynamic", {}, maxRowCount=2)
    assert "<button" not in show("matrixdynamic", {}, allowAddRows=False, allowRemoveRows=False)
    assert "<button" not in show("paneldynamic", {}, allowAddPanel=False, allowRemovePanel=False)
    assert "<button" not in show("paneldynamic", {}, readOnly=True)


def test_an_empty_list_says_so_in_the_authors_words(show: Show) -> None:
    assert "Täällä ei ole vielä mitään." in show("matrixdynamic", {"how": []})
    assert "No children" in show("paneldynamic", {"how": []}, noEntriesText="No children")
    assert ">One more child <span" in show("paneldynamic", {}, addPanelText="One more child")


def test_an_error_inside_stands_beside_its_own_field(show: Show) -> None:
    inner = [{"type": "text", "name": "name", "isRequired": True}]
    html = show("paneldynamic", {"how": [{"name": "x"}, {}]}, templateElements=inner)
    assert html.count('aria-invalid="true"') == 1
    assert 'id="q-how.5b.1.5d..2e.name-error"' in html
    assert 'id="q-how-error"' not in html
