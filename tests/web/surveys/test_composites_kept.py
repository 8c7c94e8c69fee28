"""What was typed into entries stays: hidden, on other pages, emptied on purpose."""

from tests.client import Client
from tests.factories import City
from tests.web.surveys.composites import CHILD, POLL, TOY, children, press, text, values, visits
from tests.web.surveys.residents import comment, documents, drafts, pages, place, radio


def test_a_list_that_goes_and_comes_back_on_one_page_has_all_that_was_typed(
    client: Client, joensuu: City
) -> None:
    listed = children(visibleIf="{has} = 'yes'")
    place(joensuu, source=lambda: pages([radio("has", "yes", "no"), listed, visits()]))
    html = client.submit(POLL, **{"q-has": "yes"}).text
    html = press(client, html, "q-children:add", **{CHILD.format(0) + "name": "Aino"})
    typed = {CHILD.format(1) + "name": "Eero", "q-has": "no"}
    html = client.post(POLL, values(html) | typed).text
    assert '<fieldset class="ds-fieldset k-entry" id="q-children' not in html
    html = client.post(POLL, values(html) | {"q-has": "yes"}).text
    assert 'id="q-children.5b.1.5d.-entry"' in html
    form = values(html)
    assert (form[CHILD.format(0) + "name"], form[CHILD.format(1) + "name"]) == ("Aino", "Eero")
    assert form["q-children"] == "2"


def test_a_draft_keeps_entries_and_what_is_hidden_in_them(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([children(panelCount=0)], [comment("more")]))
    html = press(client, client.get(POLL).text, "q-children:add")
    typed = {CHILD.format(0) + "name": "Aino", CHILD.format(0) + "age": "5"}
    html = client.post(POLL, values(html) | typed).text
    html = press(client, html, "q-children.5b.0.5d..2e.toys:add")
    html = client.post(POLL, values(html) | {TOY.format(0, 0) + "toy": "Ball"}).text
    assert drafts(joensuu) == [
        {"children": [{"name": "Aino", "age": 5, "toys": [{"toy": "Ball"}]}]}
    ]
    back = client.post(POLL, values(html) | {"action": "back"})
    html = client.get(back.location).text
    assert values(html)[TOY.format(0, 0) + "toy"] == "Ball"
    html = client.get(
        client.post(POLL, values(html) | {CHILD.format(0) + "age": "9"}).location
    ).text
    assert drafts(joensuu)[0]["children"][0]["toys"] == [{"toy": "Ball"}]
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [{"children": [{"name": "Aino", "age": 9}]}]


def test_what_was_emptied_stays_empty(client: Client, joensuu: City) -> None:
    inside = [text("name", defaultValue="Aino"), text("age")]
    place(joensuu, source=lambda: pages([children(templateElements=inside)], [comment("more")]))
    html = client.get(POLL).text
    assert values(html)[CHILD.format(0) + "name"] == "Aino"
    emptied = {CHILD.format(0) + "name": "", CHILD.format(0) + "age": "5"}
    html = client.post(POLL, values(html) | emptied).text
    html = client.get(client.post(POLL, values(html) | {"action": "back"}).location).text
    assert values(html)[CHILD.format(0) + "name"] == ""
    html = client.get(client.post(POLL, values(html)).location).text
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [{"children": [{"age": "5"}]}]


def test_a_list_that_was_emptied_stays_empty(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([children()], [comment("more")]))
    html = press(client, client.get(POLL).text, "q-children:remove", "0")
    html = client.post(POLL, values(html)).text
    html = client.get(client.post(POLL, values(html) | {"action": "back"}).location).text
    assert values(html)["q-children"] == "0"
    assert CHILD.format(0) + "name" not in values(html)
