"""Officials hear of answers that are due soon and that are late: once each, in one mail."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask

from app.accounts.models import User
from app.core import scope
from app.core.db import db
from app.ideas import reminders
from app.ideas.lifecycle import Event, State
from app.organisation import queries as organisation
from app.organisation.models import Area
from tests import factories
from tests import ideas_factories as ideas
from tests.conftest import Outbox
from tests.databases import Kind
from tests.factories import City
from tests.web.ideas.residents import library

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


def area(key: str) -> Area:
    found = organisation.area(key)
    assert found is not None
    return found


def on_day(day: int, city: City, outbox: Outbox) -> list[str]:
    """Who is written to, so many days after the ideas came in."""
    outbox.mails()
    outbox.clear()
    with time_machine.travel(NOON + timedelta(days=day), tick=False), scope.of(city.id):
        for _twice in range(2):
            reminders.remind(ideas.today())
            db.session.commit()
        return sorted(mail["To"] for mail in outbox.mails())


def test_an_official_is_reminded_once_in_time_and_once_late(joensuu: City, outbox: Outbox) -> None:
    with time_machine.travel(NOON, tick=False), scope.of(joensuu.id):
        official = factories.official(area("library")).email
        ideas.idea(library(), State.IN_HAND, title="Lights for the path")
        ideas.idea(library(), State.SUBMITTED)
        ideas.idea(library(), State.ANSWERED)
        ideas.idea(library(), State.RETURNED)
        ideas.idea(library(), State.WITHDRAWN)
    seen = {day: on_day(day, joensuu, outbox) for day in (0, 22, 23, 24, 30, 31, 32, 90)}
    assert {day: to for day, to in seen.items() if to} == {23: [official], 31: [official]}


def test_the_mail_lists_all_ideas_in_the_readers_language(joensuu: City, outbox: Outbox) -> None:
    with time_machine.travel(NOON, tick=False), scope.of(joensuu.id):
        official = factories.official(area("library"))
        official.lang = "en"
        late = ideas.idea(library(), title="Lights for the path")
    with time_machine.travel(NOON + timedelta(days=9), tick=False), scope.of(joensuu.id):
        ideas.idea(library(), title="A bench")
    on_day(33, joensuu, outbox)
    (mail,) = outbox.mails()
    text = mail.get_content()
    assert mail["Content-Language"] == "en"
    assert text.index("Lights for the path") < text.index("3 days ago") < text.index("A bench")
    assert f"/en/desk/ideas/{late.id}" in text


def test_where_an_area_has_no_official_the_nearest_above_hears(
    joensuu: City, outbox: Outbox
) -> None:
    with time_machine.travel(NOON, tick=False), scope.of(joensuu.id):
        factories.administrator()
        top, above = (factories.official(area(key)).email for key in ("wellbeing", "culture"))
        gone: User = factories.official(area("library"))
        gone.is_active = False
        ideas.idea(library())
    assert on_day(25, joensuu, outbox) == [above]
    assert top != above


def test_where_nobody_answers_for_an_area_the_administrators_hear(
    joensuu: City, pieksamaki: City, outbox: Outbox
) -> None:
    with time_machine.travel(NOON, tick=False):
        with scope.of(pieksamaki.id):
            factories.administrator()
        with scope.of(joensuu.id):
            administrator = factories.administrator().email
            factories.editor()
            ideas.idea(library())
    assert on_day(25, pieksamaki, outbox) == []
    assert on_day(25, joensuu, outbox) == [administrator]


def test_a_new_time_to_the_answer_is_reminded_of_anew(joensuu: City, outbox: Outbox) -> None:
    with time_machine.travel(NOON, tick=False), scope.of(joensuu.id):
        official = factories.official(area("library")).email
        idea = ideas.idea(library(), State.SUBMITTED)
    assert on_day(25, joensuu, outbox) == [official]
    with time_machine.travel(NOON + timedelta(days=26), tick=False), scope.of(joensuu.id):
        ideas.happen(idea, Event.RETURN)
        ideas.happen(idea, Event.SUBMIT)
    assert on_day(31, joensuu, outbox) == []
    assert on_day(50, joensuu, outbox) == [official]


@pytest.mark.parametrize("fresh_app", Kind, indirect=True)
def test_two_workers_at_once_remind_once(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        joensuu, _other = factories.cities()
        with scope.of(joensuu.id), time_machine.travel(NOON, tick=False):
            factories.official(area("library"))
            for _idea in range(5):
                ideas.idea(library())
        db.session.commit()
    ready, found = Barrier(2), []

    def work() -> None:
        with fresh_app.app_context(), scope.of(joensuu.id):
            ready.wait()
            found.append(reminders.remind(NOON.date() + timedelta(days=31)))
            db.session.commit()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(found) == 5
