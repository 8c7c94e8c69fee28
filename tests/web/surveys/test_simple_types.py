"""The examples of the simple types, answered in a browser's way: asked, refused, kept, counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT
from app.core import scope
from app.surveys.meta import PublicResults
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import area, official, summary
from tests.web.surveys.residents import codes, comment, documents, pages, place, texts

EXAMPLES = ROOT / "surveys" / "examples"


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(EXAMPLES) / name / "survey.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("name", "form", "document"),
    [
        ("tagbox", {"q-places": ["pool", "park"]}, {"places": ["pool", "park"]}),
        (
            "ranking",
            {"q-repairs": ["2:main", "1:shore", "3:school"], "q-wishes": ["", "1:light", "", ""]},
            {"repairs": ["shore", "main", "school"], "wishes": ["light"]},
        ),
        (
            "imagepicker",
            {"q-bench": "wood", "q-elsewhere": ["wood", "stone"]},
            {"bench": "wood", "elsewhere": ["wood", "stone"]},
        ),
        ("image", {"q-opinion": "It is fine"}, {"opinion": "It is fine"}),
        (
            "slider",
            {"q-share": "35", "q-hours": ["16", "8"]},
            {"share": 35, "hours": [8, 16]},
        ),
    ],
)
def test_an_example_is_answered_and_kept(
    client: Client, joensuu: City, name: str, form: Any, document: dict[str, object]
) -> None:
    place(joensuu, source=example(name))
    assert client.submit("/fi/surveys/poll", **form).status_code == 303
    assert documents(joensuu) == [document]


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("tagbox", {"q-places": ["nowhere"]}, 'id="q-places-error"'),
        ("ranking", {"q-repairs": ["1:main", "1:shore", ""]}, 'id="q-repairs-2-place"'),
        ("imagepicker", {"q-bench": "javascript"}, 'id="q-bench-error"'),
        ("slider", {"q-share": "33"}, 'value="33"'),
        ("slider", {"q-share": "35", "q-hours": ["8", ""]}, 'id="q-hours-error"'),
    ],
)
def test_what_is_wrong_is_refused_and_shown_as_it_was_typed(
    client: Client, joensuu: City, name: str, form: Any, said: str
) -> None:
    place(joensuu, source=example(name))
    refused = client.submit("/fi/surveys/poll", **form)
    assert refused.status_code == 422
    assert said in refused.text
    assert documents(joensuu) == []


def test_the_places_typed_stand_in_the_form_again(client: Client, joensuu: City) -> None:
    place(joensuu, source=example("ranking"))
    form: Any = {"q-repairs": ["1:main", "1:shore", "3:school"]}
    refused = client.submit("/fi/surveys/poll", **form)
    for typed in form["q-repairs"]:
        assert f'value="{typed}" selected' in refused.text


def test_a_computed_answer_is_shown_on_the_next_page_and_kept(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=example("expression"))
    second = client.submit("/sv/surveys/poll", **{"q-days": "5", "q-price": "3,5"})
    assert "70,00\u00a0€" in second.text
    assert "20 dagar" in second.text


def doubled() -> dict[str, Any]:
    computed = {"type": "expression", "name": "double", "title": texts("Twice"),
                "expression": "{a} * 2"}  # fmt: skip
    return pages([comment("a", maxLength=3), computed])


def test_a_forged_computed_answer_counts_for_nothing(client: Client, joensuu: City) -> None:
    place(joensuu, source=doubled)
    form = client.page("/fi/surveys/poll").form()
    assert "q-double" not in form.values
    sent = client.post("/fi/surveys/poll", {**form.values, "q-a": "2", "q-double": "9"})
    assert sent.status_code == 303
    assert documents(joensuu) == [{"a": "2", "double": 4}]


def test_a_computed_answer_is_in_no_figures(client: Client, joensuu: City) -> None:
    survey = place(joensuu, source=doubled, public_results=PublicResults.OPEN)
    with scope.of(joensuu.id):
        for _ in range(10):
            surveys_factories.respond(survey, {"a": "2", "double": 4})
    text = client.page("/fi/surveys/poll/results").text
    assert "Title a" in text
    assert "Twice" not in text


def with_a_map() -> dict[str, Any]:
    picture = {"type": "image", "name": "map", "imageLink": "https://img.example.fi/map.png",
               "altText": texts("A map")}  # fmt: skip
    return pages([picture, comment("why")], [comment("more")])


def test_a_page_allows_pictures_from_where_its_author_says_and_from_nowhere_else(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=with_a_map)
    policy = client.get("/fi/surveys/poll").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://img.example.fi; " in policy
    second = client.submit("/fi/surveys/poll", **{"q-why": "x"})
    assert "img.example.fi" not in second.headers["Content-Security-Policy"]


def test_places_are_counted_and_first_places_shown(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), source=example("ranking"))
        for order in [["main", "shore", "school"]] * 5 + [["shore", "main", "school"]] * 5:
            surveys_factories.respond(survey, {"repairs": order})
    assert {"1:main", "2:main", "1:shore", "3:school"} <= codes(joensuu)["repairs"]
    [found] = summary(client.as_(official(joensuu, "culture")), "culture")["own"]["surveys"]
    repairs = found["questions"][0]
    assert (repairs["kind"], repairs["n"]) == ("single", 5)
    assert {row["value"]: row["count"] for row in repairs["rows"]} == {
        "main": 5,
        "shore": 0,
        "school": 0,
    }


def numbers() -> dict[str, Any]:
    return pages([{"type": "slider", "name": "q", "title": texts("How many?")}])


def test_a_slider_has_a_mean_and_bands(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), source=numbers())
        for _ in range(10):
            surveys_factories.respond(survey, {"q": 25})
    [found] = summary(client.as_(official(joensuu, "culture")), "culture")["own"]["surveys"]
    [told] = found["questions"]
    assert (told["kind"], told["mean"], told["n"]) == ("scale", 25, 5)
    assert [row["value"] for row in told["rows"] if row["count"]] == ["22..32"]
