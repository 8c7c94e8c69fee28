"""Nobody makes the figures of a page alone, however often they click."""

from sqlalchemy import func, select

from app.core import scope
from app.core.db import db
from app.core.limits import limiter
from app.pagefeedback import clicks
from app.pagefeedback.models import Reaction, Widget
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.web.pagefeedback.senders import PAGE, clicked, sent, token_of

MOST = clicks.OF_A_CLIENT_ON_A_PAGE.amount


def kept(city: City) -> int:
    with scope.of(city.id):
        return db.session.scalar(select(func.count()).select_from(Reaction)) or 0


def test_an_address_reacts_to_a_page_so_often_and_no_oftener(
    client: Client, widget: Widget, joensuu: City
) -> None:
    statuses = [clicked(client).status_code for _ in range(MOST + 3)]
    assert statuses == [201] * MOST + [429] * 3
    refused = clicked(client)
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["Retry-After"] == "3600"
    assert refused.headers["Access-Control-Allow-Origin"] == SITE
    assert kept(joensuu) == MOST


def test_other_pages_and_other_addresses_are_counted_apart(
    client: Client, widget: Widget, joensuu: City
) -> None:
    for _ in range(MOST):
        clicked(client)
    assert clicked(client, page=f"{SITE}/another").status_code == 201
    limiter.reset()  # as if somebody else came
    assert clicked(client).status_code == 201


def test_the_hosted_form_counts_them_too(client: Client, widget: Widget, joensuu: City) -> None:
    for _ in range(MOST):
        clicked(client)
    assert client.submit(f"/fi/feedback/site?page={PAGE}", reaction="1").status_code == 429
    assert kept(joensuu) == MOST


def test_who_has_reacted_thinks_better_of_it_and_writes_all_the_same(
    client: Client, widget: Widget, joensuu: City
) -> None:
    token = token_of(clicked(client))
    for _ in range(MOST):
        clicked(client)
    assert clicked(client, token=token, reaction="1").status_code == 200
    assert sent(client, "site/comments", token=token, text="Hei").status_code == 201
