"""Conditions are built from rows and checked at once; what rows can't say is written by hand."""

from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.surveys.models_work import SurveyWork
from tests.client import Client
from tests.factories import City
from tests.web.authoring.works import elements, making, official, poll, published

PAGE = "/en/desk/surveys/poll/edit/conditions/why?of=visibleIf"


def kept(city: City, question: int = 1, written: str = "visibleIf") -> object:
    with scope.of(city.id):
        db.session.expire_all()
        source = db.session.scalars(select(SurveyWork.source)).one()
    return elements(source)[question].get(written)


def rows(*chosen: tuple[str, str, Any], **more: Any) -> dict[str, Any]:
    posted: dict[str, Any] = {"rows": str(len(chosen)), "action": "save"}
    for number, (question, comparison, value) in enumerate(chosen):
        posted |= {
            f"question-{number}": question,
            f"was-{number}": question,
            f"comparison-{number}": comparison,
            f"value-{number}": value,
        }
    return posted | more


def test_a_condition_that_is_there_is_shown_in_rows_and_words(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    making(joensuu, person)
    page = client.as_(person).page(PAGE)
    assert "Condition of “Miksi?”" in page.text
    assert "{way} = 'car'" in page.text
    form = page.form(PAGE).values
    assert (form["question-0"], form["comparison-0"], form["value-0"]) == ("way", "is", "car")
    assert "Why?" not in page.text.split("Choose a question")[1].split("Score?")[0]


def test_rows_are_saved_as_an_expression(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    chosen = rows(("way", "any-of", ["bus", "car"]), ("score", "at-least", "4"), joined="any")
    answer = client.as_(person).submit(PAGE, form=PAGE, **chosen)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert kept(joensuu) == "{way} anyof ['bus', 'car'] or {score} >= 4"


def test_a_row_more_and_a_row_less_need_no_script(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    reader = client.as_(person)
    added = reader.submit(PAGE, form=PAGE, action="add")
    assert added.status_code == 200
    assert 'id="question-1"' in added.text
    typed = rows(("way", "is", "bus"), ("score", "is", "2"), action="remove-0")
    removed = reader.submit(PAGE, form=PAGE, **typed)
    assert 'id="question-1"' not in removed.text
    assert "{score} = 2" in removed.text
    assert kept(joensuu) == "{way} = 'car'"


def test_another_question_offers_its_own_comparisons_and_values(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    making(joensuu, person)
    posted = {"rows": "1", "question-0": "score", "was-0": "way", "comparison-0": "is"}
    answer = client.as_(person).submit(
        PAGE, form=PAGE, **posted, **{"value-0": "car"}, action="show"
    )
    assert "is greater than" in answer.text
    assert '<option value="5">5</option>' in answer.text
    assert 'value="car"' not in answer.text


def test_the_last_row_taken_away_is_no_condition(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    answer = client.as_(person).submit(PAGE, form=PAGE, action="clear")
    assert answer.status_code == 303
    assert kept(joensuu) is None


WRONG = [
    ("{way} =", "the expression ends too early"),
    ("{waay} = 'car'", "did you mean way?"),
    ("not {way}", "there is no `not`"),
    ("{why} = 'x'", "these follow from each other in a circle: why"),
    ("agee({way}) > 1", "unknown function agee"),
]


@pytest.mark.parametrize(("expression", "reason"), WRONG)
def test_what_is_wrong_with_an_expression_is_told_and_kept_in_the_field(
    client: Client, joensuu: City, expression: str, reason: str
) -> None:
    person = official(joensuu)
    making(joensuu, person)
    reader = client.as_(person)
    values = {**reader.page(PAGE).form(PAGE).values, "expression": expression, "action": "text"}
    answer = reader.post(PAGE, values)
    assert answer.status_code == 422
    assert reason in unescape(answer.text)
    assert expression in unescape(answer.text)
    assert kept(joensuu) == "{way} = 'car'"


def test_an_expression_beyond_rows_is_written_by_hand(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    reader = client.as_(person)
    expression = "!({way} = 'car') and {score} + 1 > 3"
    values = {**reader.page(PAGE).form(PAGE).values, "expression": expression, "action": "text"}
    assert reader.post(PAGE, values).status_code == 303
    assert kept(joensuu) == expression
    page = reader.page(PAGE)
    assert "Rows can't say this condition" in page.text
    assert expression in page.text


def test_rows_that_are_not_whole_say_so(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    source = poll()
    elements(source).append({"type": "text", "inputType": "number", "name": "age"})
    making(joensuu, person, source)
    reader = client.as_(person)
    posted = rows(("way", "is", ""), ("age", "greater", "many"))
    answer = reader.submit(PAGE, form=PAGE, **posted)
    assert answer.status_code == 422
    assert 'href="#value-0"' in answer.text
    assert 'href="#value-1"' in answer.text
    assert 'value="many"' in answer.text
    posted = rows(("age", "greater", "17,5"))
    assert reader.submit(PAGE, form=PAGE, **posted).status_code == 303
    assert kept(joensuu) == "{age} > 17.5"


def test_two_people_at_once_are_told(client: Client, joensuu: City) -> None:
    one, other = official(joensuu), official(joensuu)
    making(joensuu, one)
    late = client.as_(other)
    shown = late.page(PAGE).form(PAGE).values
    client.as_(one).submit(PAGE, form=PAGE, **rows(("way", "is", "bus")))
    answer = late.post(PAGE, {**shown, **rows(("score", "is", "1"))})
    assert answer.status_code == 409
    text = unescape(answer.text)
    assert "{way} = 'bus'" in text
    assert "{score} = 1" in text
    assert kept(joensuu) == "{way} = 'bus'"


def test_a_published_survey_gets_a_next_version_by_the_first_change(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    published(joensuu)
    reader = client.as_(person)
    page = "/en/desk/surveys/poll/edit/conditions/page1?of=visibleIf"
    reader.page(page)
    with scope.of(joensuu.id):
        assert db.session.scalars(select(SurveyWork)).all() == []
    page = "/en/desk/surveys/poll/edit/conditions/score?of=requiredIf"
    assert reader.submit(page, form=page, **rows(("way", "is", "bus"))).status_code == 303
    assert kept(joensuu, 2, "requiredIf") == "{way} = 'bus'"


def test_what_was_wrong_before_does_not_keep_a_condition_from_being_mended(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    source = poll()
    elements(source)[1]["visibleIf"] = "{waay} = 'car'"
    elements(source).append({"type": "radiogroup", "name": "empty"})
    making(joensuu, person, source)
    reader = client.as_(person)
    assert "did you mean way?" in reader.page(PAGE).text
    assert reader.submit(PAGE, form=PAGE, **rows(("way", "is", "car"))).status_code == 303
    assert kept(joensuu) == "{way} = 'car'"


@pytest.mark.parametrize("path", ["nothing?of=visibleIf", "why?of=title"])
def test_other_addresses_are_none(client: Client, joensuu: City, path: str) -> None:
    person = official(joensuu)
    making(joensuu, person)
    found = client.as_(person).get(f"/en/desk/surveys/poll/edit/conditions/{path}")
    assert found.status_code == 404


@pytest.mark.parametrize("seen", ["9" * 30, "-1", "x", ""])
def test_a_forged_form_changes_nothing_and_breaks_nothing(
    client: Client, joensuu: City, seen: str
) -> None:
    person = official(joensuu)
    making(joensuu, person)
    answer = client.as_(person).submit(PAGE, form=PAGE, **rows(("way", "is", "bus"), seen=seen))
    assert answer.status_code == 409
    assert kept(joensuu) == "{way} = 'car'"


def test_signs_that_no_database_keeps_are_left_out(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    source = poll()
    elements(source).append({"type": "text", "name": "free"})
    making(joensuu, person, source)
    answer = client.as_(person).submit(PAGE, form=PAGE, **rows(("free", "is", "a\x00b")))
    assert answer.status_code == 303
    assert kept(joensuu) == "{free} = 'ab'"
