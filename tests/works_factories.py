"""Surveys in the making: rows made the way the editor makes them, in the municipality in scope."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import User
from app.authoring import workspace
from app.authoring.workspace import State
from app.organisation.models import Area
from app.surveys.models import Survey
from app.surveys.models_work import SurveyWork
from tests import factories, surveys_factories


def work(
    area: Area,
    slug: str | None = None,
    *,
    who: User | None = None,
    source: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> SurveyWork:
    """A survey that is being written by an official of `area`; of the usual questions."""
    author = who or factories.official(area)
    given = surveys_factories.definition() if source is None else source
    return workspace.begin(
        slug or f"work-{factories.number()}",
        State(given, settings or {}),
        area_id=area.id,
        who=author.id,
    )


def empty(area: Area, slug: str | None = None, *, who: User | None = None) -> SurveyWork:
    """A survey that has a title and nothing else yet."""
    return work(area, slug, who=who, source={"title": surveys_factories.texts("New survey")})


def next_version(survey: Survey, *, who: User) -> SurveyWork:
    """The next version of a published survey, begun and not changed yet."""
    return workspace.of_survey(survey, who=who.id)


def changed(
    work: SurveyWork, change: Mapping[str, Any], *, who: User, what: str = "whole"
) -> SurveyWork:
    """What somebody else has made of the whole survey meanwhile."""
    return workspace.change(
        work, lambda source: source.update(change), seen=work.revision, who=who.id, what=what
    )
