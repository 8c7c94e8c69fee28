"""Every page that an anonymous visitor can reach by links is there, in every language."""

from collections import deque
from datetime import UTC, datetime, timedelta
from urllib.parse import urldefrag, urlsplit

import pytest
import time_machine

from app.core import scope
from app.core.languages import LANGUAGES
from app.surveys.meta import PublicResults
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.portal.organisation import area, objective, theme

NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)


def populate() -> None:
    """Surveys in every state, with results and without, tied to everything there is."""
    for slug, opens_at, closes_at in (
        ("open", NOON - timedelta(days=9), NOON + timedelta(days=9)),
        ("always", NOON - timedelta(days=9), None),
        ("coming", NOON + timedelta(days=9), NOON + timedelta(days=19)),
        ("waiting", NOON - timedelta(days=19), NOON - timedelta(days=9)),
        ("past", NOON - timedelta(days=190), NOON - timedelta(days=100)),
    ):
        surveys_factories.survey(
            area("library"),
            slug,
            opens_at=opens_at,
            closes_at=closes_at,
            public_results=PublicResults.OPEN,
            themes=(theme("climate"),),
            objectives=(objective(),),
            question_objectives={"wish": objective()},
        )
    ended = factories.area("ended", valid_until=(NOON - timedelta(days=5)).date())
    surveys_factories.survey(ended, "of-ended", closes_at=NOON - timedelta(days=50))


def crawl(client: Client, start: str) -> dict[str, Page]:
    """Every page of this host below `start`, by address; each must be there."""
    found: dict[str, Page] = {}
    waiting = deque([start])
    while waiting:
        address = urldefrag(waiting.popleft()).url
        if address in found or not address.startswith("/"):
            continue
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status}"
        found[address] = Page(response.text)
        waiting.extend(found[address].links)
    return found


@pytest.mark.parametrize("host", ["joensuu", "pieksamaki"])
@time_machine.travel(NOON, tick=False)
def test_every_link_leads_to_a_page_in_the_language_of_its_address(
    client: Client, cities: tuple[City, City], host: str
) -> None:
    for city in cities:
        with scope.of(city.id):
            populate()
    city = next(city for city in cities if city.slug == host)
    pages = crawl(client.at(city), "/fi/")
    assert {urlsplit(address).path.split("/")[1] for address in pages} == set(LANGUAGES)
    reached = {address.partition("/surveys/")[2] for address in pages if "/surveys/" in address}
    assert {"open", "always", "waiting", "past", "of-ended"} <= reached
    assert {"/sv/areas/ended", "/sv/themes/climate", "/sv/strategy/attractive-centre"} <= set(pages)
    for address, page in pages.items():
        assert page.lang == address.split("/")[1], address
        assert page.title.endswith(f" – {city.slug.capitalize()} {page.lang} {city.marker}"), (
            address
        )
        assert not page.title.startswith((" ", "–")), address
        assert len(page.ids) == len(set(page.ids)), address


@time_machine.travel(NOON, tick=False)
def test_links_into_pages_lead_to_something_there(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        populate()
    pages = crawl(client, "/en/")
    lost = [
        f"{address}: {link}"
        for address, page in pages.items()
        for link in page.links
        if (target := urldefrag(link)).fragment
        and target.fragment not in pages[target.url or address].ids
    ]
    assert not lost
