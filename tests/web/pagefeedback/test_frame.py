"""The hosted form may be framed by the sites of its widget; nothing else may be, by anybody."""

import pytest

from app.core import scope
from app.pagefeedback.models import Widget
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE
from tests.web.pagefeedback.senders import PAGE

FRAME = "/w/site/frame"


def test_only_the_sites_of_the_widget_may_frame_it(client: Client, widget: Widget) -> None:
    policy = client.get(FRAME).headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {SITE}")
    assert "script-src 'self'; style-src 'self'" in policy
    for other in ("/fi/feedback/site", "/fi/", "/w/site/config.fi.json", "/w/none/frame"):
        policy = client.get(other).headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'none'")


def test_a_reaction_is_kept_from_inside_a_frame(
    client: Client, widget: Widget, joensuu: City
) -> None:
    page = client.page(f"{FRAME}?lang=sv", headers={"Referer": PAGE})
    assert page.lang == "sv"
    assert page.links == {}
    answer = client.post(page.form().action, page.form().values | {"reaction": "2"})
    assert answer.status_code == 303
    assert answer.location.startswith(FRAME)
    assert client.page(answer.location).lang == "sv"
    with scope.of(joensuu.id):
        assert [(row.value, row.lang) for row in feedback.reactions()] == [(2, "sv")]


def test_what_is_wrong_is_said_in_the_frame(client: Client, widget: Widget) -> None:
    answer = client.submit(f"{FRAME}?page={PAGE}", text="Mitä kirjoitin")
    assert answer.status_code == 422
    assert "Mitä kirjoitin" in answer.text


@pytest.mark.parametrize("lang", ["ru", "", "fi\x0d", "<b>"])
def test_a_language_that_is_none_is_the_citys_first(
    client: Client, widget: Widget, lang: str
) -> None:
    assert client.page(FRAME, query_string={"lang": lang}).lang == "fi"
