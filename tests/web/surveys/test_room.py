"""No more answers than the cap, and none more of a kind than its quota."""

from typing import Any

from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.surveys.models import Survey
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import TWO_PAGES, drafts, place, receipt_on, responses

MARKET = {"q-place": "market"}


def limited(city: City, slug: str = "poll", **more: Any) -> Survey:
    survey = place(city, slug, source=more.pop("source", None))
    with scope.of(city.id):
        for name, value in more.items():
            setattr(survey, name, value)
        db.session.flush()
    return survey


def quota(question: str, value: str, most: int) -> list[dict[str, Any]]:
    return [{"question": question, "value": value, "most": most}]


def test_no_more_answers_come_than_the_cap(client: Client, joensuu: City) -> None:
    limited(joensuu, response_cap=2, full_text=TranslatedText({"fi": "Kiitos Jokimerkki"}))
    early = client.at(joensuu).page("/fi/surveys/poll").form().values
    for _ in range(2):
        sent = client.at(joensuu).submit("/fi/surveys/poll", **MARKET)
        assert sent.status_code == 303
    full = client.get("/fi/surveys/poll")
    assert "Kiitos Jokimerkki" in full.text
    assert 'name="q-place"' not in full.text
    late = client.post("/fi/surveys/poll", early | MARKET | {"q-why": "My own words"})
    assert late.status_code == 409
    assert "Kiitos Jokimerkki" in late.text
    assert "My own words" in late.text
    assert len(responses(joensuu)) == 2


def test_an_answer_that_is_taken_back_leaves_its_place(client: Client, joensuu: City) -> None:
    limited(joensuu, response_cap=1)
    receipt = receipt_on(client, client.submit("/fi/surveys/poll", **MARKET))
    assert 'name="q-place"' not in client.at(joensuu).get("/fi/surveys/poll").text
    client.submit("/fi/surveys/poll/withdraw", receipt=receipt)
    assert client.at(joensuu).submit("/fi/surveys/poll", **MARKET).status_code == 303


def test_a_change_needs_no_second_place(client: Client, joensuu: City) -> None:
    limited(joensuu, response_cap=1, quotas=quota("place", "market", 1))
    receipt = receipt_on(client, client.submit("/fi/surveys/poll", **MARKET))
    opened = client.post("/fi/surveys/poll/answers", {"receipt": receipt, "action": "change"})
    assert opened.status_code in (200, 303)
    page = client.page("/fi/surveys/poll")
    sent = client.post(
        "/fi/surveys/poll",
        page.form("/fi/surveys/poll").values | MARKET | {"q-why": "Changed"},
    )
    assert receipt_on(client, sent)
    kept = [one.document for one in responses(joensuu) if not one.is_withdrawn]
    assert kept == [{"place": "market", "why": "Changed"}]


def test_a_change_to_an_answer_whose_quota_is_full_leaves_the_first_one(
    client: Client, joensuu: City
) -> None:
    limited(joensuu, quotas=quota("place", "market", 1))
    client.at(joensuu).submit("/fi/surveys/poll", **MARKET)
    receipt = receipt_on(client, client.submit("/fi/surveys/poll", **{"q-place": "harbour"}))
    client.post("/fi/surveys/poll/answers", {"receipt": receipt, "action": "change"})
    form = client.page("/fi/surveys/poll").form("/fi/surveys/poll").values
    refused = client.post("/fi/surveys/poll", form | MARKET)
    assert refused.status_code == 409
    kept = [one.document for one in responses(joensuu) if not one.is_withdrawn]
    assert kept == [{"place": "market"}, {"place": "harbour"}]


def test_who_gives_an_answer_whose_quota_is_full_is_told_on_leaving_the_page(
    client: Client, joensuu: City
) -> None:
    survey = limited(joensuu, source=surveys.definition, quotas=quota("vehicle", "bus", 1))
    with scope.of(joensuu.id):
        surveys.respond(survey)
        surveys.respond(survey, {"vehicle": "car"})
    refused = client.submit("/fi/surveys/poll", **TWO_PAGES)
    assert refused.status_code == 409
    assert "q-wish" not in refused.text
    assert drafts(joensuu) == []
    going_on = client.submit("/fi/surveys/poll", **TWO_PAGES | {"q-vehicle": "car"})
    assert going_on.status_code in (200, 303)
    assert len(drafts(joensuu)) == 1


def test_the_api_is_told_that_there_is_no_room(client: Client, joensuu: City) -> None:
    limited(joensuu, quotas=quota("place", "market", 1))
    found = []
    for key in ("first", "second", "first"):
        answer = client.open(
            "/api/v1/surveys/poll/responses", method="POST",
            json={"answers": {"place": "market"}}, headers={"Idempotency-Key": key},
        )  # fmt: skip
        found.append(answer.status_code)
    assert found == [201, 409, 200]


def test_a_cap_and_quotas_cost_a_few_statements_and_other_surveys_none(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "free")
    limited(joensuu, response_cap=5, quotas=quota("place", "market", 3))
    client.get("/fi/surveys/free")
    client.get("/fi/surveys/poll")
    for slug, shown, sent in (("free", 2, 5), ("poll", 3, 9)):
        with client.assert_queries(shown):
            page = client.page(f"/fi/surveys/{slug}")
        with client.assert_queries(sent):
            client.post(f"/fi/surveys/{slug}", page.form().values | MARKET)
