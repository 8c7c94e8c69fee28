"""Each example is published and answered: on its pages without JavaScript, and through the API."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from app.core import scope
from app.surveys import flow, library, publishing
from app.surveys.structure import Survey as Definition
from app.surveys.trace import trace
from tests.client import Client
from tests.factories import City
from tests.surveys_factories import TIMEZONE
from tests.unit.surveys.test_examples import ANSWERS, EXAMPLES, Json, now
from tests.web.api.calls import SURVEYS, hand_in
from tests.web.surveys.filling import Filling, file_like
from tests.web.surveys.residents import documents

LANGUAGES = ("fi", "sv", "en")
NAMES = sorted(ANSWERS)


@pytest.fixture(autouse=True)
def _noon_of_the_examples() -> Iterator[None]:
    """The hour at which their sample answers hold."""
    assert now() == datetime(2030, 3, 15, 12)  # noqa: DTZ001 - the clock on the wall
    with time_machine.travel(datetime(2030, 3, 15, 10, tzinfo=UTC), tick=False):
        yield


def published(city: City, name: str) -> Definition:
    """An example, made a survey of the library."""
    folder = library.read_folder(EXAMPLES / name)
    meta = replace(folder.meta, area="library", themes=(), objectives=(), objectives_of={})
    with scope.of(city.id):
        publishing.publish(replace(folder, meta=meta), timezone=TIMEZONE)
    return folder.definition


def without_files(kept: Any) -> Any:
    """Answers without what the service makes of a file: its id and size."""
    if isinstance(kept, list):
        return [without_files(one) for one in kept]
    if isinstance(kept, dict):
        made = {"id", "size"} if "id" in kept else set()
        return {key: without_files(one) for key, one in kept.items() if key not in made}
    return kept


def with_files(answers: Any) -> Any:
    """Answers with a file in place of all that is told of one."""
    if isinstance(answers, list):
        return [with_files(one) for one in answers]
    if not isinstance(answers, dict):
        return answers
    if {"id", "size"} <= answers.keys():
        content, name = file_like(answers)
        packed = b64encode(content.getvalue()).decode()
        head = f"data:{answers['type']};base64,"
        return {"name": name, "type": answers["type"], "content": head + packed}
    return {key: with_files(one) for key, one in answers.items()}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_filled_in_on_the_pages_of_an_example_is_kept(
    client: Client, joensuu: City, name: str
) -> None:
    definition, (answers, _) = published(joensuu, name), ANSWERS[name]
    done = Filling(definition, answers).sent(client, f"/fi/surveys/{name}")
    assert done.status_code == 303, done.text
    told: Json = trace(definition, list(answers.items()), "fi", now=now)
    [kept] = documents(joensuu)
    assert without_files(kept) == without_files(told["completed_data"])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_sent_to_the_api_for_an_example_is_kept(
    client: Client, joensuu: City, name: str
) -> None:
    definition, (answers, _) = published(joensuu, name), ANSWERS[name]
    source = client.get(f"{SURVEYS}/{name}").get_json()["definition"]
    assert source == json.loads((EXAMPLES / name / "survey.json").read_text(encoding="utf-8"))
    body = {"answers": with_files(answers), "lang": "sv"}
    sent = hand_in(client, body, path=f"{SURVEYS}/{name}/responses")
    assert sent.status_code == 201, sent.text
    [kept] = documents(joensuu)
    assert without_files(kept) == without_files(flow.completed(definition, answers, now=now))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_said_on_the_pages_of_an_example_is_kept_if_it_answers_what_is_asked(
    client: Client, joensuu: City, name: str, lang: str
) -> None:
    """Every field of every page is filled in, in each language."""
    definition, (answers, _) = published(joensuu, name), ANSWERS[name]
    done = Filling(definition, answers, guesses=True).sent(client, f"/{lang}/surveys/{name}")
    assert done.status_code == 303, done.text
    [kept] = documents(joensuu)
    assert flow.completed(definition, kept, now=now) == kept
    assert answers.keys() <= kept.keys()
