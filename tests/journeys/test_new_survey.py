"""An official begins a survey from a text without scripts; the pages stand up to axe."""

from app.accounts.models import User
from app.authoring import bank
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from tests import factories, surveys_factories
from tests.journeys.browser import Live, axe, small_targets, wider_than_screen

TEXT = "Torikysely\n\nMiten tulet torille?\n- Autolla\n- Bussilla\n\nMiksi?\n"
PAGES = (
    "/fi/desk/surveys/new",
    "/fi/desk/surveys/new/paste",
    "/fi/desk/surveys/new/start",
    "/fi/desk/surveys/new/start?from=template:service-feedback",
    "/fi/desk/bank/",
    "/fi/desk/bank/ika",
    "/fi/desk/surveys/matkat/edit/bank",
)


def _official(live: Live) -> User:
    with live.app.app_context(), scope.of(live.joensuu.id):
        area = organisation.area("library")
        assert area is not None
        person = factories.official(area)
        bank.load_standing()
        source = surveys_factories.definition()
        kept = bank.question("ika")
        assert kept is not None
        source["pages"][0]["elements"].append(kept.source)
        survey = surveys_factories.survey(area, "matkat", source=source)
        for _respondent in range(10):
            surveys_factories.respond(survey, {**surveys_factories.BUS, "ika": "18-29"})
        bank.note_uses(survey)
        db.session.commit()
        db.session.refresh(person)
        db.session.expunge(person)
    return person


def test_a_text_becomes_a_survey_without_scripts(live: Live) -> None:
    page = live.page("/fi/desk/surveys/new/paste", js=False, signed_in=_official(live))
    page.locator("#pasted").fill("Eilen satoi.")
    page.locator("main form button[type=submit]").click()
    assert page.locator("#error-summary a").get_attribute("href") == "#pasted"
    page.locator("#pasted").fill(TEXT)
    page.locator("main form button[type=submit]").click()
    assert page.get_by_text("Miten tulet torille?").is_visible()
    assert page.locator("#title-fi").input_value() == "Torikysely"
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert page.url.endswith("/fi/desk/surveys/torikysely/edit/")


def test_the_pages_are_accessible_and_narrow(live: Live) -> None:
    who = _official(live)
    page = live.page(PAGES[0], signed_in=who, width=320)
    found: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(path)
        found[path] = [*axe(page), *wider_than_screen(page), *small_targets(page)]
    page.goto(PAGES[1])
    page.locator("#pasted").fill('{"elements": [{"type": "text"}]}')
    page.locator("main form button[type=submit]").click()
    found["refused"] = [*axe(page), *wider_than_screen(page)]
    assert {path: faults for path, faults in found.items() if faults} == {}
