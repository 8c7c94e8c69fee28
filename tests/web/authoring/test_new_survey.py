"""A new survey: from nothing, from a template, from an earlier one, from a text and from a file."""

import io
import json
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry, User
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys.models_work import SurveyWork
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.unit.authoring.lss_files import Survey
from tests.unit.authoring.test_importing_xlsform import bomb, workbook

TEXT = "Torikysely\n\nMiten tulet torille?\n- Autolla\n- Bussilla\n\nMiksi?\n"
NEW = "/fi/desk/surveys/new"


def official(city: City, area: str = "culture") -> User:
    with scope.of(city.id):
        found = organisation.area(area)
        assert found is not None
        return factories.official(found)


def works(city: City) -> list[SurveyWork]:
    with scope.of(city.id):
        return list(db.session.scalars(select(SurveyWork).order_by(SurveyWork.slug)))


def started(client: Client, page: Any, **values: Any) -> Any:
    """Send the form of the page that shows what a survey begins from."""
    filled = {**page.form("/fi/desk/surveys/new/start").values, **values}
    return client.post(f"{NEW}/start", filled, content_type="multipart/form-data")


def test_an_empty_survey_begins_with_its_titles_and_area(client: Client, joensuu: City) -> None:
    desk = client.as_(official(joensuu))
    assert f"{NEW}/start" in desk.page(NEW).links
    titles = {"title-fi": "Torin penkit?", "title-sv": "Bänkar"}
    answer = started(desk, desk.page(f"{NEW}/start"), **titles, area="library")
    assert answer.status_code == 303
    assert answer.location == "/fi/desk/surveys/torin-penkit/edit/"
    [work] = works(joensuu)
    titles = {"default": "Torin penkit?", "fi": "Torin penkit?", "sv": "Bänkar"}
    assert (work.source["title"], work.source["locale"]) == (titles, "fi")
    assert work.settings == {"area": "library"}
    with scope.of(joensuu.id):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "survey.begun")
        ).one()
    assert entry.subject == "torin-penkit"


def test_a_pasted_text_is_shown_before_it_is_kept(client: Client, joensuu: City) -> None:
    desk = client.as_(official(joensuu))
    answer = desk.submit(f"{NEW}/paste", form=f"{NEW}/paste", pasted=TEXT, language="fi")
    assert answer.status_code == 200
    assert works(joensuu) == []
    page = Page(answer.text)
    assert "Miten tulet torille?" in page.text
    assert page.form("/fi/desk/surveys/new/start").values["title-fi"] == "Torikysely"
    assert started(desk, page, area="culture").status_code == 303
    [work] = works(joensuu)
    assert [one["name"] for one in work.source["pages"][0]["elements"]] == [
        "miten_tulet_torille",
        "miksi",
    ]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("Eilen satoi lunta.", "No questions were found"),
        ("{", "It begins like JSON"),
        ('{"elements": [{"type": "text", "name": "a", "visibleIf": "{b} = 1"}]}', "visibleIf"),
        ("", "Paste a text, or choose a file."),
    ],
)
def test_what_was_pasted_is_not_lost_on_an_error(
    client: Client, joensuu: City, pasted: str, said: str
) -> None:
    path = "/en/desk/surveys/new/paste"
    answer = client.as_(official(joensuu)).submit(path, form=path, pasted=pasted)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.title.startswith("Error")
    assert said in page.text
    assert str(page.form(path).values["pasted"]).strip() == pasted
    assert works(joensuu) == []


def sent(client: Client, name: str, content: bytes, **values: Any) -> Any:
    page = client.page(f"{NEW}/paste")
    data = {**page.form(f"{NEW}/paste").values, **values, "file": (io.BytesIO(content), name)}
    return client.post(f"{NEW}/paste", data, content_type="multipart/form-data")


def test_files_are_read(client: Client, joensuu: City) -> None:
    desk = client.as_(official(joensuu))
    for name, content in (
        ("a.txt", TEXT.encode()),
        ("b.TXT", TEXT.encode("utf-16")),
        ("c.md", TEXT.encode()),
        ("d.json", json.dumps({"elements": [{"type": "text", "name": "miksi"}]}).encode()),
    ):
        answer = sent(desk, name, content)
        assert answer.status_code == 200, name
        assert "iksi" in answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.txt", b"\xff\xfeodd"),
        ("a.json", b"\0\1\2"),
        ("a.txt", b"Mit\xe4\0"),
    ],
)
def test_files_that_cannot_be_read_are_refused_plainly(
    client: Client, joensuu: City, name: str, content: bytes
) -> None:
    answer = sent(client.as_(official(joensuu)), name, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


@pytest.mark.parametrize("size", [5_000_001, 7_000_000])
def test_a_file_that_is_too_large_is_refused(client: Client, joensuu: City, size: int) -> None:
    answer = sent(client.as_(official(joensuu)), "a.txt", b"x" * size)
    assert answer.status_code == 413
    assert "<h1" in answer.text


def test_templates_begin_surveys_in_the_languages_that_have_a_title(
    client: Client, joensuu: City
) -> None:
    desk = client.as_(official(joensuu))
    page = desk.page(f"{NEW}/start?from=template:library-hours")
    assert page.form("/fi/desk/surveys/new/start").values["title-sv"] == "Bibliotekets öppettider"
    assert (
        started(desk, page, area="library", **{"title-sv": "", "title-en": "Hours"}).status_code
        == 303
    )
    [work] = works(joensuu)
    first = work.source["pages"][0]["elements"][0]
    assert set(first["title"]) == {"default", "fi", "en"}


def test_an_earlier_survey_is_copied_with_an_address_of_its_own(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        area = organisation.area("library")
        assert area is not None
        surveys_factories.survey(area, "matkat")
    desk = client.as_(official(joensuu))
    page = desk.page(f"{NEW}/start?from=survey:matkat")
    assert started(desk, page, area="library", **{"title-fi": "Matkat"}).status_code == 303
    [work] = works(joensuu)
    assert work.slug == "matkat-2"
    assert work.survey_id is None


def test_an_earlier_survey_of_another_area_is_out_of_reach(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        area = organisation.area("environment")
        assert area is not None
        surveys_factories.survey(area, "puut")
    desk = client.as_(official(joensuu))
    assert "survey:puut" not in desk.get(NEW).text
    assert desk.get(f"{NEW}/start?from=survey:puut").status_code == 403
    assert desk.get(f"{NEW}/start?from=survey:none").status_code == 404


def test_an_area_out_of_reach_and_a_bad_address_are_told_beside_their_fields(
    client: Client, joensuu: City
) -> None:
    desk = client.as_(official(joensuu))
    page = desk.page(f"{NEW}/start")
    values = {"title-fi": "Puut", "area": "environment", "address": "Ei käy!"}
    answer = started(desk, page, **values)
    assert answer.status_code == 422
    assert 'id="area-error"' in answer.text
    assert 'id="address-error"' in answer.text
    assert 'value="Puut"' in answer.text
    assert started(desk, page, area="library").status_code == 422
    assert works(joensuu) == []


def test_addresses_stay_apart(client: Client, joensuu: City) -> None:
    desk = client.as_(official(joensuu))
    page = desk.page(f"{NEW}/start")
    for _again in range(2):
        assert started(desk, page, area="library", **{"title-fi": "New"}).status_code == 303
    assert [work.slug for work in works(joensuu)] == ["new-2", "new-3"]
    taken = started(desk, page, area="library", **{"title-fi": "x", "address": "new-2"})
    assert taken.status_code == 422


def test_who_makes_no_surveys_begins_none(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        member = factories.member(factories.group("council"))
    assert client.as_(member).get(NEW).status_code == 403
    assert client.get(NEW).status_code == 303


def test_a_forged_beginning_is_no_fault(client: Client, joensuu: City) -> None:
    desk = client.as_(official(joensuu))
    page = desk.page(f"{NEW}/start")
    for source in ("", "{", "[]", '{"elements": [{"type": "x"}]}'):
        values = {"from": "given", "source": source, "lines": '[["a"]]', "title-fi": "x"}
        assert started(desk, page, area="library", **values).status_code == 409


def test_files_of_limesurvey_and_workbooks_show_what_is_not_carried_over(
    client: Client, joensuu: City
) -> None:
    desk = client.as_(official(joensuu))
    survey = Survey()
    survey.group("Alku")
    survey.ask("L", "tapa", "Millä kuljet?", answers=["bussi", "auto"])
    survey.ask("I", "kieli")
    page = Page(sent(desk, "a.lss", survey.file()).text)
    assert "Millä kuljet? fi" in page.text
    assert "type I" in page.text
    wrong = started(desk, page, area="library", **{"title-fi": "", "title-sv": ""})
    assert wrong.status_code == 422
    assert "type I" in wrong.text
    assert started(desk, page, area="library").status_code == 303
    assert "Kysymys" not in str(works(joensuu)[0].source["title"])
    assert (
        "Millä kuljet?" in sent(desk, "form.XLSX", workbook([["text", "a", "Millä kuljet?"]])).text
    )


def test_an_archive_that_unpacks_to_too_much_is_told_beside_the_file(
    client: Client, joensuu: City
) -> None:
    answer = sent(client.as_(official(joensuu)), "form.xlsx", bomb())
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
