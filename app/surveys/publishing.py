"""Publishing: a checked folder becomes a survey, or a new immutable version of one."""

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.accounts import queries as accounts
from app.core import clock
from app.core.db import db
from app.core.i18n import TranslatedText
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.surveys import arrivals, flow, library, settings
from app.surveys.library import Folder, Places
from app.surveys.meta import Meta, Moment
from app.surveys.models import Survey, SurveyState, SurveyVersion
from app.surveys.protection import LooserProtection
from app.surveys.settings import ShortTaken
from app.surveys.structure import Survey as Definition
from app.surveys.texts import Text
from app.surveys.versions import Change, compare

__all__ = ["LooserProtection", "ShortTaken", "changes", "latest_version", "meta_of", "places",
           "publish", "settle"]  # fmt: skip

log = logging.getLogger(__name__)


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
        groups=frozenset(group.key for group in accounts.groups()),
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
    an unchanged one is not. Raises LooserProtection and ShortTaken; flushes, does not commit."""
    meta = folder.meta
    survey = db.session.scalars(
        select(Survey).where(Survey.slug == meta.slug).with_for_update()
    ).one_or_none()
    if survey is None:
        survey = Survey(slug=meta.slug, version=0, segments=[])
    _describe(survey, folder.definition)
    before, promised = survey.closes_at, (survey.answer_due_on, survey.answer_promised_on)
    with db.session.no_autoflush:
        settings.write(survey, meta, timezone)
    if survey.version and survey.closes_at == before:  # officials may have moved the promise
        survey.answer_due_on, survey.answer_promised_on = promised
    db.session.add(survey)
    db.session.flush()
    _version(survey, folder.source)
    settings.link(survey, meta)
    log.info("survey.published survey=%s version=%s", survey.slug, survey.version)
    return survey


def renew(survey: Survey, source: Mapping[str, Any], definition: Definition) -> Survey:
    """Publish another version of a survey, whose settings stay as they are; what is asked already
    is no new version. Flushes, does not commit."""
    survey = db.session.scalars(
        select(Survey)
        .where(Survey.id == survey.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    _describe(survey, definition)
    _version(survey, source)
    log.info("survey.published survey=%s version=%s", survey.slug, survey.version)
    return survey


def digest_of(source: Mapping[str, Any]) -> str:
    """By what two definitions are known to be the same."""
    canonical = json.dumps(source, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def _describe(survey: Survey, definition: Definition) -> None:
    """What lists and introductions say of a survey, taken from its definition."""
    survey.title = _translated(definition.title, definition)
    survey.description = _translated(definition.description, definition)
    survey.languages = list(definition.languages)
    survey.minutes = flow.estimate_minutes(definition)


def settle(survey: Survey, meta: Meta, *, timezone: str) -> Survey:
    """Change the settings of a published survey; what it asks stays. A closing in the past closes
    an open one now. Raises LooserProtection and ShortTaken; flushes, does not commit."""
    survey = arrivals.take_turn(survey.id)
    now = clock.now()
    opens_at, closes_at = meta.window(clock.today(timezone), ZoneInfo(timezone))
    if survey.state(now) is SurveyState.OPEN and closes_at is not None and closes_at < now:
        at = max(now, opens_at).astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
        meta = replace(meta, closes=Moment(fixed=at))
    settings.write(survey, meta, timezone)
    db.session.flush()
    settings.link(survey, meta)
    log.info("survey.settled survey=%s", survey.slug)
    return survey


def meta_of(survey: Survey, *, timezone: str | None = None) -> Meta:
    """The present settings of a published survey; `timezone`: the city's unless said."""
    return settings.meta_of(survey, timezone or tenancy.place().timezone)


def _translated(text: Text | None, definition: Definition) -> TranslatedText:
    if text is None:
        return TranslatedText({})
    return TranslatedText(
        {lang: text.in_(lang).text for lang in definition.languages if lang in text.languages}
        or {definition.language: text.in_(definition.language).text}
    )


def _version(survey: Survey, source: Mapping[str, Any]) -> None:
    digest = digest_of(source)
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
