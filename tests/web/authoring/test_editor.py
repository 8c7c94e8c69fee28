"""An official writes a survey through the editor: adding, editing, moving, undoing."""

import pytest

from app.accounts.models import User
from app.organisation.queries import area
from app.core import scope
from app.core.db import db
from tests import factories, works_factories
from tests.client import Client
from tests.factories import City

EDIT = "/fi/desk/surveys/poll/edit/"


@pytest.fixture
def maria(joensuu: City) -> User:
    with scope.of(joensuu.id):

        culture = area("culture")
        assert culture is not None
        who = factories.official(culture)
        works_factories.empty(culture, "poll", who=who)
        db.session.commit()
    return who


def test_outline(client: Client, maria: User) -> None:
    page = client.as_(maria).page(EDIT)
    print(page.text)
    got = client.as_(maria).submit(EDIT, form=EDIT, add="radiogroup")
    print(got.status_code, got.headers.get("Location"))


def test_every_type(client: Client, maria: User) -> None:
    from app.authoring.chooser import BY_CODE
    me = client.as_(maria)
    for code in BY_CODE:
        page = me.page(EDIT)
        token = page.form(EDIT).values["csrf_token"]
        seen = page.form(EDIT).values["seen"]
        got = me.post(EDIT, {"csrf_token": token, "seen": seen, "add": code})
        assert got.status_code == 303, code
        me.page(got.headers["Location"])
        got = me.submit(got.headers["Location"], form=got.headers["Location"], **{"p-title": f"Title of {code}", "go": "stay"})
        assert got.status_code == 303, (code, got.text)
        print(code, got.headers["Location"])
        me.page(got.headers["Location"])
    print(me.page(EDIT).text)
    for name in ("survey", "pages/page1", "lists/triggers", "lists/calculatedValues"):
        me.page(EDIT+name)
