"""What becomes of a text that is sent after its writer's session has ended."""

from urllib.parse import quote
from uuid import uuid4

from app.core import scope
from app.ideas.lifecycle import State
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.web.ideas.residents import made

NEW = "/fi/council/youth-council/ideas/new"


def test_a_text_sent_without_a_session_is_given_back(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        factories.group()
    written = {"title": "Night buses to all", "text": "One <b>line.\n\nAnother.", "token": "a.b"}
    answer = client.post(NEW, written | {"area": "environment", "action": "revise"})
    assert answer.status_code == 403
    assert answer.text.count("<textarea") == 2
    assert "One &lt;b&gt;line.\n\nAnother." in answer.text.replace("\r", "")
    assert f"/fi/sign-in?next={quote(NEW, safe='')}" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_what_is_chosen_and_not_written_goes_to_sign_in_at_once(
    client: Client, joensuu: City
) -> None:
    idea = made(joensuu, State.SUBMITTED)
    page = f"/fi/desk/ideas/{idea.id}"
    for came_from, then in (
        (f"http://joensuu.localhost{page}", f"?next={quote(page, safe='')}"),
        (f"http://joensuu.localhost{page}/answer", ""),
        (f"http://elsewhere.example{page}", ""),
    ):
        answer = client.post(f"{page}/take", {"revision": "2"}, headers={"Referer": came_from})
        assert (answer.status_code, answer.location) == (303, f"/fi/sign-in{then}")


def test_a_password_is_never_shown(client: Client, joensuu: City) -> None:
    secret = f"a long secret {uuid4()}"
    answer = client.post("/fi/account/password", {"current": secret, "password": secret})
    assert secret not in answer.text


def test_what_another_site_sends_is_not_shown(client: Client, joensuu: City) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    answer = client.post(NEW, {"text": "Pay here at once"}, headers=headers)
    assert "Pay here at once" not in answer.text
