"""A filling that is kept nowhere: all that was answered so far travels in the form, signed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import inspect

from app.authoring import problems
from app.core import clock, form_tokens
from app.core.i18n import TranslatedText
from app.surveys import codes, flow
from app.surveys.desk import DeskSurvey
from app.surveys.fillings import TOKEN_LIFETIME, Filling
from app.surveys.meta import LEAST_GROUP, Anonymity, PublicResults, Who
from app.surveys.models import Survey
from app.surveys.structure import Survey as Definition

PURPOSE = "preview"
SLUG = ".preview"
"""What the survey is called in addresses on the page: no survey can be called so."""
NOBODYS = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewFilling(Filling):
    """One look at a survey in the making."""

    def token(self, beside: str = "") -> str:
        answers = json.dumps(dict(self.answers), ensure_ascii=False)
        return form_tokens.issue(PURPOSE, answers, self.nonce)

    def saved(self, page: str = "") -> "PreviewFilling":
        return self

    def forget(self) -> None:
        return None

    @property
    def may_be_kept(self) -> bool:
        return False

    def with_files(self, answers: Mapping[str, object] | None) -> "PreviewFilling":
        return replace(self, draft=answers or {})


def begin(survey: Survey, definition: Definition, timezone: str) -> PreviewFilling:
    return PreviewFilling(
        survey=survey,
        version=0,
        definition=definition,
        nonce=codes.new(),
        timezone=timezone,
    )


def resume(survey: Survey, definition: Definition, token: str, timezone: str) -> PreviewFilling:
    """The look that a form belongs to; a new one for any other token. The definition may have
    changed meanwhile: what it still asks is known."""
    begun = begin(survey, definition, timezone)
    found = form_tokens.read(PURPOSE, token, max_age=TOKEN_LIFETIME)
    if found is None:
        return begun
    answers: dict[str, Any] = json.loads(found.subject)
    return replace(begun, nonce=found.nonce, draft=answers or None)


def survey_of(desk: DeskSurvey, definition: Definition, timezone: str) -> Survey:
    """The survey as it would be once it is published: a row that is kept nowhere."""
    row = Survey()
    if desk.survey is not None:
        for column in inspect(Survey).column_attrs:
            setattr(row, column.key, getattr(desk.survey, column.key))
    else:
        _settle(row, desk, timezone)
    row.slug = SLUG
    row.title = _translated(definition, "title")
    row.description = _translated(definition, "description")
    row.languages = list(definition.languages)
    row.minutes = flow.estimate_minutes(definition)
    return row


def _settle(row: Survey, desk: DeskSurvey, timezone: str) -> None:
    """The settings that show on the pages of questions; as they usually are, where those that were
    chosen can't be read."""
    meta = problems.meta_of(desk.work, desk.area, timezone) if desk.work else None
    row.id, row.area_id, row.version = NOBODYS, desk.area.id, 0
    row.opens_at, row.closes_at = clock.now(), None
    if meta is not None:
        row.opens_at, row.closes_at = meta.window(clock.today(timezone), ZoneInfo(timezone))
    row.answer_due_on = row.answer_promised_on = row.answered_at = None
    row.who = meta.who if meta else Who.ANYONE
    row.anonymity = meta.anonymity if meta else Anonymity.ANONYMOUS
    row.access_code = row.response_cap = row.short_key = row.texts_removed_at = None
    row.quotas, row.embed_origins, row.segments = [], [], []
    row.full_text = TranslatedText({})
    row.once_per_browser = meta.once_per_browser if meta else False
    row.min_group = meta.min_group if meta else LEAST_GROUP
    row.public_results = meta.public_results if meta else PublicResults.CLOSED
    row.retention_months = meta.retention_months if meta else 1


def _translated(definition: Definition, written: str) -> TranslatedText:
    text = getattr(definition, written)
    return TranslatedText(dict(text.values) if text else {})
