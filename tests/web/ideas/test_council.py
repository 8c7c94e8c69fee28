"""The workspace of a youth council: shared drafts, submitting in its name, what was answered."""

import pytest
from sqlalchemy import select

from app.accounts.models import Group, User
from app.core import scope
from app.core.db import db
from app.ideas.lifecycle import Event, State
from app.ideas.models import Idea
from tests import factories
from tests import ideas_factories as ideas
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.ideas.residents import library

START = "/fi/council/youth-council/"
NEW = f"{START}ideas/new"
IDEA = {"title": "Night buses", "text": "From the centre to all schools.", "area": "environment"}


@pytest.fixture
def members(joensuu: City) -> tuple[User, User]:
    with scope.of(joensuu.id):
        council = factories.group()
        return factories.member(council), factories.member(council)


def only(city: City) -> Idea:
    with scope.of(city.id):
        return db.session.scalars(select(Idea)).one()


def address(idea: Idea) -> str:
    return f"{START}ideas/{idea.id}"


def test_members_share_a_draft_and_submit_it_in_the_councils_name(
    client: Client, members: tuple[User, User], joensuu: City, outbox: Outbox
) -> None:
    first, second = (client.as_(one) for one in members)
    assert first.submit(NEW, form=NEW, **IDEA, action="revise").status_code == 303
    draft = only(joensuu)
    assert (draft.state, draft.number) == (State.DRAFT, None)
    assert address(draft) in second.page(START).links
    sent = second.submit(address(draft), form=address(draft), title="More buses", action="submit")
    assert sent.status_code == 303
    idea = only(joensuu)
    assert (idea.state, idea.title, idea.number) == (State.SUBMITTED, "More buses", 1)
    assert {mail["To"] for mail in outbox.mails()} == {one.email for one in members}
    with scope.of(joensuu.id):
        ideas.happen(idea, Event.PUBLISH)
    assert "Group youth-council" in client.page("/fi/ideas/1").text


def test_a_sentence_is_enough_for_a_draft_and_not_for_sending_it_in(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    browser = client.as_(members[0])
    assert browser.submit(NEW, form=NEW, **IDEA | {"text": ""}, action="submit").status_code == 422
    assert browser.submit(NEW, form=NEW, **IDEA | {"text": ""}, action="revise").status_code == 303
    draft = only(joensuu)
    assert (draft.state, draft.text) == (State.DRAFT, "")
    sent = browser.submit(address(draft), form=address(draft), action="submit")
    assert (sent.status_code, only(joensuu).state) == (422, State.DRAFT)
    answer = browser.submit(address(draft), form=address(draft), text="Why.", action="submit")
    assert answer.status_code == 303
    assert "Idea lähetettiin. " in browser.page(address(draft)).text


def test_what_came_back_cannot_be_emptied(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    with scope.of(joensuu.id):
        council = db.session.scalars(select(Group)).one()
        back = ideas.idea(library(), State.RETURNED, group=council)
    answer = client.as_(members[0]).submit(
        address(back), form=address(back), text="", action="revise"
    )
    assert answer.status_code == 422


def test_a_double_click_makes_one_draft(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    browser = client.as_(members[0])
    form = browser.page(NEW).form(NEW).values | IDEA | {"action": "submit"}
    assert [browser.post(NEW, form).status_code for _ in range(2)] == [303, 303]
    assert only(joensuu).number == 1


def test_a_double_click_on_submit_happens_once(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    browser = client.as_(members[0])
    browser.submit(NEW, form=NEW, **IDEA, action="revise")
    page = address(only(joensuu))
    form = browser.page(page).form(page).values | {"action": "submit"}
    assert [browser.post(page, form).status_code for _ in range(2)] == [303, 303]
    assert only(joensuu).revision == 2


def test_the_second_member_to_save_is_told_and_overwrites_nothing(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    first, second = (client.as_(one) for one in members)
    first.submit(NEW, form=NEW, **IDEA, action="revise")
    page = address(only(joensuu))
    forms = [browser.page(page).form(page).values for browser in (first, second)]
    assert first.post(page, forms[0] | {"text": "Mine", "action": "revise"}).status_code == 303
    late = second.post(page, forms[1] | {"text": "Also mine", "action": "revise"})
    assert late.status_code == 409
    assert "Also mine" in late.text
    assert "Mine" in late.text
    assert only(joensuu).text == "Mine"


def test_a_draft_is_removed(client: Client, members: tuple[User, User], joensuu: City) -> None:
    browser = client.as_(members[0])
    browser.submit(NEW, form=NEW, **IDEA, action="revise")
    page = address(only(joensuu))
    form = browser.page(page).form(page).values | {"action": "withdraw"}
    assert browser.post(page, form).location == START
    with scope.of(joensuu.id):
        assert db.session.scalars(select(Idea)).all() == []


@pytest.mark.parametrize("action", ["publish", "answer", "confirm", ""])
def test_what_is_not_a_members_to_do_is_refused(
    client: Client, members: tuple[User, User], joensuu: City, action: str
) -> None:
    browser = client.as_(members[0])
    browser.submit(NEW, form=NEW, **IDEA, action="submit")
    page = address(only(joensuu))
    form = browser.page(page).form(page).values | IDEA | {"action": action}
    assert browser.post(page, form).status_code == 400
    assert only(joensuu).state == State.SUBMITTED


def test_what_was_sent_in_is_not_rewritten_by_its_address(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    browser = client.as_(members[0])
    browser.submit(NEW, form=NEW, **IDEA, action="submit")
    page = address(only(joensuu))
    form = browser.page(page).form(page).values | browser.page(NEW).form(NEW).values | IDEA
    form |= {"title": "Other", "action": "revise", "revision": "2"}
    assert browser.post(page, form).status_code == 409
    assert only(joensuu).title == "Night buses"


@pytest.mark.parametrize("state", list(State))
def test_the_workspace_shows_ideas_in_every_state(
    client: Client, members: tuple[User, User], joensuu: City, state: State
) -> None:
    if state is State.UNCONFIRMED:
        return
    with scope.of(joensuu.id):
        council = factories.group("elders")
        member = factories.member(council)
        idea = ideas.idea(library(), state, group=council)
    browser = client.as_(member)
    start = browser.page("/fi/council/elders/")
    assert f"/fi/council/elders/ideas/{idea.id}" in start.links
    assert state in start.ids
    page = browser.page(f"/fi/council/elders/ideas/{idea.id}")
    assert ("answer-1" in page.ids) is (state is State.ANSWERED)


def test_however_many_ideas_a_council_has_its_workspace_is_short(
    client: Client, members: tuple[User, User], joensuu: City
) -> None:
    with scope.of(joensuu.id):
        council = db.session.scalars(select(Group)).one()
        drafts = [ideas.idea(library(), State.DRAFT, group=council) for _number in range(12)]
        sent = ideas.idea(library(), State.SUBMITTED, group=council)
    browser = client.as_(members[0])
    page = browser.page(START)
    assert len([one for one in drafts if address(one) in page.links]) == 10
    assert "(12)" in page.text
    assert f"{START}?state=submitted" not in page.links
    all_drafts = browser.page(f"{START}?state=draft")
    assert f"{START}?state=draft" in page.links
    assert all(address(one) in all_drafts.links for one in drafts)
    assert address(sent) not in all_drafts.links
    assert "0 kannattajaa" not in all_drafts.text, "nobody can support a draft"
    assert address(sent) in browser.page(f"{START}?state=nonsense").links


def test_nobody_else_comes_in(client: Client, members: tuple[User, User], joensuu: City) -> None:
    with scope.of(joensuu.id):
        idea = ideas.idea(library(), State.DRAFT, group=factories.group("elders"))
        elders = factories.group("panel")
        others = [factories.member(elders), factories.editor(), factories.administrator()]
    for path in ("/fi/council/elders/", f"/fi/council/elders/ideas/{idea.id}"):
        assert client.get(path).status_code == 303
        assert [client.as_(one).get(path).status_code for one in others] == [403] * 3
    assert client.as_(members[0]).get(f"{START}ideas/{idea.id}").status_code == 404
    assert client.as_(members[0]).get("/fi/council/nobody/").status_code == 404


def test_a_member_finds_the_workspace_from_every_page(
    client: Client, members: tuple[User, User]
) -> None:
    assert START in client.as_(members[0]).page("/fi/").links
    assert START not in client.page("/fi/").links
