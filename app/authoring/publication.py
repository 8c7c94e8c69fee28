"""Publishing what is in the making: what would be published, what it changes, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import audit, session
from app.accounts.permissions import Permission
from app.authoring import bank, problems, workspace
from app.authoring.difference_words import Told, told
from app.authoring.mending import SETTINGS
from app.authoring.problems import Checked, Finding, Weight
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.organisation import queries as organisation
from app.surveys import library, publishing
from app.surveys import queries as surveys
from app.surveys.desk import DeskSurvey
from app.surveys.library import Folder
from app.surveys.meta import CLOSING_TIME, Anonymity, PublicResults, Who
from app.surveys.models import Survey, SurveyVersion
from app.surveys.models_work import SurveyWork
from app.surveys.structure import Survey as Definition
from app.surveys.versions import Effect, compare


class Changed(Conflict):
    """Somebody has changed or published the survey since whoever publishes looked at it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings that a survey is published with, in the municipality's time."""

    area: str
    opens: datetime
    closes: datetime | None
    who: Who
    anonymity: Anonymity
    once_per_browser: bool
    min_group: int
    public_results: PublicResults
    retention_months: int

    @property
    def closes_with_the_day(self) -> bool:
        return self.closes is not None and self.closes.time() == CLOSING_TIME


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing would do. `terms` is None where the settings can't be read; `is_overtaken`:
    another version was published after this one was begun."""

    checked: Checked
    differences: tuple[Told, ...]
    terms: Terms | None
    is_first: bool
    is_unchanged: bool
    is_overtaken: bool

    @property
    def needs_consent(self) -> bool:
        return any(one.effect is Effect.BREAKING for one in self.differences)

    @property
    def is_possible(self) -> bool:
        return not self.checked.problems and not self.is_unchanged


def of(
    desk: DeskSurvey, work: SurveyWork, *, timezone: str, languages: tuple[str, ...]
) -> Publication:
    """What publishing a survey in the making would do now."""
    survey = desk.survey
    checked = problems.check(
        work,
        area=desk.area,
        languages=languages,
        timezone=timezone,
        anonymity=survey.anonymity if survey else None,
    )
    checked = _with_area(checked)
    return Publication(
        checked=checked,
        differences=_differences(survey, checked),
        terms=_terms(desk, checked, timezone),
        is_first=survey is None,
        is_unchanged=survey is not None and is_published(survey, work.source),
        is_overtaken=survey is not None and work.based_on < survey.version,
    )


def is_published(survey: Survey, source: Mapping[str, Any]) -> bool:
    """Whether a definition is what residents are asked already."""
    now = surveys.source(survey.id, survey.version) or {}
    return publishing.digest_of(now) == publishing.digest_of(source)


def publish(
    desk: DeskSurvey,
    work: SurveyWork,
    checked: Checked,
    *,
    seen: tuple[int, int],
    timezone: str,
) -> Survey:
    """Publish what was checked. `seen`: the revision and the published version that were looked
    at; raises Changed where they are others by now. The work is done with; flushes."""
    assert checked.definition is not None, "whoever calls has looked at the problems"
    held = db.session.scalars(
        select(SurveyWork)
        .where(SurveyWork.id == work.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    version = publishing.latest_version(desk.slug)
    if held is None or (held.revision, version) != seen:
        raise Changed
    if desk.survey is not None:
        survey = publishing.renew(desk.survey, held.source, checked.definition)
    else:
        assert checked.meta is not None, "it would be a problem"
        folder = Folder(held.source, checked.definition, checked.meta)
        survey = publishing.publish(folder, timezone=timezone)
    bank.note_uses(survey)
    workspace.discard(held)
    audit.record("survey.published", "survey", survey.slug, version=survey.version)
    return survey


def _with_area(checked: Checked) -> Checked:
    """What was checked, and whether whoever looks may publish in the area that was chosen."""
    if checked.meta is None or session.may(Permission.MANAGE_SURVEYS, checked.meta.area):
        return checked
    refused = Finding(
        Weight.BLOCKS,
        _("You may not publish surveys of the area that is chosen."),
        _("Choose an area of yours, or ask an official of that area to publish."),
        _("Settings"),
        SETTINGS.address,
    )
    return Checked((*checked.findings, refused), checked.definition, checked.meta)


def _differences(survey: Survey | None, checked: Checked) -> tuple[Told, ...]:
    if survey is None or checked.definition is None:
        return ()
    now = library.compiled(survey.id, survey.version)
    return tuple(told(compare(now, checked.definition), now, checked.definition))


def _terms(desk: DeskSurvey, checked: Checked, timezone: str) -> Terms | None:
    zone = ZoneInfo(timezone)
    survey, meta = desk.survey, checked.meta
    if survey is not None:
        opens, closes = survey.opens_at, survey.closes_at
        area = desk.area
    elif meta is not None:
        opens, closes = meta.window(clock.today(timezone), zone)
        area = organisation.area_tree().by_key[meta.area]
    else:
        return None
    holder = survey or meta
    assert holder is not None
    return Terms(
        area=str(area.name),
        opens=opens.astimezone(zone),
        closes=closes.astimezone(zone) if closes else None,
        who=holder.who,
        anonymity=holder.anonymity,
        once_per_browser=holder.once_per_browser,
        min_group=holder.min_group,
        public_results=holder.public_results,
        retention_months=holder.retention_months,
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A published version, and how it differs from the one before."""

    number: int
    published_at: datetime
    differences: tuple[Told, ...]

    @property
    def is_breaking(self) -> bool:
        return any(one.effect is Effect.BREAKING for one in self.differences)


def versions(survey: Survey) -> list[Version]:
    """All published versions, the newest first. Two statements, or one more for definitions."""
    dates = db.session.execute(
        select(SurveyVersion.number, SurveyVersion.published_at)
        .where(SurveyVersion.survey_id == survey.id)
        .order_by(SurveyVersion.number)
    ).all()
    library.preload([(survey.id, number) for number, _at in dates])
    found: list[Version] = []
    before: Definition | None = None
    for number, published_at in dates:
        now = library.compiled(survey.id, number)
        differences = told(compare(before, now), before, now) if before else []
        found.append(Version(number, published_at, tuple(differences)))
        before = now
    return found[::-1]
