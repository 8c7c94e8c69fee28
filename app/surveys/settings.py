"""The settings of a survey: from `meta.yaml` or an official's form into its rows, and back."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select

from app.accounts import queries as accounts
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import TranslatedText
from app.organisation import queries as organisation
from app.surveys import protection, queries, room
from app.surveys.meta import Anonymity, Meta, Moment, PublicResults, Who
from app.surveys.meta_gates import Gates
from app.surveys.models import (
    WHOLE_SURVEY,
    Survey,
    SurveyObjective,
    SurveyState,
    SurveyTheme,
)
from app.surveys.models_access import SurveyGroup

ANSWER_DAYS = 30
"""What is promised where no closing, and so no day of an answer, is set."""


class ShortTaken(Conflict):
    """Another survey of the municipality has this short address."""


def write(survey: Survey, meta: Meta, timezone: str) -> None:
    """Put settings into a survey, new or there already. Raises LooserProtection, ShortTaken."""
    zone = ZoneInfo(timezone)
    area_id = organisation.area_tree().by_key[meta.area].id
    opens_at, closes_at = meta.window(clock.today(timezone), zone)
    if survey.version:
        protection.keep(survey, meta, area_id=area_id, closes_at=closes_at)
    check_short(survey.slug, meta.gates.short)
    promise(survey, _due_on(meta, closes_at, zone))
    survey.area_id = area_id
    survey.opens_at, survey.closes_at = opens_at, closes_at
    survey.who = meta.who
    survey.once_per_browser = meta.once_per_browser
    survey.anonymity = meta.anonymity
    survey.min_group = meta.min_group
    survey.public_results = meta.public_results
    survey.retention_months = meta.retention_months
    _write_gates(survey, meta.gates)


def _due_on(meta: Meta, closes_at: datetime | None, zone: ZoneInfo) -> date | None:
    if closes_at is None:
        return None
    return closes_at.astimezone(zone).date() + timedelta(days=meta.answer_due_days)


def promise(survey: Survey, due_on: date | None) -> None:
    """The day of the answer. Once residents may have read one, the first stays in sight."""
    before = survey.answer_due_on
    if before == due_on:
        return
    is_known = bool(survey.version) and survey.state(clock.now()) is not SurveyState.COMING
    if before is not None and is_known and survey.answer_promised_on is None:
        survey.answer_promised_on = before
    survey.answer_due_on = due_on


def _write_gates(survey: Survey, gates: Gates) -> None:
    survey.access_code = gates.code or None
    survey.response_cap = gates.response_cap
    survey.quotas = [
        {"question": one.question, "value": one.value, "most": one.most} for one in gates.quotas
    ]
    survey.full_text = TranslatedText(dict(gates.full_text))
    survey.short_key = gates.short or None
    survey.embed_origins = list(gates.embed)


def check_short(slug: str, short: str) -> None:
    """Raises ShortTaken where a survey other than `slug` is found under the short address."""
    if not short:
        return
    query = select(Survey.slug).where(or_(Survey.short_key == short, Survey.slug == short))
    if any(other != slug for other in db.session.scalars(query)):
        raise ShortTaken


def link(survey: Survey, meta: Meta) -> None:
    """Tie a survey that has been flushed to its themes, objectives and groups."""
    themes = {theme.key: theme.id for theme in organisation.themes()}
    groups = {group.key: group.id for group in accounts.groups()} if meta.gates.groups else {}
    objectives = _objectives()
    for tie in (SurveyTheme, SurveyObjective, SurveyGroup):
        db.session.execute(delete(tie).where(tie.survey_id == survey.id))
    db.session.add_all(
        SurveyTheme(survey_id=survey.id, theme_id=themes[key]) for key in meta.themes
    )
    ties = {WHOLE_SURVEY: meta.objectives, **meta.objectives_of}
    db.session.add_all(
        SurveyObjective(survey_id=survey.id, objective_id=objectives[key], question=question)
        for question, keys in ties.items()
        for key in dict.fromkeys(keys)
    )
    db.session.add_all(
        SurveyGroup(survey_id=survey.id, group_id=groups[key]) for key in meta.gates.groups
    )
    db.session.flush()


def _objectives() -> dict[str, UUID]:
    return {
        objective.key: objective.id
        for strategy in organisation.strategies()
        for goal in strategy.goals
        for objective in goal.objectives
    }


def meta_of(survey: Survey, timezone: str) -> Meta:
    """The settings as they stand."""
    zone = ZoneInfo(timezone)
    ties = queries.links([survey.id])
    objective_keys = {id: key for key, id in _objectives().items()}
    asked = {
        question: tuple(sorted(objective_keys[id] for id in ids if id in objective_keys))
        for question, ids in ties.objectives.get(survey.id, {}).items()
    }
    themes = ties.themes.get(survey.id, frozenset())
    return Meta(
        slug=survey.slug,
        area=organisation.area_tree().by_id[survey.area_id].key,
        themes=tuple(one.key for one in organisation.themes() if one.id in themes),
        objectives=asked.pop(WHOLE_SURVEY, ()),
        objectives_of={question: keys for question, keys in asked.items() if keys},
        opens=_moment(survey.opens_at, zone),
        closes=_moment(survey.closes_at, zone) if survey.closes_at else None,
        who=Who(survey.who),
        once_per_browser=survey.once_per_browser,
        anonymity=Anonymity(survey.anonymity),
        min_group=survey.min_group,
        public_results=PublicResults(survey.public_results),
        retention_months=survey.retention_months,
        answer_due_days=_answer_days(survey, zone),
        gates=_gates_of(survey),
    )


def _moment(at: datetime, zone: ZoneInfo) -> Moment:
    return Moment(fixed=at.astimezone(zone).replace(tzinfo=None))


def _answer_days(survey: Survey, zone: ZoneInfo) -> int:
    if survey.closes_at is None or survey.answer_due_on is None:
        return ANSWER_DAYS
    return max(1, (survey.answer_due_on - survey.closes_at.astimezone(zone).date()).days)


def _gates_of(survey: Survey) -> Gates:
    ids = groups_of(survey)
    return Gates(
        groups=tuple(one.key for one in accounts.groups() if one.id in ids) if ids else (),
        code=survey.access_code or "",
        response_cap=survey.response_cap,
        quotas=room.quotas_of(survey),
        full_text=tuple(survey.full_text.texts.items()),
        short=survey.short_key or "",
        embed=tuple(survey.embed_origins),
    )


def groups_of(survey: Survey) -> frozenset[UUID]:
    """The groups whose members may answer."""
    query = select(SurveyGroup.group_id).where(SurveyGroup.survey_id == survey.id)
    return frozenset(db.session.scalars(query))


def as_document(meta: Meta) -> dict[str, Any]:
    """A meta as `meta.yaml` would say it: what `metas.check` reads."""
    gates = meta.gates
    said: Mapping[str, Any] = {
        "slug": meta.slug,
        "area": meta.area,
        "themes": list(meta.themes),
        "objectives": list(meta.objectives),
        "question_objectives": {name: list(keys) for name, keys in meta.objectives_of.items()},
        "opens": _written(meta.opens),
        "closes": _written(meta.closes) if meta.closes else None,
        "who": meta.who.value,
        "groups": list(gates.groups),
        "code": gates.code,
        "once_per_browser": meta.once_per_browser,
        "anonymity": meta.anonymity.value,
        "min_group": meta.min_group,
        "public_results": meta.public_results.value,
        "retention_months": meta.retention_months,
        "answer_due_days": meta.answer_due_days,
        "response_cap": gates.response_cap,
        "quotas": [
            {"question": one.question, "value": one.value, "most": one.most} for one in gates.quotas
        ],
        "full_text": dict(gates.full_text),
        "short": gates.short,
        "embed": list(gates.embed),
    }
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def changed(before: Meta, after: Meta) -> dict[str, list[Any]]:
    """What differs between two settings, as the audit log tells it: from what to what."""
    old, new = as_document(before), as_document(after)
    differing: dict[str, list[Any]] = defaultdict(list)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            differing[key] = [old.get(key), new.get(key)]
    return dict(differing)


def _written(moment: Moment) -> str:
    if moment.fixed is None:
        return f"{moment.days:+d}d"
    return moment.fixed.isoformat(timespec="auto" if moment.fixed.second else "minutes")
