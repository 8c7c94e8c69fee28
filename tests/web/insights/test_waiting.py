"""The first screen when very much waits: bounded, in order of what is due, nothing miscounted."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import insert

from app.core import clock, scope
from app.core.db import db
from app.ideas.lifecycle import State
from app.ideas.models import Idea
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Reaction
from tests import ideas_factories, surveys_factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import area, official

pytestmark = pytest.mark.usefixtures("monday")

DESK = "/en/desk/"


def copies(row: Idea | Reaction, count: int, **others: list[object]) -> None:
    """As many rows like one, but for their ids and some other columns."""
    names = [column.key for column in type(row).__table__.columns]
    like = {name: getattr(row, name) for name in names}
    rows = [
        like | {"id": uuid4()} | {name: values[at % len(values)] for name, values in others.items()}
        for at in range(count)
    ]
    db.session.execute(insert(type(row)), rows)


def many_comments(joensuu: City, count: int, pages: int) -> None:
    with scope.of(joensuu.id):
        widget = feedback.widget(area("culture"))
        made = [feedback.react(widget, f"/{at}", 1, text="Benches!") for at in range(pages)]
        copies(made[0], count - pages, page_id=[one.page_id for one in made])


def test_a_thousand_ideas_are_the_soonest_due_and_a_number(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        first = ideas_factories.idea(area("culture"), State.IN_HAND, title="The very first")
        due = first.due_on
        assert due is not None
        copies(
            first,
            999,
            number=list(range(1000, 1999)),
            due_on=[due + timedelta(days=1 + at // 100) for at in range(999)],
        )
        closes = clock.now() + timedelta(days=2)
        surveys_factories.survey(area("culture"), "closing", closes_at=closes)
    many_comments(joensuu, 10_000, pages=150)
    reader = client.as_(official(joensuu, "culture"))
    reader.get(DESK)
    with reader.assert_queries(13):
        page = reader.page(DESK)
    ideas = [one for one in page.links if one.startswith("/en/desk/ideas/") and is_id(one)]
    assert len(ideas) == 18, "and a survey, and the comments"
    assert ideas[0] == f"/en/desk/ideas/{first.id}"
    assert "982 more ideas wait, due later." in page.text
    assert "10,000 comments on web pages are unread" in page.text
    assert "On 150 pages, the oldest of 4 May 2026 ." in page.text
    assert "/en/desk/areas/culture#survey-closing" in page.links
    assert len(reader.get(DESK).data) < 60_000


def is_id(path: str) -> bool:
    try:
        UUID(path.rpartition("/")[2])
    except ValueError:
        return False
    return True


def test_surveys_that_do_not_fit_are_counted(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for _survey in range(23):
            closes = clock.now() + timedelta(days=2)
            surveys_factories.survey(area("culture"), closes_at=closes)
    page = client.as_(official(joensuu, "culture")).page(DESK)
    assert "3 more surveys need you, due later." in page.text


def test_all_three_voices_stand_in_one_order_of_when_they_are_due(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        ideas_factories.idea(area("culture"), State.IN_HAND, title="Due in 25 days")
        monday.shift(timedelta(days=5))
        widget = feedback.widget(area("culture"))
        feedback.react(widget, "/hours", 1, text="They are wrong")
        for slug, days in (("soon", 2), ("later", 7)):
            closes = clock.now() + timedelta(days=days, hours=1)
            surveys_factories.survey(area("culture"), title=slug, closes_at=closes)
        db.session.commit()
    text = client.as_(official(joensuu, "culture")).page(DESK).text
    order = ("soon en", "1 comment on a web page is unread", "later en", "Due in 25 days")
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_comments_that_wait_for_more_than_a_week_are_late(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        feedback.react(feedback.widget(area("culture")), "/hours", 1, text="They are wrong")
        db.session.commit()
    person = official(joensuu, "culture")
    told = {}
    for days in (7, 2):
        monday.shift(timedelta(days=days))
        told[days] = "2 days late" in client.as_(person).page(DESK).text
    assert told == {7: False, 2: True}


def test_what_was_read_or_put_aside_or_is_anothers_waits_for_nobody(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        widget = feedback.widget(area("culture"))
        for state in (Handling.READ, Handling.QUARANTINED):
            feedback.react(widget, "/hours", 1, text="They are wrong").state = state
        feedback.react(feedback.widget(area("environment")), "/parks", 1, text="Not mine")
        feedback.react(widget, "/hours", 2)
        db.session.commit()
    assert "unread" not in client.as_(official(joensuu, "culture")).page(DESK).text


def test_unread_comments_are_named_however_much_is_due_before_them(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        first = ideas_factories.idea(area("culture"), State.IN_HAND)
        today = clock.today("Europe/Helsinki")
        copies(first, 30, number=list(range(1000, 1030)), due_on=[today])
    many_comments(joensuu, 5, pages=2)
    page = client.as_(official(joensuu, "culture")).page(DESK)
    assert "5 comments on web pages are unread" in page.text
