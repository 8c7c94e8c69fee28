"""What tests of invitations share: a survey for the invited, its official, a real mail server."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask

from app.accounts.models import User
from app.config import Config
from app.core import scope
from app.organisation import queries as organisation
from app.surveys.models import Survey
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.invitation_factories import for_the_invited
from tests.mail_server import MailServer
from tests.web.fieldwork.mailings import NOON
from tests.web.surveys import residents


@pytest.fixture
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
