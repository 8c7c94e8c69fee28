"""What surrounds every page: navigation, languages, the account's corner, error pages, caching."""

import re
from datetime import date

import pytest
import time_machine
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError

from app.core import scope
from app.core.db import db
from app.core.languages import LANGUAGES
from app.organisation import directory
from app.organisation.models import Action, ActionObjective, Goal, Objective, Strategy, Theme
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.web.portal.organisation import area, theme

PAGES = (
    *("/", "/themes", "/themes/climate", "/areas", "/areas/culture", "/strategy"),
    *("/strategy/attractive-centre", "/accessibility", "/privacy", "/surveys/", "/sign-in"),
)
CURRENT = re.compile(r'<a href="([^"]+)" aria-current="(\w+)">')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">')


@pytest.mark.parametrize("path", [*PAGES, "/areas/nowhere", "/nowhere", "/nowhere/at/all"])
def test_the_language_switch_stays_on_the_page(client: Client, path: str) -> None:
    html = client.get(f"/fi{path}").text
    for lang in LANGUAGES:
        assert f'<a href="/{lang}{path}" lang="{lang}" hreflang="{lang}"' in html
    assert ALTERNATE.findall(html) == [(lang, f"/{lang}{path}") for lang in LANGUAGES]


@pytest.mark.parametrize("path", ["/areas/nowhere", "/nowhere"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_that_is_not_there_is_not_there_in_the_language_of_its_address(
    client: Client, path: str, lang: str
) -> None:
    response = client.get(f"/{lang}{path}", headers={"Accept-Language": "de"})
    assert response.status_code == 404
    assert f'<html lang="{lang}"' in response.text
    assert f'href="/{lang}/"' in response.text


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?from=2026-01&to=2026-03", "?from=2026-01&amp;to=2026-03"),
        ("?theme=a&theme=b", "?theme=a&amp;theme=b"),
        ("?q=%22%3E%3Cb%3E", "?q=%22%3E%3Cb%3E"),
        ("?_external=1&_scheme=javascript", "?_external=1&amp;_scheme=javascript"),
        ("?endpoint=x&lang=en&_anchor=y", "?endpoint=x&amp;lang=en&amp;_anchor=y"),
    ],
)
def test_the_language_switch_keeps_the_query(client: Client, query: str, kept: str) -> None:
    assert f'<a href="/sv/themes{kept}" lang="sv"' in client.get(f"/fi/themes{query}").text


def test_the_language_switch_quotes_what_was_asked(client: Client) -> None:
    html = client.get("/fi/%22%3E%3Cb%3E%3F%23//evil").text
    assert '<a href="/sv/%22%3E%3Cb%3E%3F%23//evil" lang="sv"' in html


def test_a_city_with_one_language_has_no_switch(client: Client) -> None:
    city = factories.municipality("rantakyla", languages=("sv",))
    html = client.at(city).get("/sv/").text
    assert 'class="k-languages"' not in html
    assert client.at(city).get("/fi/").status_code == 404
    assert '<html lang="sv"' in client.at(city).get("/fi/").text


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/fi/", []),
        ("/fi/areas", [("/fi/areas", "page")]),
        ("/fi/areas/culture", [("/fi/areas", "true")]),
        ("/fi/themes", [("/fi/themes", "page")]),
        ("/fi/themes/climate", [("/fi/themes", "true")]),
        ("/fi/strategy/attractive-centre", [("/fi/strategy", "true")]),
        ("/fi/surveys/", [("/fi/surveys/", "page")]),
        ("/fi/areasandmore", []),
        ("/fi/privacy", []),
    ],
)
def test_the_navigation_marks_where_one_is(
    client: Client, path: str, current: list[tuple[str, str]]
) -> None:
    assert CURRENT.findall(client.get(path).text) == current


def test_the_navigation_offers_only_what_the_city_has(
    client: Client, joensuu: City, pieksamaki: City
) -> None:
    with scope.of(joensuu.id):
        for kind in (ActionObjective, Action, Objective, Goal, Strategy, Theme):
            db.session.execute(delete(kind))
    directory.forget()
    without, with_all = (
        client.page("/fi/areas").links,
        client.at(pieksamaki).page("/fi/areas").links,
    )
    assert not {"/fi/themes", "/fi/strategy"} & set(without)
    assert {"/fi/themes", "/fi/strategy", "/fi/areas", "/fi/surveys/"} <= set(with_all)


@time_machine.travel("2026-05-04T09:00Z", tick=False)
def test_the_navigation_drops_themes_once_all_have_ended(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        for key in ("children", "climate"):
            theme(key).valid_until = date(2026, 5, 3)
        db.session.flush()
    directory.forget()
    assert "/fi/themes" not in client.page("/fi/areas").links


def test_the_navigation_is_there_on_pages_that_are_not(client: Client) -> None:
    page = client.get("/fi/nowhere")
    assert page.status_code == 404
    assert 'href="/fi/themes"' in page.text


def test_signed_in_people_see_their_name_and_no_cache_keeps_the_page(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        person = factories.user(name="Maija Virtanen")
    response = client.as_(person).get("/fi/areas")
    assert "Maija Virtanen" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("path", [path for path in PAGES if path not in ("/surveys/", "/sign-in")])
def test_reading_pages_may_be_kept_for_a_minute_by_the_reader_alone(
    client: Client, path: str
) -> None:
    response = client.get(f"/fi{path}")
    assert response.headers["Cache-Control"] == "private, max-age=60"
    assert "Cookie" in response.headers["Vary"]


def test_pages_that_are_not_there_are_kept_nowhere(client: Client) -> None:
    assert client.get("/fi/areas/nowhere").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("status", "path", "method", "site"),
    [
        (404, "/en/nowhere", "GET", "none"),
        (405, "/en/areas", "POST", "same-origin"),
        (403, "/en/sign-in", "POST", "cross-site"),
    ],
)
def test_error_pages_say_what_happened_and_what_to_do_next(
    client: Client, status: int, path: str, method: str, site: str
) -> None:
    response = client.open(path, method=method, headers={"Sec-Fetch-Site": site})
    assert response.status_code == status
    assert re.search(r'<h1>.+</h1>\s*<p class="k-lead">.+</p>', response.text)
    assert re.search(r"</div>\s*<p>.+</p>", response.text)
    assert 'href="/en/"' in response.text


def test_the_page_about_a_database_that_is_away_needs_no_database(
    client: Client, joensuu: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope.of(joensuu.id):
        assert area("culture")
    client.get("/en/areas")

    def away(*args: object, **options: object) -> None:
        raise OperationalError("select", {}, ConnectionError())

    directory.forget()
    monkeypatch.setattr("sqlalchemy.orm.Session.execute", away)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalars", away)
    response = client.get("/en/areas")
    assert response.status_code == 503
    assert "The service is busy" in response.text
    assert response.headers["Retry-After"] == "5"
