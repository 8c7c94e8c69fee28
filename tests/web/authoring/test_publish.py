"""Publishing from the desk: defaults for what nobody chose, differences, and what stops it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.core import scope
from app.core.db import db
from app.surveys import library
from app.surveys.meta import Anonymity, PublicResults
from app.surveys.models import Response, Survey
from app.surveys.models_work import SurveyRevision, SurveyWork
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.authoring.works import (
    elements,
    making,
    next_version,
    official,
    poll,
    published,
)

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
PAGE = "/fi/desk/surveys/poll/publish"


def survey() -> Survey:
    return db.session.scalars(select(Survey).where(Survey.slug == "poll")).one()


def test_a_poll_of_three_questions_is_published_at_once(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    with time_machine.travel(NOW, tick=False):
        answer = client.as_(person).submit(PAGE, form=PAGE)
    assert (answer.status_code, answer.location) == (303, "/fi/desk/surveys/poll/")
    with scope.of(joensuu.id):
        found = survey()
        assert found.version == 1
        assert found.opens_at <= NOW
        assert found.closes_at == datetime(2026, 5, 25, 20, 59, tzinfo=UTC)
        assert (found.min_group, found.once_per_browser) == (5, False)
        assert found.anonymity == Anonymity.ANONYMOUS
        assert found.public_results == PublicResults.CLOSED
        assert set(found.languages) == {"fi", "sv", "en"}
        assert db.session.scalars(select(SurveyWork)).all() == []
        assert db.session.scalars(select(SurveyRevision)).all() == []
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.event, entry.subject) == ("survey.published", "poll")
        assert entry.changes == {"version": 1}
    with time_machine.travel(NOW, tick=False):
        assert "Miten kuljet?" in client.page("/fi/surveys/poll").text


def test_settings_that_were_chosen_hold(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    chosen = {"opens": "2026-06-01T09:00", "closes": "2026-06-30T16:00", "min_group": 10}
    making(joensuu, person, settings=chosen | {"public_results": "never"})
    client.as_(person).submit(PAGE, form=PAGE)
    with scope.of(joensuu.id):
        found = survey()
        assert found.opens_at == datetime(2026, 6, 1, 6, tzinfo=UTC)
        assert (found.min_group, found.public_results) == (10, PublicResults.NEVER)


def test_problems_stop_it_and_lead_to_where_they_are_mended(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    wrong = poll()
    elements(wrong)[1]["visibleIf"] = "{waay} = 'car'"
    making(joensuu, person, wrong, settings={"min_group": 2})
    reader = client.as_(person)
    page = reader.page(PAGE)
    home = "/fi/desk/surveys/poll/"
    assert home + "edit/conditions/why?of=visibleIf" in page.links
    assert home + "settings" in page.links
    assert all(one.action != PAGE for one in page.forms)
    token = page.form().values["csrf_token"]
    answer = reader.post(PAGE, {"csrf_token": token, "seen": "1", "version": "0"})
    assert answer.status_code == 422
    with scope.of(joensuu.id):
        assert db.session.scalars(select(Survey)).all() == []


def test_a_new_version_tells_what_it_changes(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    other = poll()
    elements(other)[0]["title"]["en"] = "How do you travel?"
    elements(other)[2]["isRequired"] = True
    next_version(joensuu, person, published(joensuu), other)
    text = client.as_(person).page("/en/desk/surveys/poll/publish").text
    assert "“How do you travel?” is worded otherwise." in text
    assert "“Score?” must be answered now." in text
    assert "can't be compared" not in text
    answer = client.as_(person).submit(PAGE, form=PAGE)
    assert answer.status_code == 303
    with scope.of(joensuu.id):
        found = survey()
        assert found.version == 2
        assert found.min_group == 5
        assert library.compiled(found.id, 2).questions["score"].is_required


def test_a_breaking_change_wants_a_tick(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    other = poll()
    elements(other)[0]["choices"].pop()
    elements(other)[1].pop("visibleIf")
    next_version(joensuu, person, published(joensuu), other)
    reader = client.as_(person)
    assert (
        "“How?” no longer has the choice “Car”."
        in reader.page("/en/desk/surveys/poll/publish").text
    )
    refused = reader.submit(PAGE, form=PAGE, consent=None)
    assert refused.status_code == 422
    assert 'href="#consent"' in refused.text
    with scope.of(joensuu.id):
        assert survey().version == 1
    assert reader.submit(PAGE, form=PAGE, consent="y").status_code == 303
    with scope.of(joensuu.id):
        assert survey().version == 2


def test_whoever_is_in_the_middle_finishes_on_their_version(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    first = published(joensuu)
    token = client.page("/fi/surveys/poll").form("/fi/surveys/poll").values
    other = poll()
    elements(other)[0]["choices"].append("train")
    next_version(joensuu, person, first, other)
    client.as_(person).submit(PAGE, form=PAGE)
    sent = client.post("/fi/surveys/poll", {**token, "q-way": "bus"})
    assert sent.status_code == 303
    with scope.of(joensuu.id):
        assert survey().version == 2
        kept = db.session.scalars(select(Response)).one()
        assert kept.version == 1


@pytest.mark.parametrize("published_meanwhile", [False, True])
def test_what_changed_since_one_looked_is_not_published_unseen(
    client: Client, joensuu: City, *, published_meanwhile: bool
) -> None:
    person = official(joensuu)
    row = published(joensuu)
    other = poll()
    elements(other)[2]["isRequired"] = True
    next_version(joensuu, person, row, other)
    reader = client.as_(person)
    shown = reader.page(PAGE).form(PAGE).values
    with scope.of(joensuu.id):
        if published_meanwhile:
            surveys_factories.version(survey(), poll(title="Toinen"))
            db.session.commit()
        else:
            elements(other)[2]["title"] = "Muu"
            next_version(joensuu, person, survey(), other)
    answer = reader.post(PAGE, shown)
    assert answer.status_code == 409
    with scope.of(joensuu.id):
        assert survey().version == (2 if published_meanwhile else 1)
    page = reader.page("/en/desk/surveys/poll/publish")
    assert ("Another version was published meanwhile" in page.text) is published_meanwhile


def test_a_form_that_is_sent_twice_publishes_once(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    reader = client.as_(person)
    values = reader.page(PAGE).form(PAGE).values
    locations = [reader.post(PAGE, values).location for _turn in range(2)]
    assert locations == ["/fi/desk/surveys/poll/"] * 2
    with scope.of(joensuu.id):
        assert survey().version == 1


def test_where_nothing_differs_there_is_nothing_to_publish(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    row = published(joensuu)
    page = client.as_(person).page("/en/desk/surveys/poll/publish")
    assert "Nothing to publish" in page.text
    next_version(joensuu, person, row, poll())
    assert "Nothing to publish" in client.as_(person).page("/en/desk/surveys/poll/publish").text


def test_versions_say_where_they_differ(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    row = published(joensuu)
    other = poll()
    elements(other)[0]["choices"].pop()
    elements(other).pop(1)
    with scope.of(joensuu.id):
        surveys_factories.version(survey(), other)
        db.session.commit()
    assert row.slug == "poll"
    text = client.as_(person).page("/en/desk/surveys/poll/versions").text
    assert text.index("Version 2") < text.index("Version 1")
    assert "The question “Why?” is no longer asked." in text
    assert "Not all can be compared" in text


def test_only_officials_of_the_area_publish(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person)
    other = official(joensuu, "environment")
    assert client.as_(other).get(PAGE).status_code == 403
    assert client.get(PAGE).status_code == 303


def test_a_survey_is_not_published_in_somebody_elses_area(client: Client, joensuu: City) -> None:
    person = official(joensuu)
    making(joensuu, person, settings={"area": "environment"})
    page = client.as_(person).page("/en/desk/surveys/poll/publish")
    assert "You may not publish surveys of the area that is chosen." in page.text
    with scope.of(joensuu.id):
        everywhere = factories.administrator()
        db.session.commit()
    assert client.as_(everywhere).submit(PAGE, form=PAGE).status_code == 303


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"pages": []}, "there are no pages"),
    ({"title": "x", "pages": [{"elements": []}]}, "there are no questions"),
    (
        {"title": "x", "elements": [{"type": "radiogroup", "name": "q"}]},
        "there is nothing to choose",
    ),
    ({"title": "x", "elements": [{"type": "text"}]}, "there is no name"),
    ({"elements": [{"type": "text", "name": "q"}]}, "there is no title"),
]


@pytest.mark.parametrize(("source", "reason"), WRONG)
def test_each_problem_is_listed(
    app: Flask, client: Client, joensuu: City, source: dict[str, Any], reason: str
) -> None:
    person = official(joensuu)
    making(joensuu, person, source)
    for path in ("publish", "edit/problems"):
        assert reason in client.as_(person).page(f"/en/desk/surveys/poll/{path}").text
