"""What rules set on a page that changes in place, and what people write over it."""

from typing import Any

from tests.client import Client
from tests.factories import City
from tests.web.surveys.in_place_browser import RIDE, Browser
from tests.web.surveys.residents import comment, documents, pages, place, radio


def unsent() -> dict[str, Any]:
    """A rule sets what nobody can change, and what is not shown yet."""
    copy = {"type": "text", "name": "copy", "readOnly": True, "setValueExpression": "{price}"}
    later = {"type": "text", "inputType": "number", "name": "later", "visibleIf": "{more} = 'yes'",
             "setValueExpression": "{price} * 2"}  # fmt: skip
    price = {"type": "text", "name": "price", "inputType": "number"}
    return pages([price, copy, later, radio("more", "yes", "no")], locale="en")


def test_what_rules_set_out_of_reach_is_not_lost(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=unsent)
    browser = Browser(client)
    assert browser.change(q_price="5") == ["s-copy"]
    assert browser.change(q_more="yes") == ["s-later"]
    assert 'value="10"' in browser.parts["s-later"]
    browser.form |= {"q-later": "10"}
    assert client.post(RIDE, browser.form).status_code == 303
    assert documents(joensuu) == [{"price": 5, "copy": 5, "later": 10, "more": "yes"}]


def enabled() -> dict[str, Any]:
    where = comment("where", enableIf="{parks} = 'yes'")
    return pages([radio("parks", "yes", "no"), where], locale="en")


def on_two_pages() -> dict[str, Any]:
    return pages(unsent()["pages"][0]["elements"], [comment("wish")], locale="en")


def test_what_an_answer_enables_can_be_answered_in_place(client: Client, joensuu: City) -> None:
    place(joensuu, "ride", source=enabled)
    browser = Browser(client)
    assert browser.change(q_parks="yes") == ["s-where"]
    assert "readonly" not in browser.parts["s-where"]
    assert browser.form["asked"] == "q-parks q-where"
    assert client.post(RIDE, browser.form | {"q-where": "Tori"}).status_code == 303
    assert documents(joensuu) == [{"parks": "yes", "where": "Tori"}]


def test_what_rules_set_out_of_reach_is_kept_between_pages(client: Client, joensuu: City) -> None:
    """Where drafts keep it: each refresh finds what the one before it has set."""
    place(joensuu, "ride", source=on_two_pages)
    browser = Browser(client)
    assert browser.change(q_price="5") == ["s-copy"]
    assert browser.change(q_more="yes") == ["s-later"]
    browser.form |= {"q-later": "11", "q-copy": "5"}
    assert browser.change(q_more="yes") == []
    second = client.page(client.post(RIDE, browser.form).location)
    assert client.post(RIDE, second.form(RIDE).values).status_code == 303
    assert documents(joensuu) == [{"price": 5, "copy": 5, "later": 11, "more": "yes"}]


def test_what_was_written_over_stays_beside_what_a_rule_sets_out_of_reach(
    client: Client, joensuu: City
) -> None:
    """One answer wakes two rules: what one sets cannot be sent again, the other can be changed."""
    copy = {"type": "text", "name": "copy", "readOnly": True, "setValueExpression": "{price}"}
    total = {"type": "text", "inputType": "number", "name": "total",
             "setValueExpression": "{price} * 2"}  # fmt: skip
    price = {"type": "text", "name": "price", "inputType": "number"}
    place(joensuu, "ride", source=lambda: pages([price, copy, total, comment("else")], locale="en"))
    browser = Browser(client)
    assert browser.change(q_price="5") == ["s-copy", "s-total"]
    browser.form |= {"q-total": "11", "q-copy": "5"}
    assert browser.change(q_else="Hello") == []
    assert browser.change(q_else="Hello again") == []
    assert client.post(RIDE, browser.form).status_code == 303
    assert documents(joensuu) == [{"price": 5, "copy": 5, "total": 11, "else": "Hello again"}]
