"""Questions that an answer on the same page brings on: without a script, nobody skips them."""

import time
from typing import Any

from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import comment, documents, drafts, pages, place, radio

RIDE = "/en/surveys/ride"


def ride() -> dict[str, Any]:
    """One page on which the second question follows from the first, the third from the second."""
    return pages(
        [
            radio("bus", "yes", "no", isRequired=True),
            radio("line", "1", "2", visibleIf="{bus} = 'yes'", isRequired=True),
            comment("stop", visibleIf="{line} = '2'"),
            comment("else"),
        ]
    )


def test_the_page_comes_back_with_what_was_brought_on(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    assert "q-line" not in client.page(RIDE).ids
    sent = client.submit(RIDE, **{"q-bus": "yes", "q-else": "Hello"})
    page = Page(sent.text)
    assert sent.status_code == 200
    assert "brought on 1 more question" in page.text
    assert not page.title.startswith("Error")
    assert "Answer this question." not in page.text
    assert page.links["#q-line"].startswith("Title line")
    assert (page.form().values["q-bus"], page.form().values["q-else"]) == ("yes", "Hello")
    assert documents(joensuu) == []


def test_one_question_may_bring_on_the_next(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    page = Page(client.submit(RIDE, **{"q-bus": "yes"}).text)
    sent = client.post(RIDE, page.form().values)
    assert sent.status_code == 422
    page = Page(client.post(RIDE, Page(sent.text).form().values | {"q-line": "2"}).text)
    assert page.links["#q-stop"].startswith("Title stop")
    sent = client.post(RIDE, page.form().values | {"q-stop": "The library"})
    assert sent.status_code == 303
    assert documents(joensuu) == [{"bus": "yes", "line": "2", "stop": "The library"}]


def test_answers_that_bring_on_nothing_go_through_at_once(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    assert client.submit(RIDE, **{"q-bus": "no"}).status_code == 303
    assert documents(joensuu) == [{"bus": "no"}]


def test_what_was_typed_comes_back_when_someone_changes_their_mind_twice(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "ride", source=ride)
    page = Page(client.submit(RIDE, **{"q-bus": "yes"}).text)
    page = Page(client.post(RIDE, page.form().values | {"q-line": "2"}).text)
    typed = page.form().values | {"q-stop": "The library"}
    refused = client.post(RIDE, typed | {"q-bus": "maybe"})
    assert refused.status_code == 422
    page = Page(refused.text)
    assert "q-stop" not in page.ids
    page = Page(client.post(RIDE, page.form().values | {"q-bus": "yes"}).text)
    assert page.form().values["q-stop"] == "The library"


def test_hidden_answers_are_not_handed_in(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=ride)
    page = Page(client.submit(RIDE, **{"q-bus": "yes"}).text)
    sent = client.post(RIDE, page.form().values | {"q-line": "1", "q-bus": "no"})
    assert sent.status_code == 303
    assert documents(joensuu) == [{"bus": "no"}]


def test_a_page_that_follows_from_an_answer_is_asked_only_then(
    client: Client, joensuu: City
) -> None:
    place(
        joensuu,
        "ride",
        source=lambda: pages(
            [radio("bus", "yes", "no")],
            [comment("stop", visibleIf="{bus} = 'yes'", isRequired=True)],
        ),
    )
    assert client.submit(RIDE, **{"q-bus": "no"}).status_code == 303
    again = client.at(joensuu)
    assert "q-stop" in Page(again.submit(RIDE, **{"q-bus": "yes"}).text).ids
    assert drafts(joensuu) == [{"bus": "yes"}]
    assert documents(joensuu) == [{"bus": "no"}]


def parking() -> dict[str, Any]:
    """An answer enables what is shown all the time."""
    return pages([radio("parks", "yes", "no"), comment("where", enableIf="{parks} = 'yes'")])


def test_what_an_answer_enables_is_asked_before_the_page_is_left(
    client: Client, joensuu: City
) -> None:
    place(joensuu, "ride", source=parking)
    first = client.page(RIDE).form()
    assert first.values["asked"] == "q-parks"
    sent = client.post(RIDE, first.values | {"q-parks": "yes", "q-where": "Written over"})
    page = Page(sent.text)
    assert sent.status_code == 200
    assert page.links["#q-where"].startswith("Title where")
    done = client.post(RIDE, page.form().values | {"q-where": "Tori"})
    assert done.status_code == 303
    assert documents(joensuu) == [{"parks": "yes", "where": "Tori"}]


def test_what_stays_read_only_holds_nobody_up(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=parking)
    sent = client.submit(RIDE, **{"q-parks": "no", "q-where": "Forged"})
    assert sent.status_code == 303
    assert documents(joensuu) == [{"parks": "no"}]


LINKS = 60


def chain() -> dict[str, Any]:
    """Each question follows from the one before it."""
    links = [
        radio(f"x{at}", "yes", "no", visibleIf=f"{{x{at - 1}}} = 'yes'") for at in range(1, LINKS)
    ]
    return pages([radio("x0", "yes", "no"), *links])


def test_a_long_chain_of_questions_is_read_to_its_end(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=chain)
    names = [f"q-x{at}" for at in range(LINKS)]
    form = client.page(RIDE).form().values | dict.fromkeys(names, "yes")
    began = time.process_time()
    sent = client.post(RIDE, form | {"asked": " ".join(names)})
    assert sent.status_code == 303
    assert documents(joensuu) == [{f"x{at}": "yes" for at in range(LINKS)}]
    assert time.process_time() - began < 5
