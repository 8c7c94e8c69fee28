"""What tests of surveys that are not open to anyone share."""

import re
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from app.core import scope
from app.core.db import db
from app.surveys import tickets
from app.surveys.meta import Who
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import place


def guarded(city: City, who: Who, slug: str = "poll", **more: Any) -> Survey:
    source = more.pop("source", None)
    survey = place(city, slug, source=source)
    with scope.of(city.id):
        for name, value in {"who": who, **more}.items():
            setattr(survey, name, value)
        db.session.flush()
    return survey


def invite(city: City, survey: Survey) -> tuple[UUID, str]:
    with scope.of(city.id):
        row = factories.keep(
            SurveyInvitation(
                survey_id=survey.id, lang="fi", state=InvitationState.LINK, label="Somebody"
            )
        )
        return row.id, f"/fi/surveys/{survey.slug}/invited/{tickets.token(survey.id, row.id)}"


def by_code(client: Client, code: str, slug: str = "poll") -> TestResponse:
    return client.post(f"/fi/surveys/{slug}/code", {"code": code})


def send(client: Client, page_of: TestResponse, **fields: str) -> TestResponse:
    """Fill in the survey's form on a page and send it."""
    assert 'name="token"' in page_of.text
    return client.post("/fi/surveys/poll", hidden(page_of) | fields)


def hidden(page: TestResponse) -> dict[str, str]:
    return dict(re.findall(r'name="(token|page)" value="([^"]+)"', page.text))
