"""An editor chooses by hand who answers for a page, and the rules leave it alone."""

import pytest

from app.core import scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback import filing
from app.pagefeedback.models import WebPage, Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.pagefeedback.senders import PAGE, clicked


@pytest.fixture
def said(widget: Widget, joensuu: City) -> WebPage:
    """The library's page, once reacted to."""
    with scope.of(joensuu.id):
        feedback.react(widget, "/kirjasto/aukioloajat", 1)
        return feedback.page(widget, "/kirjasto/aukioloajat")


@pytest.fixture
def editor(client: Client, said: WebPage, joensuu: City) -> Client:
    with scope.of(joensuu.id):
        return client.as_(factories.editor())


def address(page: WebPage) -> str:
    return f"/fi/desk/feedback/{page.id}"


def chosen(browser: Client, page: WebPage, key: str) -> int:
    """Status of a choice of an area; "": that of the rules."""
    form = f"{address(page)}/area"
    return browser.submit(address(page), form=form, area=key).status_code


def area_of(page: WebPage, city: City) -> str:
    with scope.of(city.id):
        db.session.refresh(page)
        found = {one.id: one.key for key in AREAS if (one := area(key))}
        return found[page.area_id]


AREAS = ("wellbeing", "library", "environment", "culture")


def test_what_is_said_from_now_on_goes_to_the_area_chosen_by_hand(
    editor: Client, said: WebPage, joensuu: City
) -> None:
    clicked(editor)  # this process knows the page
    assert chosen(editor, said, "environment") == 303
    clicked(editor, reaction="2")
    assert area_of(said, joensuu) == "environment"
    with scope.of(joensuu.id):
        library, environment = area("library"), area("environment")
        assert library is not None
        assert environment is not None
        found = [row.area_id for row in feedback.reactions(said.id)]
    assert sorted(map(str, found)) == sorted(map(str, [library.id] * 2 + [environment.id]))


def test_rules_that_change_leave_it_alone_and_their_topics_follow(
    editor: Client, said: WebPage, widget: Widget, joensuu: City
) -> None:
    assert chosen(editor, said, "environment") == 303
    with scope.of(joensuu.id):
        culture = area("culture")
        assert culture is not None
        rule = feedback.rule(widget, "/kirjasto/aukioloajat", culture)
        filing.file_again(widget)
        db.session.commit()
    assert area_of(said, joensuu) == "environment"
    assert said.rule_id == rule.id
    with scope.of(joensuu.id):
        browser = editor.as_(factories.administrator())
    path = f"/fi/admin/widgets/site/rules/{rule.id}"
    assert browser.submit(path, form=f"{path}/remove").status_code == 303
    assert area_of(said, joensuu) == "environment"
    tried = browser.get("/en/admin/widgets/site/rules/", query_string={"address": PAGE})
    assert "chosen by hand" in Page(tried.text).text


def test_the_rules_say_it_again(editor: Client, said: WebPage, joensuu: City) -> None:
    assert chosen(editor, said, "environment") == 303
    shown = editor.page(address(said)).form(f"{address(said)}/area").values
    assert shown["area"] == "environment"
    assert chosen(editor, said, "") == 303
    assert area_of(said, joensuu) == "library"
    assert not said.area_by_hand


def test_the_second_of_two_is_told(editor: Client, said: WebPage, joensuu: City) -> None:
    form = f"{address(said)}/area"
    seen = editor.page(address(said)).form(form).values
    assert chosen(editor, said, "environment") == 303
    assert editor.post(form, seen | {"area": "culture"}).status_code == 409
    assert area_of(said, joensuu) == "environment"
    assert editor.post(form, seen | {"area": "forged"}).status_code == 400
    assert editor.post(form, seen | {"revision": "x"}).status_code == 400


def test_officials_answer_for_pages_but_give_none_away(
    client: Client, said: WebPage, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        library = area("library")
        assert library is not None
        browser = client.as_(factories.official(library))
    page = browser.page(address(said))
    form = f"{address(said)}/area"
    assert form not in [one.action for one in page.forms]
    token = page.form(f"{address(said)}/state").values["csrf_token"]
    fields = {"csrf_token": token, "area": "environment", "revision": "1"}
    assert browser.post(form, fields).status_code == 403
    assert area_of(said, joensuu) == "library"


def test_another_citys_page_is_not_there(client: Client, said: WebPage, pieksamaki: City) -> None:
    with scope.of(pieksamaki.id):
        browser = client.at(pieksamaki).as_(factories.editor())
    assert browser.get(address(said)).status_code == 404


def test_the_log_tells_who_chose(editor: Client, said: WebPage, joensuu: City) -> None:
    chosen(editor, said, "environment")
    chosen(editor, said, "")
    with scope.of(joensuu.id):
        chief = editor.as_(factories.administrator())
    told = chief.page("/en/admin/audit").text
    assert f"who answers for the page {PAGE}: Area environment en" in told
    assert f"let the rules say again who answers for the page {PAGE}: Area library en" in told
