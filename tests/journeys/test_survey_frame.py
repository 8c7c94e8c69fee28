"""A resident answers a survey on the city's own site, in a frame whose cookies browsers refuse."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, Response
from playwright.sync_api import FrameLocator, Page, expect
from sqlalchemy import select

from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import models
from tests import surveys_factories as surveys
from tests.journeys.browser import Live, axe, wider_than_screen
from tests.journeys.people import in_joensuu
from tests.journeys.server import serving

PAGE = """<!doctype html>
<html lang="fi"><head><meta charset="utf-8"><title>Kaupunki</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head>
<body><main><h1>Kaupunki</h1><iframe title="Kysely" width="320" height="900"
referrerpolicy="no-referrer" src="{city}/fi/surveys/{slug}?frame=1"></iframe>
</main></body></html>"""


@contextmanager
def city_site(city: str) -> Iterator[str]:
    """The origin of a site on another host, whose pages each show the survey of their name."""
    site = Flask("site")

    @site.get("/<slug>")
    def page(slug: str) -> Response:
        return Response(PAGE.format(city=city, slug=slug))

    with serving() as server:
        server.app = site
        yield f"http://www.kaupunki.localhost:{server.port}"


@pytest.fixture
def site(live: Live) -> Iterator[str]:
    """The site may show `framed`, and not `unnamed`."""
    with city_site(live.url("").rstrip("/")) as origin:
        with in_joensuu(live):
            library = organisation.area("library")
            assert library is not None
            for slug, sites in (("framed", [origin]), ("unnamed", ["https://www.joensuu.fi"])):
                row = surveys.survey(library, slug, source=surveys.definition(),
                                     once_per_browser=True)  # fmt: skip
                row.embed_origins = sites
        yield origin


def opened(live: Live, address: str, *, js: bool) -> tuple[Page, FrameLocator]:
    page = live.page(js=js, width=390)
    page.goto(address)
    return page, page.frame_locator("iframe")


@pytest.mark.parametrize("js", [True, False])
def test_it_is_answered_on_the_citys_site(live: Live, site: str, js: bool) -> None:
    page, frame = opened(live, f"{site}/framed", js=js)
    frame.get_by_label("Car").check()
    frame.get_by_role("button", name="Seuraava").last.click()
    frame.get_by_label("yard").check()
    frame.get_by_role("button", name="Svenska").click()
    expect(frame.locator("html")).to_have_attribute("lang", "sv")
    expect(frame.get_by_label("yard")).to_be_checked()
    frame.get_by_role("button", name="Tillbaka").click()
    expect(frame.get_by_label("Car")).to_be_checked()
    frame.get_by_role("button", name="Nästa").last.click()
    frame.get_by_label("What do you wish for?").fill("More buses")
    frame.get_by_role("button", name="Skicka svaren").click()
    expect(frame.locator(".k-number")).to_be_visible()
    assert page.url == f"{site}/framed"
    assert page.context.cookies() == []
    with in_joensuu(live):
        documents = [row.document for row in db.session.scalars(select(models.Response))]
    assert documents == [{"vehicle": "car", "parking": "yard", "wish": "More buses"}]


def test_what_is_wrong_is_said_in_the_frame(live: Live, site: str) -> None:
    _page, frame = opened(live, f"{site}/framed", js=True)
    frame.get_by_role("button", name="Seuraava").last.click()
    expect(frame.locator("#error-summary")).to_be_focused()
    live.faults.clear()  # the browser says that it focuses nothing by itself in a frame


def test_a_site_that_is_not_named_shows_nothing(live: Live, site: str) -> None:
    page, frame = opened(live, f"{site}/unnamed", js=True)
    expect(page.get_by_role("heading", name="Kaupunki")).to_be_visible()
    expect(frame.get_by_label("Car")).to_have_count(0)
    live.faults.clear()  # the browser says that it refused


def test_links_out_of_the_frame_open_a_window(live: Live, site: str) -> None:
    page, frame = opened(live, f"{site}/framed", js=True)
    with page.context.expect_page() as other:
        frame.locator(".k-framed a").first.click()
    assert other.value.url.endswith("/fi/surveys/framed")
    expect(other.value.locator(".k-footer")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_is_readable_for_everybody(live: Live, site: str, scheme: str) -> None:
    page = live.page("/fi/surveys/framed?frame=1", scheme=scheme, width=320)  # type: ignore[arg-type] # one of two
    assert axe(page) == []
    assert wider_than_screen(page) == []
