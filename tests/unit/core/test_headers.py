"""Every answer carries the security headers, and forms of other sites are refused."""

import re

import pytest

from app.core.headers import CONTENT_SECURITY_POLICY, HEADERS
from tests.client import Client

OURS = "http://joensuu.localhost"


@pytest.mark.parametrize(
    "path", ["/", "/fi/", "/healthz", "/fi/no-such-page", "/static/no-such-file", "/api/v1/x"]
)
def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    response = client.get(path)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_in_no_inline_code_and_no_other_site() -> None:
    for never in ("unsafe", "http:", "https:", "*", "nonce", "'self' data:; script"):
        assert never not in CONTENT_SECURITY_POLICY
    policy = dict(re.findall(r"([a-z-]+) ([^;]+)", CONTENT_SECURITY_POLICY))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"


def test_browsers_are_told_to_stay_on_tls_only_when_they_are(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/fi/").headers
    over_tls = client.get("/fi/", environ_overrides={"wsgi.url_scheme": "https"})
    assert "max-age=31536000" in over_tls.headers["Strict-Transport-Security"]


FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": None, "Origin": "http://pieksamaki.localhost"},
    {"Sec-Fetch-Site": None, "Origin": "null"},
    {"Sec-Fetch-Site": None, "Origin": "http://joensuu.localhost.evil.example"},
    {"Sec-Fetch-Site": None, "Origin": "http://["},
    {"Sec-Fetch-Site": None, "Origin": "http://joensuu.localhost]"},
)

OWN = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": None, "Origin": OURS},
    {"Sec-Fetch-Site": None, "Origin": "http://JOENSUU.localhost"},
    {"Sec-Fetch-Site": None},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/fi/sign-in", {}, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_a_form_of_our_own_pages_is_taken(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/fi/sign-in", {}, headers=headers).status_code != 403


def test_a_link_from_another_site_may_be_followed(client: Client) -> None:
    assert client.get("/fi/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
