"""The city's answer to a survey, as officials write it: kept as a draft, published, corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from app.accounts import audit
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import TranslatedText
from app.fieldwork.closing import NotNow
from app.surveys import arrivals, news, outcomes
from app.surveys.models import Survey, SurveyState
from app.surveys.models_outcome import (
    SurveyOutcome,
    SurveyOutcomeAction,
    SurveyOutcomeObjective,
)

LONGEST = 10_000
"""Characters of one part in one language."""


class Changed(Conflict):
    """Somebody else has changed the answer since it was opened."""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it is typed: both parts by language, and what it is tied to."""

    heard: Mapping[str, str]
    doing: Mapping[str, str]
    actions: frozenset[UUID] = frozenset()
    objectives: frozenset[UUID] = frozenset()

    def has_all(self, lang: str) -> bool:
        """Whether both parts are there in a language."""
        return bool(self.heard.get(lang)) and bool(self.doing.get(lang))


NOTHING = Written({}, {})


def stored(survey: Survey) -> Written:
    """The answer as it stands, published or not."""
    outcome = outcomes.find(survey.id)
    if outcome is None:
        return NOTHING
    actions = db.session.scalars(
        select(SurveyOutcomeAction.action_id).where(SurveyOutcomeAction.survey_id == survey.id)
    )
    objectives = db.session.scalars(
        select(SurveyOutcomeObjective.objective_id).where(
            SurveyOutcomeObjective.survey_id == survey.id
        )
    )
    return Written(
        outcome.heard.texts, outcome.doing.texts, frozenset(actions), frozenset(objectives)
    )


def revision(outcome: SurveyOutcome | None) -> str:
    """By which a form says which state of the answer it was opened with."""
    return outcome.updated_at.isoformat() if outcome is not None else ""


def keep(survey: Survey, written: Written, *, seen: str, who: UUID | None) -> SurveyOutcome:
    """Keep a draft. Raises Changed, and NotNow where the answer is public: then it can only be
    corrected. Flushes."""
    if arrivals.take_turn(survey.id).answered_at is not None:
        raise NotNow
    return _write(survey, written, seen=seen, who=who)


def publish(survey: Survey, written: Written, *, seen: str, who: UUID | None) -> SurveyOutcome:
    """Show the answer to everybody, and tell whoever asked for it; what is public already is
    corrected. Raises Changed, and NotNow before the survey has closed. Flushes."""
    survey = arrivals.take_turn(survey.id)
    now = clock.now()
    if survey.state(now) is not SurveyState.CLOSED:
        raise NotNow
    outcome = _write(survey, written, seen=seen, who=who)
    if outcome.published_at is None:
        outcome.published_at = survey.answered_at = now
        news.tell(survey, news.Kind.ANSWER)
        audit.record("survey.answered", "survey", survey.slug, survey=survey.slug)
    else:
        outcome.corrected_at = now
        news.tell(survey, news.Kind.CORRECTION)
        audit.record("survey.answer_corrected", "survey", survey.slug, survey=survey.slug)
    db.session.flush()
    return outcome


def _write(survey: Survey, written: Written, *, seen: str, who: UUID | None) -> SurveyOutcome:
    outcome = outcomes.find(survey.id)
    if seen != revision(outcome):
        raise Changed
    if outcome is None:
        outcome = SurveyOutcome(survey_id=survey.id)
        db.session.add(outcome)
    outcome.heard = TranslatedText(dict(written.heard))
    outcome.doing = TranslatedText(dict(written.doing))
    outcome.author_id = who
    outcome.updated_at = clock.now()
    db.session.flush()
    for link in (SurveyOutcomeAction, SurveyOutcomeObjective):
        db.session.execute(delete(link).where(link.survey_id == survey.id))
    db.session.add_all(
        SurveyOutcomeAction(survey_id=survey.id, action_id=one) for one in written.actions
    )
    db.session.add_all(
        SurveyOutcomeObjective(survey_id=survey.id, objective_id=one) for one in written.objectives
    )
    db.session.flush()
    return outcome
