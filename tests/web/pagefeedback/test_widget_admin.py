"""An administrator makes and looks after widgets: what is typed, who may, and two at once."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import AuditEntry
from app.core import scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback import administration
from app.pagefeedback.models import Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.pagefeedback.senders import clicked

LIST = "/fi/admin/widgets/"
NEW = LIST + "new"
EDIT = LIST + "site/edit"
GOOD: Mapping[str, Any] = {
    "key": "kirjasto",
    "name_fi": "Kirjaston sivut",
    "name_sv": "",
    "name_en": "The library's pages",
    "origins": "https://kirjasto.joensuu.example\n\nhttps://WWW.Joensuu.example/\n",
    "area": "library",
    "scale": "3",
    "retention": "12",
    "guidance_fi": "Soita 112.",
}


@pytest.fixture
def chief(client: Client, widget: Widget, joensuu: City) -> Client:
    """An administrator's browser."""
    with scope.of(joensuu.id):
        return client.as_(factories.administrator())


def sent(browser: Client, path: str, **typed: Any) -> TestResponse:
    """What the form of a page is answered, filled in."""
    return browser.submit(path, form=path, **typed)


def found(city: City, key: str) -> Widget | None:
    with scope.of(city.id):
        db.session.expire_all()
        return administration.widget(key)


def events(city: City) -> list[str]:
    with scope.of(city.id):
        return [row.event for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_widget_is_made_and_takes_reactions_at_once(chief: Client, joensuu: City) -> None:
    response = sent(chief, NEW, **GOOD)
    assert (response.status_code, response.location) == (303, f"{LIST}kirjasto")
    made = found(joensuu, "kirjasto")
    assert made is not None
    assert made.origins == ["https://kirjasto.joensuu.example", "https://www.joensuu.example"]
    assert made.name.texts == {"fi": GOOD["name_fi"], "en": GOOD["name_en"]}
    assert made.guidance.texts == {"fi": "Soita 112."}
    assert (made.scale, made.retention_months, made.is_active) == (3, 12, True)
    assert clicked(chief, "kirjasto", reaction="3").status_code == 201
    assert events(joensuu) == ["widget.made"]
    assert "Kirjaston sivut" in chief.page(LIST).links.values()


def test_what_is_shown_in_the_form_is_what_the_widget_is(chief: Client, joensuu: City) -> None:
    before = found(joensuu, "site")
    assert before is not None
    was = (before.name, before.scale, before.origins, before.area_id, before.guidance)
    assert sent(chief, EDIT).status_code == 303
    after = found(joensuu, "site")
    assert after is not None
    assert was == (after.name, after.scale, after.origins, after.area_id, after.guidance)


def test_every_fault_is_told_at_once_and_what_was_typed_is_kept(chief: Client) -> None:
    typed = {
        "key": "Väärä avain",
        "name_fi": " ",
        "name_en": "<b>kept</b>",
        "origins": "http://plain.example\nhttps://good.example\nnonsense",
        "area": "nowhere",
        "scale": "7",
        "retention": "yksi",
    }
    response = sent(chief, NEW, **typed)
    assert response.status_code == 422
    page = Page(response.text)
    links = [address for address in page.links if address.startswith("#")]
    assert {f"#{name}" for name in typed} - {"#name_en"} <= set(links)
    assert response.text.count('href="#origins"') == 2, "one for each line that is wrong"
    values = page.form(NEW).values
    for name in ("key", "name_en", "origins", "retention"):
        assert values[name] == typed[name]
    assert "<b>kept" not in response.text


HOSTILE = (
    "javascript:alert(1)",
    "https://user:secret@www.joensuu.example",
    "https://*.joensuu.example",
    "*",
    "null",
    "https://www.joensuu.example/kirjasto",
    "https://www.joensuu.example?x",
    "https://www.joensuu.example#x",
    "http://www.joensuu.example",
    "ftp://www.joensuu.example",
    "//www.joensuu.example",
    "www.joensuu.example",
    "https://www.joensuu.example https://www.b.example",
    "https://www.joensuu.example\\@evil.example",
    "https://www.joensuu.example; script-src *",
    "https://",
    "data:text/html,x",
    "https://www.joensuu.example:99999",
)


@pytest.mark.parametrize("line", HOSTILE)
def test_what_is_no_site_is_named_with_its_line(chief: Client, joensuu: City, line: str) -> None:
    typed = f"https://kirjasto.joensuu.example\n{line}"
    response = sent(chief, NEW, **{**GOOD, "origins": typed})
    assert response.status_code == 422
    assert "2" in Page(response.text).links["#origins"]
    assert found(joensuu, "kirjasto") is None


def test_a_site_twice_and_a_huge_list_are_refused(chief: Client) -> None:
    twice = "https://www.joensuu.example\nhttps://WWW.joensuu.example:443/"
    assert sent(chief, NEW, **{**GOOD, "origins": twice}).status_code == 422
    many = "\n".join(f"https://{number}.example" for number in range(31))
    assert sent(chief, NEW, **{**GOOD, "origins": many}).status_code == 422
    wrong = "\n".join(f"nonsense-{number}" for number in range(25))
    text = sent(chief, NEW, **{**GOOD, "origins": wrong}).text
    assert "nonsense-9”" in text
    assert "nonsense-10”" not in text
    assert sent(chief, NEW, **{**GOOD, "origins": "x" * 500_000}).status_code == 422


@pytest.mark.parametrize("key", ["v1", "video", "new", "site", "A", "a--b", "-a", "a/b", "a" * 61])
def test_keys_that_cannot_be_are_refused(chief: Client, key: str) -> None:
    response = sent(chief, NEW, **{**GOOD, "key": key})
    assert response.status_code == 422
    assert "#key" in Page(response.text).links


def test_the_second_of_two_is_told_and_overwrites_nothing(chief: Client, joensuu: City) -> None:
    seen = chief.page(EDIT).form(EDIT).values
    assert sent(chief, EDIT, retention="36").status_code == 303
    response = chief.post(EDIT, seen | {"retention": "6", "name_en": "Mine"})
    assert response.status_code == 409
    kept = Page(response.text).form(EDIT).values
    assert (kept["retention"], kept["name_en"]) == ("6", "Mine")
    widget = found(joensuu, "site")
    assert widget is not None
    assert widget.retention_months == 36
    assert chief.post(EDIT, kept).status_code == 303, "whoever has looked may go on"
    assert chief.post(EDIT, seen | {"seen": "nonsense"}).status_code == 409


def test_out_of_use_nobody_reacts_and_back_in_use_they_do(chief: Client, joensuu: City) -> None:
    page, switch = f"{LIST}site", f"{LIST}site/state"
    stale = chief.page(page).form(switch).values
    assert chief.submit(page, form=switch).status_code == 303
    assert clicked(chief).status_code == 404
    assert chief.get(page).status_code == 200
    assert chief.post(switch, stale).status_code == 409
    assert chief.submit(page, form=switch).status_code == 303
    assert clicked(chief).status_code == 201
    assert events(joensuu) == ["widget.switched_off", "widget.switched_on"]


def test_a_site_that_is_struck_off_is_refused_at_once(chief: Client) -> None:
    assert clicked(chief).status_code == 201
    assert sent(chief, EDIT, origins="https://other.joensuu.example").status_code == 303
    assert clicked(chief).status_code == 403


def test_a_site_that_a_rule_names_stays(chief: Client, widget: Widget, joensuu: City) -> None:
    with scope.of(joensuu.id):
        library = area("library")
        assert library is not None
        feedback.rule(widget, f"{feedback.SITE}/uutiset", library)
    response = sent(chief, EDIT, origins="https://other.joensuu.example")
    assert response.status_code == 422
    assert feedback.SITE in Page(response.text).links["#origins"]


def test_a_changed_scale_is_explained_where_readers_have_chosen(chief: Client) -> None:
    assert 'id="scale-hint"' not in chief.get(EDIT).text
    clicked(chief)
    assert 'id="scale-hint"' in chief.get(EDIT).text


def test_an_area_that_has_ended_can_stay_but_is_no_choice_elsewhere(
    chief: Client, joensuu: City, widget: Widget
) -> None:
    with scope.of(joensuu.id):
        ended = factories.area("ended")
        ended.valid_until = ended.created_at.date().replace(year=2001)
        widget.area_id = ended.id
        db.session.commit()
    assert sent(chief, EDIT).status_code == 303
    assert sent(chief, NEW, **{**GOOD, "area": "ended"}).status_code == 422


@pytest.mark.parametrize("path", [LIST, NEW, f"{LIST}site", EDIT, f"{LIST}site/rules/"])
def test_only_administrators_come_in(
    client: Client, widget: Widget, joensuu: City, path: str
) -> None:
    assert client.get(path).status_code == 303
    with scope.of(joensuu.id):
        library = area("library")
        assert library is not None
        others = [
            factories.official(library),
            factories.editor(),
            factories.member(factories.group()),
        ]
    for person in others:
        assert client.as_(person).get(path).status_code == 403


def test_another_citys_widget_is_not_there(
    client: Client, widget: Widget, joensuu: City, pieksamaki: City
) -> None:
    with scope.of(pieksamaki.id):
        root = area("wellbeing")
        assert root is not None
        foreign = feedback.widget(root, "uimahalli")
        theirs = feedback.rule(foreign, "/uinti", root)
    with scope.of(joensuu.id):
        browser = client.as_(factories.administrator())
    for path in ("", "/edit", "/rules/", f"/rules/{theirs.id}"):
        assert browser.get(f"{LIST}uimahalli{path}").status_code == 404
    assert browser.get(f"{LIST}site/rules/{theirs.id}").status_code == 404
    token = browser.page(EDIT).form(EDIT).values["csrf_token"]
    for path in ("uimahalli/edit", "uimahalli/state", f"site/rules/{theirs.id}/remove"):
        assert browser.post(LIST + path, {"csrf_token": token}).status_code == 404


def test_the_log_tells_of_widgets_in_sentences(chief: Client) -> None:
    sent(chief, NEW, **GOOD)
    told = chief.page("/en/admin/audit").text
    assert "made the feedback widget “kirjasto”." in told


def test_no_widget_is_told_as_well(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        browser = client.as_(factories.administrator())
    assert "k-empty" in browser.get(LIST).text


def test_the_list_costs_the_same_however_many_widgets(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    clicked(chief)
    chief.get(LIST)
    with scope.of(joensuu.id):
        library = area("library")
        assert library is not None
        for number in range(10):
            more = feedback.widget(library, origins=(f"https://{number}.example",))
            feedback.react(more, "/a")
    with chief.assert_queries(4):
        chief.get(LIST)


def test_pages_that_no_rule_is_for_go_where_the_widget_goes(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        before = feedback.react(widget, "/a").area_id
    assert sent(chief, EDIT, area="environment").status_code == 303
    with scope.of(joensuu.id):
        db.session.expire_all()
        climate = area("environment")
        assert climate is not None
        assert before != feedback.page(widget, "/a").area_id == climate.id
