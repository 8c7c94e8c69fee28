"""The desk's list of surveys, and surveys in the making that are given up."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import AuditEntry, User
from app.authoring import workspace
from app.core.db import db
from app.organisation.models import Area
from tests import factories, surveys_factories, works_factories
from tests.client import Client
from tests.web.authoring.writing import EDIT, VEHICLE, entry, save, work

LIST = "/fi/desk/surveys/"
DISCARD = f"{EDIT}discard"


def test_an_empty_list_says_how_to_begin(desk: Client, culture: Area) -> None:
    assert f"{LIST}new" in desk.page(LIST).links


def test_surveys_stand_under_what_they_are(desk: Client, culture: Area, maria: User) -> None:
    now = datetime.now(UTC)
    works_factories.empty(culture, "made", who=maria)
    survey = surveys_factories.survey(culture, "open", closes_at=now + timedelta(days=9))
    for _respondent in range(3):
        surveys_factories.respond(survey, surveys_factories.BUS)
    surveys_factories.survey(culture, "coming", opens_at=now + timedelta(days=2))
    surveys_factories.survey(culture, "closed", closes_at=now - timedelta(days=2))
    works_factories.next_version(survey, who=maria)
    path = "/en/desk/surveys/"
    page = desk.page(path)
    headings = [
        page.text.index(word)
        for word in ("In the making", "Survey open", "Survey coming", "Survey closed")
    ]
    assert headings == sorted(headings)
    assert "3 answers" in page.text
    assert f"{path}made/edit/" in page.links
    assert f"{path}open/edit/" in page.links


def test_surveys_of_other_areas_are_not_listed_and_not_let_in(
    client: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    stranger = client.as_(factories.official(factories.area("elsewhere")))
    assert EDIT not in stranger.page(LIST).links
    for path in (EDIT, VEHICLE, f"{EDIT}survey", f"{EDIT}pages/first", DISCARD):
        assert stranger.get(path).status_code == 403


def test_what_is_not_there_is_not_found(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    for path in (
        f"{EDIT}questions/none",
        f"{VEHICLE}?in=none",
        f"{EDIT}pages/none",
        f"{EDIT}lists/validators?name=none",
        f"{LIST}none/edit/",
    ):
        assert desk.get(path).status_code == 404


def test_a_survey_in_the_making_is_deleted_once_that_is_confirmed(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    assert desk.submit(DISCARD, form="", seen="99").status_code == 409
    assert desk.submit(DISCARD, form="").headers["Location"] == LIST
    assert workspace.by_slug("poll") is None
    assert db.session.scalars(select(AuditEntry.event)).all() == ["survey.deleted"]
    assert desk.get(EDIT).status_code == 404


def test_of_a_published_survey_only_the_changes_go(desk: Client, culture: Area) -> None:
    surveys_factories.survey(culture, "poll", source=surveys_factories.definition())
    assert desk.get(DISCARD).status_code == 404
    save(desk, VEHICLE, **{"p-title": "Millä?"})
    assert entry("vehicle")["title"]["fi"] == "Millä?"
    assert work().based_on == 1
    assert desk.submit(DISCARD, form="").headers["Location"] == EDIT
    assert workspace.by_slug("poll") is None
    assert "What do you travel by? fi" in desk.page(EDIT).text


def test_the_start_page_leads_to_the_list(desk: Client, culture: Area) -> None:
    assert LIST in desk.page("/fi/desk/").links
