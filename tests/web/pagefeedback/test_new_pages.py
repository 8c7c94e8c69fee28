"""Nobody fills the table of pages with addresses that they make up."""

from sqlalchemy import func, select

from app.core import scope
from app.core.db import db
from app.core.limits import limiter
from app.pagefeedback import new_pages
from app.pagefeedback.models import Reaction, WebPage, Widget
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.web.pagefeedback.senders import PAGE, clicked

MOST = new_pages.OF_A_CLIENT.amount


def kept(city: City) -> tuple[int, int]:
    """Pages and reactions."""
    with scope.of(city.id):
        counts = [
            db.session.scalar(select(func.count()).select_from(kind))
            for kind in (WebPage, Reaction)
        ]
    return counts[0] or 0, counts[1] or 0


def test_a_client_may_meet_so_many_new_pages_and_react_to_known_ones_all_the_same(
    client: Client, widget: Widget, joensuu: City
) -> None:
    clicked(client)
    statuses = [clicked(client, page=f"{SITE}/{n}").status_code for n in range(MOST + 4)]
    assert statuses == [201] * (MOST - 1) + [429] * 5
    refused = clicked(client, page=f"{SITE}/one-more")
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert refused.headers["Retry-After"] == str(new_pages.AN_HOUR)
    assert refused.headers["Access-Control-Allow-Origin"] == SITE
    assert kept(joensuu) == (MOST, MOST)
    assert clicked(client, page=PAGE).status_code == 201
    assert kept(joensuu) == (MOST, MOST + 1)


def test_a_widget_takes_in_so_many_new_pages_a_day_whoever_sends_them(
    client: Client, widget: Widget, joensuu: City
) -> None:
    clicked(client)
    for _ in range(new_pages.OF_A_WIDGET.amount):
        limiter.hit(new_pages.OF_A_WIDGET, "new-pages", str(widget.id))
    assert clicked(client, page=f"{SITE}/new").status_code == 429
    assert clicked(client).status_code == 201
    assert kept(joensuu) == (1, 2)


def test_the_hosted_form_counts_them_too(client: Client, widget: Widget, joensuu: City) -> None:
    for n in range(MOST):
        clicked(client, page=f"{SITE}/{n}")
    known, new = (f"/fi/feedback/site?page={SITE}/{name}" for name in ("1", "new"))
    assert client.submit(new, reaction="1").status_code == 429
    assert client.submit(known, reaction="1").status_code == 303
    assert kept(joensuu) == (MOST, MOST + 1)


def test_who_is_named_in_the_address_is_not_stored(
    client: Client, widget: Widget, joensuu: City
) -> None:
    for who in ("131052-308T", "aino@example.fi", "pekka%40example.fi"):
        assert clicked(client, page=f"{SITE}/asiat/{who}").status_code == 201
    with scope.of(joensuu.id):
        assert db.session.scalars(select(WebPage.url)).all() == [f"{SITE}/asiat/***"]
    assert kept(joensuu) == (1, 3)
