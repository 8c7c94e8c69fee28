"""What is driven: a resident's survey, a response by the API, what residents and officials read."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from random import randrange
from urllib.parse import urlencode
from uuid import uuid4

from app.demo.people import PASSWORD
from bench.connection import JSON, Client, UnexpectedAnswer
from bench.load import Step

HOST = "joensuu.localhost"
SURVEY = "/fi/surveys/torin-pysakointi"
API = "/api/v1/surveys/torin-pysakointi/responses"
SITE, REACTIONS = "https://www.joensuu.example", "/w/joensuu-demo/reactions"
OFFICIAL = "maria.lehto@joensuu.example"
MEMBER, NEW_IDEA = "oona.virta@joensuu.example", "/fi/council/nuorisovaltuusto/ideas/new"
IDEA = {"text": "Lisää valoa.", "lang": "fi", "theme": "", "area": "kulttuuri",
        "action": "submit", "revision": ""}  # fmt: skip
LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Titles without figures: some of those would be taken for telephone numbers."""
SUMMARY = "/fi/desk/areas/kaupunkiymparisto"

ANSWERS = {"kulkutapa": "auto", "toimivuus": 3, "vaihtoehto": "nykyinen"}
BODY = json.dumps({"answers": ANSWERS, "lang": "fi"})


class _Form(HTMLParser):
    """The first form of a page that posts and is not the header's: where it goes and what it
    sends when every question gets its first answer."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self._inside = self._done = self._has_button = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and not self._done and found.get("method", "").lower() == "post":
            self._inside, self.action = True, found.get("action", "")
        if self._inside and tag in ("input", "button"):
            self._take(tag, found.get("type", ""), found.get("name", ""), found.get("value", ""))

    def _take(self, tag: str, kind: str, name: str, value: str) -> None:
        if tag == "button":
            if name and not self._has_button:  # Enter presses the first one
                self.answers[name] = value
            self._has_button = True
        elif name and kind == "hidden":
            self.hidden[name] = value
        elif name and kind == "radio":
            self.answers.setdefault(name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._inside:
            self._inside, self._done = False, True


def _hidden(page: str, name: str) -> str:
    """The value of a hidden field, found as cheaply as may be: the client shares the machine."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*?value="([^"]*)"', page)
    if found is None:
        raise UnexpectedAnswer(f"the form has no hidden field {name}")
    return found[1]


def survey(client: Client) -> Step:
    """Page with a form token, answers, thanks: three requests of somebody new each time."""
    form = _Form(client.get(SURVEY).text)
    if not form.answers:
        raise UnexpectedAnswer(f"{SURVEY} asks nothing")

    def step(client: Client) -> None:
        client.forget_cookies()
        page = client.get(SURVEY).text
        sent = {name: _hidden(page, name) for name in form.hidden} | form.answers
        sent |= {name: value for name, value in form.hidden.items() if not value}
        thanks = client.post(form.action or SURVEY, urlencode(sent), status=303)
        client.get(thanks.headers["location"])

    return step


def api_response(_client: Client) -> Step:
    """One response with a key of its own."""

    def step(client: Client) -> None:
        client.post(API, BODY, status=201, kind=JSON, headers={"Idempotency-Key": str(uuid4())})

    return step


def _somewhere() -> dict[str, str]:
    """An address of one's own, as a proxy would tell it."""
    return {"X-Forwarded-For": f"10.{randrange(2**8)}.{randrange(2**8)}.{randrange(2**8)}"}


def reaction(_client: Client) -> Step:
    """One reader's reaction, at an address of their own, as the widget of another origin sends
    it."""
    sent = urlencode(
        {
            "page": f"{SITE}/kulttuuri-ja-liikunta/kirjasto",
            "title": "Kirjaston aukioloajat",
            "lang": "fi",
            "reaction": 2,
            "version": "1.0.0",
            "viewport": "s",
            "elapsed": 5000,
        }
    )

    def step(client: Client) -> None:
        client.post(REACTIONS, sent, status=201, headers={"Origin": SITE} | _somewhere())

    return step


def home(_client: Client) -> Step:
    def step(client: Client) -> None:
        client.get("/fi/")

    return step


def ideas(_client: Client) -> Step:
    """The list of public ideas."""

    def step(client: Client) -> None:
        client.get("/fi/ideas/")

    return step


def idea(member: Client) -> Step:
    """A council's idea: the form, sent in, and its page, by a member who has signed in before."""
    _sign_in(member, MEMBER)

    def step(client: Client) -> None:
        client.take_cookies(member)
        page = client.get(NEW_IDEA).text
        sent = {name: _hidden(page, name) for name in ("csrf_token", "token")} | IDEA
        sent["title"] = f"Ehdotus {uuid4().hex.translate(LETTERS)}"
        written = client.post(NEW_IDEA, urlencode(sent), status=303)
        client.get(written.headers["location"])

    return step


def support(client: Client) -> Step:
    """An idea supported and the support taken back, by somebody new at an address of their own:
    the page, the button, the page, the other button, the page."""
    numbers = re.findall(r'href="/fi/ideas/([0-9]+)"', client.get("/fi/ideas/?state=in_hand").text)
    if not numbers:
        raise UnexpectedAnswer("no idea can be supported")
    page = f"/fi/ideas/{numbers[0]}"

    def step(client: Client) -> None:
        client.forget_cookies()
        address = _somewhere()
        for more in ({}, {"take_back": "1"}):
            shown = client.get(page).text
            sent = {"token": _hidden(shown, "token"), **more}
            client.post(f"{page}/support", urlencode(sent), status=303, headers=address)
        client.get(page)

    return step


def _sign_in(person: Client, email: str) -> None:
    form = _Form(person.get("/fi/sign-in").text)
    sent = form.hidden | {"email": email, "password": PASSWORD}
    person.post(form.action or "/fi/sign-in", urlencode(sent), status=303)


def summary(official: Client) -> Step:
    """The summary of an area, by an official who has signed in before."""
    _sign_in(official, OFFICIAL)

    def step(client: Client) -> None:
        client.take_cookies(official)
        client.get(SUMMARY)

    return step


def bare(_client: Client) -> Step:
    """The limit of the server: Flask answers 'ok'."""

    def step(client: Client) -> None:
        client.get("/")

    return step


def insert(_client: Client) -> Step:
    """The limit of a write: Flask keeps one document durably."""

    def step(client: Client) -> None:
        client.post("/insert", BODY, status=200, kind=JSON)

    return step


def orm_insert(_client: Client) -> Step:
    """The same by the ORM."""

    def step(client: Client) -> None:
        client.post("/orm-insert", BODY, status=200, kind=JSON)

    return step


FLOWS: dict[str, Callable[[Client], Step]] = {
    "survey": survey,
    "api": api_response,
    "reaction": reaction,
    "idea": idea,
    "support": support,
    "ideas": ideas,
    "home": home,
    "summary": summary,
}
