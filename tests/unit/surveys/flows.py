"""Small surveys for tests of the flow, and their pages as a resident sees them."""

from collections.abc import Mapping, Sequence

from app.surveys import flow
from app.surveys.definition import load
from app.surveys.page_states import PageState
from app.surveys.structure import Survey

Json = dict[str, object]


def text(name: str, **more: object) -> Json:
    return {"type": "text", "name": name, **more}


def pages(*contents: Sequence[Mapping[str, object]], **more: object) -> Survey:
    named = [{"name": f"p{at}", "elements": one} for at, one in enumerate(contents, start=1)]
    return load({"pages": named, **more})


def shown(survey: Survey, answers: Json, name: str = "p1", lang: str = "fi") -> PageState:
    page = flow.page(survey, answers, name, lang)
    assert page
    return page
