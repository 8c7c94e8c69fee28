"""What nobody has stood by is forgotten: ideas whose authors never opened the mail, and addresses
that serve no more."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.engagement import contacts
from app.engagement.models import EmailContact
from app.ideas import retention, writing
from app.ideas.lifecycle import State
from app.ideas.models import Idea
from app.organisation import queries as organisation
from app.organisation.models import Area
from tests import ideas_factories
from tests.factories import City

NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)


def library() -> Area:
    found = organisation.area("library")
    assert found is not None
    return found


def kept() -> tuple[set[str], set[str]]:
    """Titles of ideas, and addresses."""
    db.session.expire_all()
    return set(db.session.scalars(select(Idea.title))), set(
        db.session.scalars(select(EmailContact.email))
    )


@pytest.mark.parametrize(("days", "is_gone"), [(6, False), (8, True)])
def test_an_idea_whose_author_never_opened_the_mail_goes_with_the_address(
    joensuu: City, pieksamaki: City, days: int, is_gone: bool
) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        for city in (joensuu, pieksamaki):
            with scope.of(city.id):
                unproven = contacts.leave("nobody@home.example", "fi")
                said = ideas_factories.proposal(library(), title="Never confirmed")
                writing.propose(said, unproven)
                proven = ideas_factories.contact("somebody@home.example")
                ideas_factories.idea(library(), State.SUBMITTED, author=proven, title="Stands")
        now.shift(timedelta(days=days))
        with scope.of(joensuu.id):
            assert retention.expire(ideas_factories.today()) == int(is_gone)
            contacts.forget(unless=retention.needs())
            gone = ({"Never confirmed"}, {"nobody@home.example"}) if is_gone else (set(), set())
            everything = (
                {"Never confirmed", "Stands"},
                {"nobody@home.example", "somebody@home.example"},
            )
            assert kept() == (everything[0] - gone[0], everything[1] - gone[1])
        with scope.of(pieksamaki.id):
            assert kept() == everything
