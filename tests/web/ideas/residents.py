"""What tests of residents' pages of ideas share: an idea as typed, ideas in place, mailed links."""

import re
from email.message import EmailMessage

from sqlalchemy import func, select

from app.core import scope
from app.core.db import db
from app.engagement.models import EmailContact
from app.ideas.lifecycle import State
from app.ideas.models import Idea, IdeaFollower, IdeaSupport
from app.organisation import queries as organisation
from app.organisation.models import Area
from tests import ideas_factories as ideas
from tests.factories import City

IDEA = {
    "title": "Lights for the path",
    "text": "It is dark in winter.\n\nChildren walk there.",
    "theme": "climate",
    "email": "Maija@Home.example",
}


def link_in(mail: EmailMessage) -> str:
    """The first address of a mail, as a path on its host."""
    found = re.search(r"http://[^/]+(/\S+)", mail.get_content())
    assert found is not None
    return found.group(1)


def library() -> Area:
    found = organisation.area("library")
    assert found is not None
    return found


def made(city: City, state: State = State.PUBLISHED, title: str | None = None) -> Idea:
    with scope.of(city.id):
        return ideas.idea(library(), state, title=title)


def stored(city: City, kind: type[Idea | IdeaSupport | IdeaFollower | EmailContact]) -> int:
    with scope.of(city.id):
        return db.session.scalars(
            select(func.count()).select_from(kind).where(kind.municipality_id == city.id)
        ).one()


def only(city: City) -> Idea:
    with scope.of(city.id):
        return db.session.scalars(select(Idea)).one()
