"""Publishing: a checked folder becomes a survey, or a new immutable version of one."""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from app.core import buckets, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import TranslatedText
from app.organisation import queries as organisation
from app.surveys import arrivals, flow, library
from app.surveys.library import Folder, Places
from app.surveys.meta import Meta
from app.surveys.models import (
    WHOLE_SURVEY,
    Response,
    Survey,
    SurveyObjective,
    SurveyState,
    SurveyTheme,
    SurveyVersion,
)
from app.surveys.structure import Survey as Definition
from app.surveys.tallies import KIND
from app.surveys.texts import Text
from app.surveys.versions import Change, compare

log = logging.getLogger(__name__)


class LooserProtection(Conflict):
    """A survey that has answers can only protect its respondents more, not less."""


def places() -> Places:
    """The keys that a survey of the municipality in scope may name."""
    tree = organisation.area_tree()
    return Places(
        areas=frozenset(tree.by_key),
        themes={theme.key: tree.by_id[theme.owner_id].key for theme in organisation.themes()},
        objectives=frozenset(
            objective.key
            for strategy in organisation.strategies()
            for goal in strategy.goals
            for objective in goal.objectives
        ),
    )


def latest_version(slug: str) -> int:
    """The number of a survey's current version; 0 where it was never published."""
    return db.session.scalar(select(Survey.version).where(Survey.slug == slug)) or 0


def changes(survey: Survey) -> list[Change]:
    """What the current version differs in from the one before it, the gravest first."""
    before, now = (library.compiled(survey.id, survey.version - age) for age in (1, 0))
    return compare(before, now)


def publish(folder: Folder, *, timezone: str) -> Survey:
    """Create a survey, or bring an existing one in step: a changed definition is a new version,
    an unchanged one is not. Raises LooserProtection; flushes, does not commit."""
    meta = folder.meta
    survey = db.session.scalars(
        select(Survey).where(Survey.slug == meta.slug).with_for_update()
    ).one_or_none()
    is_new = survey is None
    if survey is None:
        survey = Survey(slug=meta.slug, version=0, segments=[])
    area = organisation.area_tree().by_key[meta.area]
    opens_at, closes_at = meta.window(clock.today(timezone), ZoneInfo(timezone))
    if not is_new:
        reopens = survey.state(clock.now()) is SurveyState.CLOSED and (
            closes_at is None or closes_at > clock.now()
        )
        _keep_boundaries(survey, meta, area_id=area.id, reopens=reopens)
    survey.area_id = area.id
    survey.title = _translated(folder.definition.title, folder.definition)
    survey.description = _translated(folder.definition.description, folder.definition)
    survey.languages = list(folder.definition.languages)
    survey.minutes = flow.estimate_minutes(folder.definition)
    if is_new or closes_at != survey.closes_at:
        survey.answer_due_on = (
            closes_at.astimezone(ZoneInfo(timezone)).date() + timedelta(days=meta.answer_due_days)
            if closes_at
            else None
        )
    survey.opens_at, survey.closes_at = opens_at, closes_at
    survey.once_per_browser = meta.once_per_browser
    survey.min_group = meta.min_group
    survey.public_results = meta.public_results
    survey.retention_months = meta.retention_months
    db.session.add(survey)
    db.session.flush()
    _version(survey, folder.source)
    _links(survey, meta)
    log.info("survey.published survey=%s version=%s", survey.slug, survey.version)
    return survey


def _keep_boundaries(survey: Survey, meta: Meta, *, area_id: UUID, reopens: bool) -> None:
    """What has been shown stays a boundary between steps: where the group size grows, a closed
    survey opens again, or another area takes over."""
    arrived = db.session.scalar(
        select(func.max(Response.arrival)).where(Response.survey_id == survey.id)
    )
    moves = area_id != survey.area_id
    if not arrived or not (moves or reopens or meta.min_group != survey.min_group):
        return
    if meta.min_group < survey.min_group:
        raise LooserProtection
    last = arrivals.keep_boundaries(survey)
    if moves:
        _hand_over(survey, area_id, after=last or 0)


def _hand_over(survey: Survey, area_id: UUID, *, after: int) -> None:
    """Arrivals too few to be shown apart go along to the area that takes over."""
    few = (Response.survey_id == survey.id, Response.arrival > after)
    days = db.session.scalars(select(Response.day).where(*few).distinct()).all()
    db.session.execute(update(Response).where(*few).values(area_id=area_id))
    for day in days:
        buckets.mark_stale(KIND, survey.id, day)


def _translated(text: Text | None, definition: Definition) -> TranslatedText:
    if text is None:
        return TranslatedText({})
    return TranslatedText(
        {lang: text.in_(lang).text for lang in definition.languages if lang in text.languages}
        or {definition.language: text.in_(definition.language).text}
    )


def _version(survey: Survey, source: Mapping[str, Any]) -> None:
    canonical = json.dumps(source, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = sha256(canonical.encode()).hexdigest()
    latest = db.session.scalars(
        select(SurveyVersion.digest).where(
            SurveyVersion.survey_id == survey.id, SurveyVersion.number == survey.version
        )
    ).first()
    if latest == digest:
        return
    survey.version += 1
    db.session.add(
        SurveyVersion(
            survey_id=survey.id,
            number=survey.version,
            definition=dict(source),
            digest=digest,
            published_at=clock.now(),
        )
    )
    db.session.flush()


def _links(survey: Survey, meta: Meta) -> None:
    themes = {theme.key: theme.id for theme in organisation.themes()}
    objectives = {
        objective.key: objective.id
        for strategy in organisation.strategies()
        for goal in strategy.goals
        for objective in goal.objectives
    }
    for link in (SurveyTheme, SurveyObjective):
        db.session.execute(delete(link).where(link.survey_id == survey.id))
    db.session.add_all(
        SurveyTheme(survey_id=survey.id, theme_id=themes[key]) for key in meta.themes
    )
    ties = {WHOLE_SURVEY: meta.objectives, **meta.objectives_of}
    db.session.add_all(
        SurveyObjective(survey_id=survey.id, objective_id=objectives[key], question=question)
        for question, keys in ties.items()
        for key in dict.fromkeys(keys)
    )
    db.session.flush()
