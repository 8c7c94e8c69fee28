"""Texts that are too long: nothing is cut, and how much is too much stands beside the field."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import comment, documents, pages, place, radio

POLL = "/en/surveys/poll"
LINE = {"type": "text", "name": "line", "maxLength": 10}
RULE = {"type": "text", "maxLength": 7}
ASKED: dict[str, tuple[Callable[[], dict[str, Any]], str, int]] = {
    "a line": (lambda: LINE, "q-line", 10),
    "several lines": (lambda: comment("line", maxLength=10), "q-line", 10),
    "a comment": (lambda: radio("line", "a", showCommentArea=True), "q-line-comment", 20),
    "own words": (lambda: radio("line", "a", showOtherItem=True), "q-line-comment", 20),
    "a rule": (lambda: comment("line", validators=[RULE]), "q-line", 7),
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_too_long_is_told_and_kept_whole(client: Client, joensuu: City, kind: str) -> None:
    asked, control, most = ASKED[kind]
    place(joensuu, source=lambda: pages([asked()], maxCommentLength=20))
    form = client.page(POLL).form().values | {"q-line": "other", control: "ä" * (most + 3)}
    sent = client.post(POLL, form)
    page = Page(sent.text)
    assert sent.status_code == 422
    assert f"This is 3 characters too long: at most {most} fit." in page.text
    assert page.form().values[control] == "ä" * (most + 3)
    assert documents(joensuu) == []


@pytest.mark.parametrize("kind", ASKED)
def test_no_field_cuts_what_is_pasted(client: Client, joensuu: City, kind: str) -> None:
    asked, _control, most = ASKED[kind]
    place(joensuu, source=lambda: pages([asked()], maxCommentLength=20))
    shown = client.get(POLL).text
    assert "maxlength" not in shown
    assert (f"At most {most} characters." in shown) is (kind != "a rule")


def test_our_own_wide_limits_are_told_only_to_who_exceeds_them(
    client: Client, joensuu: City
) -> None:
    place(joensuu, source=lambda: pages([LINE | {"maxLength": -1}, comment("why")]))
    assert "At most" not in client.get(POLL).text
    sent = client.submit(POLL, **{"q-line": "x" * 1_001})
    assert "This is 1 character too long: at most 1000 fit." in sent.text
