"""An official at work in the editor, in Joensuu: buttons, forms, and what came of them."""

from typing import Any

from werkzeug.test import TestResponse

from app.authoring import building, workspace
from app.core.db import db
from app.surveys.models_work import SurveyWork
from tests.client import Client

EDIT = "/fi/desk/surveys/poll/edit/"
QUESTION = f"{EDIT}questions/"
VEHICLE = f"{QUESTION}vehicle"


def work() -> SurveyWork:
    db.session.expire_all()
    found = workspace.by_slug("poll")
    assert found is not None
    return found


def entry(name: str, *inside: str) -> dict[str, Any]:
    found = building.find(work().source, name, inside)
    assert found is not None, name
    return found.entry


def names() -> list[str]:
    return [one.name for one in building.walk(work().source)]


def press(client: Client, **values: str) -> TestResponse:
    """A button of the outline."""
    found = client.page(EDIT).form(EDIT)
    kept = {key: found.values[key] for key in ("csrf_token", "seen")}
    return client.post(EDIT, kept | values)


def save(client: Client, path: str, **values: str | None) -> TestResponse:
    return client.submit(path, form=path, **values)
