"""Rules of a widget: whose its pages are from now on, and those that there are already."""

from typing import Any

import pytest
from sqlalchemy import select

from app.core import jobs, scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback import administration, filing, queries
from app.pagefeedback.models import Widget, WidgetRule
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.pagefeedback.senders import clicked

RULES = "/fi/admin/widgets/site/rules/"
SITE = feedback.SITE


@pytest.fixture
def chief(client: Client, widget: Widget, joensuu: City) -> Client:
    """An administrator's browser; the widget's one rule gives /kirjasto to the library."""
    with scope.of(joensuu.id):
        return client.as_(factories.administrator())


def add(browser: Client, **typed: Any) -> Any:
    return browser.submit(RULES, form=RULES, **({"area": "environment"} | typed))


def rule_of(city: City, prefix: str) -> WidgetRule | None:
    with scope.of(city.id):
        query = select(WidgetRule).where(WidgetRule.prefix == prefix)
        return db.session.scalars(query).one_or_none()


def areas(city: City, widget: Widget, path: str) -> tuple[str, list[str]]:
    """The keys of the area of a page, and of those of its reactions in the order they came."""
    with scope.of(city.id):
        db.session.expire_all()
        page = feedback.page(widget, path)
        known = {one.id: one.key for key in AREAS if (one := area(key))}
        found = sorted(feedback.reactions(page.id), key=lambda row: row.value)
        return known[page.area_id], [known[row.area_id] for row in found]


AREAS = ("wellbeing", "library", "environment", "culture")


def react(city: City, widget: Widget, path: str, value: int = 1) -> None:
    with scope.of(city.id):
        feedback.react(widget, path, value)


def test_a_new_rule_takes_its_pages_from_now_on(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    react(joensuu, widget, "/puistot/penkit")
    react(joensuu, widget, "/uutiset")
    assert add(chief, prefix="/puistot", themes=["climate"]).status_code == 303
    clicked(chief, page=f"{SITE}/puistot/penkit")
    assert areas(joensuu, widget, "/puistot/penkit") == (
        "environment",
        ["wellbeing", "environment"],
    )
    assert areas(joensuu, widget, "/uutiset")[0] == "wellbeing"
    page = chief.page(RULES)
    assert "/puistot" in page.links.values()
    with scope.of(joensuu.id):
        rule = rule_of(joensuu, "/puistot")
        assert rule is not None
        assert feedback.page(widget, "/puistot/penkit").rule_id == rule.id
        assert len(administration.ruling_of(rule).theme_ids) == 1


def test_a_rule_is_changed_and_its_pages_with_it(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    react(joensuu, widget, "/kirjasto/ajat")
    rule = rule_of(joensuu, "/kirjasto")
    assert rule is not None
    path = f"{RULES}{rule.id}"
    shown = chief.page(path).form(path).values
    assert (shown["prefix"], shown["area"]) == ("/kirjasto", "library")
    typed = {"area": "culture", "objectives": ["attractive-centre"]}
    assert chief.submit(path, form=path, **typed).status_code == 303
    assert areas(joensuu, widget, "/kirjasto/ajat")[0] == "culture"
    assert chief.page(path).form(path).values["objectives"] == "attractive-centre"
    assert chief.submit(path, form=path, prefix="/muu", objectives=None).status_code == 303
    assert areas(joensuu, widget, "/kirjasto/ajat")[0] == "wellbeing"
    assert "objectives" not in chief.page(path).form(path).values


def test_a_rule_with_pages_and_ties_is_removed(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    add(chief, prefix="/kirjasto/ajat", themes=["climate"], objectives=["attractive-centre"])
    react(joensuu, widget, "/kirjasto/ajat")
    rule = rule_of(joensuu, "/kirjasto/ajat")
    assert rule is not None
    path = f"{RULES}{rule.id}"
    assert chief.submit(path, form=f"{path}/remove").status_code == 303
    assert rule_of(joensuu, "/kirjasto/ajat") is None
    assert areas(joensuu, widget, "/kirjasto/ajat") == ("library", ["environment"])
    assert chief.get(path).status_code == 404


def test_the_widgets_own_area_changes_for_pages_without_a_rule(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    react(joensuu, widget, "/uutiset")
    react(joensuu, widget, "/kirjasto")
    edit = "/fi/admin/widgets/site/edit"
    assert chief.submit(edit, form=edit, area="environment").status_code == 303
    assert areas(joensuu, widget, "/uutiset") == ("environment", ["wellbeing"])
    assert areas(joensuu, widget, "/kirjasto")[0] == "library"


@pytest.mark.parametrize(
    "prefix",
    [
        *("", "library", "//evil.example", "javascript:alert(1)", "https://evil.example/a"),
        *("http://www.joensuu.example/a", "/kirjasto", "/./kirjasto/", f"/{'a' * 1000}"),
    ],
)
def test_a_prefix_that_cannot_be_is_named(
    chief: Client, joensuu: City, widget: Widget, prefix: str
) -> None:
    response = add(chief, prefix=prefix, area="nowhere", themes=["forged"])
    assert response.status_code == 422
    page = Page(response.text)
    assert {"#prefix", "#area", "#themes"} <= set(page.links)
    kept = "" if prefix.startswith("javascript:") else prefix
    assert page.form(RULES).values["prefix"] == kept
    with scope.of(joensuu.id):
        assert len(queries.rules_of(widget)) == 1


def test_a_whole_address_of_the_widgets_site_may_be_a_prefix(chief: Client, joensuu: City) -> None:
    assert add(chief, prefix=f"{SITE.upper().replace('HTTPS', 'https')}/Uutiset").status_code == 303
    assert rule_of(joensuu, f"{SITE}/Uutiset") is not None


def test_the_second_of_two_is_told_and_changes_nothing(chief: Client, joensuu: City) -> None:
    seen = chief.page(RULES).form(RULES).values
    assert add(chief, prefix="/eka").status_code == 303
    response = chief.post(RULES, seen | {"prefix": "/toka", "area": "culture"})
    assert response.status_code == 409
    kept = Page(response.text).form(RULES).values
    assert (kept["prefix"], kept["area"]) == ("/toka", "culture")
    assert rule_of(joensuu, "/toka") is None
    assert chief.post(RULES, kept).status_code == 303
    rule = rule_of(joensuu, "/eka")
    assert rule is not None
    path = f"{RULES}{rule.id}"
    stale = chief.page(path)
    add(chief, prefix="/kolmas")
    assert chief.post(path, stale.form(path).values).status_code == 409
    assert chief.post(f"{path}/remove", stale.form(f"{path}/remove").values).status_code == 409
    assert rule_of(joensuu, "/eka") is not None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/kirjasto/ajat", "/kirjasto."),
        (f"{SITE}/kirjasto?x=1", "/kirjasto."),
        ("/uutiset", "Area wellbeing"),
        ("https://evil.example/kirjasto", "”https://evil.example/kirjasto”"),
        ("<script>", "”<script>”"),
    ],
)
def test_an_address_is_tried(chief: Client, address: str, told: str) -> None:
    page = Page(chief.get(RULES, query_string={"address": address}).text)
    assert told in page.text


def test_many_pages_are_left_to_a_job(
    chief: Client, widget: Widget, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "AT_ONCE", 3)
    monkeypatch.setattr(filing, "IN_ONE_STATEMENT", 2)
    for number in range(5):
        react(joensuu, widget, f"/puistot/{number}")
    assert add(chief, prefix="/puistot").status_code == 303
    assert areas(joensuu, widget, "/puistot/1")[0] == "wellbeing"
    while jobs.run_one():
        pass
    assert {areas(joensuu, widget, f"/puistot/{number}")[0] for number in range(5)} == {
        "environment"
    }


def test_as_many_rules_as_there_may_be_and_no_more(
    chief: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(administration, "MOST_RULES", 2)
    assert add(chief, prefix="/a").status_code == 303
    response = add(chief, prefix="/b")
    assert response.status_code == 422
    assert "#prefix" in Page(response.text).links
