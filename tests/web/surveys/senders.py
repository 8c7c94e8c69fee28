"""What tests of files share: surveys that ask for some, forms that bring some, what is kept."""

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
    client: Client, page: Page | str, *files: Sent, field: str = "q-photo", **values: Any
) -> TestResponse:
    """Fill in the form of a page, with files, and send it."""
    form = (client.page(page) if isinstance(page, str) else page).form()
    parts: dict[str, Any] = {
        name: value for name, value in (form.values | values).items() if value is not None
    }
    brought = [(BytesIO(content), name) for name, content in files]
    ticked = parts.get(field, [])
    parts[field] = [*([ticked] if isinstance(ticked, str) else ticked), *brought]
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
