"""What tests of invitations share: the desk's forms, the queue, and what there is afterwards."""

from datetime import UTC, datetime
from email.message import EmailMessage

from sqlalchemy import select

from app.core import jobs, scope
from app.core.db import db
from app.surveys import tickets
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.invitation_factories import invite
from tests.mail_server import MailServer

PEOPLE = "/fi/desk/surveys/poll/people"
NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)


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
    """Answer with the personal link of an invitation."""
    with scope.of(city.id):
        link = tickets.token(survey.id, row.id)
        surveys.respond(survey, {"place": "market"}, admission=link)
        db.session.commit()


def receivers(server: MailServer) -> list[str]:
    found = sorted(str(mail["To"]) for mail in server.mails)
    server.mails.clear()
    return found


def text(mail: EmailMessage) -> str:
    return str(mail.get_content())


def send_now(desk: Client) -> int:
    """Send the form of reminders without having been offered it."""
    token = desk.page(f"{PEOPLE}/add").form(f"{PEOPLE}/add").values["csrf_token"]
    sent = {"csrf_token": token, "subject_fi": "x", "words_fi": "y"}
    return desk.post(f"{PEOPLE}/remind", sent).status_code


def send_invitations_again(desk: Client) -> int:
    token = desk.page(f"{PEOPLE}/add").form(f"{PEOPLE}/add").values["csrf_token"]
    sent = {"csrf_token": token, "subject_fi": "x", "words_fi": "y"}
    return desk.post(f"{PEOPLE}/send", sent).status_code
