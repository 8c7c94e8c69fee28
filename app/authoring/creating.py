"""Beginning a survey: its title, languages and area, and an address of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts import audit
from app.authoring import languages, workspace
from app.authoring.importing_names import LONGEST_NAME
from app.authoring.workspace import State
from app.core import text
from app.core.document_records import MAX_KEY
from app.organisation.models import Area
from app.surveys.models_work import SurveyWork

RESERVED = frozenset({"new", "bank"})
"""Addresses below /desk/surveys/ that are no surveys."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a survey begins from; `language` is that of its plain texts."""

    source: Mapping[str, Any]
    language: str


EMPTY = Beginning({"pages": [{"name": "page1", "elements": []}]}, "")


def begin(
    beginning: Beginning, titles: Mapping[str, str], *, area: Area, address: str, who: UUID
) -> SurveyWork:
    """Begin a survey with these titles by language, the first its own. Flushes."""
    chosen = list(titles)
    source = languages.only(beginning.source, chosen, beginning.language or chosen[0])
    source = {**source, "title": {languages.DEFAULT: titles[chosen[0]], **titles}}
    work = workspace.begin(
        address or free_slug(titles[chosen[0]]),
        State(source, {"area": area.key}),
        area_id=area.id,
        who=who,
    )
    audit.record("survey.begun", "survey", work.slug, survey=work.slug, area=area.key)
    return work


def free_slug(title: str) -> str:
    """A readable address from a title that no other survey has."""
    stem = text.slug(title)[:MAX_KEY]
    if len(stem) > LONGEST_NAME:
        stem = stem[: LONGEST_NAME + 1].rpartition("-")[0] or stem[:LONGEST_NAME]
    stem = stem.strip("-") or "survey"
    slug, number = stem, 2
    while slug in RESERVED or workspace.is_taken(slug):
        slug, number = f"{stem}-{number}", number + 1
    return slug
