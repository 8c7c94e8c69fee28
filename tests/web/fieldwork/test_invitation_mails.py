"""Invitations and reminders on their way: who gets which mail, and what refusals do."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.config import Config
from app.core import jobs, scope
from app.core.db import db
from app.fieldwork import mailing
from app.fieldwork.models_mailing import SurveyMailing
from app.organisation import queries as organisation
from app.surveys import tickets
from app.surveys.models import Response, Survey
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.invitation_factories import for_the_invited, invite
from tests.mail_server import MailServer
from tests.web.surveys import residents

PEOPLE = "/fi/desk/surveys/poll/people"
NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as time:
        yield time


@pytest.fixture
def survey(joensuu: City) -> Survey:
    found = residents.place(joensuu)
    with scope.of(joensuu.id):
        return for_the_invited(found)


@pytest.fixture
def server(app: Flask, smtp: MailServer, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    """A real mail server that the service sends to."""
    config: Config = app.extensions["kuulolla_config"]
    monkeypatch.setitem(app.extensions, "kuulolla_config", replace(config, mail_url=smtp.url))
    return smtp


@pytest.fixture
def official(joensuu: City, survey: Survey) -> User:
    with scope.of(joensuu.id):
        area = organisation.area("library")
        assert area is not None
        return factories.official(area)


@pytest.fixture
def desk(client: Client, official: User) -> Client:
    return client.as_(official)


def send(desk: Client, kind: str = "send", **words: str) -> int:
    path = f"{PEOPLE}/{kind}"
    return desk.submit(path, form=path, **words).status_code


def work() -> None:
    while jobs.run_one():
        pass


def states(city: City) -> dict[str | None, InvitationState]:
    with scope.of(city.id):
        query = select(SurveyInvitation).execution_options(populate_existing=True)
        return {row.email: InvitationState(row.state) for row in db.session.scalars(query)}


def people(city: City, survey: Survey, *names: str, **more: object) -> list[SurveyInvitation]:
    with scope.of(city.id):
        made = [invite(survey, f"{name}@example.fi", **more) for name in names]
        db.session.commit()
        return made


def use(city: City, survey: Survey, row: SurveyInvitation) -> None:
    """Answer with a personal link, in one transaction as the service does."""
    with scope.of(city.id):
        surveys.respond(survey, {"place": "market"})
        tickets.use(survey.id, tickets.ticket(survey.id, tickets.INVITATION, row.id))
        db.session.commit()


def receivers(server: MailServer) -> list[str]:
    found = sorted(str(mail["To"]) for mail in server.mails)
    server.mails.clear()
    return found


def text(mail: EmailMessage) -> str:
    return str(mail.get_content())


def test_each_gets_a_mail_in_their_language_with_a_link_of_their_own(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, "maija")
    people(joensuu, survey, "matti", lang="sv")
    page = desk.page(f"{PEOPLE}/send")
    assert {"subject_fi", "words_fi", "subject_sv", "words_sv"} <= set(
        page.form(f"{PEOPLE}/send").values
    )
    assert send(desk, subject_sv="Svara!", words_sv="Kära invånare") == 303
    work()
    by_receiver = {str(mail["To"]): mail for mail in server.mails}
    assert set(by_receiver) == {"maija@example.fi", "matti@example.fi"}
    matti = by_receiver["matti@example.fi"]
    assert matti["Subject"] == "Svara!"
    assert matti["Content-Language"] == "sv"
    assert text(matti).startswith("Kära invånare")
    token = re.search(r"/sv/surveys/poll/invited/(\S+)", text(matti))
    assert token is not None
    with scope.of(joensuu.id):
        found = tickets.read(token[1])
        assert found is not None
        row = db.session.scalars(select(SurveyInvitation).where(SurveyInvitation.id == found[1]))
        assert row.one().email == "matti@example.fi"
    assert "/fi/surveys/poll/invited/" in text(by_receiver["maija@example.fi"])
    assert token[1] not in text(by_receiver["maija@example.fi"])
    assert set(states(joensuu).values()) == {InvitationState.SENT}


def test_an_address_that_the_server_refuses_is_marked_with_its_words(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, "maija", "matti")
    server.refused["matti@example.fi"] = "550 5.1.1 No such person here"
    send(desk)
    work()
    assert receivers(server) == ["maija@example.fi"]
    assert states(joensuu) == {
        "maija@example.fi": InvitationState.SENT,
        "matti@example.fi": InvitationState.BOUNCED,
    }
    assert "550 5.1.1 No such person here" in desk.page(f"{PEOPLE}/bounced").text


def test_a_mail_that_the_server_will_never_take_is_marked_too(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, "maija")
    server.refusal = "554 5.7.1 Looks like spam"
    send(desk)
    work()
    assert states(joensuu) == {"maija@example.fi": InvitationState.BOUNCED}
    assert "554 5.7.1 Looks like spam" in desk.page(PEOPLE).text


def test_an_address_that_is_refused_for_now_is_tried_again(
    desk: Client,
    joensuu: City,
    survey: Survey,
    server: MailServer,
    clock: time_machine.Traveller,
) -> None:
    people(joensuu, survey, "maija", "matti")
    server.refused["matti@example.fi"] = "450 4.2.0 Greylisted"
    send(desk)
    work()
    assert receivers(server) == ["maija@example.fi"]
    assert states(joensuu)["matti@example.fi"] == InvitationState.WRITTEN
    server.refused.clear()
    clock.shift(timedelta(minutes=1))
    work()
    assert receivers(server) == ["matti@example.fi"]
    assert set(states(joensuu).values()) == {InvitationState.SENT}


def test_reminders_reach_only_those_who_have_not_answered(
    client: Client,
    official: User,
    desk: Client,
    joensuu: City,
    survey: Survey,
    server: MailServer,
    clock: time_machine.Traveller,
) -> None:
    made = people(joensuu, survey, "maija", "matti", "liisa", "ville", "anna")
    send(desk)
    work()
    assert len(receivers(server)) == 5
    use(joensuu, survey, made[1])
    use(joensuu, survey, made[3])
    assert send_now(desk) == 409
    clock.shift(timedelta(days=1))
    desk = client.as_(official)
    assert "3" in desk.page(f"{PEOPLE}/remind").text
    assert send(desk, "remind") == 303
    work()
    assert receivers(server) == ["anna@example.fi", "liisa@example.fi", "maija@example.fi"]
    clock.shift(timedelta(hours=23))
    desk = client.as_(official)
    assert send(desk, "remind") == 303  # those who answered may be asked about, and get nothing
    work()
    assert receivers(server) == []


def send_now(desk: Client) -> int:
    """Send the form of reminders without having been offered it."""
    token = desk.page(f"{PEOPLE}/add").form(f"{PEOPLE}/add").values["csrf_token"]
    sent = {"csrf_token": token, "subject_fi": "x", "words_fi": "y"}
    return desk.post(f"{PEOPLE}/remind", sent).status_code


def test_whoever_answers_while_reminders_are_in_the_queue_gets_none(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    sent_before = {"state": InvitationState.SENT, "mailed_at": NOON - timedelta(days=2)}
    maija, _matti = people(joensuu, survey, "maija", "matti", **sent_before)
    send(desk, "remind")
    assert jobs.run_one()  # the round is planned: a job for each
    use(joensuu, survey, maija)
    work()
    assert receivers(server) == ["matti@example.fi"]


def test_nobody_is_reminded_more_than_three_times(
    client: Client,
    official: User,
    joensuu: City,
    survey: Survey,
    server: MailServer,
    clock: time_machine.Traveller,
) -> None:
    people(joensuu, survey, "maija", state=InvitationState.SENT, mailed_at=NOON - timedelta(days=2))
    for _time in range(mailing.MOST_REMINDERS):
        assert send(client.as_(official), "remind") == 303
        work()
        assert receivers(server) == ["maija@example.fi"]
        clock.shift(timedelta(days=2))
    assert send_now(client.as_(official)) == 409


def test_many_are_planned_some_at_a_time_and_each_gets_one(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, *(f"person-{number}" for number in range(120)))
    send(desk)
    assert jobs.run_one()
    page = desk.page(PEOPLE).text
    assert "41" in page  # of a hundred: 50 of 120
    assert send_invitations_again(desk) == 409
    work()
    found = receivers(server)
    assert len(found) == len(set(found)) == 120
    assert set(states(joensuu).values()) == {InvitationState.SENT}


def send_invitations_again(desk: Client) -> int:
    token = desk.page(f"{PEOPLE}/add").form(f"{PEOPLE}/add").values["csrf_token"]
    sent = {"csrf_token": token, "subject_fi": "x", "words_fi": "y"}
    return desk.post(f"{PEOPLE}/send", sent).status_code


def test_jobs_that_run_twice_send_once(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    """A worker that is killed leaves its job to another, as if nothing had been done."""
    people(joensuu, survey, "maija", "matti")
    send(desk)
    with scope.of(joensuu.id):
        row = db.session.scalars(select(SurveyMailing)).one()
        told = {"survey": str(row.survey_id), "round": row.number}
        jobs.enqueue(mailing.PLAN_JOB, told)
        for invitation in db.session.scalars(select(SurveyInvitation)):
            jobs.enqueue(mailing.MAIL_JOB, told | {"invitation": str(invitation.id)})
        db.session.commit()
    work()
    assert receivers(server) == ["maija@example.fi", "matti@example.fi"]


def test_a_survey_that_closes_sends_no_more(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, "maija")
    send(desk)
    with scope.of(joensuu.id):
        survey.closes_at = NOON
        db.session.commit()
    work()
    assert receivers(server) == []
    assert send_invitations_again(desk) == 409


def test_mails_need_words(desk: Client, joensuu: City, survey: Survey, server: MailServer) -> None:
    people(joensuu, survey, "maija")
    assert send(desk, subject_fi=" ", words_fi="Hei") == 422
    work()
    assert receivers(server) == []


def test_whoever_wants_no_more_mails_says_so_behind_the_link_of_each_mail(
    client: Client, desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, "maija")
    send(desk)
    work()
    (mail,) = server.mails
    stop = re.search(r"https?://[^/]+(/fi/surveys/poll/no-mails/\S+)", text(mail))
    assert stop is not None
    assert stop[1] in "".join(str(mail["List-Unsubscribe"]).split())
    assert client.get(stop[1]).status_code == 200
    assert states(joensuu) == {"maija@example.fi": InvitationState.SENT}
    assert client.submit(stop[1]).status_code == 303
    assert states(joensuu) == {"maija@example.fi": InvitationState.STOPPED}
    assert client.page(stop[1]).forms == []
    assert send_now(desk) == 409
    assert client.get("/fi/surveys/poll/no-mails/forged").status_code == 410


def test_an_invitation_and_a_response_share_no_column_and_no_value(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    (row,) = people(joensuu, survey, "maija", label="Maija")
    send(desk)
    work()
    before = columns(joensuu, SurveyInvitation, row.id)
    use(joensuu, survey, row)
    assert columns(joensuu, SurveyInvitation, row.id) == before  # answering leaves no trace there
    with scope.of(joensuu.id):
        response = db.session.scalars(select(Response)).one()
        mark = db.session.scalars(select(SurveyTicket)).one()
        answered = columns(joensuu, Response, response.id)
        marked = {"survey_id": mark.survey_id, "ticket_hash": mark.ticket_hash}
    shared = {"municipality_id", "survey_id", "lang"}
    assert set(answered) & set(before) == shared | {"id"}
    assert set(answered) & set(marked) == {"survey_id"}
    told = values(before, shared)
    assert not told & values(answered, shared)
    assert not told & values(marked, shared)
    assert not values(answered, shared) & values(marked, shared)
    assert not [value for value in answered.values() if isinstance(value, datetime)]
    assert str(row.id) not in str(answered) + str(marked)
    assert row.id.hex not in str(answered) + str(marked)


def columns(
    city: City, model: type[SurveyInvitation] | type[Response], id: object
) -> dict[str, object]:
    with scope.of(city.id):
        query = select(model).where(model.id == id).execution_options(populate_existing=True)
        row = db.session.scalars(query).one()
        return {column.key: getattr(row, column.key) for column in model.__table__.columns}


def values(row: dict[str, object], apart_from: set[str]) -> set[str]:
    """What stands in a row, as text; nothing, 0 and the like are in every row."""
    return {str(value) for name, value in row.items() if name not in apart_from and value}
