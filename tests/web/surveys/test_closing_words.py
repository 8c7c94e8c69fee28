"""What the author says to those who have answered: to all, or by what they answered."""

from typing import Any

from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import pages, place, radio, receipt_on

THANKS = "/en/surveys/poll/thanks"


def test_the_authors_closing_words_end_the_survey(client: Client, joensuu: City) -> None:
    words = {"en": "<h2>We read all of it</h2>"}
    place(joensuu, source=lambda: pages([radio("place", "market")], completedHtml=words))
    sent = client.submit("/en/surveys/poll", **{"q-place": "market"})
    assert "We read all of it" in client.page(sent.location).text


def by_answer() -> dict[str, Any]:
    return pages(
        [radio("place", "market", "harbour")],
        completedHtml="<p>Well done.</p>",
        completedHtmlOnCondition=[
            {"expression": "{place} = 'market'", "html": "<p>See you at the market.</p>"},
            {"expression": "{place} empty", "html": "<p>You gave no place.</p>"},
        ],
    )


def test_closing_words_go_by_the_answers_that_were_sent(client: Client, joensuu: City) -> None:
    place(joensuu, source=by_answer)
    receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "market"}))
    text = client.page(THANKS).text
    assert "See you at the market." in text
    assert "Well done." not in text


def test_where_no_condition_holds_the_words_for_all_are_said(client: Client, joensuu: City) -> None:
    place(joensuu, source=by_answer)
    receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "harbour"}))
    assert "Well done." in client.page(THANKS).text


def test_without_the_receipt_nobody_is_told_what_goes_by_the_answers(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=by_answer)
    client.submit("/en/surveys/poll", **{"q-place": "market"})
    text = client.at(joensuu).page(THANKS).text
    assert "Well done." in text
    assert "See you at the market." not in text
    assert "You gave no place." not in text


def test_closing_words_may_name_what_was_answered(client: Client, joensuu: City) -> None:
    words = "<p>You chose {place}.</p>"
    place(joensuu, source=lambda: pages([radio("place", "market")], completedHtml=words))
    receipt_on(client, client.submit("/en/surveys/poll", **{"q-place": "market"}))
    assert "You chose market." in client.page(THANKS).text
    assert "You chose" not in client.at(joensuu).page(THANKS).text
