"""The settings page: what officials change, what they can't, and that nothing typed is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.authoring import workspace
from app.authoring.workspace import State
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys.meta import Anonymity, PublicResults, Who
from app.surveys.models import Survey
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import place

ADDRESS = "/en/desk/surveys/poll/settings"


NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture
def official(client: Client, joensuu: City) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        with scope.of(joensuu.id):
            area = organisation.area("culture")
            assert area is not None
            person = factories.official(area)
        yield client.as_(person)


def survey(city: City) -> Survey:
    with scope.of(city.id):
        db.session.expire_all()
        return surveys.by_slug("poll")


def save(browser: Client, **values: Any) -> Any:
    return browser.submit(ADDRESS, form=ADDRESS, **values)


def in_the_making(city: City, slug: str = "poll") -> None:
    with scope.of(city.id):
        area = organisation.area("library")
        assert area is not None
        who = factories.official(area)
        workspace.begin(slug, State(surveys.definition(), {}), area_id=area.id, who=who.id)
        db.session.commit()


def test_settings_of_a_published_survey_change_at_once_and_are_logged(
    official: Client, joensuu: City
) -> None:
    place(joensuu)
    saved = save(
        official, closes_day="2030-05-31", closes_time="16:00", who="code", code="Kevät 2026",
        once="y", min_group="7", public_results="open", retention_months="12",
        answer_due_days="20", response_cap="100", short="tori", embed="https://www.city.fi/",
        themes="climate", **{
            "quota-0-answer": '["place", "market"]', "quota-0-most": "50",
            "full_text-fi": "Kiitos Jokimerkki", "tie-0-question": "place",
            "tie-0-objective": "attractive-centre",
        },
    )  # fmt: skip
    assert saved.status_code == 303, saved.text
    found = survey(joensuu)
    assert (found.who, found.access_code, found.once_per_browser) == (Who.CODE, "kevät2026", True)
    assert found.closes_at == datetime(2030, 5, 31, 13, tzinfo=UTC)
    assert found.answer_due_on is not None
    assert found.answer_due_on.isoformat() == "2030-06-20"
    assert (found.min_group, found.retention_months, found.response_cap) == (7, 12, 100)
    assert found.public_results == PublicResults.OPEN
    assert found.quotas == [{"question": "place", "value": "market", "most": 50}]
    assert (found.short_key, found.embed_origins) == ("tori", ["https://www.city.fi"])
    assert found.version == 1
    with scope.of(joensuu.id):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "survey.settled")
        ).one()
        assert entry.changes["settings"]["min_group"] == [5, 7]
        assert "2026" not in str(entry.changes["settings"]["code"])
    again = official.page(ADDRESS).form(ADDRESS).values
    assert again["closes_day"] == "2030-05-31"
    assert again["quota-0-most"] == "50"
    assert save(official).status_code == 303
    assert survey(joensuu).quotas == found.quotas


def test_everything_wrong_is_told_at_once_and_everything_typed_is_kept(
    official: Client, joensuu: City
) -> None:
    place(joensuu)
    refused = save(
        official, opens_day="some day", closes_time="nine", who="code", code="x", min_group="2",
        retention_months="", response_cap="many", short="Tori!", embed="http://city.fi",
        **{"quota-0-answer": '["place", "market"]', "quota-0-most": "-1", "full_text-fi": "Sanat"},
    )  # fmt: skip
    assert refused.status_code == 422
    for field in (
        "opens_day", "closes_day", "code", "min_group", "retention_months", "response_cap",
        "short", "embed", "quota-0-most",
    ):  # fmt: skip
        assert f'href="#{field}"' in refused.text, field
    for typed in ("some day", "many", "Tori!", "http://city.fi", "Sanat"):
        assert typed in refused.text
    assert survey(joensuu).who == Who.ANYONE


def test_what_was_promised_is_told_beside_its_field(official: Client, joensuu: City) -> None:
    place(joensuu)
    with scope.of(joensuu.id):
        surveys.respond("poll", {"place": "market"})
        factories.group("council")
    refused = save(
        official, anonymity="personal", min_group="4", retention_months="30", who="members",
        groups="council",
    )  # fmt: skip
    assert refused.status_code == 422
    for field in ("anonymity", "min_group", "retention_months", "who"):
        assert f'href="#{field}"' in refused.text
    assert survey(joensuu).anonymity == Anonymity.ANONYMOUS
    assert save(official, min_group="6", retention_months="6").status_code == 303
    assert survey(joensuu).min_group == 6


def test_no_limit_is_set_to_see_how_single_people_have_answered(
    official: Client, joensuu: City
) -> None:
    place(joensuu)
    before = {"quota-0-answer": '["place", "market"]', "quota-0-most": "20"}
    assert save(official, **before).status_code == 303
    with scope.of(joensuu.id):
        surveys.respond("poll", {"place": "market"})
    for most in ("1", "19", "21", "24"):
        refused = save(official, **before | {"quota-0-most": most})
        assert refused.status_code == 422, most
        assert 'href="#quota-0-answer"' in refused.text
    other = {"quota-1-answer": '["place", "harbour"]', "quota-1-most": "1"}
    assert save(official, **before | other).status_code == 422
    assert save(official, **before | {"quota-0-most": "25"}).status_code == 303
    assert survey(joensuu).quotas == [{"question": "place", "value": "market", "most": 25}]
    gone = {"quota-0-answer": "", "quota-0-most": ""}
    assert save(official, **gone).status_code == 303
    assert save(official, **before).status_code == 422
    assert survey(joensuu).quotas == []


def test_the_day_that_was_promised_first_stays_in_sight(official: Client, joensuu: City) -> None:
    place(joensuu)
    assert save(official, closes_day="2026-05-31", answer_due_days="10").status_code == 303
    assert survey(joensuu).answer_promised_on is None
    assert save(official, answer_due_days="300").status_code == 303
    assert survey(joensuu).answer_promised_on == date(2026, 6, 10)
    assert survey(joensuu).answer_due_on == date(2027, 3, 27)


def test_what_was_answered_is_not_opened_again(official: Client, joensuu: City) -> None:
    closed = NOW - timedelta(days=9)
    place(joensuu, closes_at=closed)
    with scope.of(joensuu.id):
        surveys.by_slug("poll").answered_at = NOW
        db.session.commit()
    for day in ("2026-06-30", ""):
        refused = save(official, closes_day=day, closes_time="")
        assert refused.status_code == 422
        assert 'href="#closes_day"' in refused.text
    assert survey(joensuu).closes_at == closed


def test_who_saves_after_somebody_else_is_shown_both(official: Client, joensuu: City) -> None:
    place(joensuu)
    form = official.page(ADDRESS).form(ADDRESS).values
    save(official, retention_months="11")
    conflict = official.post(ADDRESS, form | {"retention_months": "13"})
    assert conflict.status_code == 409
    assert "<td" in conflict.text
    assert survey(joensuu).retention_months == 11
    decided = Page(conflict.text).form(ADDRESS).values
    assert official.post(ADDRESS, decided).status_code == 303
    assert survey(joensuu).retention_months == 13


def test_a_survey_in_the_making_has_settings_and_may_move(official: Client, joensuu: City) -> None:
    in_the_making(joensuu)
    saved = save(official, slug="travel", who="invited", opens_time="09:30")
    assert saved.status_code == 303, saved.text
    assert "/en/desk/surveys/travel/settings" in saved.location
    with scope.of(joensuu.id):
        work = workspace.by_slug("travel")
        assert work is not None
        assert work.settings["who"] == "invited"
        assert work.settings["opens"] == "2026-05-04T09:30"
        assert work.settings["slug"] == "travel"
    place(joensuu, "taken")
    refused = official.submit(
        "/en/desk/surveys/travel/settings", form="/en/desk/surveys/travel/settings", slug="taken"
    )
    assert refused.status_code == 422
    kept = official.submit(
        "/en/desk/surveys/travel/settings", form="/en/desk/surveys/travel/settings", slug="new"
    )
    assert kept.status_code == 422  # the page of a new survey is there


def test_saving_the_settings_untouched_changes_nothing_of_what_would_be_published(
    official: Client, joensuu: City
) -> None:
    in_the_making(joensuu)
    address = "/en/desk/surveys/poll/publish"

    def promised() -> str:
        return official.page(address).text.split("Change the settings")[1].split("<form")[0]

    before = promised()
    assert "04/05/2026" in before
    assert save(official).status_code == 303
    assert promised() == before


def test_other_areas_and_cities_are_out_of_reach(
    client: Client, official: Client, joensuu: City
) -> None:
    place(joensuu)
    with scope.of(joensuu.id):
        other = organisation.area("environment")
        assert other is not None
        stranger = client.as_(factories.official(other))
    assert stranger.get(ADDRESS).status_code == 403
    assert save(official, area="environment").status_code == 422
    assert official.get("/en/desk/surveys/none/settings").status_code == 404


def test_closing_in_the_past_closes_now(official: Client, joensuu: City) -> None:
    place(joensuu)
    assert save(official, closes_day="2026-05-01", closes_time="16:00").status_code == 303
    assert survey(joensuu).closes_at == NOW
