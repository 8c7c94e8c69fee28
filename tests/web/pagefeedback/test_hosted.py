"""The hosted form: page feedback without JavaScript."""

import pytest

from app.core import scope
from app.core.db import db
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Reaction, Widget
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.pages import Page
from tests.web.pagefeedback.senders import PAGE

FORM = "/fi/feedback/site"


def kept(city: City) -> list[Reaction]:
    with scope.of(city.id):
        db.session.expire_all()
        return feedback.reactions()


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"page": f"{PAGE}?x=1"}, {}),
        ({}, {"Referer": f"{PAGE}?x=1"}),
        ({"page": "https://evil.example/"}, {"Referer": PAGE}),
    ],
)
def test_the_page_is_known_from_the_address_or_the_browser(
    client: Client, widget: Widget, query: dict[str, str], headers: dict[str, str]
) -> None:
    page = client.page(FORM, query_string=query, headers=headers)
    assert page.form().values["page"] == PAGE
    assert PAGE in page.links
    others = [address for address in page.links if address.startswith("/sv/feedback/")]
    assert any("kirjasto" in address for address in others)


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "https://evil.example/", f'{SITE}"><script>x</script>']
)
def test_who_comes_from_nowhere_is_asked_and_led_nowhere_else(
    client: Client, widget: Widget, address: str
) -> None:
    for headers, query in (({"Referer": address}, {}), ({}, {"page": address})):
        page = client.page(FORM, query_string=query, headers=headers)
        assert page.form().values["page"] == ""
        assert not any(link.startswith(("javascript", "https://evil")) for link in page.links)


def test_a_reaction_and_a_text_are_kept(client: Client, widget: Widget, joensuu: City) -> None:
    answer = client.submit(FORM, page=PAGE, reaction="1", text="Soita 040 123 4567")
    assert answer.status_code == 303
    [row] = kept(joensuu)
    assert (row.value, row.text, row.state) == (1, "Soita [tel. ***]", Handling.NEW)
    assert (row.version, row.lang) == ("hosted", "fi")
    thanks = client.page(answer.location)
    assert PAGE in thanks.links


def test_a_text_is_not_needed(client: Client, widget: Widget, joensuu: City) -> None:
    assert client.submit(FORM, page=PAGE, reaction="2").status_code == 303
    assert [(row.value, row.text) for row in kept(joensuu)] == [(2, None)]


def test_a_double_click_counts_once(client: Client, widget: Widget, joensuu: City) -> None:
    values = client.page(FORM).form().values | {"page": PAGE, "reaction": "2", "text": "Hyvä"}
    for _click in range(3):
        assert client.post(FORM, values).status_code == 303
    assert len(kept(joensuu)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"reaction": None},
        {"reaction": "3"},
        {"page": ""},
        {"page": "javascript:alert(1)"},
        {"page": "https://www.pieksamaki.example/"},
        {"text": "x" * 2001},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, widget: Widget, joensuu: City, wrong: dict[str, str | None]
) -> None:
    fields = {"page": PAGE, "reaction": "2", "text": "Mitä kirjoitin"} | wrong
    answer = client.submit(FORM, **fields)
    assert answer.status_code == 422
    assert "error-summary" in Page(answer.text).ids
    assert str(fields["text"]) in answer.text
    assert kept(joensuu) == []


@pytest.mark.parametrize("token", ["", "x.y.z", None])
def test_a_form_that_is_not_ours_is_given_back_with_what_was_typed(
    client: Client, widget: Widget, joensuu: City, token: str | None
) -> None:
    answer = client.submit(FORM, page=PAGE, reaction="2", text="Mitä kirjoitin", token=token)
    assert answer.status_code == 403
    assert "Mitä kirjoitin" in answer.text
    assert kept(joensuu) == []
    assert client.post(FORM, Page(answer.text).form().values | {"reaction": "2"}).status_code == 303


def test_danger_is_answered_with_where_help_is(client: Client, widget: Widget) -> None:
    answer = client.submit(FORM, page=PAGE, reaction="1", text="En jaksa enää elää")
    assert "112" in client.page(answer.location).text


def test_who_fills_in_what_nobody_sees_is_put_aside(
    client: Client, widget: Widget, joensuu: City
) -> None:
    client.submit(FORM, page=PAGE, reaction="2", text="Buy", website="http://pills.example")
    [row] = kept(joensuu)
    assert (row.is_suspect, row.state) == (True, Handling.QUARANTINED)


def test_a_widget_that_is_not_there_has_no_form(client: Client, widget: Widget) -> None:
    assert client.get("/fi/feedback/none").status_code == 404
    assert client.post("/fi/feedback/none", {}).status_code == 404


def test_a_long_text_is_given_back_whole(client: Client, widget: Widget, joensuu: City) -> None:
    """Browsers would cut off without a word what is pasted into a field with a maxlength."""
    page = f"{FORM}?page={PAGE}"
    assert "maxlength" not in client.get(page).text
    answer = client.submit(page, form=FORM, reaction="1", text="x" * 2001)
    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert kept(joensuu) == []
