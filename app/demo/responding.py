"""The demo cities' answers to surveys that have closed: what was heard, and what is done."""

from datetime import timedelta
from pathlib import Path

from app.core import clock
from app.core.db import db
from app.core.documents import read_yaml
from app.core.i18n import TranslatedText
from app.demo.proposals import Places
from app.organisation.directory import Place
from app.surveys import queries
from app.surveys.models_outcome import (
    SurveyOutcome,
    SurveyOutcomeAction,
    SurveyOutcomeObjective,
)

HERE = Path(__file__).parent / "outcomes"


def seed(place: Place) -> int:
    """Answer the surveys of a demo city, in its scope; says how many."""
    told, _places = read_yaml((HERE / f"{place.slug}.yaml").read_text(encoding="utf-8"))
    assert isinstance(told, list)
    known = Places.of_scope()
    for one in told:
        survey = queries.by_slug(one["survey"])
        assert survey is not None, one["survey"]
        survey.answered_at = clock.now() - timedelta(days=int(one["days"]))
        db.session.add(
            SurveyOutcome(
                survey_id=survey.id,
                heard=TranslatedText(one["heard"]),
                doing=TranslatedText(one["doing"]),
                published_at=survey.answered_at,
            )
        )
        db.session.flush()
        db.session.add_all(
            SurveyOutcomeAction(survey_id=survey.id, action_id=known.actions[key].id)
            for key in one.get("actions", ())
        )
        db.session.add_all(
            SurveyOutcomeObjective(survey_id=survey.id, objective_id=known.objectives[key].id)
            for key in one.get("objectives", ())
        )
    db.session.flush()
    return len(told)
