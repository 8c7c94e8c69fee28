"""Readers find ideas, support them once per browser, and follow them."""

import re

import pytest

from app.core import scope
from app.core.db import db
from app.ideas import queries
from app.ideas.lifecycle import Event, State
from app.ideas.models import Idea, IdeaFollower, IdeaSupport
from app.organisation import queries as organisation
from tests import ideas_factories as ideas
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.web.ideas.residents import library, link_in, made, stored


def test_support_counts_once_and_is_taken_back(client: Client, joensuu: City) -> None:
    made(joensuu)
    address = "/fi/ideas/1/support"
    assert client.submit("/fi/ideas/1", form=address).status_code == 303
    page = client.page("/fi/ideas/1")
    assert "supported" in page.ids
    assert stored(joensuu, IdeaSupport) == 1
    again = page.form(address).values
    assert client.post(address, again).status_code == 303
    assert stored(joensuu, IdeaSupport) == 1
    client.post(address, again | {"take_back": "1"})
    assert stored(joensuu, IdeaSupport) == 0


def test_two_presses_of_one_button_count_once(client: Client, joensuu: City) -> None:
    """Before the browser has a cookie: as if they had arrived at once."""
    made(joensuu)
    form = client.page("/fi/ideas/1").form("/fi/ideas/1/support").values
    for browser in (client, client.at(joensuu)):
        assert browser.post("/fi/ideas/1/support", form).status_code == 303
    assert stored(joensuu, IdeaSupport) == 1


def test_a_support_needs_the_button_of_this_very_idea(client: Client, joensuu: City) -> None:
    made(joensuu)
    made(joensuu)
    other = client.page("/fi/ideas/2").form("/fi/ideas/2/support").values
    for form in ({}, {"token": "forged"}, other):
        assert client.post("/fi/ideas/1/support", form).status_code == 400
    assert stored(joensuu, IdeaSupport) == 0


def test_supports_by_the_hundred_from_one_address_are_stopped(
    client: Client, joensuu: City
) -> None:
    made(joensuu)
    statuses = []
    for _ in range(64):
        stranger = client.at(joensuu)
        statuses.append(stranger.submit("/fi/ideas/1", form="/fi/ideas/1/support").status_code)
    assert statuses == [303] * 60 + [429] * 4
    assert stored(joensuu, IdeaSupport) == 60


def test_another_site_cannot_make_a_browser_support(client: Client, joensuu: City) -> None:
    made(joensuu)
    form = client.page("/fi/ideas/1").form("/fi/ideas/1/support").values
    answer = client.post("/fi/ideas/1/support", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("state", [State.ANSWERED, State.WITHDRAWN])
def test_what_is_over_takes_no_support(client: Client, joensuu: City, state: State) -> None:
    idea = made(joensuu)
    form = client.page("/fi/ideas/1").form("/fi/ideas/1/support").values
    with scope.of(joensuu.id):
        event = Event.ANSWER if state is State.ANSWERED else Event.WITHDRAW
        ideas.happen(idea, event)
    assert client.post("/fi/ideas/1/support", form).status_code == 409
    assert stored(joensuu, IdeaSupport) == 0


def test_a_follower_hears_in_the_own_language_and_stops(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    idea = made(joensuu)
    outbox.mails()
    outbox.clear()
    client.submit("/sv/ideas/1", form="/sv/ideas/1/follow", email="eva@home.example")
    assert stored(joensuu, IdeaFollower) == 0
    link = link_in(outbox.mails()[0])
    client.submit(link, form=link, action="follow")
    assert stored(joensuu, IdeaFollower) == 1
    outbox.clear()
    with scope.of(joensuu.id):
        ideas.happen(idea, Event.ANSWER)
        db.session.commit()
    by_reader = {mail["To"]: mail for mail in outbox.mails()}
    assert len(by_reader) == 2
    news = by_reader["eva@home.example"]
    assert news["Content-Language"] == "sv"
    assert "Reasons" in news.get_content()
    assert link in news.get_content() or "/sv/ideas/following/" in news.get_content()
    client.submit(link, form=link, action="stop")
    assert stored(joensuu, IdeaFollower) == 0


def test_a_double_click_asks_for_one_mail(client: Client, joensuu: City, outbox: Outbox) -> None:
    made(joensuu)
    outbox.mails()
    outbox.clear()
    address = "/fi/ideas/1/follow"
    form = client.page("/fi/ideas/1").form(address).values
    for email in ("eva@home.example", "Eva@home.example", "ada@home.example"):
        assert client.post(address, form | {"email": email}).status_code == 303
    assert [mail["To"] for mail in outbox.mails()] == ["eva@home.example", "ada@home.example"]


@pytest.mark.parametrize("button", ["follow", "support"])
def test_a_form_that_was_given_back_is_read_in_another_language(
    client: Client, joensuu: City, button: str
) -> None:
    made(joensuu)
    refused = client.post(f"/fi/ideas/1/{button}", {"email": "x"})
    assert refused.status_code in (400, 422)
    assert f'href="/sv/ideas/1/{button}"' in refused.text
    other = client.get(f"/sv/ideas/1/{button}")
    assert (other.status_code, other.location) == (302, "/sv/ideas/1")


def test_the_list_is_filtered_and_searched(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        theme = organisation.theme("climate")
        assert theme is not None
        ideas.idea(library(), title="Swings for the park")
        ideas.idea(library(), State.ANSWERED, title="Benches", theme=theme)
        ideas.idea(library(), State.SUBMITTED, title="Not yet public")
    for query, expected in (
        ("", {"/fi/ideas/1", "/fi/ideas/2"}),
        ("?state=answered", {"/fi/ideas/2"}),
        ("?state=submitted", set()),
        ("?state=nonsense", set()),
        ("?theme=climate", {"/fi/ideas/2"}),
        ("?area=wellbeing", {"/fi/ideas/1", "/fi/ideas/2"}),
        ("?area=environment", set()),
        ("?area=nowhere", set()),
        ("?q=swing+park", {"/fi/ideas/1"}),
        ("?q=swing+bench", set()),
        ("?q=%27%3B+DROP", set()),
        ("?before=2", {"/fi/ideas/1"}),
        ("?after=1", {"/fi/ideas/2"}),
        ("?before=x&after=99999999999999999999", {"/fi/ideas/1", "/fi/ideas/2"}),
    ):
        links = client.page(f"/fi/ideas/{query}").links
        assert {one for one in links if re.fullmatch(r"/fi/ideas/\d+", one)} == expected, query


def test_a_list_costs_the_same_however_long_it_is(client: Client, joensuu: City) -> None:
    made(joensuu)
    client.page("/fi/ideas/")
    for expected in (1, 25):
        with scope.of(joensuu.id):
            for _ in range(expected):
                ideas.idea(library())
        for order in ("", "?sort=support", "?sort=waiting"):
            client.page("/fi/ideas/")
            with client.assert_queries(4):
                client.page(f"/fi/ideas/{order}")


def test_numbers_of_the_other_city_and_beyond_are_not_found(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    made(pieksamaki)
    for number in ("1", "0", "2147483648", "9" * 40):
        assert client.get(f"/fi/ideas/{number}").status_code == 404
        assert client.post(f"/fi/ideas/{number}/support").status_code == 404


def test_nothing_of_the_address_stands_on_the_idea(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    made(joensuu)
    address = outbox.mails()[0]["To"]
    assert address not in client.get("/fi/ideas/1").text
    with scope.of(joensuu.id):
        columns = set(Idea.__mapper__.columns.keys())
        assert not [one for one in columns if "email" in one or "contact" in one]
        assert queries.by_number(1) is not None


def test_support_stands_right_after_the_idea_and_what_has_happened_last(
    client: Client, joensuu: City
) -> None:
    made(joensuu)
    ids = client.page("/fi/ideas/1").ids
    assert [one for one in ids if one in ("support", "follow", "timeline")] == [
        "support",
        "follow",
        "timeline",
    ]


def test_an_idea_that_came_back_is_not_told_of_as_sent_in_twice(
    client: Client, joensuu: City
) -> None:
    row = made(joensuu, State.RETURNED)
    with scope.of(joensuu.id):
        ideas.happen(row, Event.SUBMIT)
        ideas.happen(row, Event.PUBLISH)
        db.session.commit()
    text = client.page("/en/ideas/1").text
    assert text.count("The idea was sent in") == 1
    assert text.count("The idea was changed and sent in again") == 1


def test_a_search_leads_to_what_was_found(client: Client, joensuu: City) -> None:
    """On a phone the form alone fills the screen."""
    made(joensuu)
    page = client.page("/en/ideas/?q=idea")
    assert page.form("/en/ideas/#found")
    assert "found" in page.ids
