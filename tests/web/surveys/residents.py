"""What tests of residents' pages of surveys share: definitions, surveys in place, steps."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys.models import Response, ResponseCode, Survey, SurveyBrowser, SurveyDraft
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City

texts = surveys.texts
RECEIPT = re.compile(r"\b[0-9A-F]{4}(-[0-9A-F]{4}){3}\b")
TWO_PAGES = {"q-vehicle": "bus", "q-ease": "4"}
"""What the first page of the default definition takes."""


def radio(name: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"type": "radiogroup", "name": name, "title": texts(f"Title {name}"), "choices": values,
            **more}  # fmt: skip


def comment(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "comment", "name": name, "title": texts(f"Title {name}"), **more}


def pages(*elements: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A definition with these elements on its pages, which are named page-1, page-2 …"""
    return {
        "title": texts("A survey"),
        "pages": [
            {"name": f"page-{number}", "elements": some}
            for number, some in enumerate(elements, start=1)
        ],
        **more,
    }


def poll() -> dict[str, Any]:
    """One page: a required choice and free words."""
    return pages([radio("place", "market", "harbour", isRequired=True), comment("why")])


def place(city: City, slug: str = "poll", *, source: Any = None, **more: Any) -> Survey:
    """A survey of the library; a poll unless said."""
    with scope.of(city.id):
        area = organisation.area("library")
        assert area is not None
        with_texts = source() if callable(source) else source
        return surveys.survey(area, slug, source=with_texts or poll(), **more)


def count(city: City, model: type[Any]) -> int:
    with scope.of(city.id):
        return db.session.execute(select(func.count(model.municipality_id))).scalar_one()


def responses(city: City) -> list[Response]:
    with scope.of(city.id):
        return list(db.session.scalars(select(Response).order_by(Response.arrival)))


def documents(city: City) -> list[dict[str, Any]]:
    return [response.document for response in responses(city)]


def codes(city: City) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with scope.of(city.id):
        for code in db.session.scalars(select(ResponseCode)):
            found.setdefault(code.question, set()).add(code.value)
    return found


def drafts(city: City) -> list[dict[str, Any]]:
    with scope.of(city.id):
        return [draft.document for draft in db.session.scalars(select(SurveyDraft))]


def stored(city: City) -> tuple[int, int, int, int]:
    """Rows of responses, codes, marks of browsers and drafts."""
    some = (Response, ResponseCode, SurveyBrowser, SurveyDraft)
    return tuple(count(city, one) for one in some)  # type: ignore[return-value]


NOTHING = (0, 0, 0, 0)


def close(survey: Survey, at: datetime) -> None:
    survey.closes_at = at
    db.session.flush()


def receipt_on(client: Client, response: TestResponse) -> str:
    """The receipt on the page of thanks that a response leads to."""
    assert response.status_code == 303, response.text
    found = RECEIPT.search(client.page(response.location).text)
    assert found is not None
    return found[0]
