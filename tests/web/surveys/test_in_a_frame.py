"""A survey is answered in a frame of the city's site: no cookie, no way out, named sites only."""

import re

import pytest
from werkzeug.test import TestResponse

from app.core import scope
from app.core.db import db
from app.core.headers import CONTENT_SECURITY_POLICY
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys import residents

SITES = ["https://www.joensuu.fi", "https://joensuu.fi"]
FRAMED = "/fi/surveys/poll?frame=1"


@pytest.fixture(autouse=True)
def poll(joensuu: City) -> None:
    """The default survey of two pages, which two sites may show."""
    row = residents.place(joensuu, source=surveys.definition, once_per_browser=True)
    with scope.of(joensuu.id):
        row.embed_origins = SITES
        db.session.flush()


def ancestors(response: TestResponse) -> str:
    found = re.search(r"frame-ancestors ([^;]*)", response.headers["Content-Security-Policy"])
    assert found is not None
    return found[1]


def send(client: Client, joensuu: City, page: TestResponse, **values: str) -> TestResponse:
    """Send the form of a page from a browser that keeps no cookie, as a frame's is."""
    form = Page(page.text).form(FRAMED)
    fresh = client.at(joensuu)
    return fresh.post(FRAMED, form.values | values, headers={"Sec-Fetch-Site": "same-origin"})


def test_only_the_named_sites_may_show_it(client: Client) -> None:
    assert ancestors(client.get(FRAMED)) == " ".join(SITES)
    for path in ("/fi/surveys/poll", "/fi/surveys/?frame=1", "/fi/?frame=1", "/fi/desk/?frame=1"):
        assert ancestors(client.get(path)) == "'none'", path


def test_a_survey_that_names_no_site_is_shown_by_none(client: Client, joensuu: City) -> None:
    residents.place(joensuu, "other")
    assert ancestors(client.get("/fi/surveys/other?frame=1")) == "'none'"


def test_pages_of_other_states_may_be_shown_too(client: Client) -> None:
    for path in ("thanks", "answers", "withdraw", "resume", "follow"):
        answer = client.get(f"/fi/surveys/poll/{path}?frame=1")
        assert ancestors(answer) == " ".join(SITES), path
    missing = client.get("/fi/surveys/poll/results?frame=1")
    assert missing.status_code == 404
    assert ancestors(missing) == " ".join(SITES)


def test_it_is_answered_page_by_page_without_a_cookie(client: Client, joensuu: City) -> None:
    first = client.get(FRAMED)
    second = send(client, joensuu, first, **{"q-vehicle": "car", "q-ease": "4"})
    assert second.status_code == 200
    assert "Where do you park?" in second.text
    assert ancestors(second) == " ".join(SITES)
    thanks = send(client, joensuu, second, **{"q-parking": "yard", "q-wish": "More"})
    assert thanks.status_code == 200
    assert residents.RECEIPT.search(Page(thanks.text).text)
    assert ancestors(thanks) == " ".join(SITES)
    [document] = residents.documents(joensuu)
    assert document == {"vehicle": "car", "ease": 4, "parking": "yard", "wish": "More"}


def test_a_form_that_is_sent_again_counts_once(client: Client, joensuu: City) -> None:
    second = send(client, joensuu, client.get(FRAMED), **residents.TWO_PAGES)
    receipts = set()
    for _ in range(2):
        thanks = send(client, joensuu, second, **{"q-wish": "More"})
        found = residents.RECEIPT.search(Page(thanks.text).text)
        assert found is not None
        receipts.add(found[0])
    assert len(receipts) == len(residents.responses(joensuu)) == 1


def test_what_is_wrong_is_said_in_the_frame(client: Client, joensuu: City) -> None:
    again = send(client, joensuu, client.get(FRAMED))
    assert again.status_code == 422
    assert 'id="error-summary"' in again.text
    assert ancestors(again) == " ".join(SITES)


def test_going_back_and_another_language_stay_in_the_frame(client: Client, joensuu: City) -> None:
    second = send(client, joensuu, client.get(FRAMED), **residents.TWO_PAGES)
    first = send(client, joensuu, second, action="back")
    assert first.status_code == 200
    assert 'value="bus" checked' in first.text
    form = Page(second.text).form(FRAMED)
    assert 'formaction="/sv/surveys/poll?page=second&amp;frame=1"' in second.text
    swedish = client.at(joensuu).post(
        "/sv/surveys/poll?page=second&frame=1", form.values | {"action": "language", "q-wish": "x"}
    )
    assert 'lang="sv"' in swedish.text
    assert ">\nx</textarea>" in swedish.text
    assert ancestors(swedish) == " ".join(SITES)


def test_saving_for_later_gives_a_link_out_of_the_frame(client: Client, joensuu: City) -> None:
    saved = send(client, joensuu, client.get(FRAMED), action="later", **{"q-vehicle": "bus"})
    assert saved.status_code == 200
    link = next(one for one in Page(saved.text).links if "/resume" in one)
    assert "frame" not in link


def test_links_out_of_the_frame_open_a_window(client: Client) -> None:
    html = client.get(FRAMED).text
    links = re.findall(r"<a\b[^>]*>", html)
    assert links
    for link in links:
        is_inside = 'href="#' in link or "frame=1" in link
        assert is_inside or 'target="_blank"' in link, link
    assert "k-footer" not in html
    assert "k-nav" not in html


def test_an_address_is_left_in_the_frame(client: Client, joensuu: City) -> None:
    path = "/fi/surveys/poll/follow?frame=1"
    form = Page(client.get(path).text).form(path)
    done = client.at(joensuu).post(path, form.values | {"email": "a@home.example"})
    assert done.status_code == 303
    assert "frame=1" in done.location


def test_a_closed_survey_says_so_in_the_frame(client: Client, joensuu: City) -> None:
    page = client.get(FRAMED)
    with scope.of(joensuu.id):
        row = surveys.by_slug("poll")
        row.closes_at = row.opens_at
        db.session.flush()
    late = send(client, joensuu, page, **residents.TWO_PAGES)
    assert late.status_code == 409
    assert ancestors(late) == " ".join(SITES)


def test_a_frame_may_show_what_the_authors_pictures_need(client: Client) -> None:
    answer = client.get(FRAMED)
    rest = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "")
    assert answer.headers["Content-Security-Policy"].startswith(rest)
