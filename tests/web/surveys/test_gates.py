"""Who may answer: a shared code, members of groups, personal links; each as often as promised."""

import re
from typing import Any

import pytest

from app.accounts import queries as accounts
from app.accounts.models import User
from app.core import scope
from app.core.db import db
from app.surveys.meta import Anonymity, Who
from app.surveys.models import Survey, SurveyBrowser
from app.surveys.models_access import (
    SurveyGroup,
    SurveyTicket,
)
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys.guarded import by_code, guarded, hidden, invite, send
from tests.web.surveys.residents import TWO_PAGES, count, documents, place, receipt_on, responses

MARKET = {"q-place": "market"}


# --- a shared code --------------------------------------------------------------------------


def test_a_code_is_asked_for_and_taken_however_it_is_typed(client: Client, joensuu: City) -> None:
    guarded(joensuu, Who.CODE, access_code="kevät2026")
    page = client.get("/fi/surveys/poll")
    assert 'name="q-place"' not in page.text
    opened = by_code(client, " KEVÄT – 2026 ")
    assert opened.status_code == 200
    assert receipt_on(client, send(client, opened, **MARKET))
    assert documents(joensuu) == [{"place": "market"}]


def test_a_wrong_code_is_told_beside_its_field(client: Client, joensuu: City) -> None:
    guarded(joensuu, Who.CODE, access_code="kevät2026")
    refused = by_code(client, "kevat2026")
    assert refused.status_code == 422
    assert "kevat2026" in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert 'name="q-place"' not in refused.text


def test_the_code_of_a_link_lets_in_and_a_wrong_one_does_not(client: Client, joensuu: City) -> None:
    guarded(joensuu, Who.CODE, access_code="kevät2026")
    assert 'name="q-place"' in client.get("/fi/surveys/poll?code=Kev%C3%A4t-2026").text
    refused = client.get("/fi/surveys/poll?code=wrong").text
    assert 'name="q-place"' not in refused
    assert 'name="code"' in refused


def test_whoever_tries_codes_has_to_wait_and_the_right_one_still_holds(
    client: Client, joensuu: City
) -> None:
    guarded(joensuu, Who.CODE, access_code="kevät2026")
    tried = {by_code(client, f"wrong{number}").status_code for number in range(31)}
    assert tried == {422, 429}
    assert 'name="q-place"' not in client.get("/fi/surveys/poll?code=kevät2026").text
    assert 'name="q-place"' in by_code(client, "kevät2026").text


def test_the_code_holds_page_by_page_in_each_language_and_for_what_is_saved(
    client: Client, joensuu: City
) -> None:
    guarded(joensuu, Who.CODE, source=surveys.definition, access_code="kevät2026")
    first = by_code(client, "kevät2026")
    in_swedish = client.post(
        "/sv/surveys/poll", hidden(first) | {"action": "language", **TWO_PAGES}
    )
    assert 'name="q-vehicle"' in in_swedish.text
    saved = client.post("/fi/surveys/poll", hidden(first) | {"action": "later", **TWO_PAGES})
    code = re.search(r"k-code\">([^<]+)<", saved.text)
    assert code is not None
    elsewhere = client.at(joensuu)
    second = elsewhere.submit(
        "/fi/surveys/poll/resume", code=code[1], form="/fi/surveys/poll/resume"
    )
    page = elsewhere.get(second.location) if second.status_code == 303 else second
    assert 'name="q-vehicle"' in page.text


def test_what_comes_without_the_code_is_given_back_and_not_kept(
    client: Client, joensuu: City
) -> None:
    survey = place(joensuu)
    form = client.page("/fi/surveys/poll").form().values
    with scope.of(joensuu.id):
        survey.who, survey.access_code = Who.CODE, "kevät2026"
        db.session.flush()
    refused = client.post("/fi/surveys/poll", form | MARKET | {"q-why": "My own words"})
    assert refused.status_code == 409
    assert "My own words" in refused.text
    assert responses(joensuu) == []


# --- members --------------------------------------------------------------------------------


@pytest.fixture
def members_only(joensuu: City) -> Survey:
    survey = guarded(joensuu, Who.MEMBERS)
    with scope.of(joensuu.id):
        group = factories.group("council")
        factories.keep(SurveyGroup(survey_id=survey.id, group_id=group.id))
    return survey


def member(city: City, group: str = "council") -> User:
    with scope.of(city.id):
        found = accounts.group(group) or factories.group(group)
        return factories.member(found)


def test_members_answer_once_each(client: Client, joensuu: City, members_only: Survey) -> None:
    one, other = client.as_(member(joensuu)), client.as_(member(joensuu))
    for browser in (one, other):
        sent = browser.submit("/fi/surveys/poll", form="/fi/surveys/poll", **MARKET)
        assert sent.status_code == 303
        again = browser.get("/fi/surveys/poll")
        assert 'name="q-place"' not in again.text
    assert len(responses(joensuu)) == 2
    assert count(joensuu, SurveyTicket) == 2


def test_others_are_told_who_may_answer_and_where_to_sign_in(
    client: Client, joensuu: City, members_only: Survey
) -> None:
    page = client.get("/fi/surveys/poll")
    assert page.status_code == 200
    assert "/fi/sign-in?next=%2Ffi%2Fsurveys%2Fpoll" in page.text
    assert 'name="q-place"' not in page.text
    stranger = client.as_(member(joensuu, "others"))
    assert stranger.get("/fi/surveys/poll").status_code == 403


def test_a_form_sent_after_the_session_ended_is_given_back(
    client: Client, joensuu: City, members_only: Survey
) -> None:
    form = client.as_(member(joensuu)).page("/fi/surveys/poll").form("/fi/surveys/poll").values
    refused = client.post("/fi/surveys/poll", form | MARKET | {"q-why": "My own words"})
    assert refused.status_code == 409
    assert "My own words" in refused.text
    assert responses(joensuu) == []


def test_a_member_who_takes_answers_back_may_answer_anew(
    client: Client, joensuu: City, members_only: Survey
) -> None:
    browser = client.as_(member(joensuu))
    receipt = receipt_on(
        browser, browser.submit("/fi/surveys/poll", form="/fi/surveys/poll", **MARKET)
    )
    taken = browser.submit(
        "/fi/surveys/poll/withdraw", form="/fi/surveys/poll/withdraw", receipt=receipt
    )
    assert taken.status_code == 303
    again = browser.submit("/fi/surveys/poll", form="/fi/surveys/poll", **MARKET)
    assert again.status_code == 303
    assert [one.is_withdrawn for one in responses(joensuu)] == [True, False]


# --- what residents are told ----------------------------------------------------------------


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("anonymity", Anonymity)
def test_the_introduction_tells_the_truth_for_each_combination(
    client: Client, joensuu: City, who: Who, anonymity: Anonymity
) -> None:
    survey = guarded(joensuu, who, anonymity=anonymity, access_code="kevät2026")
    address, browser = "/en/surveys/poll?code=kev%C3%A4t2026", client
    if who is Who.INVITED:
        address = invite(joensuu, survey)[1].replace("/fi/", "/en/")
    if who is Who.MEMBERS:
        with scope.of(joensuu.id):
            group = factories.group("council")
            factories.keep(SurveyGroup(survey_id=survey.id, group_id=group.id))
        browser = client.as_(member(joensuu))
    text = browser.get(address).text
    is_personal = anonymity is Anonymity.PERSONAL
    assert ("Your answers are anonymous" in text) is not is_personal
    assert ("This survey asks who you are" in text) is is_personal
    assert ("the same for all who have it" in text) is (who is Who.CODE)
    assert ("each member answers once" in text) is (who is Who.MEMBERS)
    assert ("Your personal link counts once" in text) is (who is Who.INVITED)


def test_lists_say_who_may_answer_and_the_api_lets_only_the_code_in(
    client: Client, joensuu: City
) -> None:
    guarded(joensuu, Who.CODE, access_code="kevät2026")
    guarded(joensuu, Who.INVITED, "invited")
    assert "For those who were invited" in client.get("/en/surveys/").text
    assert "For those who have its code" in client.get("/en/surveys/").text
    listed = client.get("/api/v1/surveys").get_json()["surveys"]
    assert {one["slug"]: one["who"] for one in listed} == {"poll": "code", "invited": "invited"}
    body: dict[str, Any] = {"answers": {"place": "market"}}
    for slug, code, status in (
        ("poll", None, 403), ("poll", "wrong", 403), ("invited", None, 403),
        ("poll", "KEVÄT 2026", 201),
    ):  # fmt: skip
        answer = client.open(
            f"/api/v1/surveys/{slug}/responses",
            method="POST",
            json=body | ({"code": code} if code else {}),
            headers={"Idempotency-Key": f"{slug}-{code and 'x'}-{status}"},
        )
        assert answer.status_code == status, answer.text
        if status == 403:
            assert answer.mimetype == "application/problem+json"
    assert len(responses(joensuu)) == 1
    assert count(joensuu, SurveyBrowser) == 0
