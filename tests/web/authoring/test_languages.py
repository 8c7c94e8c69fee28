"""Texts side by side: what is missing is marked and counted, and saving loses nobody's words."""

from copy import deepcopy
from typing import Any

from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.surveys.answers import control_name
from app.surveys.models_work import SurveyWork
from tests.client import Client
from tests.factories import City
from tests.web.authoring.works import elements, making, official, poll, published

PAGE = "/en/desk/surveys/poll/edit/languages"


def field(lang: str, path: str) -> str:
    return f"text-{lang}-{control_name(path)}"


TITLE = "pages[0].elements[0].title"
CHOICE = "pages[0].elements[0].choices[0].text"


def half() -> dict[str, Any]:
    """The poll with two texts that are not there in Swedish, and none in English."""
    source = poll(title={"fi": "Kysely", "sv": "Enkät"})
    for one in elements(source):
        del one["title"]["en"]
    del elements(source)[0]["title"]["sv"]
    elements(source)[0]["choices"] = ["Bussilla", "car"]
    return source


def kept(city: City) -> dict[str, Any]:
    with scope.of(city.id):
        db.session.expire_all()
        return deepcopy(db.session.scalars(select(SurveyWork.source)).one())


def test_what_is_missing_is_counted_and_marked(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, half())
    reader = client.as_(person)
    page = reader.page(PAGE)
    assert "Svenska : 3 texts are missing" in page.text
    assert "English : 6 texts are missing" in page.text
    assert page.form(PAGE).values[field("fi", TITLE)] == "Miten kuljet?"
    assert page.form(PAGE).values[field("fi", CHOICE)] == "Bussilla"
    only = reader.page(f"{PAGE}?missing=sv").form(PAGE).values
    assert field("sv", TITLE) in only
    assert field("sv", "title") not in only


def test_texts_are_saved_and_the_rest_stays(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, half())
    typed = {field("sv", TITLE): "Hur åker du?", field("en", CHOICE): "By bus"}
    answer = client.as_(person).submit(PAGE, form=PAGE, **typed)
    assert (answer.status_code, answer.location) == (303, PAGE)
    question = elements(kept(joensuu))[0]
    assert question["title"] == {"fi": "Miten kuljet?", "sv": "Hur åker du?"}
    assert question["choices"][0] == {
        "value": "Bussilla",
        "text": {"fi": "Bussilla", "en": "By bus"},
    }
    assert question["choices"][1] == "car"
    page = client.as_(person).page(PAGE)
    assert "Svenska : 2 texts are missing" in page.text


def test_saving_what_was_not_changed_changes_nothing(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, half())
    before = kept(joensuu)
    client.as_(person).submit(PAGE, form=PAGE)
    assert kept(joensuu) == before


def test_different_texts_of_two_people_go_together(client: Client, joensuu: City) -> None:
    one, other = official(joensuu), official(joensuu)
    making(joensuu, one, half())
    late = client.as_(other)
    shown = late.page(PAGE).form(PAGE).values
    client.as_(one).submit(PAGE, form=PAGE, **{field("sv", TITLE): "Hur åker du?"})
    answer = late.post(PAGE, {**shown, field("en", "title"): "Poll"})
    assert answer.status_code == 303
    found = kept(joensuu)
    assert found["title"]["en"] == "Poll"
    assert elements(found)[0]["title"]["sv"] == "Hur åker du?"


def test_the_same_text_of_two_people_is_told(client: Client, joensuu: City) -> None:
    one, other = official(joensuu), official(joensuu)
    making(joensuu, one, half())
    late = client.as_(other)
    shown = late.page(PAGE).form(PAGE).values
    client.as_(one).submit(PAGE, form=PAGE, **{field("sv", TITLE): "Hur åker du?"})
    answer = late.post(PAGE, {**shown, field("sv", TITLE): "Hur far du?"})
    assert answer.status_code == 409
    assert "Hur far du?" in answer.text
    assert "Now it says: Hur åker du?" in answer.text
    assert elements(kept(joensuu))[0]["title"]["sv"] == "Hur åker du?"


def test_a_language_is_taken_out_and_the_others_stay(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, half())
    reader = client.as_(person)
    shown = reader.page(PAGE).form(PAGE).values
    posted = {name: shown[name] for name in ("csrf_token", "seen")}
    answer = reader.post(PAGE, {**posted, "action": "remove", "lang": "sv"})
    assert answer.status_code == 303
    found = kept(joensuu)
    assert found["title"] == {"fi": "Kysely"}
    answer = reader.post(PAGE, {**posted, "action": "remove", "lang": "fi"})
    assert kept(joensuu)["title"] == {"fi": "Kysely"}


def test_a_text_that_is_too_long_stays_in_its_field(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, half())
    answer = client.as_(person).submit(PAGE, form=PAGE, **{field("sv", TITLE): "x" * 20_001})
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.text
    assert f'href="#{field("sv", TITLE)}"' in answer.text


def test_many_texts_come_a_page_at_a_time(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    source = poll()
    elements(source)[0]["choices"] = [f"Vaihtoehto {one}" for one in range(60)]
    making(joensuu, person, source)
    reader = client.as_(person)
    assert f"{PAGE}?page=2" in reader.page(PAGE).links
    second = reader.page(f"{PAGE}?page=2")
    last = field("sv", "pages[0].elements[0].choices[59].text")
    assert last in second.form(PAGE).values
    answer = reader.submit(f"{PAGE}?page=2", form=PAGE, **{last: "Sista"})
    assert answer.location == f"{PAGE}?page=2"
    assert elements(kept(joensuu))[0]["choices"][59]["text"]["sv"] == "Sista"


def test_looking_at_a_published_survey_writes_nothing(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    published(joensuu)
    client.as_(person).page(PAGE)
    with scope.of(joensuu.id):
        assert db.session.scalars(select(SurveyWork)).all() == []


def test_signs_that_no_database_keeps_are_left_out(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, half())
    typed = {field("sv", TITLE): "a\x00b", "seen": "1"}
    assert client.as_(person).submit(PAGE, form=PAGE, **typed).status_code == 303
    assert elements(kept(joensuu))[0]["title"]["sv"] == "ab"
