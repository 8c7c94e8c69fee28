"""The operator's pages: municipalities, jobs and a first administrator, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import queries
from app.accounts.models import AuditEntry
from app.accounts.permissions import Role
from app.core import clock, jobs, scope
from app.core.db import db
from app.core.jobs import Job, JobState
from app.core.languages import LANGUAGES
from tests import factories
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.pages import Page
from tests.web.accounts.people import PASSWORD, person
from tests.web.accounts.test_links import path_in

PLATFORM = "/en/platform/"
JOENSUU = "/en/platform/municipalities/joensuu"
FIRST = "first@city.example"


@pytest.fixture
def platform(client: Client) -> Client:
    """An operator's browser on the platform's own host."""
    return client.on_platform().as_(factories.operator())


def test_the_operator_sees_municipalities_with_hosts_and_languages(platform: Client) -> None:
    page = platform.page(PLATFORM)
    assert JOENSUU in page.links
    assert f"pieksamaki.localhost · {', '.join(LANGUAGES)}" in page.text


def test_the_operator_sees_whether_jobs_are_done(platform: Client) -> None:
    assert "Jobs are late" not in platform.page(PLATFORM).text
    jobs.enqueue("mail", {"to": "somebody@city.example"})
    jobs.enqueue("mail", {}, due_at=clock.now() - timedelta(hours=1))
    failed = Job(kind="mail", payload={}, due_at=clock.now(), state=JobState.FAILED)
    factories.keep(failed)
    db.session.commit()
    text = platform.page(PLATFORM).text
    assert "waiting 2" in text
    assert "more than ten minutes late 1" in text
    assert "given up 1" in text
    assert "Jobs are late" in text
    assert "somebody@city.example" not in text


def test_the_first_administrator_is_invited_by_the_operator(
    platform: Client, client: Client, joensuu: City, pieksamaki: City, outbox: Outbox
) -> None:
    assert platform.submit(JOENSUU, form="", email=FIRST).status_code == 303
    (mail,) = outbox.mails()
    assert mail["To"] == FIRST
    path = path_in(mail.get_content())
    assert client.submit(path, name="First", password=PASSWORD).status_code == 303
    assert client.get("/en/admin/people/").status_code == 200
    with scope.of(joensuu.id):
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(entry.event, entry.actor) for entry in entries[:2]] == [
            ("person.invited", "operator"),
            ("role.given", "operator"),
        ]
    with scope.of(pieksamaki.id):
        assert queries.people() == ()


def test_a_mistyped_first_address_can_be_corrected(
    platform: Client, joensuu: City, outbox: Outbox
) -> None:
    platform.submit(JOENSUU, form="", email="frist@city.example")
    assert platform.submit(JOENSUU, form="", email=FIRST).status_code == 303
    assert [mail["To"] for mail in outbox.mails()] == ["frist@city.example", FIRST]
    response = platform.submit(JOENSUU, form="", email="nonsense")
    assert response.status_code == 422
    assert "#email" in Page(response.text).links


def test_an_operator_has_no_way_into_a_running_municipality(
    platform: Client, client: Client, joensuu: City, outbox: Outbox
) -> None:
    form = platform.page(JOENSUU).form("").values
    person(joensuu, Role.ADMINISTRATOR)
    assert "1 person administers" in platform.page(JOENSUU).text
    assert platform.post(JOENSUU, {**form, "email": FIRST}).status_code == 409
    with scope.of(joensuu.id):
        assert queries.user_by_email(FIRST) is None
    assert outbox.mails() == []


def test_only_operators_open_the_platforms_pages(
    platform: Client, client: Client, joensuu: City
) -> None:
    chief = client.as_(person(joensuu, Role.ADMINISTRATOR))
    for path in (PLATFORM, JOENSUU):
        assert chief.get(path).status_code == 404
        assert client.on_platform().get(path).status_code == 303
    assert platform.get("/en/platform/municipalities/nowhere").status_code == 404
    assert platform.get("/en/admin/people/").status_code == 404


def test_the_platforms_form_needs_the_sessions_token(platform: Client, joensuu: City) -> None:
    assert platform.post(JOENSUU, {"email": FIRST}).status_code == 400
    with scope.of(joensuu.id):
        assert queries.user_by_email(FIRST) is None
