"""A resident proposes an idea, changes it and withdraws it, with a browser and an address."""

import re

import pytest

from app.core import scope
from app.core.db import db
from app.engagement.models import EmailContact
from app.ideas.lifecycle import State
from app.ideas.models import Idea
from app.organisation import queries as organisation
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.ideas.residents import IDEA, link_in, made, only, stored


def test_a_resident_proposes_an_idea_and_confirms_it(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    sent = client.submit("/sv/ideas/new", **IDEA)
    assert sent.status_code == 303
    assert sent.location == "/sv/ideas/new/sent"
    assert only(joensuu).state == State.UNCONFIRMED
    mail = outbox.mails()[0]
    assert (mail["To"], mail["Content-Language"]) == ("maija@home.example", "sv")
    own = link_in(mail)
    assert client.page(own)
    assert only(joensuu).number is None  # opening the page alone does nothing
    confirmed = client.submit(own, form=own, action="confirm")
    assert confirmed.status_code == 303
    idea = only(joensuu)
    assert (idea.state, idea.number, idea.group_id) == (State.SUBMITTED, 1, None)
    with scope.of(joensuu.id):
        theme = organisation.theme("climate")
        assert theme is not None
        assert idea.area_id == theme.owner_id
    assert outbox.mails()[-1]["To"] == "maija@home.example"
    assert client.get("/fi/ideas/1").status_code == 404


def test_the_link_confirms_once(client: Client, joensuu: City, outbox: Outbox) -> None:
    client.submit("/fi/ideas/new", **IDEA)
    own = link_in(outbox.mails()[0])
    form = client.page(own).form(own).values | {"action": "confirm"}
    assert [client.post(own, form).status_code for _ in range(3)] == [303, 303, 303]
    assert only(joensuu).revision == 2


def test_a_form_sent_twice_makes_one_idea_and_one_mail(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    form = client.page("/fi/ideas/new").form().values | IDEA
    assert [client.post("/fi/ideas/new", form).status_code for _ in range(2)] == [303, 303]
    assert stored(joensuu, Idea) == 1
    assert len(outbox.mails()) == 1


@pytest.mark.parametrize("right", [{"email": "maija@work.example"}, {"text": "By the river."}])
def test_a_form_that_is_put_right_after_it_was_sent_is_sent_again(
    client: Client, outbox: Outbox, right: dict[str, str]
) -> None:
    """Back in the browser, the form may be the very same page."""
    form = client.page("/fi/ideas/new").form().values | IDEA
    for typed in (form, form | right):
        assert client.post("/fi/ideas/new", typed).status_code == 303
    assert len(outbox.mails()) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"text": " \u202e "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"theme": "", "area": ""}, "area"),
        ({"area": "no-such-area"}, "area"),
        ({"theme": "no-such-theme"}, "theme"),
        ({"lang": "de"}, "lang"),
        ({"email": "nobody"}, "email"),
        ({"token": "forged"}, "title"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: Client, joensuu: City, wrong: dict[str, str], field: str
) -> None:
    answer = client.submit("/fi/ideas/new", **IDEA | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Maija@Home.example" in answer.text or field == "email"
    assert stored(joensuu, Idea) == 0
    assert stored(joensuu, EmailContact) == 0


def test_scripts_and_turned_directions_are_only_text(client: Client, joensuu: City) -> None:
    made(joensuu, title="<script>alert(1)</script> \u202eabc\u2066")
    with scope.of(joensuu.id):
        idea = only(joensuu)
        idea.title = "<script>alert(1)</script>"
        db.session.commit()
    for path in ("/fi/ideas/", "/fi/ideas/1"):
        answer = client.get(path)
        assert "&lt;script&gt;" in answer.text
        assert "<script>alert" not in answer.text


def test_marks_that_turn_the_direction_are_not_stored(client: Client, joensuu: City) -> None:
    client.submit("/fi/ideas/new", **IDEA | {"title": "Safe \u202e\u2066idea\x00"})
    assert only(joensuu).title == "Safe idea"


def test_one_address_gets_so_many_mails_and_nobody_is_told(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    statuses = [client.submit("/fi/ideas/new", **IDEA).status_code for _ in range(8)]
    assert set(statuses) == {303}
    assert len(outbox.mails()) == 5
    assert stored(joensuu, Idea) == 5


def test_one_client_may_ask_for_so_many_mails(client: Client, outbox: Outbox) -> None:
    statuses = [
        client.submit("/fi/ideas/new", **IDEA | {"email": f"a{n}@home.example"}).status_code
        for n in range(22)
    ]
    assert statuses == [303] * 20 + [429] * 2
    assert len(outbox.mails()) == 20


def test_an_idea_that_came_back_is_changed_and_sent_again(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    made(joensuu, State.RETURNED)
    own = link_in(outbox.mails()[-1])
    assert "Say where." in client.page(own).text
    empty = client.submit(own, form=own, title="", action="submit")
    assert empty.status_code == 422
    sent = client.submit(own, form=own, title="Better", action="submit")
    assert sent.status_code == 303
    idea = only(joensuu)
    assert (idea.state, idea.title) == (State.SUBMITTED, "Better")


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.SUBMITTED, State.PUBLISHED])
def test_an_author_withdraws(client: Client, joensuu: City, outbox: Outbox, state: State) -> None:
    idea = made(joensuu, State.SUBMITTED if state is State.UNCONFIRMED else state)
    title, number = idea.title, idea.number
    own = link_in(outbox.mails()[-1])
    form = {"action": "withdraw", "revision": str(idea.revision)}
    assert client.post(own, form).status_code == 303
    assert only(joensuu).state == State.WITHDRAWN
    assert title not in client.page("/fi/ideas/").text
    shown = client.get(f"/fi/ideas/{number}")
    assert shown.status_code == (200 if state is State.PUBLISHED else 404)
    assert "What idea" not in shown.text


def test_an_answered_idea_is_not_withdrawn(client: Client, joensuu: City, outbox: Outbox) -> None:
    idea = made(joensuu, State.ANSWERED)
    own = link_in(outbox.mails()[-1])
    answer = client.post(own, {"action": "withdraw", "revision": str(idea.revision)})
    assert answer.status_code == 409
    assert only(joensuu).state == State.ANSWERED


@pytest.mark.parametrize("purpose", ["own", "following"])
def test_forged_links_lead_nowhere(client: Client, purpose: str) -> None:
    for method in ("GET", "POST"):
        assert client.open(f"/fi/ideas/{purpose}/forged", method=method).status_code == 410


def test_a_followers_link_does_not_make_an_author(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    made(joensuu)
    outbox.mails()
    outbox.clear()
    client.submit("/fi/ideas/1", form="/fi/ideas/1/follow", email="eve@home.example")
    token = link_in(outbox.mails()[0]).rpartition("/")[2]
    assert client.get(f"/fi/ideas/own/{token}").status_code == 410


def test_what_is_pasted_is_never_cut_off_without_a_word(client: Client, joensuu: City) -> None:
    for name in ("title", "text"):
        assert "maxlength" not in _control(client.get("/en/ideas/new").text, name)
    answer = client.submit("/en/ideas/new", **IDEA | {"text": "x" * 5001})
    assert "Use at most 5000 characters." in answer.text
    assert "x" * 5001 in answer.text


def _control(html: str, name: str) -> str:
    found = re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]*>', html)
    assert found is not None
    return found.group(0)


def test_nobody_is_offered_a_choice_that_is_then_refused(client: Client, joensuu: City) -> None:
    """An area or a theme is needed: neither is called optional."""
    page = client.get("/en/ideas/new").text
    assert re.search(r'for="theme">\s*Theme\s*</label>', page)
    assert re.search(r'<option value=""[^>]*>Whoever answers for the theme</option>', page)


def test_whoever_has_sent_an_idea_is_told_so(client: Client, joensuu: City, outbox: Outbox) -> None:
    client.submit("/en/ideas/new", **IDEA)
    own = link_in(outbox.mails()[-1])
    assert 'role="status"' not in client.get(own).text
    client.submit(own, form=own, action="confirm")
    assert 'role="status"' in client.get(own).text
