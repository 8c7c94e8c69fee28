"""The audit log: newest first, page by page, of this city only."""

from app.accounts import audit, queries
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.accounts.people import person

PATH = "/en/admin/audit"


def record(city: City, *subjects: str) -> None:
    with scope.of(city.id):
        for subject in subjects:
            audit.record("survey.published", "survey", f"{subject}-slug", version=1)
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
    browser.submit(address, form=address, role="editor", area="", group="")
    text = browser.page(PATH).text
    assert f"{chief.name} Role given {who.name} role: Editor" in text
    assert "Maintenance survey.published survey parking-slug version: 1" in text


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
