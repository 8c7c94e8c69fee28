"""Two officials write the same survey: both are told, and nothing is overwritten or lost."""

from datetime import UTC, datetime, timedelta

import time_machine

from app.accounts.models import User
from app.organisation.models import Area
from tests import factories, surveys_factories, works_factories
from tests.client import Client
from tests.pages import Page
from tests.web.authoring.writing import EDIT, QUESTION, VEHICLE, entry, names, press, save, work

JSON = {"Accept": "application/json"}


def opened(client: Client, path: str = VEHICLE) -> dict[str, str | list[str]]:
    """The form of a page that somebody has before their eyes."""
    return dict(client.page(path).form(path).values)


def other(client: Client, area: Area) -> Client:
    return client.as_(factories.official(area))


def test_the_second_is_told_and_sees_both(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = opened(desk)
    save(other(desk, culture), VEHICLE, **{"p-title": "Theirs"})
    late = desk.post(VEHICLE, mine | {"p-title": "Mine"})
    assert late.status_code == 409
    assert "Theirs" in late.text
    assert "Mine" in late.text
    assert entry("vehicle")["title"]["fi"] == "Theirs"


def test_the_second_may_use_their_own(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = opened(desk)
    save(other(desk, culture), VEHICLE, **{"p-title": "Theirs", "p-description": "Their words"})
    late = Page(desk.post(VEHICLE, mine | {"p-title": "Mine"}).text)
    again = desk.post(VEHICLE, late.form(VEHICLE).values)
    assert again.status_code == 303
    assert entry("vehicle")["title"]["fi"] == "Mine"
    assert entry("vehicle")["description"] == "Their words"


def test_changes_of_other_questions_go_together(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = opened(desk)
    save(other(desk, culture), f"{QUESTION}wish", **{"p-title": "Theirs"})
    assert desk.post(VEHICLE, mine | {"p-title": "Mine"}).status_code == 303
    assert entry("vehicle")["title"]["fi"] == "Mine"
    assert entry("wish")["title"]["fi"] == "Theirs"


def test_a_form_that_nobody_touched_overwrites_nothing(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = opened(desk)
    save(other(desk, culture), VEHICLE, **{"p-title": "Theirs"})
    assert desk.post(VEHICLE, mine).status_code == 303
    kept = desk.post(VEHICLE, mine, headers=JSON)
    assert kept.get_json()["revision"] == int(str(mine["seen"]))
    assert entry("vehicle")["title"]["fi"] == "Theirs"


def test_both_may_add_questions_at_once(desk: Client, culture: Area, maria: User) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = desk.page(EDIT).form(EDIT).values
    press(other(desk, culture), add="text", into="first")
    desk.post(EDIT, {"csrf_token": mine["csrf_token"], "seen": mine["seen"], "add": "comment"})
    assert {"question1", "question2"} <= set(names())


def test_what_somebody_changes_is_not_deleted_under_their_hands(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = desk.page(EDIT).form(EDIT).values
    save(other(desk, culture), VEHICLE, **{"p-title": "Theirs"})
    kept = {"csrf_token": mine["csrf_token"], "seen": mine["seen"]}
    assert desk.post(EDIT, kept | {"do": "delete", "name": "vehicle"}).status_code == 409
    assert desk.post(EDIT, kept | {"do": "undo"}).status_code == 409
    assert entry("vehicle")["title"]["fi"] == "Theirs"


def test_what_was_typed_about_a_deleted_question_can_be_put_back(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = opened(desk)
    press(other(desk, culture), do="delete", name="vehicle")
    gone = desk.post(VEHICLE, mine | {"p-title": "Mine"})
    assert gone.status_code == 409
    assert "vehicle" not in names()
    page = Page(gone.text)
    assert page.form(VEHICLE).values["p-title"] == "Mine"
    assert desk.post(VEHICLE, page.form(VEHICLE).values).status_code == 303
    assert entry("vehicle")["title"]["fi"] == "Mine"


def test_saving_in_the_background_tells_the_revision(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.work(culture, "poll", who=maria)
    mine = opened(desk)
    first = desk.post(VEHICLE, mine | {"p-title": "One"}, headers=JSON)
    assert first.get_json()["revision"] == 2
    second = desk.post(VEHICLE, mine | {"p-title": "Two", "seen": "2"}, headers=JSON)
    assert second.get_json()["revision"] == work().revision == 3
    save(other(desk, culture), VEHICLE, **{"p-title": "Theirs"})
    late = desk.post(VEHICLE, mine | {"p-title": "Three", "seen": "3"}, headers=JSON)
    assert (late.status_code, late.get_json()["late"]) == (409, True)
    wrong = desk.post(
        f"{QUESTION}ease",
        opened(desk, f"{QUESTION}ease") | {"p-rateMax": "x"},
        headers=JSON,
    )
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "p-rateMax")


def test_the_name_of_a_question_stays_while_it_is_saved_in_the_background(
    desk: Client, culture: Area, maria: User
) -> None:
    works_factories.empty(culture, "poll", who=maria)
    path = press(desk, add="text").headers["Location"]
    desk.post(path, opened(desk, path) | {"p-title": "Wh"}, headers=JSON)
    assert names() == ["question1"]
    assert save(desk, path, **{"p-title": "Where"}).headers["Location"] == f"{QUESTION}where"


def test_the_outline_tells_who_edited_it(desk: Client, culture: Area, maria: User) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=2), tick=False):
        works_factories.work(culture, "poll", who=maria)
    path = EDIT.replace("/fi/", "/en/")
    assert "edited this" not in desk.page(path).text
    assert "edited this 2 minutes ago" in other(desk, culture).page(path).text


def test_somebody_publishes_nothing_by_beginning_together(desk: Client, culture: Area) -> None:
    surveys_factories.survey(culture, "poll", source=surveys_factories.definition())
    mine, theirs = opened(desk), other(desk, culture)
    save(theirs, f"{QUESTION}wish", **{"p-title": "Theirs"})
    assert desk.post(VEHICLE, mine | {"p-title": "Mine"}).status_code == 303
    assert entry("wish")["title"]["fi"] == "Theirs"
    late = desk.post(
        f"{QUESTION}wish", opened(desk, f"{QUESTION}wish") | {"seen": "0", "p-title": "Mine"}
    )
    assert late.status_code == 409
