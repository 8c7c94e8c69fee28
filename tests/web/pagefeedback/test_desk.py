"""Officials read what was said about their areas' pages, and move it on, one after another."""

from uuid import uuid4

import pytest

from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.pagefeedback import queries
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Reaction, WebPage, Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pages import Page

LIST = "/fi/desk/feedback/"


@pytest.fixture
def said(widget: Widget, joensuu: City) -> WebPage:
    """A page of the library with a comment, spam and six reactions; another one without."""
    with scope.of(joensuu.id):
        for value in (2, 2, 1, 2):
            feedback.react(widget, "/kirjasto", value)
        feedback.react(widget, "/kirjasto", 1, "<b>Vaikea</b> lukea")
        feedback.react(widget, "/kirjasto", 2, '<a href="http://x.example">Pillereitä</a>')
        feedback.react(widget, "/uimahalli", 2)
        return feedback.page(widget, "/kirjasto")


@pytest.fixture
def desk(client: Client, said: WebPage, joensuu: City) -> Client:
    """An official's of the library."""
    with scope.of(joensuu.id):
        library = organisation.area("library")
        assert library is not None
        return client.as_(factories.official(library))


def comment_of(page: WebPage, city: City, state: Handling = Handling.NEW) -> Reaction:
    with scope.of(city.id):
        db.session.expire_all()
        return next(row for row in feedback.reactions(page.id) if row.state == state)


def moved(desk: Client, page: WebPage, **fields: object) -> int:
    """Status of a move of the page, or of a comment."""
    address = f"{LIST}{page.id}/{'comments' if 'comment' in fields else 'state'}"
    token = desk.page(LIST + str(page.id)).form().values["csrf_token"]
    return desk.post(address, {"csrf_token": token, **fields}).status_code


def test_the_list_has_the_pages_of_ones_own_area(
    desk: Client, client: Client, said: WebPage, joensuu: City
) -> None:
    links = desk.page(LIST).links
    assert f"{LIST}{said.id}" in links
    assert not any("uimahalli" in text for text in links.values())
    with scope.of(joensuu.id):
        everything = client.as_(factories.editor()).page(LIST).links
    assert any("uimahalli" in text for text in everything.values())


def test_the_list_is_filtered_by_state(desk: Client, said: WebPage) -> None:
    assert f"{LIST}{said.id}" in desk.page(f"{LIST}?state=new").links
    assert f"{LIST}{said.id}" not in desk.page(f"{LIST}?state=changed").links
    assert f"{LIST}{said.id}" in desk.page(f"{LIST}?state=nonsense").links


def test_a_page_shows_reactions_and_words_as_they_were_written(desk: Client, said: WebPage) -> None:
    html = desk.get(f"{LIST}{said.id}").text
    assert "&lt;b&gt;Vaikea&lt;/b&gt; lukea" in html
    assert "n = 6" in html
    assert "put-aside" in Page(html).ids


def test_of_too_few_reactions_no_share_is_told(
    client: Client, widget: Widget, said: WebPage, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        pool, editor = feedback.page(widget, "/uimahalli"), factories.editor()
    html = client.as_(editor).get(f"{LIST}{pool.id}").text
    assert "k-too-few" in html
    assert "by-reaction" not in html
    assert "100" not in Page(html).text


@pytest.mark.parametrize("other", ["environment", "wellbeing"])
def test_only_those_above_reach_a_page(
    client: Client, said: WebPage, joensuu: City, other: str
) -> None:
    with scope.of(joensuu.id):
        area = organisation.area(other)
        assert area is not None
        browser = client.as_(factories.official(area))
    expected = 200 if other == "wellbeing" else 403
    assert browser.get(f"{LIST}{said.id}").status_code == expected


def test_strangers_and_members_have_no_desk(client: Client, said: WebPage, joensuu: City) -> None:
    assert client.get(LIST).status_code == 303
    with scope.of(joensuu.id):
        member = factories.member(factories.group())
    assert client.as_(member).get(LIST).status_code == 403
    assert client.as_(member).get(f"{LIST}{said.id}").status_code == 403
    assert client.as_(member).post(f"{LIST}{said.id}/state").status_code in (400, 403)


def test_a_page_that_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get(f"{LIST}{uuid4()}").status_code == 404
    assert desk.get(f"{LIST}nonsense").status_code == 404


def test_a_page_is_moved_on_and_says_when_it_was_changed(
    desk: Client, said: WebPage, joensuu: City
) -> None:
    assert moved(desk, said, state="in_hand", revision=1) == 303
    assert moved(desk, said, state="changed", revision=2) == 303
    with scope.of(joensuu.id):
        db.session.refresh(said)
    assert (said.state, said.revision) == (Handling.CHANGED, 3)
    assert said.changed_on is not None


def test_the_second_of_two_officials_is_told_and_nothing_is_overwritten(
    desk: Client, said: WebPage, joensuu: City
) -> None:
    assert moved(desk, said, state="in_hand", revision=1) == 303
    assert moved(desk, said, state="read", revision=1) == 409
    with scope.of(joensuu.id):
        db.session.refresh(said)
    assert said.state == Handling.IN_HAND
    comment = comment_of(said, joensuu)
    assert moved(desk, said, comment=comment.id, state="read", revision=comment.revision) == 303
    assert moved(desk, said, comment=comment.id, state="changed", revision=2) == 409


def test_what_is_said_anew_is_news_to_whoever_looked_before(
    desk: Client, said: WebPage, widget: Widget, joensuu: City
) -> None:
    assert moved(desk, said, state="read", revision=1) == 303
    with scope.of(joensuu.id):
        feedback.react(widget, "/kirjasto", 1, "Vielä yksi asia")
    assert moved(desk, said, state="changed", revision=2) == 409
    with scope.of(joensuu.id):
        db.session.refresh(said)
    assert said.state == Handling.NEW


def test_what_was_put_aside_comes_back_as_new(desk: Client, said: WebPage, joensuu: City) -> None:
    spam = comment_of(said, joensuu, Handling.QUARANTINED)
    assert moved(desk, said, comment=spam.id, state="changed", revision=spam.revision) == 409
    assert moved(desk, said, comment=spam.id, state="new", revision=spam.revision) == 303


@pytest.mark.parametrize(
    "fields", [{"state": "gone", "revision": 1}, {"revision": 1}, {"state": "read"}]
)
def test_a_garbled_move_moves_nothing(
    desk: Client, said: WebPage, joensuu: City, fields: dict[str, object]
) -> None:
    assert moved(desk, said, **fields) in (400, 409)
    with scope.of(joensuu.id):
        db.session.refresh(said)
    assert said.revision == 1


def test_a_page_is_never_put_aside(desk: Client, said: WebPage) -> None:
    assert moved(desk, said, state="quarantined", revision=1) == 409


def test_a_comment_on_another_page_is_not_found_here(
    desk: Client, client: Client, said: WebPage, widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        elsewhere = feedback.react(widget, "/uimahalli", 1, "Kylmää")
    assert moved(desk, said, comment=elsewhere.id, state="read", revision=2) == 404
    assert moved(desk, said, comment="nonsense", state="read", revision=2) == 404


def test_the_list_costs_the_same_however_many_pages(
    desk: Client, widget: Widget, joensuu: City
) -> None:
    desk.get(LIST)
    with scope.of(joensuu.id):
        for number in range(20):
            feedback.react(widget, f"/kirjasto/{number}", 1, "Sana")
    with desk.assert_queries(7):
        desk.get(LIST)


def test_a_change_that_was_marked_by_mistake_is_taken_back(
    desk: Client, said: WebPage, joensuu: City
) -> None:
    assert moved(desk, said, state="changed", revision=1) == 303
    assert "Asukkaat lukevat siitä" in desk.page(f"{LIST}{said.id}").text
    assert moved(desk, said, state="in_hand", revision=2) == 303
    with scope.of(joensuu.id):
        db.session.refresh(said)
    assert said.changed_on is None


def test_a_comment_on_a_changed_page_does_not_take_the_change_back(
    desk: Client, said: WebPage, joensuu: City
) -> None:
    assert moved(desk, said, state="changed", revision=1) == 303
    with scope.of(joensuu.id):
        db.session.refresh(said)
        said.state = Handling.NEW  # as a new comment makes it
        db.session.commit()
    assert moved(desk, said, state="read", revision=2) == 303
    with scope.of(joensuu.id):
        db.session.refresh(said)
    assert said.changed_on is not None


def test_a_page_tells_of_the_days_of_the_list_and_of_the_year_apart(
    desk: Client, said: WebPage
) -> None:
    text = desk.page(f"{LIST}{said.id}").text
    assert "Viimeisten 30 päivän aikana, kuten sivujen luettelossa:" in text
    assert "tämä kuukausi ja yksitoista edellistä" in text


def test_every_comment_can_be_reached(
    desk: Client, widget: Widget, said: WebPage, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_COMMENTS", 2)
    with scope.of(joensuu.id):
        for number in range(4):
            feedback.react(widget, "/kirjasto", 1, f"Comment of {number}")
    here, found = LIST + str(said.id), set()
    for number in (1, 2, 3):
        page = desk.page(f"{here}?comments={number}")
        found |= {one for one in range(4) if f"Comment of {one}" in page.text}
        assert (f"{here}?comments={number + 1}#comments" in page.links) is (number < 3)
        assert (f"{here}?comments={number - 1}#comments" in page.links) is (number > 1)
    assert found == {0, 1, 2, 3}
    for garbled in ("0", "-5", "x", "99999999999999999999"):
        assert desk.get(f"{here}?comments={garbled}").status_code == 200
