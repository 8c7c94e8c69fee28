"""What no address holds and no database keeps is refused or left out, and is no fault of ours."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.accounts import service
from app.accounts.models import User
from app.core import scope
from app.core.access import Host, rule_of
from app.core.db import db
from tests import factories, surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import hand_in
from tests.web.surveys.residents import codes, documents, pages, place, radio

NUL = "%00"
TEXTS = ("comment", "text")
PARAMETERS = ("page", "next", "from", "to", "after", "before", "theme", "lang", "done")


@pytest.fixture
def chief(joensuu: City) -> User:
    """Somebody who may open every page, in a city where `library` names whatever there is."""
    with scope.of(joensuu.id):
        surveys_factories.survey(factories.area("library-2"), "library")
        return factories.administrator()


def _routes(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        access = rule_of(app.view_functions[rule.endpoint])
        if access is not None and access.host is not Host.PLATFORM:
            yield rule


def _address(rule: Rule, hostile: str | None) -> str:
    """The address of a route with NUL in the part of one name."""
    parts: dict[str, object] = dict.fromkeys(rule.arguments, "library")
    parts |= {name: factories.JOENSUU for name in rule.arguments if name.endswith("_id")}
    parts |= {"lang": "fi", "number": 1, "event": "publish"} | ({hostile: "NUL"} if hostile else {})
    built = rule.build({name: parts[name] for name in rule.arguments})
    assert built is not None
    return built[1].replace("NUL", NUL)


def test_an_address_with_nul_is_not_found(
    app: Flask, client: Client, chief: User, joensuu: City
) -> None:
    """A file of SQLite takes it for text, PostgreSQL is none the wiser."""
    with scope.of(joensuu.id):
        token = service.issue_token(chief, label="test")
    browser, seen = client.as_(chief), {}
    query = "&".join(f"{name}={NUL}" for name in PARAMETERS)
    for rule in _routes(app):
        free = rule.arguments - {"lang", "number", "event"}  # these take no such text
        names = [name for name in free if not name.endswith("_id")]
        for address in (
            *(_address(rule, name) for name in names),
            f"{_address(rule, None)}?{query}",
        ):
            headers = {"Authorization": f"Bearer {token}"}
            if "GET" in (rule.methods or ()):
                seen[address] = browser.get(address, headers=headers).status_code
    assert len(seen) > 50
    assert {address for address, status in seen.items() if status != 404} == set()


@pytest.mark.parametrize(
    "path", ["/fi/sign-in", "/fi/account/reset", "/fi/surveys/library/withdraw"]
)
def test_a_form_with_nul_is_answered(client: Client, chief: User, path: str) -> None:
    fields = ("email", "password", "receipt", "next", "token")
    form = client.page(path).form().values
    sent = form | {name: "a\x00b@c.example" for name in fields if name != "token"}
    assert client.post(path, sent).status_code in (200, 422)
    assert client.post(path, sent | {"token": "\x00"}).status_code in (200, 422)


def _asked() -> dict[str, object]:
    free = [{"type": kind, "name": kind, "title": f"Title {kind}"} for kind in TEXTS]
    several = radio("several", "a", "b", showOtherItem=True) | {"type": "checkbox"}
    return pages([radio("one", "a", "b", showOtherItem=True), several, *free])


def test_answers_with_nul_are_kept_without_it(client: Client, joensuu: City) -> None:
    place(joensuu, source=_asked)
    typed = {"q-one": "a\x00", "q-several": ["b", "\x00"], "q-comment": "a\x00b", "q-text": "\x00c"}
    form = client.page("/fi/surveys/poll").form().values
    sent = client.post("/fi/surveys/poll", form | typed)
    assert sent.status_code in (303, 422)
    assert "\x00" not in str(documents(joensuu))
    free = client.submit("/fi/surveys/poll", **{"q-comment": "a\x00b", "q-text": "\x00c"})
    assert free.status_code == 303
    assert documents(joensuu)[-1] == {"comment": "ab", "text": "c"}


@pytest.mark.parametrize(
    "answers",
    [
        {"one": "a\x00"},
        {"one": "other", "one-Comment": "\x00x"},
        {"several": ["a", "\x00"]},
        {"comment": "\x00"},
        {"text": "a\x00b"},
        {"\x00": "a"},
        {"one\x00": "a"},
        {"one": {"\x00": 1}},
        {"text": "\ud83d\ude00" * 10},
        {"comment": "x" * 200_000},
        {"one": "x" * 5_000},
        {"several": ["x" * 5_000]},
        {"several": [["a"]]},
        {"text": 1e14},
        {"comment": ["a", {"b": []}]},
    ],
    ids=ascii,
)
def test_answers_by_api_are_kept_or_refused(
    client: Client, joensuu: City, answers: dict[str, object]
) -> None:
    place(joensuu, source=_asked)
    status = hand_in(client, {"answers": answers}).status_code
    assert status in (201, 422)
    assert "\x00" not in str(documents(joensuu)) + str(codes(joensuu))
    db.session.commit()
