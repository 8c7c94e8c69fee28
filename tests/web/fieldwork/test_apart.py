"""An invitation and the answers that were given with it know nothing of each other."""

from datetime import datetime

import pytest
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.surveys.models import Response, Survey
from app.surveys.models_access import SurveyInvitation, SurveyTicket
from tests.client import Client
from tests.factories import City
from tests.mail_server import MailServer
from tests.web.fieldwork.mailings import (
    people,
    send,
    use,
    work,
)

pytestmark = pytest.mark.usefixtures("clock")


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
