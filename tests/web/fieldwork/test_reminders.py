"""Reminders: only for those who have not answered, and not too many of them."""

from datetime import timedelta

import pytest
import time_machine

from app.accounts.models import User
from app.core import jobs
from app.fieldwork import mailing
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState
from tests.client import Client
from tests.factories import City
from tests.mail_server import MailServer
from tests.web.fieldwork.mailings import (
    NOON,
    PEOPLE,
    people,
    receivers,
    send,
    send_now,
    use,
    work,
)

pytestmark = pytest.mark.usefixtures("clock")


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
