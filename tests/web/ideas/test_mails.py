"""What authors of ideas read in their mails."""

from app.core import scope
from app.ideas.lifecycle import Event, State
from tests import ideas_factories as ideas
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.ideas.residents import IDEA, link_in, made


def test_whoever_has_confirmed_an_idea_is_promised_an_answer(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    client.submit("/en/ideas/new", **IDEA)
    own = link_in(outbox.mails()[-1])
    client.submit(own, form=own, action="confirm")
    received = outbox.mails()[-1].get_content()
    assert "We have received your idea:\n\nLights for the path\n" in received
    assert "We promise an answer within 30 days." in received


def test_nobody_sends_words_of_theirs_to_an_address_that_is_not_proven(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    words = "You have won at evil.example"
    client.submit("/en/ideas/new", **IDEA | {"title": words, "text": words})
    [mail] = outbox.mails()
    assert mail["Subject"] == "Confirm your idea"
    assert "evil" not in mail.as_string()


def test_a_returned_idea_says_what_to_do(client: Client, joensuu: City, outbox: Outbox) -> None:
    made(joensuu, State.RETURNED)
    mail = outbox.mails()[-1].get_content()
    reason, action = mail.index("Say where."), mail.index("http://")
    assert len([part for part in mail[reason:action].split("\n\n") if part.strip()]) == 2


def test_an_answer_names_its_parts_and_its_area(joensuu: City, outbox: Outbox) -> None:
    idea = made(joensuu, State.IN_HAND)
    with scope.of(joensuu.id):
        ideas.happen(idea, Event.ANSWER)
    mail = outbox.mails()[-1].get_content()
    assert "Perustelut:\nReasons " in mail
    assert "Seuraavat vaiheet:\nNext steps " in mail
    assert "Vastuualue: Area library fi" in mail
