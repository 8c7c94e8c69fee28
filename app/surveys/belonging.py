"""What a survey belongs to, besides its area: themes, and objectives of the strategy."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, literal, select, union_all

from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.organisation.models import Objective, Theme
from app.surveys.models import SurveyObjective, SurveyTheme


class Kind(StrEnum):
    THEME = "theme"
    OBJECTIVE = "objective"


@dataclass(frozen=True, slots=True)
class Belonging:
    """A theme, or an objective that the survey or one of its questions asks about."""

    kind: Kind
    key: str
    name: TranslatedText
    position: int


_HERE: BindParameter[UUID] = bindparam("here")
_SURVEY: BindParameter[UUID] = bindparam("survey")
_QUERY = union_all(
    select(
        literal(Kind.THEME.value).label("kind"),
        Theme.key.label("key"),
        Theme.name.label("name"),
        Theme.position.label("position"),
    )
    .select_from(SurveyTheme)
    .join(
        Theme,
        and_(
            Theme.municipality_id == SurveyTheme.municipality_id, Theme.id == SurveyTheme.theme_id
        ),
    )
    .where(SurveyTheme.municipality_id == _HERE, SurveyTheme.survey_id == _SURVEY),
    select(literal(Kind.OBJECTIVE.value), Objective.key, Objective.title, Objective.position)
    .select_from(SurveyObjective)
    .join(
        Objective,
        and_(
            Objective.municipality_id == SurveyObjective.municipality_id,
            Objective.id == SurveyObjective.objective_id,
        ),
    )
    .where(SurveyObjective.municipality_id == _HERE, SurveyObjective.survey_id == _SURVEY),
)
"""Built once: each first page of a survey asks it."""


def of_survey(survey_id: UUID) -> tuple[Belonging, ...]:
    """Its themes, then its objectives, each once and in its order. One statement."""
    known = {"here": scope.required_municipality_id(), "survey": survey_id}
    rows = db.session.execute(_QUERY, known)
    found = {
        (kind, key): Belonging(Kind(kind), key, name, position)
        for kind, key, name, position in rows
    }
    return tuple(
        sorted(found.values(), key=lambda one: (one.kind != Kind.THEME, one.position, one.key))
    )
