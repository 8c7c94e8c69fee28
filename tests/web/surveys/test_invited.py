"""Personal links count once, lose nothing, and lead to no answer."""

import re

from app.core import scope
from app.core.db import db
from app.surveys.meta import Who
from app.surveys.models import Response
from app.surveys.models_access import SurveyInvitation, SurveyTicket
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys.guarded import guarded, hidden, invite, send
from tests.web.surveys.residents import TWO_PAGES, count, receipt_on, responses

MARKET = {"q-place": "market"}


def test_a_personal_link_counts_once_and_looking_uses_nothing_up(
    client: Client, joensuu: City
) -> None:
    survey = guarded(joensuu, Who.INVITED)
    _, link = invite(joensuu, survey)
    for _ in range(3):
        shown = client.get(link)
    assert count(joensuu, SurveyTicket) == 0
    assert receipt_on(client, send(client, shown, **MARKET))
    elsewhere = client.at(joensuu).get(link)
    assert elsewhere.status_code == 200
    assert 'name="q-place"' not in elsewhere.text
    assert "/withdraw?invited=" in elsewhere.text
    other_tab = send(client, shown, **MARKET, **{"q-why": "My own words"})
    assert other_tab.status_code == 409
    assert len(responses(joensuu)) == 1


def test_two_forms_of_one_link_give_one_answer(client: Client, joensuu: City) -> None:
    survey = guarded(joensuu, Who.INVITED)
    _, link = invite(joensuu, survey)
    first, second = client.get(link), client.at(joensuu).get(link)
    assert send(client, first, **MARKET).status_code == 303
    refused = send(client.at(joensuu), second, **MARKET, **{"q-why": "My own words"})
    assert refused.status_code == 409
    assert "My own words" in refused.text
    assert len(responses(joensuu)) == 1


def test_without_a_link_or_with_a_forged_or_removed_one_nobody_answers(
    client: Client, joensuu: City
) -> None:
    survey = guarded(joensuu, Who.INVITED)
    other = guarded(joensuu, Who.INVITED, "other")
    invitation, link = invite(joensuu, survey)
    shown = client.get(link)
    forged = link[:-2] + ("AA" if link[-2:] != "AA" else "BB")
    for address in ("/fi/surveys/poll", forged, link.replace("poll", "other")):
        refused = client.get(address)
        assert refused.status_code == 403
        assert 'name="q-place"' not in refused.text
    with scope.of(joensuu.id):
        row = db.session.get_one(SurveyInvitation, (joensuu.id, invitation))
        db.session.delete(row)
        db.session.flush()
    assert client.get(link).status_code == 403
    refused = send(client, shown, **MARKET)
    assert refused.status_code == 409
    assert responses(joensuu) == []
    assert other.who == Who.INVITED


def test_what_one_link_saved_another_device_goes_on_with(client: Client, joensuu: City) -> None:
    survey = guarded(joensuu, Who.INVITED, source=surveys.definition)
    _, link = invite(joensuu, survey)
    first = client.get(link)
    saved = client.post("/fi/surveys/poll", hidden(first) | {"action": "later", **TWO_PAGES})
    resume = re.search(r'href="(http://[^"]+/resume\?[^"]+)"', saved.text)
    assert resume is not None
    address = resume[1].replace("&amp;", "&").split("/", 3)[3]
    elsewhere = client.at(joensuu)
    going_on = elsewhere.submit(f"/{address}", form="/fi/surveys/poll/resume")
    page = elsewhere.get(going_on.location) if going_on.status_code == 303 else going_on
    assert 'name="q-vehicle"' in page.text
    code = re.search(r"code=([0-9A-Z-]+)", address)
    assert code is not None
    third = client.at(joensuu)
    refused = third.submit("/fi/surveys/poll/resume", code=code[1], form="/fi/surveys/poll/resume")
    assert refused.status_code == 403


def test_who_changes_answers_uses_no_second_link_and_who_takes_them_back_may_answer_anew(
    client: Client, joensuu: City
) -> None:
    survey = guarded(joensuu, Who.INVITED)
    _, link = invite(joensuu, survey)
    receipt = receipt_on(client, send(client, client.get(link), **MARKET))
    elsewhere = client.at(joensuu)
    changing = elsewhere.post("/fi/surveys/poll/answers", {"receipt": receipt, "action": "change"})
    changed = receipt_on(elsewhere, send(elsewhere, changing, **{"q-place": "harbour"}))
    assert [one.document for one in responses(joensuu) if not one.is_withdrawn] == [
        {"place": "harbour"}
    ]
    used = elsewhere.get(link).text
    back = re.search(r'href="([^"]+/withdraw\?invited=[^"]+)"', used)
    assert back is not None
    taken = elsewhere.submit(back[1], form="/fi/surveys/poll/withdraw", receipt=changed)
    assert taken.status_code == 303
    assert receipt_on(elsewhere, send(elsewhere, elsewhere.get(link), **MARKET))
    assert count(joensuu, SurveyTicket) == 1


def test_no_column_of_an_answer_is_one_of_an_invitation_or_a_ticket() -> None:
    shared = {"municipality_id", "survey_id", "lang", "id"}
    names = {column.name for column in Response.__table__.columns}
    for kept in (SurveyInvitation, SurveyTicket):
        assert names & {column.name for column in kept.__table__.columns} <= shared
