"""The desk: an official's own ideas, publishing and answering them, two officials at once."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.core import scope
from app.core.db import db
from app.ideas import queries, queue
from app.ideas.lifecycle import Event, State
from app.ideas.models import Idea, IdeaAnswer
from app.organisation import queries as organisation
from tests import factories
from tests import ideas_factories as ideas
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.ideas.residents import library, made, only

LIST = "/fi/desk/ideas/"
ANSWER = {"decision": "accepted", "reasons": "We agree.", "next_steps": "In May.", "action": ""}


def official(city: City, key: str = "wellbeing") -> User:
    with scope.of(city.id):
        area = organisation.area(key)
        assert area is not None
        return factories.official(area)


def address(idea: Idea, event: str = "") -> str:
    return f"/fi/desk/ideas/{idea.id}" + (f"/{event}" if event else "")


def send(browser: Client, idea: Idea, event: str, **values: str) -> int:
    answer = browser.submit(address(idea), form=address(idea, event), **values)
    return answer.status_code


def test_an_idea_goes_all_the_way_to_its_answer(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    idea = made(joensuu, State.SUBMITTED)
    with scope.of(joensuu.id):
        action = organisation.plans()[0].actions[0].action
    browser = client.as_(official(joensuu))
    assert address(idea) in browser.page("/fi/desk/ideas/").links
    assert send(browser, idea, "publish") == 303
    assert "Idea julkaistiin" in browser.page(address(idea)).text.split("Idea 1")[0]
    assert send(browser, idea, "take") == 303
    assert send(browser, idea, "answer", **ANSWER | {"action": action.key}) == 303
    page = client.page("/fi/ideas/1")
    assert "We agree." in page.text
    assert str(action.title.in_("fi")[0]) in page.text
    assert "answer" in page.ids
    assert only(joensuu).answered_on is not None
    assert len(outbox.mails()) == 4
    assert send(browser, idea, "correct", **ANSWER | {"reasons": "We agree even more."}) == 303
    page = client.page("/fi/ideas/1")
    assert "We agree even more." in page.text
    assert "We agree." in page.text


def test_an_idea_is_returned_with_a_reason(client: Client, joensuu: City, outbox: Outbox) -> None:
    idea = made(joensuu, State.SUBMITTED)
    browser = client.as_(official(joensuu))
    assert send(browser, idea, "return", reason="  ") == 422
    assert send(browser, idea, "return", reason="Please say where.") == 303
    assert only(joensuu).state == State.RETURNED
    assert "Please say where." in outbox.mails()[-1].get_content()
    assert client.get("/fi/ideas/1").status_code == 404


def test_the_second_official_is_told_and_overwrites_nothing(client: Client, joensuu: City) -> None:
    idea = made(joensuu, State.IN_HAND)
    first, second = (client.as_(official(joensuu)) for _ in range(2))
    form = [one.page(address(idea)).form(address(idea, "answer")).values for one in (first, second)]
    sent = first.post(address(idea, "answer"), form[0] | ANSWER)
    assert sent.status_code == 303
    late = second.post(address(idea, "answer"), form[1] | ANSWER | {"reasons": "No, because."})
    assert late.status_code == 409
    assert "No, because." not in late.text or "correct" in late.text
    with scope.of(joensuu.id):
        assert [one.reasons for one in queries.answers(idea.id)] == ["We agree."]


def test_what_the_second_official_typed_is_given_back(client: Client, joensuu: City) -> None:
    idea = made(joensuu, State.IN_HAND)
    browser = client.as_(official(joensuu))
    form = browser.page(address(idea)).form(address(idea, "answer")).values
    with scope.of(joensuu.id):
        ideas.happen(idea, Event.ANSWER)
        db.session.commit()
    late = browser.post(address(idea, "answer"), form | ANSWER | {"reasons": "Typed for long"})
    assert late.status_code == 409
    assert "Typed for long" in late.text


def test_a_double_click_answers_once(client: Client, joensuu: City, outbox: Outbox) -> None:
    idea = made(joensuu, State.IN_HAND)
    outbox.mails()
    outbox.clear()
    browser = client.as_(official(joensuu))
    form = browser.page(address(idea)).form(address(idea, "answer")).values | ANSWER
    posts = [browser.post(address(idea, "answer"), form).status_code for _ in range(3)]
    assert posts == [303] * 3
    with scope.of(joensuu.id):
        assert len(db.session.scalars(select(IdeaAnswer)).all()) == 1
    assert len(outbox.mails()) == 1


@pytest.mark.parametrize(
    "wrong", [{"decision": ""}, {"decision": "maybe"}, {"reasons": " "}, {"next_steps": ""},
              {"action": "no-such-action"}, {"reasons": "x" * 5001}],
)  # fmt: skip
def test_an_incomplete_answer_is_not_published(
    client: Client, joensuu: City, wrong: dict[str, str]
) -> None:
    idea = made(joensuu, State.IN_HAND)
    assert send(client.as_(official(joensuu)), idea, "answer", **ANSWER | wrong) == 422
    assert only(joensuu).state == State.IN_HAND


FORBIDDEN = [
    (state, event)
    for state in (State.SUBMITTED, State.RETURNED, State.IN_HAND, State.ANSWERED, State.WITHDRAWN)
    for event in ("publish", "return", "take", "answer", "correct", "move")
    if (state, event)
    not in {
        (State.SUBMITTED, "publish"), (State.SUBMITTED, "return"), (State.SUBMITTED, "move"),
        (State.IN_HAND, "answer"), (State.IN_HAND, "move"), (State.ANSWERED, "correct"),
    }
]  # fmt: skip


@pytest.mark.parametrize(("state", "event"), FORBIDDEN)
def test_forbidden_steps_by_address_are_refused(
    client: Client, joensuu: City, state: State, event: str
) -> None:
    idea = made(joensuu, state)
    browser = client.as_(official(joensuu))
    token = browser.page("/fi/account").form().values["csrf_token"]
    form = {"csrf_token": token, "revision": str(idea.revision), "reason": "Because",
            "area": "environment", **ANSWER}  # fmt: skip
    assert browser.post(address(idea, event), form).status_code == 409
    assert only(joensuu).state == state


def test_a_form_without_its_revision_is_refused(client: Client, joensuu: City) -> None:
    idea = made(joensuu, State.SUBMITTED)
    browser = client.as_(official(joensuu))
    for revision in ("", "x", "0", "-1", "9" * 30):
        assert send(browser, idea, "publish", revision=revision) == 400
    assert browser.post(address(idea, "expire")).status_code in (400, 404)


def test_an_editor_publishes_but_the_area_answers(client: Client, joensuu: City) -> None:
    idea = made(joensuu, State.SUBMITTED)
    with scope.of(joensuu.id):
        editor = factories.editor()
    browser = client.as_(editor)
    assert send(browser, idea, "publish") == 303
    page = browser.page(address(idea))
    assert "answer" not in page.ids
    form = page.form(address(idea, "move")).values | ANSWER
    assert browser.post(address(idea, "answer"), form).status_code == 403


def test_an_official_of_another_area_sees_and_does_nothing(client: Client, joensuu: City) -> None:
    idea = made(joensuu, State.SUBMITTED)
    other = client.as_(official(joensuu, "environment"))
    token = other.page("/fi/account").form().values["csrf_token"]
    assert address(idea) not in other.page("/fi/desk/ideas/").links
    assert other.get(address(idea)).status_code == 403
    form = {"csrf_token": token, "revision": str(idea.revision)}
    assert other.post(address(idea, "publish"), form).status_code == 403


def test_who_passes_an_idea_on_may_see_it_no_more(client: Client, joensuu: City) -> None:
    idea = made(joensuu, State.PUBLISHED)
    browser = client.as_(official(joensuu))
    moved = browser.submit(address(idea), form=address(idea, "move"), area="environment")
    assert moved.location == "/fi/desk/ideas/"
    assert browser.get(address(idea)).status_code == 403
    taker = client.as_(official(joensuu, "environment"))
    assert address(idea) in taker.page("/fi/desk/ideas/").links


def test_drafts_and_strangers_ideas_are_not_found(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    with scope.of(joensuu.id):
        chief = factories.administrator()
        draft = ideas.idea(library(), State.DRAFT, group=factories.group())
        unconfirmed = ideas.idea(library(), State.UNCONFIRMED)
    theirs = made(pieksamaki)
    for one in (draft.id, unconfirmed.id, theirs.id, uuid4()):
        assert client.as_(chief).get(f"/fi/desk/ideas/{one}").status_code == 404


@pytest.mark.parametrize("state", [one for one in State if one not in ("draft", "unconfirmed")])
def test_the_desk_shows_ideas_in_every_state(client: Client, joensuu: City, state: State) -> None:
    idea = made(joensuu, state)
    browser = client.as_(official(joensuu))
    assert "timeline" in browser.page(address(idea)).ids
    listed = address(idea) in browser.page("/fi/desk/ideas/").links
    assert listed is (state is not State.WITHDRAWN)


def test_however_many_ideas_wait_the_list_is_short_and_leads_to_all_of_them(
    client: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "FIRST", 2)
    monkeypatch.setattr(queue, "PAGE", 3)
    waiting = [made(joensuu, State.PUBLISHED) for _number in range(7)]
    answered = made(joensuu, State.ANSWERED)
    browser = client.as_(official(joensuu))

    def shown(path: str) -> list[Idea]:
        links = browser.page(path).links
        return [idea for idea in (*waiting, answered) if address(idea) in links]

    page = browser.page(LIST)
    assert shown(LIST) == [*waiting[:2], answered]
    assert "(7)" in page.text
    assert f"{LIST}?part=published" in page.links
    assert f"{LIST}?part=handled" not in page.links, "all of them are there"
    assert shown(f"{LIST}?part=published") == waiting[:3]
    assert f"{LIST}?part=published&page=2" in browser.page(f"{LIST}?part=published").links
    assert shown(f"{LIST}?part=published&page=3") == waiting[6:]
    assert shown(f"{LIST}?part=published&page=99999999") == waiting[6:]
    assert (
        f"{LIST}?part=published&page=4" not in browser.page(f"{LIST}?part=published&page=3").links
    )
    assert shown(f"{LIST}?part=submitted") == []
    assert shown(f"{LIST}?part=nonsense&page=x") == [*waiting[:2], answered]
