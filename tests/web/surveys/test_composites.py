"""Questions made of questions, answered in a browser's way: asked, grown, refused, kept."""

from typing import Any

import pytest

from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.composites import (
    CHILD,
    POLL,
    TOY,
    address,
    children,
    costs,
    press,
    services,
    values,
    visits,
)
from tests.web.surveys.residents import comment, documents, pages, place


@pytest.mark.parametrize(
    ("element", "form", "document"),
    [
        (
            address(),
            {"q-address.2e.street": " Rantakatu 1 ", "q-address.2e.town": ""},
            {"address": {"street": "Rantakatu 1"}},
        ),
        (
            services(),
            {"q-services.2e.bus": "bad"},
            {"services": {"bus": "bad"}},
        ),
        (
            services(cellType="checkbox"),
            {"q-services.2e.rail": ["good", "bad"]},
            {"services": {"rail": ["good", "bad"]}},
        ),
        (
            visits(),
            {"q-visits.5b.pool.5d..2e.often": "daily", "q-visits.5b.park.5d..2e.often": "daily"},
            {"visits": {"pool": {"often": "daily"}, "park": {"often": "daily"}}},
        ),
        (
            costs(),
            {"q-costs.5b.0.5d..2e.what": "Bread", "q-costs.5b.0.5d..2e.sum": "2,5"},
            {"costs": [{"what": "Bread", "sum": 2.5}], "costs-total": {"sum": 2.5}},
        ),
        (
            children(),
            {CHILD.format(0) + "name": "Aino", CHILD.format(0) + "age": "9"},
            {"children": [{"name": "Aino", "age": 9}]},
        ),
    ],
)
def test_what_is_filled_in_is_kept(
    client: Client, joensuu: City, element: Any, form: Any, document: dict[str, object]
) -> None:
    place(joensuu, source=lambda: pages([element]))
    assert client.submit(POLL, **form).status_code == 303
    assert documents(joensuu) == [document]


@pytest.mark.parametrize(
    ("element", "form", "wrong", "said"),
    [
        (
            address(),
            {"q-address.2e.town": "Joensuu"},
            "q-address.2e.street",
            "Where? – Title street – Answer this question.",
        ),
        (
            services(eachRowRequired=True),
            {"q-services.2e.bus": "bad"},
            "q-services.2e.rail",
            "How are they? – Rail – Answer this question.",
        ),
        (
            costs(rowCount=2),
            {
                "q-costs.5b.0.5d..2e.what": "Bread",
                "q-costs.5b.1.5d..2e.what": "Milk",
                "q-costs.5b.1.5d..2e.sum": "much",
            },
            "q-costs.5b.1.5d..2e.sum",
            "Costs – Row 2 – Sum – Write a number.",
        ),
        (
            children(templateTitle="Child {panel.name}"),
            {CHILD.format(0) + "age": "5"},
            CHILD.format(0) + "name",
            "Children – Child – Title name – Answer this question.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_inner_field_and_everything_typed_stays(
    client: Client, joensuu: City, element: Any, form: Any, wrong: str, said: str
) -> None:
    place(joensuu, source=lambda: pages([element, comment("more")]))
    refused = client.submit(POLL, **form, **{"q-more": "Words"})
    assert refused.status_code == 422
    page = Page(refused.text)
    assert page.links[f"#{wrong}"] == said
    assert wrong in page.ids
    assert f"{wrong}-error" in page.ids
    assert page.form().values.items() >= {**form, "q-more": "Words"}.items()
    assert documents(joensuu) == []


def test_entries_are_added_and_taken_away_without_a_script(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([children(), comment("more")]))
    html = client.get(POLL).text
    assert CHILD.format(1) + "name" not in values(html)
    first = {CHILD.format(0) + "name": "Aino", CHILD.format(0) + "age": "9", "q-more": "Words"}
    html = press(client, html, "q-children:add", **first)
    html = press(client, html, "q-children:add", **{CHILD.format(1) + "name": "Eero"})
    html = press(client, html, "q-children:add", **{CHILD.format(2) + "name": "Siiri"})
    html = press(client, html, "q-children:remove", "1")
    assert values(html).items() >= {
        **first, CHILD.format(1) + "name": "Siiri", CHILD.format(2) + "name": "",
    }.items()  # fmt: skip
    html = press(client, html, "q-children:remove", "2")
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [
        {"children": [{"name": "Aino", "age": 9}, {"name": "Siiri"}], "more": "Words"}
    ]


def test_a_button_judges_nothing_and_says_what_it_did(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([costs(), comment("more", isRequired=True)]))
    html = press(client, client.get(POLL).text, "q-costs:add")
    assert "Added. There are now 2." in html
    assert "Error" not in Page(html).title
    new = html[html.index('id="q-costs.5b.1.5d.-entry"') :].partition(">")[0]
    assert 'aria-describedby="q-costs-done"' in new
    assert "autofocus" in new
    assert html.count("autofocus") == 1
    html = press(client, html, "q-costs:remove", "1")
    assert "Removed. There is now 1." in html
    html = press(client, html, "q-costs:remove", "0")
    assert "There is nothing here yet." in html
    assert 'id="q-costs-done" role="status" tabindex="-1" autofocus' in html


def test_lists_inside_entries_grow_and_shrink_too(client: Client, joensuu: City) -> None:
    place(joensuu, source=lambda: pages([children(panelCount=2)]))
    ages = {CHILD.format(0) + "age": "5", CHILD.format(1) + "age": "6"}
    names = {CHILD.format(0) + "name": "Aino", CHILD.format(1) + "name": "Eero"}
    sent = client.submit(POLL, **ages, **names)
    assert sent.status_code == 200
    assert "brought on 2 more questions" in Page(sent.text).text
    toys = "q-children.5b.1.5d..2e.toys"
    assert Page(sent.text).links[f"#{toys}"] == "Children – Entry 2 – Toys"
    html = press(client, sent.text, f"{toys}:add")
    html = press(client, html, f"{toys}:add", **{TOY.format(1, 0) + "toy": "Ball"})
    html = press(client, html, f"{toys}:add", **{TOY.format(1, 1) + "toy": "Kite"})
    html = press(client, html, f"{toys}:remove", "0")
    html = press(client, html, "q-children:remove", "0", **{TOY.format(1, 1) + "toy": "Drum"})
    assert values(html)[TOY.format(0, 1) + "toy"] == "Drum"
    assert client.post(POLL, values(html)).status_code == 303
    assert documents(joensuu) == [
        {"children": [{"name": "Eero", "age": 6, "toys": [{"toy": "Kite"}, {"toy": "Drum"}]}]}
    ]


def test_a_list_is_bounded_and_keeps_to_what_the_author_allows(
    client: Client, joensuu: City
) -> None:
    place(
        joensuu, source=lambda: pages([costs(minRowCount=1, maxRowCount=2, allowRemoveRows=False)])
    )
    html = press(client, client.get(POLL).text, "q-costs:add")
    assert "q-costs:add" not in html
    assert "q-costs:remove" not in html
    for button, said in (("add", "There can be no more here."), ("remove", "This has to stay.")):
        forged = client.post(POLL, values(html) | {f"q-costs:{button}": "0"})
        assert forged.status_code == 200
        assert said in forged.text
        assert values(forged.text)["q-costs"] == "2"
    assert documents(joensuu) == []


def test_a_condition_inside_a_row_brings_on_a_question_of_that_row(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=lambda: pages([visits()]))
    often, why = "q-visits.5b.{}.5d..2e.often", "q-visits.5b.{}.5d..2e.why"
    sent = client.submit(POLL, **{often.format("pool"): "never", often.format("park"): "daily"})
    page = Page(sent.text)
    assert sent.status_code == 200
    assert page.links[f"#{why.format('pool')}"] == "Visits – pool – Why"
    assert why.format("park") not in page.ids
    typed = page.form().values | {why.format("pool"): "Cold"}
    changed = typed | {often.format("pool"): "daily", often.format("park"): ""}
    refused = client.post(POLL, changed)
    assert refused.status_code == 422
    again = values(refused.text)
    assert again[why.format("pool")] == "Cold"
    fixed = again | {often.format("park"): "daily", often.format("pool"): "never"}
    page = Page(client.post(POLL, fixed).text)
    assert page.form().values[why.format("pool")] == "Cold"
    assert client.post(POLL, page.form().values).status_code == 303
    assert documents(joensuu) == [
        {"visits": {"pool": {"often": "never", "why": "Cold"}, "park": {"often": "daily"}}}
    ]


def test_rows_without_a_word_answer_nothing(client: Client, joensuu: City) -> None:
    columns = [{"name": "what", "cellType": "text"}, {"name": "sum", "cellType": "expression",
                "expression": "1 + 1"}]  # fmt: skip
    place(joensuu, source=lambda: pages([costs(columns=columns, rowCount=3)]))
    sent = client.submit(POLL)
    assert sent.status_code == 422
    assert Page(sent.text).links["#q-costs"] == "Answer at least one question before you send."
    assert documents(joensuu) == []


def test_answers_that_are_not_taken_are_given_back_in_words(client: Client, joensuu: City) -> None:
    elements = [address(), services(), visits(), costs(), children()]
    place(joensuu, source=lambda: pages(elements))
    form = {
        "q-address.2e.street": "Rantakatu 1",
        "q-services.2e.bus": "bad",
        "q-visits.5b.pool.5d..2e.often": "daily",
        "q-visits.5b.park.5d..2e.often": "daily",
        "q-costs.5b.0.5d..2e.what": "Bread",
        CHILD.format(0) + "name": "Aino",
    }
    html = client.get(POLL).text
    assert client.post(POLL, values(html) | form).status_code == 303
    again = client.post(POLL, values(html) | form | {"q-address.2e.town": "Joensuu"})
    assert again.status_code == 409
    words = Page(again.text).text
    for line in (
        "Title street: Rantakatu 1",
        "Title town: Joensuu",
        "Bus: bad",
        "pool – How often: daily",
        "1. What: Bread",
        "1. Title name: Aino",
    ):
        assert line in words
