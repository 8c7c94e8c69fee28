"""The audit log: newest first, page by page, of this city only."""

import ast

from app.accounts import audit, queries
from app.accounts.models import LinkPurpose
from app.accounts.permissions import Role
from app.admin.labels import EVENTS
from app.core import scope
from app.core.db import db
from tests.client import Client
from tests.factories import City
from tests.layers import modules
from tests.pages import Page
from tests.web.accounts.people import person

PATH = "/en/admin/audit"


def record(city: City, *subjects: str) -> None:
    with scope.of(city.id):
        for subject in subjects:
            audit.record("thing.told", "survey", f"{subject}-slug", version=1)
            db.session.flush()
        db.session.commit()


def test_an_empty_log_says_so(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu, Role.ADMINISTRATOR))
    assert "Nothing was changed yet" in browser.page(PATH).text


def test_every_entry_is_on_exactly_one_page_the_newest_first(client: Client, joensuu: City) -> None:
    count = queries.AUDIT_PAGE * 2 + 1
    record(joensuu, *(f"s{number:03}" for number in range(count)))
    browser = client.as_(person(joensuu, Role.ADMINISTRATOR))
    seen: list[str] = []
    path: str | None = PATH
    while path:
        page = browser.page(path)
        seen += [word for word in page.text.split() if word.endswith("-slug")]
        path = next((href for href, text in page.links.items() if text == "Older"), None)
    assert seen == [f"s{number:03}-slug" for number in reversed(range(count))]


def test_the_log_tells_who_what_and_how(client: Client, joensuu: City) -> None:
    record(joensuu, "parking")
    chief, who = person(joensuu, Role.ADMINISTRATOR), person(joensuu)
    browser = client.as_(chief)
    address = f"/en/admin/people/{who.id}"
    browser.submit(address, form=address, role="official", area="culture", group="")
    page = browser.page(PATH)
    area = f"Area culture en {joensuu.marker}"
    told = f"{chief.name} gave {who.name} a role: Official of an area: {area}."
    assert told in page.text
    assert page.links[address] == who.name
    assert "Maintenance: thing.told survey parking-slug (version: 1)" in page.text


def test_every_event_of_people_has_a_sentence_of_its_own() -> None:
    recorded = {
        node.args[0].value
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "audit.record"
        and isinstance(node.args[0], ast.Constant)
    }
    assert recorded
    assert recorded == EVENTS.keys()


def test_names_in_the_log_are_text_and_no_markup(client: Client, joensuu: City) -> None:
    chief, who = person(joensuu, Role.ADMINISTRATOR), person(joensuu)
    with scope.of(joensuu.id):
        who.name = "<b>%(actor)s</b>"
        audit.record("person.closed", "person", who.id)
        db.session.commit()
    html = client.as_(chief).get(PATH).text
    assert "&lt;b&gt;%(actor)s&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_person_who_came_by_a_link_is_who_did_it(client: Client, joensuu: City) -> None:
    chief, who = person(joensuu, Role.ADMINISTRATOR), person(joensuu)
    with scope.of(joensuu.id):
        for purpose in LinkPurpose:
            audit.record("person.password_set", "person", who.id, by_link=str(purpose))
        audit.record("role.taken", "person", who.id, role="member", group="gone")
        db.session.commit()
    text = client.as_(chief).page(PATH).text
    assert f"{who.name} accepted the invitation and chose a password." in text
    assert f"{who.name} chose a new password by a mailed link." in text
    assert f"Maintenance took a role away from {who.name}" in text
    assert "Member of a group: gone." in text


def test_the_neighbours_log_is_not_ours(client: Client, joensuu: City, pieksamaki: City) -> None:
    record(pieksamaki, "secret")
    record(joensuu, "own")
    browser = client.as_(person(joensuu, Role.ADMINISTRATOR))
    text = browser.page(PATH).text
    assert "own-slug" in text
    assert "secret-slug" not in text
    with scope.of(pieksamaki.id):
        foreign = queries.audit_page().entries[0].id
    assert "secret-slug" not in browser.page(f"{PATH}?before={foreign}").text


def test_a_mistyped_address_of_a_page_is_not_found(client: Client, joensuu: City) -> None:
    browser = client.as_(person(joensuu, Role.ADMINISTRATOR))
    response = browser.get(f"{PATH}?before=nonsense")
    assert response.status_code == 404
    assert Page(response.text).title
