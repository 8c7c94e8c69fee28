"""The city's answers to surveys wherever residents look: done, its feed, plans, the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.core.languages import AUTONYMS as LANGUAGES
from app.ideas.lifecycle import State
from app.organisation import queries as organisation
from app.surveys.models import Survey
from app.surveys.models_outcome import (
    SurveyOutcome,
    SurveyOutcomeAction,
    SurveyOutcomeObjective,
)
from tests import factories, ideas_factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City

AUTONYMS = set(LANGUAGES.values())
NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOON, tick=False) as now:
        yield now


def answered(city: City, slug: str, *, ago: timedelta = timedelta(days=1)) -> Survey:
    with scope.of(city.id):
        library = organisation.area("library")
        assert library is not None
        row = surveys.survey(library, slug, closes_at=NOON - timedelta(days=20))
        row.answered_at = NOON - ago
        factories.keep(
            SurveyOutcome(
                survey_id=row.id,
                heard=TranslatedText({"en": f"Heard in {slug}"}),
                doing=TranslatedText({"en": f"We **do** {slug} & more"}),
                published_at=row.answered_at,
            )
        )
        return row


def tied(city: City, survey: Survey) -> str:
    """The key of an action that the survey led to."""
    with scope.of(city.id):
        library, objective = (
            organisation.area("library"), organisation.objective("attractive-centre")
        )  # fmt: skip
        assert library is not None
        assert objective is not None
        action = factories.action(factories.plan(library), objective)
        factories.keep(SurveyOutcomeAction(survey_id=survey.id, action_id=action.id))
        factories.keep(SurveyOutcomeObjective(survey_id=survey.id, objective_id=objective.id))
        return action.key


def test_what_was_done_tells_of_answered_surveys(client: Client, joensuu: City) -> None:
    tied(joensuu, answered(joensuu, "books"))
    page = client.page("/en/done")
    assert "/en/surveys/books" in page.links
    assert "We do books & more" in page.text
    assert "Part of the development plan" in page.text
    assert "We do books" in client.page("/en/").text


def test_the_feed_tells_of_them(client: Client, joensuu: City) -> None:
    answered(joensuu, "books")
    feed = client.get("/en/done.atom").text
    assert "<title xml:lang" in feed or "Survey books en" in feed
    assert "We do books &amp; more" in feed
    assert "http://joensuu.localhost:8000/en/surveys/books" in feed


def test_pages_of_what_was_done_hold_each_survey_once(client: Client, joensuu: City) -> None:
    """More than a page of them, several of one moment, and other deeds of the same days."""
    for number in range(45):
        answered(joensuu, f"s-{number}", ago=timedelta(hours=(number // 3) * 7))
    with scope.of(joensuu.id):
        library = organisation.area("library")
        assert library is not None
        for _ in range(3):
            ideas_factories.idea(library, State.ANSWERED)
    seen: list[str] = []
    address = "/en/done"
    for _ in range(4):
        page = client.page(address)
        seen += [link for link in page.links if link.startswith("/en/surveys/s-")]
        older = [
            link
            for link, label in page.links.items()
            if "before=" in link and label not in AUTONYMS
        ]
        if not older:
            break
        address = older[-1]
    assert len(seen) == len(set(seen)) == 45


def test_an_action_names_the_voices_behind_it(client: Client, joensuu: City) -> None:
    key = tied(joensuu, answered(joensuu, "books"))
    area = client.get("/en/areas/library").text
    assert f'id="action-{key}"' in area
    assert "Voices behind it" in area
    objective = client.page("/en/strategy/attractive-centre")
    assert "Voices behind it" in objective.text
    assert "answered surveys about it" in objective.text


def told(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/surveys/books").get_json()
    return found


def test_nothing_of_a_draft_is_told(client: Client, joensuu: City) -> None:
    survey = answered(joensuu, "books")
    key = tied(joensuu, survey)
    with scope.of(joensuu.id):
        survey.answered_at = None
        db.session.flush()
    assert "books" not in client.page("/en/done").text
    assert "Voices behind it" not in client.get("/en/areas/library").text
    assert key
    assert told(client)["outcome"] is None


def test_the_api_tells_the_outcome(client: Client, joensuu: City) -> None:
    key = tied(joensuu, answered(joensuu, "books"))
    outcome = told(client)
    assert outcome["answered_at"] == "2026-05-03T09:00:00+00:00"
    assert outcome["answer_due_on"] == "2026-05-14"
    assert outcome["outcome"]["heard"] == {"en": "Heard in books"}
    assert [one["key"] for one in outcome["outcome"]["actions"]] == [key]
    assert outcome["outcome"]["objectives"] == ["attractive-centre"]
    assert outcome["outcome"]["corrected_at"] is None


def test_the_clock_stops_with_the_answer(client: Client, joensuu: City) -> None:
    survey = answered(joensuu, "books")
    for path in ("/en/", "/en/surveys/", "/en/areas/library", "/en/surveys/books"):
        assert "Day 20 of 30" not in client.page(path).text, path
    with scope.of(joensuu.id):
        survey.answered_at = None
        db.session.flush()
    for path in ("/en/", "/en/surveys/", "/en/areas/library", "/en/surveys/books"):
        assert "Day 20 of 30" in client.page(path).text, path
