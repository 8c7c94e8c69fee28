"""Forged forms and calls to questions made of questions: refused or passed over, never a fault."""

from typing import Any

import pytest

from tests.client import Client
from tests.factories import City
from tests.web.api.calls import hand_in, problem, raw
from tests.web.surveys.composites import (
    CHILD,
    POLL,
    children,
    costs,
    everything,
    press,
    values,
    visits,
)
from tests.web.surveys.residents import documents, pages, place, radio

HOSTILE: list[dict[str, Any]] = [
    {"q-children": "1000000"},
    {"q-children": "-1"},
    {"q-children": "1e9"},
    {"q-children": "\u0661"},
    {"q-children": ["4", "4", "4"]},
    {"q-children": "9999", CHILD.format(9998) + "name": "x"},
    {CHILD.format(999999999999) + "name": "x"},
    {CHILD.format(-1) + "name": "x"},
    {CHILD.format("0]. [0") + "name": "x"},
    {"q-children:add": "1", "q-children": "1000000"},
    {"q-children:remove": "99999999999999999999"},
    {"q-children:remove": "-1"},
    {"q-children:remove": "x"},
    {"q-nobody:add": "1"},
    {":add": ""},
    {"q-visits.5b.forged.5d..2e.often": "daily"},
    {"q-visits.5b.pool.5d..2e.forged": "daily"},
    {"q-visits.5b.pool.5d..2e.often": "forged"},
    {"q-visits": "forged"},
    {"q-visits.5b.pool.5d..2e.often": "daily" * 1000},
    {"q-children.5b.0.5d..2e.toys": "200", CHILD.format(0) + "age": "3"},
    {f"q-children.5b.{at}.5d..2e.toys": "200" for at in range(100)}
    | {f"q-children.5b.{at}.5d..2e.age": "3" for at in range(100)}
    | {"q-children": "100"},
    {f"q-children.5b.{at}.5d..2e.name": "x" for at in range(1500)},
    {"asked": "q-children " * 20_000},
]


@pytest.mark.parametrize("form", HOSTILE)
def test_a_forged_form_is_refused_or_passed_over(
    client: Client, joensuu: City, form: dict[str, Any]
) -> None:
    place(
        joensuu, source=lambda: pages([visits(), children(maxPanelCount=100), radio("last", "a")])
    )
    sent = client.submit(POLL, **form)
    assert sent.status_code in (200, 413, 422)
    assert documents(joensuu) == []
    assert sent.text.count("k-entry-body") < 2 + 100 + 200


def test_the_same_answers_come_by_api(client: Client, joensuu: City) -> None:
    place(joensuu, source=everything)
    answers = {
        "address": {"street": "Rantakatu 1"},
        "services": {"bus": "bad"},
        "visits": {"pool": {"often": "never", "why": "Cold"}, "park": {"often": "daily"}},
        "costs": [{"what": "Bread", "sum": 2}],
        "children": [{"name": "Aino", "age": 5, "toys": [{"toy": "Ball"}]}],
    }
    assert hand_in(client, {"answers": answers, "lang": "en"}).status_code == 201
    assert documents(joensuu) == [{**answers, "costs-total": {"sum": 2}}]


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [
        ({"address": {"street": 5.5, "town": ["x"]}}, [("address.town", "type")]),
        ({"address": "x"}, [("address", "type")]),
        ({"address": {"street": "x", "zip": "1"}}, [("address.zip", "unknown")]),
        ({"services": {"bus": "worse"}}, [("services.bus", "choice")]),
        ({"services": {"tram": "bad"}}, [("services.tram", "unknown")]),
        ({"services": ["bad"]}, [("services", "type")]),
        ({"visits": {"lake": {"often": "daily"}}}, [("visits", "unknown")]),
        ({"visits": {"pool": {"often": "never"}}}, [("visits[pool].why", "required")]),
        ({"visits": {"pool": {"often": "daily", "why": "x"}}}, [("visits[pool].why", "hidden")]),
        ({"visits": {"pool": "daily"}}, [("visits", "type")]),
        ({"costs": [{"what": "x", "sum": "much"}]}, [("costs[0].sum", "number")]),
        ({"costs": [{"sum": 1}]}, [("costs[0].what", "required")]),
        ({"costs": [{"what": "x"}] * 201}, [("costs", "type"), ("costs", "many_entries")]),
        ({"costs": {"0": {"what": "x"}}}, [("costs", "type")]),
        ({"children": [{"name": "x"}] * 5}, [("children", "many_entries")]),
        ({"children": [{"name": "x", "age": 9, "toys": []}]}, [("children[0].toys", "hidden")]),
        (
            {"children": [{"name": "x", "age": 5, "toys": [{"toy": {"a": 1}}]}]},
            [("children[0].toys[0].toy", "type")],
        ),
        (
            {"children": [{"name": "x", "age": 5, "toys": [None] * 200}] * 4},
            [("children", "many_entries")],
        ),
        ({"children": [[[[[[]]]]]]}, [("children", "type")]),
    ],
)
def test_the_api_refuses_a_wrong_shape_by_the_address_of_the_inner_question(
    client: Client, joensuu: City, wrong: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    right = {
        "address": {"street": "x"},
        "visits": {"pool": {"often": "daily"}, "park": {"often": "daily"}},
        "costs": [{"what": "x"}],
        "children": [{"name": "x"}],
    }
    if isinstance(wrong.get("visits"), dict):
        wrong = {
            "visits": {"park": {"often": "daily"}, "pool": {"often": "daily"}, **wrong["visits"]}
        }
    place(joensuu, source=everything)
    found = problem(hand_in(client, {"answers": right | wrong, "lang": "en"}), 422)
    assert [(one["question"], one["kind"]) for one in found["errors"]] == faults
    assert documents(joensuu) == []


def test_json_without_a_bottom_is_refused(client: Client, joensuu: City) -> None:
    place(joensuu, source=everything)
    deep = '{"lang": "en", "answers": {"children": ' + "[" * 100_000 + "]" * 100_000 + "}}"
    assert raw(client, deep.encode()).status_code in (400, 422)


def wide() -> dict[str, Any]:
    columns = [{"name": f"c{number}", "cellType": "text"} for number in range(30)]
    cells = {"type": "matrixdropdown", "name": "cells", "rows": list(range(20)),
             "columns": columns}  # fmt: skip
    inside = [cells, {"type": "paneldynamic", "name": "inner", "templateElements": [cells]}]
    return pages(
        [
            costs(columns=columns, rowCount=32),
            children(templateElements=inside, panelCount=0, maxPanelCount=100),
        ]
    )


@pytest.mark.parametrize(
    ("name", "claimed", "status"),
    [("q-costs", "200", 413), ("q-children", "10", 413), ("q-children", "100", 422)],
)
def test_more_questions_than_a_form_can_send_are_refused_unread(
    client: Client, joensuu: City, name: str, claimed: str, status: int
) -> None:
    place(joensuu, source=wide)
    assert client.submit(POLL, **{name: claimed}).status_code == status


def test_a_page_takes_no_more_entries_than_its_form_can_send(client: Client, joensuu: City) -> None:
    place(joensuu, source=wide)
    full = press(client, client.get(POLL).text, "q-costs:add")
    assert values(full)["q-costs"] == "33"
    full = press(client, full, "q-costs:add")
    assert values(full)["q-costs"] == "33"
    assert "There can be no more here." in full


@pytest.mark.parametrize(
    "answer", [[{}] * 20, [{"inner": [{}] * 4}] * 4, [{"inner": [{}] * 100}] * 100]
)
def test_the_api_does_not_look_into_more_than_anybody_answers(
    client: Client, joensuu: City, answer: object
) -> None:
    place(joensuu, source=wide)
    sent = hand_in(client, {"answers": {"children": answer}, "lang": "en"})
    assert [one["kind"] for one in problem(sent, 422)["errors"]] == ["many_entries"]
