"""A comment belongs to its reaction, and is masked, looked over and queued before it is read."""

import pytest

from app.core import scope
from app.core.db import db
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Reaction, Widget
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.pagefeedback.senders import clicked, sent, token_of


@pytest.fixture
def token(client: Client, widget: Widget) -> str:
    return token_of(clicked(client))


def only(city: City) -> Reaction:
    with scope.of(city.id):
        db.session.expire_all()
        [row] = feedback.reactions()
        return row


def test_a_comment_joins_the_reaction_it_was_written_after(
    client: Client, token: str, joensuu: City
) -> None:
    answer = sent(client, "site/comments", token=token, text=" Aukioloajat\r\npuuttuvat\x00\u202e ")
    assert answer.status_code == 201
    row = only(joensuu)
    assert (row.text, row.state, row.value) == ("Aukioloajat\npuuttuvat", Handling.NEW, 2)


def test_sent_again_after_a_lost_answer_it_is_there_once(
    client: Client, token: str, joensuu: City
) -> None:
    for text in ("Aukioloajat", "Aukioloajat", "Aukioloajat puuttuvat"):
        assert sent(client, "site/comments", token=token, text=text).status_code == 201
    assert only(joensuu).text == "Aukioloajat puuttuvat"


def test_what_an_official_has_read_is_not_written_over(
    client: Client, token: str, joensuu: City
) -> None:
    sent(client, "site/comments", token=token, text="Ensin")
    with scope.of(joensuu.id):
        [row] = feedback.reactions()
        row.state = Handling.READ
        db.session.flush()
    assert sent(client, "site/comments", token=token, text="Sitten").status_code == 409
    assert only(joensuu).text == "Ensin"


def test_personal_data_never_reaches_the_database(
    client: Client, token: str, joensuu: City
) -> None:
    text = "Olen 131052-308T, 010594Y9032, matti@example.fi, 040 123 4567"
    sent(client, "site/comments", token=token, text=text)
    assert only(joensuu).text == "Olen [hetu ***], [hetu ***], [@ ***], [tel. ***]"


@pytest.mark.parametrize("text", ["", "   ", "\u202e\x00", "x" * 2001])
def test_nothing_and_too_much_are_refused(
    client: Client, token: str, joensuu: City, text: str
) -> None:
    assert sent(client, "site/comments", token=token, text=text).status_code == 422
    assert only(joensuu).text is None


def test_scripts_are_words_like_others(client: Client, token: str, joensuu: City) -> None:
    text = "<script>alert(1)</script> {{ 7*7 }} %s"
    assert sent(client, "site/comments", token=token, text=text).status_code == 201
    assert only(joensuu).text == text


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Hyvä", "website": "x"},
        {"text": '<a href="http://pills.example">pills</a>'},
        {"text": "http://a.example http://b.example http://c.example"},
        {"text": "www.pills.example", "elapsed": "100"},
    ],
)
def test_what_looks_like_spam_is_put_aside_and_kept(
    client: Client, token: str, joensuu: City, fields: dict[str, str]
) -> None:
    assert sent(client, "site/comments", token=token, **fields).status_code == 201
    row = only(joensuu)
    assert (row.state, row.text) == (Handling.QUARANTINED, fields["text"])


def test_danger_to_life_is_marked_and_the_writer_is_told_where_help_is(
    client: Client, token: str, joensuu: City
) -> None:
    answer = sent(client, "site/comments", token=token, text="En jaksa enää elää")
    assert answer.json is not None
    assert "112" in answer.json["guidance"]
    assert only(joensuu).is_urgent


def test_others_are_told_nothing_more(client: Client, token: str) -> None:
    assert sent(client, "site/comments", token=token, text="Hyvä sivu").json == {}


def test_without_a_token_nothing_is_taken(client: Client, token: str, joensuu: City) -> None:
    assert sent(client, "site/comments", text="Hei").status_code == 403
    assert sent(client, "site/comments", token=token, text="Hei", origin="https://x.example")
    assert only(joensuu).text is None
