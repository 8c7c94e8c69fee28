"""The whole way: an invitation by mail, an answer behind its link, a reminder for the others."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import User
from app.core import scope
from app.core.db import db
from app.surveys.models import Response, Survey
from app.surveys.models_access import SurveyTicket
from tests.client import Client
from tests.factories import City
from tests.mail_server import MailServer
from tests.web.fieldwork.mailings import people, receivers, send, text, work

pytestmark = pytest.mark.usefixtures("clock")

LINK = re.compile(r"https?://[^/]+(/fi/surveys/poll/invited/\S+)")


def test_whoever_answers_behind_their_link_gets_no_reminder(
    client: Client,
    official: User,
    desk: Client,
    joensuu: City,
    survey: Survey,
    server: MailServer,
    clock: time_machine.Traveller,
) -> None:
    people(joensuu, survey, "maija", "matti")
    send(desk)
    work()
    found = {str(mail["To"]): LINK.search(text(mail)) for mail in server.mails}
    server.mails.clear()
    link = found["maija@example.fi"]
    assert link is not None
    assert client.submit(link[1], **{"q-place": "market"}).status_code == 303
    with scope.of(joensuu.id):
        assert db.session.scalars(select(Response)).one().document == {"place": "market"}
        assert len(db.session.scalars(select(SurveyTicket)).all()) == 1
    clock.shift(timedelta(days=2))
    assert send(client.as_(official), "remind") == 303
    work()
    assert receivers(server) == ["matti@example.fi"]
