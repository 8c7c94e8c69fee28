"""The question bank: kept, put into other surveys, and its answers compared over years."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.authoring import bank, workspace
from app.authoring.starters import starters
from app.authoring.workspace import State
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import meta as metas
from app.surveys import publishing
from app.surveys.definition import load
from app.surveys.library import Folder
from app.surveys.meta import PublicResults
from app.surveys.models import Survey
from app.surveys.models_work import BankQuestion, BankUse, SurveyWork
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.pages import Page

EDIT = "/fi/desk/surveys/matkat/edit"


def official(city: City, area: str = "culture") -> User:
    with scope.of(city.id):
        found = organisation.area(area)
        assert found is not None
        return factories.official(found)


def survey(city: City, slug: str, source: Any = None, area: str = "library", **more: Any) -> Survey:
    with scope.of(city.id):
        found = organisation.area(area)
        assert found is not None
        return surveys_factories.survey(found, slug, source=source, **more)


def work(city: City, slug: str, who: User, *elements: dict[str, Any]) -> SurveyWork:
    with scope.of(city.id):
        area = organisation.area("library")
        assert area is not None
        texts = {"fi": "Oma kysely", "sv": "Egen enkät"}
        source = {"title": texts, "locale": "fi", "pages": [{"elements": list(elements)}]}
        return workspace.begin(slug, State(source, {}), area_id=area.id, who=who.id)


def kept(city: City, name: str = "vehicle") -> BankQuestion | None:
    with scope.of(city.id):
        return bank.question(name)


def uses(city: City) -> list[str]:
    with scope.of(city.id):
        rows = db.session.scalars(
            select(Survey.slug).join(BankUse, BankUse.survey_id == Survey.id).order_by(Survey.slug)
        )
        return list(rows)


def post(client: Client, path: str, **values: str) -> Any:
    token = client.page("/fi/account").form().values["csrf_token"]
    return client.post(path, {"csrf_token": token, **values})


def test_a_question_is_kept_without_what_ties_it_to_its_survey(
    client: Client, joensuu: City
) -> None:
    survey(joensuu, "matkat")
    desk = client.as_(official(joensuu))
    answer = post(desk, f"{EDIT}/questions/parking/bank")
    assert answer.location == "/fi/desk/bank/parking"
    one = kept(joensuu, "parking")
    assert one is not None
    assert "visibleIf" not in one.source
    assert one.source["choices"] == ["street", "yard"]
    assert "Where do you park? fi" in desk.page("/fi/desk/bank/").text
    assert "Where do you park? fi" in desk.page("/fi/desk/bank/?q=PARK street").text
    assert "Where do you park? fi" not in desk.page("/fi/desk/bank/?q=no-such").text
    assert uses(joensuu) == ["matkat"]


def test_another_question_of_the_same_name_is_not_overwritten(
    client: Client, joensuu: City
) -> None:
    source = surveys_factories.definition
    with scope.of(joensuu.id):
        changed = source()
        changed["pages"][0]["elements"][0]["choices"] = ["tram", "bus"]
    survey(joensuu, "matkat")
    survey(joensuu, "toiset", changed)
    desk = client.as_(official(joensuu))
    post(desk, f"{EDIT}/questions/vehicle/bank")
    path = "/fi/desk/surveys/toiset/edit/questions/vehicle/bank"
    answer = post(desk, path)
    assert answer.status_code == 409
    assert "tram" in answer.text
    assert "Bus fi" in answer.text
    one = kept(joensuu)
    assert one is not None
    assert len(one.source["choices"]) == 3
    form = Page(answer.text).form(path)
    assert desk.post(path, form.values).status_code == 303
    one = kept(joensuu)
    assert one is not None
    assert one.source["choices"] == ["tram", "bus"]


def test_a_question_with_problems_is_not_kept(client: Client, joensuu: City) -> None:
    who = official(joensuu)
    work(joensuu, "oma", who, {"type": "radiogroup", "name": "a", "choices": "none"})
    desk = client.as_(who)
    answer = post(desk, "/fi/desk/surveys/oma/edit/questions/a/bank")
    assert answer.status_code == 422
    assert "elements[0].choices" in answer.text
    assert kept(joensuu, "a") is None
    assert post(desk, "/fi/desk/surveys/oma/edit/questions/none/bank").status_code == 404


def test_a_question_of_the_bank_is_put_after_another_in_the_surveys_languages(
    client: Client, joensuu: City
) -> None:
    who = official(joensuu)
    survey(joensuu, "matkat")
    work(joensuu, "oma", who, {"type": "text", "name": "a"}, {"type": "text", "name": "b"})
    desk = client.as_(who)
    post(desk, f"{EDIT}/questions/vehicle/bank")
    path = "/fi/desk/surveys/oma/edit/bank"
    answer = post(desk, path, question="vehicle", after="a")
    assert answer.location == "/fi/desk/surveys/oma/edit/"
    with scope.of(joensuu.id):
        now = workspace.by_slug("oma")
        assert now is not None
        first, added, last = now.source["pages"][0]["elements"]
        assert now.revision == 2
    assert (first["name"], added["name"], last["name"]) == ("a", "vehicle", "b")
    assert set(added["title"]) == {"default", "fi", "sv"}
    again = post(desk, path, question="vehicle")
    assert again.status_code == 422
    assert post(desk, path, question="no-such").status_code == 422


def test_adding_to_a_published_survey_begins_its_next_version(
    client: Client, joensuu: City
) -> None:
    survey(joensuu, "matkat")
    with scope.of(joensuu.id):
        bank.load_standing()
    desk = client.as_(official(joensuu))
    assert post(desk, f"{EDIT}/bank", question="ika", after="place").status_code == 303
    with scope.of(joensuu.id):
        now = workspace.by_slug("matkat")
        assert now is not None
        assert now.source["pages"][1]["elements"][-1]["name"] == "ika"


def test_archived_questions_are_offered_no_longer_and_again(client: Client, joensuu: City) -> None:
    survey(joensuu, "matkat")
    desk = client.as_(official(joensuu))
    post(desk, f"{EDIT}/questions/vehicle/bank")
    path = "/fi/desk/bank/vehicle"
    assert desk.submit(path, form=f"{path}/archive").status_code == 303
    assert "/fi/desk/bank/vehicle" not in desk.page("/fi/desk/bank/").links
    assert "/fi/desk/bank/vehicle" in desk.page("/fi/desk/bank/?archived=1").links
    assert 'value="vehicle"' not in desk.get(f"{EDIT}/bank").text
    assert desk.submit(path, form=f"{path}/archive").status_code == 303
    assert "/fi/desk/bank/vehicle" in desk.page("/fi/desk/bank/").links


def test_answers_are_compared_over_surveys_and_differences_are_told(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        changed = surveys_factories.definition()
        changed["pages"][0]["elements"][0]["choices"].pop()
        other = surveys_factories.definition()
        other["pages"][0]["elements"][0]["title"] = "Quite another question"
        other["pages"][0]["elements"][0]["choices"] = ["x", "y"]
    first = survey(joensuu, "matkat", public_results=PublicResults.OPEN)
    second = survey(joensuu, "toiset", changed)
    third = survey(joensuu, "kolmas")
    survey(joensuu, "neljas", other)
    desk = client.as_(official(joensuu))
    with scope.of(joensuu.id):
        for one in (first, second):
            for _respondent in range(10):
                surveys_factories.respond(one)
        for _respondent in range(4):
            surveys_factories.respond(third)
    post(desk, f"{EDIT}/questions/vehicle/bank")
    with scope.of(joensuu.id):
        for one in (first, second, third):
            bank.note_uses(one)
    assert uses(joensuu) == ["kolmas", "matkat", "toiset"]
    text = desk.page("/en/desk/bank/vehicle").text
    assert text.count("5 people answered.") == 2
    assert text.count("The choices are different here") == 1
    assert "Too few answers yet" in text
    assert "100" in text
    assert "Quite another question" not in text


def test_figures_of_other_areas_are_not_shown(client: Client, joensuu: City) -> None:
    first = survey(joensuu, "matkat")
    desk = client.as_(official(joensuu))
    post(desk, f"{EDIT}/questions/vehicle/bank")
    with scope.of(joensuu.id):
        for _respondent in range(10):
            surveys_factories.respond(first)
    stranger = client.as_(official(joensuu, "environment"))
    text = stranger.page("/en/desk/bank/vehicle").text
    assert "people answered." not in text
    assert "The results are seen by the officials of its area." in text
    assert stranger.get(f"{EDIT}/bank").status_code == 403
    assert post(stranger, f"{EDIT}/questions/vehicle/bank").status_code == 403


def test_uses_are_noted_once_and_stay(joensuu: City) -> None:
    with scope.of(joensuu.id):
        bank.load_standing()
        assert bank.load_standing() == 0
        kept_ = bank.question("ika")
        assert kept_ is not None
        source = surveys_factories.definition()
        source["pages"][1]["elements"].append(
            {"type": "panel", "name": "p", "elements": [kept_.source]}
        )
    one = survey(joensuu, "matkat", source)
    with scope.of(joensuu.id):
        bank.note_uses(one)
        bank.note_uses(one)
        surveys_factories.version(one, surveys_factories.definition())
        bank.note_uses(one)
    assert uses(joensuu) == ["matkat"]


def test_who_makes_no_surveys_sees_no_bank(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        member = factories.member(factories.group("council"))
    assert client.as_(member).get("/fi/desk/bank/").status_code == 403
    assert client.as_(official(joensuu)).get("/fi/desk/bank/none").status_code == 404


def test_publishing_notes_which_questions_of_the_bank_are_asked(joensuu: City) -> None:
    with scope.of(joensuu.id):
        bank.load_standing()
        source = dict(starters()["budget-priorities"].source)
        meta = metas.check({"slug": "budjetti", "area": "library", "opens": "-1d"})
        folder = Folder(source, load(source), meta)
        published = publishing.publish(folder, timezone=surveys_factories.TIMEZONE)
        bank.note_uses(published)
    assert uses(joensuu) == ["budjetti"]
