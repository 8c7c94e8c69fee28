"""What tests of making surveys share: officials, and surveys in the making."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from app.accounts.models import User
from app.authoring import workspace
from app.authoring.workspace import State
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.surveys.models import Survey
from app.surveys.models_work import SurveyWork
from tests import factories, surveys_factories
from tests.factories import City

POLL: dict[str, Any] = {
    "title": {"fi": "Kysely", "sv": "Enkät", "en": "Poll"},
    "pages": [
        {
            "name": "page1",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "way",
                    "title": {"fi": "Miten kuljet?", "sv": "Hur åker du?", "en": "How?"},
                    "choices": [
                        {"value": "bus", "text": {"fi": "Bussi", "sv": "Buss", "en": "Bus"}},
                        {"value": "car", "text": {"fi": "Auto", "sv": "Bil", "en": "Car"}},
                    ],
                },
                {
                    "type": "text",
                    "name": "why",
                    "title": {"fi": "Miksi?", "sv": "Varför?", "en": "Why?"},
                    "visibleIf": "{way} = 'car'",
                },
                {
                    "type": "rating",
                    "name": "score",
                    "title": {"fi": "Arvosana?", "sv": "Vitsord?", "en": "Score?"},
                },
            ],
        }
    ],
}


def poll(**more: Any) -> dict[str, Any]:
    """A poll of three questions in three languages, without a problem or a doubt."""
    return {**deepcopy(POLL), **more}


def elements(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = source["pages"][0]["elements"]
    return found


def area(key: str = "culture") -> Area:
    found = organisation.area(key)
    assert found is not None
    return found


def official(city: City, key: str = "culture") -> User:
    with scope.of(city.id):
        person = factories.official(area(key))
        db.session.commit()
    return person


def making(
    city: City,
    who: User,
    source: Mapping[str, Any] | None = None,
    *,
    slug: str = "poll",
    settings: Mapping[str, Any] | None = None,
) -> SurveyWork:
    """A survey in the making that was never published."""
    with scope.of(city.id):
        state = State(poll() if source is None else source, settings or {})
        work = workspace.begin(slug, state, area_id=area().id, who=who.id)
        db.session.commit()
    return work


def published(city: City, source: Mapping[str, Any] | None = None, slug: str = "poll") -> Survey:
    with scope.of(city.id):
        survey = surveys_factories.survey(area(), slug, source=poll() if source is None else source)
        db.session.commit()
    return survey


def next_version(city: City, who: User, survey: Survey, source: Mapping[str, Any]) -> SurveyWork:
    """What somebody is making of a published survey."""
    with scope.of(city.id):
        work = workspace.of_survey(survey, who=who.id)
        workspace.replace(work, source, seen=work.revision, who=who.id, what="test")
        db.session.commit()
    return work
