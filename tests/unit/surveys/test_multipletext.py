"""Several short texts under one question: what a form gives, and what people see of it."""

from tests.unit.surveys.composites import asked, errors, parsed, view_of

ITEMS = [
    {"name": "street", "title": {"fi": "Katu", "sv": "Gata"}, "isRequired": True},
    {"name": "age", "title": "Age", "inputType": "number"},
]
ADDRESS = {"type": "multipletext", "items": ITEMS}


def test_a_form_gives_an_answer_for_each_item() -> None:
    survey, _ = asked(**ADDRESS)
    assert parsed(survey, {"q-q.2e.street": " Rantakatu ", "q-q.2e.age": "5,5"}) == {
        "street": "Rantakatu",
        "age": 5.5,
    }
    assert parsed(survey, {"q-q.2e.street": ""}) is None
    assert parsed(survey, {"q-q.2e.forged": "x", "q-q": "x"}) is None


def test_a_comment_goes_with_the_whole() -> None:
    survey, question = asked(**ADDRESS, showCommentArea=True)
    view = view_of(survey, {"q": {"age": 5}, "q-Comment": "Words"})
    assert view.comment is not None
    assert (view.comment.name, view.comment.value) == ("q-q-comment", "Words")
    assert question.comment_key == "q-Comment"


def test_what_is_emptied_leaves_nothing() -> None:
    survey, _ = asked(**ADDRESS)
    assert parsed(survey, {"q-q.2e.age": ""}, q={"street": "x", "age": 5}) is None


def test_each_item_is_a_field_of_its_own_with_its_own_error() -> None:
    survey, _ = asked(**ADDRESS, isRequired=True)
    found = errors(survey, {"q": {"age": "many"}})
    assert [(one.question, one.control, one.kind) for one in found] == [
        ("q.street", "q-q.2e.street", "required"),
        ("q.age", "q-q.2e.age", "number"),
    ]
    view = view_of(survey, {"q": {"age": "many"}}, tuple(found))
    street, age = view.inner
    assert (street.id, street.title.text, len(street.errors)) == ("q-q.2e.street", "Katu", 1)
    assert (age.value, age.input_mode, len(age.errors)) == ("many", "decimal", 1)
    assert view.errors == ()
    assert not view.is_untouched
    assert view_of(survey, {}).is_untouched


def test_answers_in_words_take_a_line_each() -> None:
    _, question = asked(**ADDRESS)
    assert question.display({"street": "Rantakatu", "age": 5}, "sv") == "Gata: Rantakatu\nAge: 5"
    assert question.display("forged", "fi") == "forged"
    assert question.display({"forged": 1}, "fi") == ""


def test_a_refused_form_is_shown_as_it_was_typed() -> None:
    survey, _ = asked(**ADDRESS)
    typed = {"q-q.2e.street": "", "q-q.2e.age": "five"}
    view = view_of(survey, {"q": {"street": "Before"}}, data=typed)
    assert [inner.value for inner in view.inner] == ["", "five"]


def test_a_date_has_no_length() -> None:
    items = [{"name": "day", "inputType": "date"}, {"name": "mail", "inputType": "email"}]
    survey, _ = asked(type="multipletext", items=items)
    assert [inner.max_length for inner in view_of(survey, {}).inner] == [0, 1000]
