"""Invitations on their way: who gets which mail, and what refusals do."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import jobs, scope
from app.core.db import db
from app.core.jobs import Job, JobState
from app.fieldwork import mailing
from app.fieldwork.models_mailing import SurveyMailing
from app.surveys import tickets
from app.surveys.meta import Who
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation
from tests.client import Client
from tests.factories import City
from tests.mail_server import MailServer
from tests.web.fieldwork.mailings import (
    NOON,
    PEOPLE,
    people,
    receivers,
    send,
    send_invitations_again,
    send_now,
    states,
    text,
    work,
)

pytestmark = pytest.mark.usefixtures("clock")


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


def test_a_round_plans_everybody_once(
    desk: Client, joensuu: City, survey: Survey, server: MailServer
) -> None:
    people(joensuu, survey, *(f"person-{number}" for number in range(120)))
    send(desk)
    for _some in range(3):
        plan = db.session.scalars(select(Job).where(Job.kind == mailing.PLAN_JOB)).all()
        waiting = next(job for job in plan if job.state == JobState.WAITING)
        waiting.due_at = NOON - timedelta(hours=1)
        db.session.commit()
        assert jobs.run_one()
    planned = [
        job.payload["invitation"]
        for job in db.session.scalars(select(Job).where(Job.kind == mailing.MAIL_JOB))
    ]
    assert len(planned) == len(set(planned)) == 120


def test_a_later_round_takes_over_those_whom_an_earlier_one_could_not_reach(
    desk: Client,
    joensuu: City,
    survey: Survey,
    server: MailServer,
    clock: time_machine.Traveller,
) -> None:
    people(joensuu, survey, "maija")
    server.refused["maija@example.fi"] = "450 4.2.0 Greylisted"
    send(desk, subject_fi="First")
    work()
    send(desk, subject_fi="Second")
    server.refused.clear()
    clock.shift(timedelta(minutes=1))
    work()
    assert [mail["Subject"] for mail in server.mails] == ["Second"]


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


def test_who_may_not_send_yet_is_led_to_the_settings(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    settings = f'data-variant="secondary" href="{PEOPLE.removesuffix("people")}settings"'
    assert settings not in desk.get(PEOPLE).text
    with scope.of(joensuu.id):
        survey.who = Who.ANYONE
        db.session.commit()
    assert settings in desk.get(PEOPLE).text
