"""The way in: languages, the list of municipalities, unknown hosts, colours, robots."""

import pytest
from flask import Flask

from tests import factories
from tests.client import Client
from tests.databases import Ledger
from tests.factories import City
from tests.pages import Page


@pytest.fixture
def elsewhere(app: Flask, ledger: Ledger, cities: tuple[City, City]) -> Client:
    """A browser at a host name that nobody has set up."""
    return Client(app, ledger, "elsewhere.example")


@pytest.mark.parametrize(
    ("accepted", "address"),
    [
        ("sv-FI,sv;q=0.9,en;q=0.5", "/sv/"),
        ("en-GB", "/en/"),
        ("de", "/fi/"),
        ("", "/fi/"),
    ],
)
def test_the_root_leads_to_the_language_that_the_browser_prefers(
    client: Client, accepted: str, address: str
) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 302
    assert response.location == address
    assert "Accept-Language" in response.headers["Vary"]


def test_the_root_never_leads_to_a_language_that_the_city_does_not_speak(client: Client) -> None:
    city = factories.municipality("rantakyla", languages=("sv", "fi"))
    response = client.at(city).get("/", headers={"Accept-Language": "en"})
    assert response.location == "/sv/"


def test_the_platform_lists_the_municipalities_at_their_own_addresses(client: Client) -> None:
    page = client.on_platform().page("/en/")
    assert page.links["http://joensuu.localhost/"] == "Joensuu en Jokimerkki"
    assert page.links["http://pieksamaki.localhost/"] == "Pieksamaki en Vesimerkki"


def test_addresses_of_municipalities_keep_scheme_and_port(client: Client) -> None:
    page = client.on_platform().page(
        "/en/",
        headers={"Host": "localhost:8443"},
        environ_overrides={"wsgi.url_scheme": "https"},
    )
    assert "https://joensuu.localhost:8443/" in page.links


def test_a_platform_without_municipalities_says_what_to_do(app: Flask, ledger: Ledger) -> None:
    page = Client(app, ledger, "localhost").page("/en/")
    assert "organisation load" in page.text


@pytest.mark.parametrize("path", ["themes", "areas", "strategy", "privacy", "accessibility"])
def test_the_platform_has_no_pages_of_a_municipality(client: Client, path: str) -> None:
    assert client.on_platform().get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/sv/", "/sv/themes", "/robots.txt", "/nothing"])
def test_an_unknown_host_gets_a_plain_page(elsewhere: Client, path: str) -> None:
    response = elsewhere.get(path, headers={"Accept-Language": "en"})
    page = Page(response.text)
    assert response.status_code == 404
    assert page.links == {}
    assert page.lang == ("sv" if path.startswith("/sv/") else "en")


def test_an_unknown_host_gets_a_problem_document_from_the_api(elsewhere: Client) -> None:
    response = elsewhere.get("/api/v1/surveys")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_health_is_told_on_any_host(elsewhere: Client) -> None:
    assert elsewhere.get("/healthz").status_code == 200


def test_each_city_has_its_own_colours_to_keep_for_ever(client: Client, pieksamaki: City) -> None:
    def sheet(browser: Client) -> str:
        html = browser.get("/fi/").text
        start = html.index("/theme/")
        return html[start : html.index('"', start)]

    other = factories.municipality("rantakyla", colour="#aa3300")
    address = sheet(client)
    response = client.get(address)
    assert response.mimetype == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert sheet(client.at(other)) != address
    assert client.at(other).get(address).status_code == 404


def test_search_engines_are_kept_from_work_pages_only(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /*/desk/" in lines
    assert not [line for line in lines if "surveys" in line or line == "Disallow: /"]


def test_the_icon_is_found_where_browsers_look_for_it(client: Client) -> None:
    response = client.get("/favicon.ico", follow_redirects=True)
    assert response.status_code == 200
    assert response.mimetype == "image/svg+xml"
