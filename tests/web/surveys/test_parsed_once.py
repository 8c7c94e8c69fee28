"""A published version is read once in a process: no request parses definitions or expressions."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core import scope
from app.surveys import definition, expressions
from app.surveys.language.grammar import tree
from app.surveys.models import Response
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import SURVEYS, hand_in
from tests.web.surveys.composites import POLL, values
from tests.web.surveys.residents import count, pages, place, poll


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been parsed: "definition", or an expression."""
    found: list[str] = []

    def noting(work: Callable[..., Any], words: Callable[[Any], str]) -> Callable[..., Any]:
        def noted(given: Any, **more: Any) -> Any:
            found.append(words(given))
            return work(given, **more)

        return noted

    monkeypatch.setattr(definition, "load", noting(definition.load, lambda _: "definition"))
    monkeypatch.setattr(expressions, "tree", noting(tree, str))
    return found


def test_ten_requests_read_a_version_once(client: Client, joensuu: City, parsed: list[str]) -> None:
    rule = {"type": "expression", "expression": "{why} != 'x'"}
    more = {"type": "text", "name": "why", "visibleIf": "{place} = 'market'", "validators": [rule]}
    where = {"type": "radiogroup", "name": "place", "choices": ["market", "harbour"]}
    place(joensuu, source=lambda: pages([where, more]))
    client.get(POLL)
    assert parsed == ["definition", "{place} = 'market'", "{why} != 'x'"]
    for number in range(5):
        client.get(POLL)
        form = values(client.get(POLL).text)
        assert client.post(POLL, form | {"q-place": "harbour"}).status_code == 303
        body = {"answers": {"place": "market"}, "lang": "fi"}
        assert hand_in(client, body, key=f"0b6f7a0e-8a5f-4f55-9f53-3a5d1f0c9a1{number}")
        client.get(f"{SURVEYS}/poll")
    assert len(parsed) == 3, parsed
    assert count(joensuu, Response) == 10


def test_a_form_without_files_reads_no_version_but_its_own(
    client: Client, joensuu: City, parsed: list[str]
) -> None:
    survey = place(joensuu)
    for _ in range(3):
        with scope.of(joensuu.id):
            surveys.version(survey, poll())
    form = values(client.get(POLL).text)
    assert client.post(POLL, form | {"q-place": "harbour"}).status_code == 303
    assert parsed == ["definition"]
