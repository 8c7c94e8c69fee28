"""A reaction of another site's page is taken from the sites that may, and from no others."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.core.limits import limiter
from app.organisation.queries import area
from app.pagefeedback.models import Reaction, WebPage, Widget
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.web.pagefeedback.senders import PAGE, clicked, sent, token_of

NOW = datetime(2026, 5, 4, 21, 59, 58, tzinfo=UTC)


def kept(city: City) -> list[Reaction]:
    with scope.of(city.id):
        return feedback.reactions()


def test_a_reaction_is_kept_with_its_hour_and_nothing_of_who_sent_it(
    client: Client, widget: Widget, joensuu: City
) -> None:
    with time_machine.travel(NOW, tick=False):
        answer = clicked(client, page=f"{PAGE}?hetu=131052-308T#top", title="  Auki\u202e  olo ")
    assert answer.status_code == 201
    assert token_of(answer)
    assert "Set-Cookie" not in answer.headers
    [row] = kept(joensuu)
    with scope.of(joensuu.id):
        page = db.session.scalars(select(WebPage)).one()
        library = area("library")
    assert library is not None
    assert (page.url, page.title, page.lang) == (PAGE, "Auki olo", "fi")
    assert (page.area_id, row.area_id) == (library.id, library.id)
    assert (row.day, row.hour) == (date(2026, 5, 5), 0)  # Helsinki is three hours ahead
    assert (row.value, row.scale, row.viewport, row.version) == (2, 2, "s", "1.0.0")
    assert (row.text, row.state, row.is_suspect) == (None, None, False)


def test_its_table_has_no_column_for_whoever_sent_it(widget: Widget) -> None:
    assert {column.name for column in Reaction.__mapper__.columns} == {
        *("municipality_id", "id", "page_id", "area_id", "day", "hour", "value", "scale", "lang"),
        *("version", "viewport", "text", "state", "is_urgent", "is_suspect", "revision"),
    }


def test_the_answer_is_for_the_site_that_asked(client: Client, widget: Widget) -> None:
    headers = clicked(client).headers
    assert headers["Access-Control-Allow-Origin"] == SITE
    assert "Origin" in headers["Vary"]
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in headers


def test_a_page_that_falls_under_no_rule_is_the_widgets_own_areas(
    client: Client, widget: Widget, joensuu: City
) -> None:
    clicked(client, page=f"{SITE}/kirjastot")
    [row] = kept(joensuu)
    assert row.area_id == widget.area_id


def test_a_token_changes_the_reaction(client: Client, widget: Widget, joensuu: City) -> None:
    token = token_of(clicked(client, reaction="1"))
    changed = sent(client, "site/reactions", token=token, reaction="2")
    assert changed.status_code == 200
    assert token_of(changed) == token
    assert [row.value for row in kept(joensuu)] == [2]


def test_a_reaction_is_changed_on_the_scale_that_the_widget_has_meanwhile(
    client: Client, widget: Widget, joensuu: City
) -> None:
    token = token_of(clicked(client))
    with scope.of(joensuu.id):
        widget.scale = 3
        db.session.commit()
    assert clicked(client, token=token, reaction="3").status_code == 200
    [row] = kept(joensuu)
    assert (row.value, row.scale) == (3, 3)


def test_a_second_page_view_is_a_second_reaction(
    client: Client, widget: Widget, joensuu: City
) -> None:
    clicked(client)
    clicked(client)
    assert len(kept(joensuu)) == 2
    with scope.of(joensuu.id):
        assert len(db.session.scalars(select(WebPage)).all()) == 1


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "https://evil.example",
        "https://www.joensuu.example.evil.example",
        "http://www.joensuu.example",
        "https://www.joensuu.example:8443",
        "https://WWW.joensuu.example",
        "https://www.pieksamaki.example",
    ],
)
def test_another_site_gets_no_answer_and_nothing_is_kept(
    client: Client, widget: Widget, joensuu: City, origin: str | None
) -> None:
    answer = clicked(client, origin=origin)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.headers["Vary"]
    assert kept(joensuu) == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (
            "page",
            (
                "",
                "javascript:alert(1)",
                "https://evil.example/",
                "/kirjasto",
                "https://www.joensuu.example@evil.example/",
                "data:text/html,x",
                f"{SITE}/{'a' * 1000}",
            ),
        ),
        ("reaction", ("", "0", "3", "-1", "1.0", "2 ", "٢", "good", "9" * 5000)),
        ("viewport", ("xl", "s;")),
        ("version", ("x" * 21, "<b>", "1\n")),
        ("elapsed", ("-1", "soon", "1e9", "9" * 13)),
    ],
)
def test_what_makes_no_sense_is_named_and_not_kept(
    client: Client, widget: Widget, joensuu: City, field: str, values: tuple[str, ...]
) -> None:
    for value in values:
        answer = clicked(client, **{field: value})
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), value
        assert answer.json is not None
        assert answer.json["field"] == field
        assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert kept(joensuu) == []


def test_only_page_and_reaction_are_needed(client: Client, widget: Widget) -> None:
    assert sent(client, "site/reactions", page=PAGE, reaction="1").status_code == 201


def test_a_widget_that_is_not_there_or_not_in_use_is_not_found(
    client: Client, widget: Widget, joensuu: City
) -> None:
    assert clicked(client, "none").status_code == 404
    with scope.of(joensuu.id):
        widget.is_active = False
        db.session.flush()
    assert clicked(client).status_code == 404
    assert client.get("/w/site/config.fi.json").status_code == 404


@pytest.mark.parametrize("token", ["x", "x.y.z", "\u202e", "eyJ"])
def test_a_forged_token_changes_nothing(
    client: Client, widget: Widget, joensuu: City, token: str
) -> None:
    clicked(client, reaction="1")
    assert sent(client, "site/reactions", token=token, reaction="2").status_code == 403
    assert sent(client, "site/comments", token=token, text="Hei").status_code == 403
    assert [(row.value, row.text) for row in kept(joensuu)] == [(1, None)]


def test_a_token_holds_for_an_hour(client: Client, widget: Widget, joensuu: City) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = token_of(clicked(client, reaction="1"))
        clock.shift(3601)
        assert sent(client, "site/reactions", token=token, reaction="2").status_code == 403
    assert [row.value for row in kept(joensuu)] == [1]


def test_a_token_is_of_one_city_and_one_widget(
    client: Client, widget: Widget, joensuu: City, pieksamaki: City
) -> None:
    token = token_of(clicked(client, reaction="1"))
    with scope.of(joensuu.id):
        root = area("wellbeing")
        assert root is not None
        feedback.widget(root, "other")
    assert sent(client, "other/reactions", token=token, reaction="2").status_code == 403
    there = {"token": token, "reaction": "2", "origin": "https://www.pieksamaki.example"}
    assert sent(client.at(pieksamaki), "site/reactions", **there).status_code == 403
    assert [row.value for row in kept(joensuu)] == [1]


def test_who_fills_in_what_nobody_sees_is_put_aside_and_told_nothing(
    client: Client, widget: Widget, joensuu: City
) -> None:
    answer = clicked(client, website="https://pills.example")
    assert answer.status_code == 201
    assert [row.is_suspect for row in kept(joensuu)] == [True]


def test_one_address_cannot_react_by_the_thousand(client: Client, widget: Widget) -> None:
    limiter.reset()
    client._app.config["WRITE_LIMIT"] = "3 per minute"
    try:
        statuses = [clicked(client).status_code for _ in range(5)]
    finally:
        client._app.config["WRITE_LIMIT"] = "10000 per minute"
    assert statuses == [201, 201, 201, 429, 429]


def test_a_session_cookie_means_nothing_here(client: Client, widget: Widget) -> None:
    assert clicked(client.with_cookie("kuulolla", "forged")).status_code == 201


def test_a_reaction_costs_few_statements(client: Client, widget: Widget) -> None:
    clicked(client)
    clicked(client)  # the second one finds the page, and it is known from then on
    with client.assert_queries(1):
        clicked(client)
