"""Personal data in ideas: the author is warned, the editor decides, identity codes are not kept."""

import pytest

from app.core import scope
from app.ideas import personal
from app.ideas.lifecycle import Event, State
from app.ideas.models import LONGEST_TITLE, Idea
from tests import factories
from tests import ideas_factories as ideas
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.ideas.residents import IDEA, library, only, stored

CODE = "131052-308T"
PHONE, EMAIL = "040 123 4567", "maija@shop.example"
WITH_CONTACTS = f"Call {PHONE} or write to {EMAIL}."


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": f"Call me: {PHONE}"}, "telephone number"),
        ({"text": f"Write to {EMAIL}"}, "e-mail address"),
        ({"title": f"I am {CODE}"}, "identity code"),
    ],
)
def test_an_author_is_warned_and_keeps_every_word(
    client: Client, joensuu: City, wrong: dict[str, str], said: str
) -> None:
    answer = client.submit("/en/ideas/new", **IDEA | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#keeps"' in answer.text
    assert next(iter(wrong.values())) in answer.text
    assert stored(joensuu, Idea) == 0


def test_an_author_may_send_it_as_it_is_but_for_identity_codes(
    client: Client, joensuu: City
) -> None:
    text = f"{WITH_CONTACTS} I am {CODE}."
    sent = client.submit("/en/ideas/new", **IDEA | {"text": text, "keeps": "y"})
    assert sent.status_code == 303
    assert only(joensuu).text == f"{WITH_CONTACTS} I am [hetu ***]."


def test_a_draft_is_saved_without_a_question_and_sent_with_one(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        group = factories.group()
        member = client.as_(factories.member(group))
    written = {"title": "Lights", "text": f"{WITH_CONTACTS} {CODE}", "area": "library"}
    new = f"/en/council/{group.key}/ideas/new"
    assert member.submit(new, form=new, **written, action="revise").status_code == 303
    assert only(joensuu).text == f"{WITH_CONTACTS} [hetu ***]"
    address = f"/en/council/{group.key}/ideas/{only(joensuu).id}"
    assert member.submit(address, form=address, action="submit").status_code == 422
    assert member.submit(address, form=address, action="submit", keeps="y").status_code == 303
    assert only(joensuu).state == State.SUBMITTED


def test_nobody_is_asked_where_there_is_nothing_personal(client: Client) -> None:
    assert "keeps" not in client.page("/en/ideas/new").ids


def _waiting(city: City) -> Idea:
    with scope.of(city.id):
        return ideas.idea(library(), State.SUBMITTED, text=WITH_CONTACTS, lang="en")


@pytest.mark.parametrize("words", ["masked", None])
def test_an_editor_leaves_contact_details_out(
    client: Client, joensuu: City, outbox: Outbox, words: str | None
) -> None:
    """Also where the button says nothing: what is personal is never published by accident."""
    idea = _waiting(joensuu)
    with scope.of(joensuu.id):
        editor = client.as_(factories.editor())
    address = f"/en/desk/ideas/{idea.id}"
    page = editor.page(address)
    assert "Call [tel. ***] or write to [@ ***]." in page.text
    form = page.form(f"{address}/publish").values | ({"words": words} if words else {})
    assert editor.post(f"{address}/publish", form).status_code == 303
    assert only(joensuu).text == "Call [tel. ***] or write to [@ ***]."
    assert "left out" in outbox.mails()[-1].get_content()
    public = client.get("/en/ideas/1").text
    assert PHONE not in public
    assert EMAIL not in public
    assert "left out" not in public  # that is between the author and the municipality
    again = editor.post(f"{address}/publish", form | {"words": "masked"})
    assert (again.status_code, only(joensuu).revision) == (303, 3)


def test_an_editor_publishes_the_whole_text(client: Client, joensuu: City, outbox: Outbox) -> None:
    idea = _waiting(joensuu)
    with scope.of(joensuu.id):
        editor = client.as_(factories.editor())
    address = f"/en/desk/ideas/{idea.id}"
    sent = editor.submit(address, form=f"{address}/publish", words="whole")
    assert sent.status_code == 303
    assert only(joensuu).text == WITH_CONTACTS
    assert "left out" not in outbox.mails()[-1].get_content()


def test_a_masked_title_is_no_longer_than_a_title_may_be(joensuu: City) -> None:
    with scope.of(joensuu.id):
        long = ("0401234, " * 13)[:LONGEST_TITLE]
        masked = personal.without_any(ideas.proposal(library(), title=long))
    assert "[tel. ***]" in masked.title
    assert len(masked.title) <= LONGEST_TITLE


def test_the_text_of_an_idea_without_personal_data_is_published_as_it_is(
    joensuu: City,
) -> None:
    with scope.of(joensuu.id):
        idea = ideas.idea(library(), State.SUBMITTED, text="Lights for the path.")
        ideas.happen(idea, Event.PUBLISH)
    assert only(joensuu).text == "Lights for the path."
