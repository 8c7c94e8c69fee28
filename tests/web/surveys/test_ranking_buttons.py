"""Putting things into an order with buttons, without a script: what moves, is said and kept."""

import re
from typing import Any

from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.composites import POLL, press, text, values
from tests.web.surveys.residents import comment, documents, pages, place

PLACES = [{"value": one, "text": one.title()} for one in ("park", "pool", "beach")]


def ranking(name: str = "best", **more: Any) -> dict[str, Any]:
    return {"type": "ranking", "name": name, "title": "The best?", "choices": PLACES, **more}


def goes_on_at(html: str) -> tuple[str, str]:
    """Name and value of the button that has the focus, and what it is described by is there."""
    found = re.search(r'name="([^"]*)" value="(\d+)" autofocus aria-desc', html)
    assert found is not None
    assert html.count("autofocus") == 1
    return found[1], found[2]


def test_an_item_moves_and_the_page_goes_on_at_it(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([ranking(), comment("more", isRequired=True)]))
    html = press(client, client.get(POLL).text, "q-best:up", "2", **{"q-more": "Words"})
    assert "Beach is now in place 2 of 3." in Page(html).text
    assert goes_on_at(html) == ("q-best:up", "2")
    html = press(client, html, "q-best:up", "2")
    assert "Beach is now in place 1 of 3." in Page(html).text
    select = re.search(r'<select[^>]* name="q-best"[^>]* autofocus[^>]*aria-described[^>]*>', html)
    assert select is not None, "Down would take the next press for Up"
    assert html.count("autofocus") == 1
    assert 'name="q-best:up" value="2"' not in html
    assert values(html)["q-best"] == ["1:beach", "2:park", "3:pool"]
    assert "Error" not in Page(html).title
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [{"best": ["beach", "park", "pool"], "more": "Words"}]


def test_where_not_all_need_a_place_an_item_comes_in_and_goes_out(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=lambda: pages([ranking(selectToRankEnabled=True)]))
    html = press(client, client.get(POLL).text, "q-best:up", "1")
    html = press(client, html, "q-best:up", "0")
    assert values(html)["q-best"] == ["1:pool", "2:park", ""]
    html = press(client, html, "q-best:down", "0")
    assert "Park has no place any more." in Page(html).text
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [{"best": ["pool"]}]


def test_an_order_inside_a_panel_has_its_own_buttons(client: Client, joensuu: City) -> None:
    inside = {"type": "paneldynamic", "name": "us", "title": "Us", "panelCount": 2,
              "templateElements": [text("nick"), ranking()]}  # fmt: skip
    place(joensuu, source=lambda: pages([inside]))
    control = "q-us.5b.1.5d..2e.best"
    typed = {"q-us.5b.0.5d..2e.nick": "Ee"}
    html = press(client, client.get(POLL).text, f"{control}:down", "0", **typed)
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [{"us": [{"nick": "Ee"}, {"best": ["pool", "park", "beach"]}]}]


def test_a_forged_button_moves_nothing(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([ranking(), comment("more")]))
    shown = values(client.get(POLL).text)
    for button, value in (
        ("q-best:up", "0"), ("q-best:down", "9"), ("q-best:up", "x"), ("q-best:add", "1"),
        ("q-best:remove", "0"), ("q-more:up", "1"), ("q-none:down", "1"),
    ):  # fmt: skip
        sent = client.post(POLL, shown | {"q-more": "Words", button: value})
        assert sent.status_code == 200
        assert values(sent.text)["q-more"] == "Words"
        assert values(sent.text)["q-best"] == ["", "", ""]
    assert documents(joensuu) == []


def test_the_enter_key_moves_nothing(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([ranking(), text("more")]))
    html = client.get(POLL).text
    assert html.index("k-first-button") < html.index('name="q-best:')


def test_what_is_said_of_places_fits_how_many_there_may_be(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([ranking(selectToRankEnabled=True)]))
    assert "Give a place to as many as you like" in client.page(POLL).text
    place(
        joensuu,
        "two",
        source=lambda: pages([ranking(selectToRankEnabled=True, maxSelectedChoices=2)]),
    )
    said = client.page("/en/surveys/two").text
    assert "Choose at most 2 answers. Give each that you choose its own place." in said
    assert "as many as you like" not in said
