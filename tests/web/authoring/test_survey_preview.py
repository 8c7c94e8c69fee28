"""The preview is the residents' own way through a survey, and leaves nothing behind."""

from typing import Any

from sqlalchemy import func, select

from app.core import scope
from app.core.db import db
from app.surveys.models import Response, Survey, SurveyDraft
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.authoring.works import elements, making, next_version, official, poll, published

OUTER = "/fi/desk/surveys/poll/edit/preview"
FRAME = f"{OUTER}/frame"


def two_pages(**more: Any) -> dict[str, Any]:
    source = poll(**more)
    questions = elements(source)
    source["pages"] = [
        {"name": "first", "elements": questions[:2]},
        {"name": "second", "elements": questions[2:]},
    ]
    source["calculatedValues"] = [{"name": "double", "expression": "{score} * 2"}]
    source["completedHtml"] = "<p>Kiitos sinulle</p>"
    return source


def rows(city: City) -> list[int]:
    with scope.of(city.id):
        return [
            db.session.scalars(select(func.count()).select_from(table)).one()
            for table in (Response, SurveyDraft, Survey)
        ]


def test_the_outer_page_shows_a_frame_and_the_frame_may_be_shown(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    making(joensuu, person)
    reader = client.as_(person)
    outer = reader.get(f"{OUTER}?show=sv&width=desktop")
    assert 'src="/sv/desk/surveys/poll/edit/preview/frame"' in outer.text
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in outer.headers["Content-Security-Policy"]
    inner = reader.get("/sv/desk/surveys/poll/edit/preview/frame")
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert "frame-src" not in inner.headers["Content-Security-Policy"]
    page = Page(inner.text)
    assert "Hur åker du?" in page.text
    assert "Enkät" in page.text


def test_a_survey_is_gone_through_to_its_end_and_nothing_is_kept(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    making(joensuu, person, two_pages())
    reader = client.as_(person)
    added = Page(reader.submit(FRAME, form=FRAME, **{"q-way": "car"}).text)
    assert "Miksi?" in added.text.split("lies behind")[0]
    second = reader.post(FRAME, {**added.form(FRAME).values, "q-why": "Kiire"})
    assert second.status_code == 200
    page = Page(second.text)
    assert "Arvosana?" in page.text
    assert "Kiire" in page.text  # stored so far
    end = reader.post(FRAME, {**page.form(FRAME).values, "q-score": "4"})
    assert end.status_code == 200
    text = Page(end.text).text
    assert "Kiitos sinulle" in text
    assert "double 8" in text
    assert rows(joensuu) == [0, 0, 0]


def test_what_is_hidden_is_told_with_its_condition(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    source = two_pages()
    source["pages"][1]["visibleIf"] = "{way} = 'bus'"
    making(joensuu, person, source)
    text = client.as_(person).page("/en/desk/surveys/poll/edit/preview/frame").text
    behind = text.split("What lies behind the page")[1]
    assert "2 questions are hidden now" in behind
    assert "Why? Shown if {way} = 'car'" in behind
    assert "Score? “second” around it is shown if {way} = 'bus'" in behind


def test_errors_come_back_beside_the_fields(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    source = two_pages()
    elements(source)[0]["isRequired"] = True
    making(joensuu, person, source)
    answer = client.as_(person).submit(FRAME, form=FRAME)
    assert answer.status_code == 422
    assert 'href="#q-way"' in answer.text


def test_one_goes_back_and_starts_over(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, two_pages())
    reader = client.as_(person)
    second = Page(reader.submit(FRAME, form=FRAME, **{"q-way": "bus"}).text)
    back = Page(reader.post(FRAME, {**second.form(FRAME).values, "action": "back"}).text)
    assert back.form(FRAME).values["q-way"] == "bus"
    again = reader.post(FRAME, {**second.form(FRAME).values, "action": "restart"})
    assert "q-way" not in Page(again.text).form(FRAME).values


def test_the_check_before_sending_is_shown(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, poll(showPreviewBeforeComplete=True))
    reader = client.as_(person)
    check = Page(reader.submit(FRAME, form=FRAME, **{"q-way": "bus"}).text)
    assert "Bussi" in check.text
    values = {**check.form(FRAME).values}
    change = Page(reader.post(FRAME, {**values, "edit": "page1"}).text)
    assert change.form(FRAME).values["q-way"] == "bus"
    assert reader.post(FRAME, values).status_code == 200


def test_a_live_page_changes_in_place(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    reader = client.as_(person)
    shown = reader.page(FRAME)
    assert f"{FRAME}/page" in reader.get(FRAME).text
    values = {**shown.form(FRAME).values, "q-way": "car"}
    answer = reader.post(f"{FRAME}/page", values, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'name="q-why"' in answer.text
    assert 'id="preview-trace"' in answer.text
    assert "/surveys/.preview" not in answer.text
    assert "/surveys/.preview" not in reader.get(FRAME).text


def test_a_token_of_the_preview_opens_no_real_survey(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    published(joensuu)
    reader = client.as_(person)
    token = reader.page(FRAME).form(FRAME).values["token"]
    sent = client.post("/fi/surveys/poll", {"token": token, "page": "page1", "q-way": "bus"})
    assert sent.status_code == 403
    assert rows(joensuu)[0] == 0


def test_what_cannot_be_shown_says_why_or_how_it_stood_before(
    client: Client, joensuu: City
) -> None:
    person = official(joensuu)
    broken = poll()
    elements(broken)[1]["visibleIf"] = "{way} ="
    making(joensuu, person, broken)
    page = client.as_(person).page("/en/desk/surveys/poll/edit/preview/frame")
    assert "the expression ends too early" in page.text
    assert "/en/desk/surveys/poll/edit/conditions/why?of=visibleIf" in page.links


def test_the_last_state_that_could_be_shown_stands_in(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    row = published(joensuu)
    broken = poll()
    elements(broken)[1]["visibleIf"] = "{way} ="
    next_version(joensuu, person, row, broken)
    text = client.as_(person).page("/en/desk/surveys/poll/edit/preview/frame").text
    assert "This is how it stood 1 change ago." in text
    assert "How?" in text


def test_files_are_neither_taken_nor_missed(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    source = poll()
    elements(source).append({"type": "file", "name": "photo", "isRequired": True})
    making(joensuu, person, source)
    answer = client.as_(person).submit(FRAME, form=FRAME, **{"q-way": "bus"})
    assert answer.status_code == 200
