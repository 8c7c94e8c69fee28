"""What tests of files share: surveys that ask for some, forms that bring some, what is kept."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core import jobs, scope
from app.core.db import db
from app.surveys.models import SurveyUpload
from tests.client import Client
from tests.factories import City
from tests.pages import Page
from tests.web.surveys.residents import comment, pages, radio, texts

Sent = tuple[str, bytes]
"""A file's name and its bytes."""


def photo(name: str = "photo", **more: Any) -> dict[str, Any]:
    return {"type": "file", "name": name, "title": texts(f"Title {name}"), **more}


def with_photos(**more: Any) -> dict[str, Any]:
    """One page: a required choice and pictures."""
    several = {"allowMultiple": True, "maxFiles": 3} | more
    return pages([radio("place", "market", "harbour", isRequired=True), photo(**several)])


def on_two_pages(**more: Any) -> dict[str, Any]:
    return pages([photo(allowMultiple=True, **more)], [comment("why")])


def send(
    client: Client,
    page: Page | str,
    *files: Sent,
    field: str = "q-photo",
    ticked: Sequence[str] = (),
    **values: str,
) -> TestResponse:
    """Fill in the form of a page, with files and ticks to take others away, and send it."""
    form = (client.page(page) if isinstance(page, str) else page).form()
    brought = [(BytesIO(content), name) for name, content in files]
    parts: dict[str, Any] = {**form.values, **values, field: [*ticked, *brought]}
    return client.post(form.action, parts, content_type="multipart/form-data")


def rows(city: City) -> list[SurveyUpload]:
    with scope.of(city.id):
        db.session.expire_all()
        return list(db.session.scalars(select(SurveyUpload).order_by(SurveyUpload.place)))


def store_of(city: City) -> Path:
    folder = current_app.extensions["kuulolla_config"].upload_dir
    return Path(folder) / city.id.hex


def stored(city: City) -> dict[str, bytes]:
    """The files of a city by their ids, once the jobs that are due are done."""
    while jobs.run_one():
        pass
    return {file.name: file.read_bytes() for file in store_of(city).glob("*/*") if file.is_file()}
