"""Whoever had begun before the closing has ten minutes to send; nobody else begins."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from werkzeug.test import TestResponse

from app.core import clock, scope
from app.core.db import db
from app.surveys import meta as metas
from app.surveys import protection, publishing, settings
from app.surveys import results as survey_results
from app.surveys.meta import PublicResults
from app.surveys.models import GRACE, SETTLING
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import TWO_PAGES, documents, place, receipt_on, responses

CLOSING = datetime(2026, 5, 4, 13, tzinfo=UTC)  # 16:00 in Helsinki
MARKET = {"q-place": "market"}
ANSWER = {"answers": {"place": "market"}}


def at(minutes: float) -> Any:
    """So many minutes after the closing."""
    return time_machine.travel(CLOSING + timedelta(minutes=minutes), tick=False)


def sent_by_api(client: Client, key: str) -> int:
    answer = client.open(
        "/api/v1/surveys/poll/responses", method="POST", json=ANSWER,
        headers={"Idempotency-Key": key},
    )  # fmt: skip
    return answer.status_code


def hidden(page: TestResponse) -> dict[str, str]:
    return dict(re.findall(r'name="(token|page)" value="([^"]+)"', page.text))


def test_what_was_begun_in_time_is_taken_for_ten_minutes_and_says_so(
    client: Client, joensuu: City
) -> None:
    place(joensuu, closes_at=CLOSING)
    with at(-1):
        form = client.page("/en/surveys/poll").form().values
    with at(1):
        missing = client.post("/en/surveys/poll", form)
        assert missing.status_code == 422
        assert "It closed at" in missing.text
        assert "16:10" in missing.text
    with at(9.9):
        assert receipt_on(client, client.post("/en/surveys/poll", form | MARKET))
    with at(10):
        second = client.post("/en/surveys/poll", {**form, **MARKET, "q-why": "Late"})
        assert second.status_code == 409
    assert documents(joensuu) == [{"place": "market"}]


def test_after_ten_minutes_what_was_typed_is_given_back(client: Client, joensuu: City) -> None:
    place(joensuu, closes_at=CLOSING)
    with at(-1):
        form = client.page("/fi/surveys/poll").form().values
    with at(10):
        late = client.post("/fi/surveys/poll", form | MARKET | {"q-why": "My own words"})
    assert late.status_code == 409
    assert "My own words" in late.text
    assert responses(joensuu) == []


def test_nobody_new_begins_after_the_closing_and_the_api_closes_sharply(
    client: Client, joensuu: City
) -> None:
    place(joensuu, closes_at=CLOSING)
    with at(-0.1):
        assert sent_by_api(client, "in-time") == 201
    with at(0):
        assert 'name="q-place"' not in client.get("/fi/surveys/poll").text
        assert sent_by_api(client, "late") == 409
        assert sent_by_api(client, "in-time") == 200


def test_all_pages_of_a_begun_survey_can_be_filled_in(client: Client, joensuu: City) -> None:
    place(joensuu, source=surveys.definition, closes_at=CLOSING)
    with at(-5):
        first = client.get("/en/surveys/poll")
        second = client.post("/en/surveys/poll", hidden(first) | TWO_PAGES)
    with at(2):
        again = client.get("/en/surveys/poll?page=second")
        assert again.status_code == 200
        assert "It closed at" in again.text
        stranger = client.at(joensuu).get("/en/surveys/poll")
        assert 'name="q-vehicle"' not in stranger.text
        assert receipt_on(client, client.post("/en/surveys/poll", hidden(again)))
    assert second.status_code in (200, 303)
    assert len(responses(joensuu)) == 1


def test_final_figures_and_public_results_wait_for_the_last_answers(
    client: Client, joensuu: City
) -> None:
    survey = place(joensuu, closes_at=CLOSING, public_results=PublicResults.CLOSED)
    forms = []
    with at(-1):
        for _ in range(7):
            forms.append(client.at(joensuu).page("/fi/surveys/poll").form().values)
    shown = []
    for minutes in (1, 9, 11, 15):
        with at(minutes):
            some, forms = forms[:4], forms[4:]
            for form in some:
                client.at(joensuu).post("/fi/surveys/poll", form | MARKET)
            with scope.of(joensuu.id):
                shown.append(survey_results.of_survey(survey, "fi").shown)
            status = client.get("/fi/surveys/poll/results").status_code
            assert status == (200 if minutes >= 10 else 404)
    assert shown == [None, None, None, 7]
    assert timedelta(minutes=15) == SETTLING > GRACE


def test_opening_again_keeps_what_was_shown_apart(joensuu: City) -> None:
    survey = place(joensuu, closes_at=CLOSING)
    with scope.of(joensuu.id):
        with at(-1):
            for _ in range(6):
                surveys.respond(survey, {"place": "market"})
        with at(60):
            meta = publishing.meta_of(survey, timezone=surveys.TIMEZONE)
            document = settings.as_document(meta) | {"closes": "2026-05-04T17:05"}
            changed = publishing.settle(survey, metas.check(document), timezone=surveys.TIMEZONE)
            assert changed.segments == [[6, 5]]
            assert changed.is_late(clock.now()) is False
            assert not protection.looser(changed, meta)
        db.session.flush()


def test_a_closing_in_the_past_closes_now(joensuu: City) -> None:
    survey = place(joensuu, closes_at=CLOSING)
    with scope.of(joensuu.id), at(-60):
        meta = publishing.meta_of(survey, timezone=surveys.TIMEZONE)
        document = settings.as_document(meta) | {"closes": "2026-05-03T12:00"}
        changed = publishing.settle(survey, metas.check(document), timezone=surveys.TIMEZONE)
        assert changed.closes_at == clock.now()
        assert changed.is_late(clock.now())
