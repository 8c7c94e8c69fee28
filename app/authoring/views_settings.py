"""The settings of a survey at the desk: in the making, or published."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import audit
from app.accounts.permissions import Permission
from app.accounts.session import principal
from app.authoring import (
    creating,
    forms_settings,
    settings_choices,
    settings_labels,
    workspace,
)
from app.authoring.forms_settings import SettingsForm, Typed
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.surveys import desk as desks
from app.surveys import desk_pages, here, protection, publishing, settings
from app.surveys.desk import DeskSurvey
from app.surveys.meta import CLOSING_TIME, Meta

blueprint = Blueprint(
    "desk_survey_settings",
    __name__,
    url_prefix=PREFIX + "/desk/surveys",
    template_folder="templates",
)
USE = Rule(Permission.USE_DESK)
USUAL_DAYS = 21
"""How long a survey is open unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Now:
    """The settings as they stand, as a document, and the mark by which they are known again."""

    document: Mapping[str, Any]
    mark: str


@blueprint.get("/<slug>/settings")
@access(USE)
def show(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    choices, now = settings_choices.of(desk), _now(desk)
    form = SettingsForm(forms_settings.shown(now.document, choices), choices, now.document)
    return _page(desk, form, now, is_done="done" in request.args)


@blueprint.post("/<slug>/settings")
@access(USE)
def save(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    choices, now = settings_choices.of(desk), _now(desk)
    typed: Typed = request.form.copy()
    if desk.survey is not None:
        typed["slug"] = slug
    form = SettingsForm(typed, choices, now.document)
    found = form.read()
    if found is None:
        return _page(desk, form, now, 422)
    meta, document = found
    if typed.get("seen") != now.mark:
        return _conflict(desk, form, now, document)
    try:
        _keep(desk, meta, document)
    except workspace.Outdated:
        db.session.rollback()
        return _conflict(desks.find(slug), form, _now(desks.find(slug)), document)
    except workspace.SlugTaken:
        form.errors["slug"] = _("Another survey has this address.")
    except settings.ShortTaken:
        form.errors["short"] = _("Another survey has this address.")
    except protection.LooserProtection as refusal:
        for key in sorted(refusal.what):
            form.errors[forms_settings.field_of(key)] = settings_labels.looser(key)
    if form.errors:
        db.session.rollback()
        return _page(desks.find(slug), form, now, 422)
    db.session.commit()
    return here.see_other(url_for(".show", slug=meta.slug, done=1))


def _keep(desk: DeskSurvey, meta: Meta, document: dict[str, Any]) -> None:
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    if desk.survey is not None:
        timezone = tenancy.place().timezone
        before = publishing.meta_of(desk.survey)
        after = publishing.settle(desk.survey, meta, timezone=timezone)
        changed = settings.changed(before, publishing.meta_of(after))
        if changed:
            audit.record("survey.settled", "survey", desk.slug, settings=_unsaid(changed))
        return
    assert desk.work is not None, "a survey is published or in the making"
    work, area = desk.work, organisation.area_tree().by_key[meta.area]
    is_kept = meta.slug in creating.RESERVED
    if meta.slug != desk.slug and (is_kept or workspace.is_taken(meta.slug)):
        raise workspace.SlugTaken
    settings.check_short(meta.slug, meta.gates.short)
    work = workspace.settle(work, document, seen=work.revision, who=who.id, area_id=area.id)
    work.slug = meta.slug
    db.session.flush()


def _unsaid(changed: dict[str, list[Any]]) -> dict[str, Any]:
    """What changed, for the log: that of the code, not the code."""
    return {key: value if key != "code" else ["…", "…"] for key, value in changed.items()}


def _now(desk: DeskSurvey) -> Now:
    if desk.survey is not None:
        document = settings.as_document(publishing.meta_of(desk.survey))
        told = json.dumps(document, sort_keys=True, ensure_ascii=False)
        return Now(document, hashlib.sha256(told.encode()).hexdigest()[:32])
    assert desk.work is not None, "a survey is published or in the making"
    usual = _usual(desk, tenancy.place().timezone)
    return Now({**usual, **desk.work.settings, "slug": desk.slug}, f"r{desk.work.revision}")


def _usual(desk: DeskSurvey, timezone: str) -> dict[str, Any]:
    """What a survey in the making begins with: the same that it would be published with."""
    today = clock.today(timezone)
    closes = datetime.combine(today + timedelta(days=USUAL_DAYS), CLOSING_TIME)
    return {
        "area": desk.area.key,
        "opens": datetime.combine(today, time.min).isoformat(timespec="minutes"),
        "closes": closes.isoformat(timespec="minutes"),
        "who": "anyone",
        "once_per_browser": False,
        "anonymity": "anonymous",
        "min_group": 5,
        "public_results": "closed",
        "retention_months": 24,
        "answer_due_days": 30,
    }


def _conflict(
    desk: DeskSurvey, form: SettingsForm, now: Now, wanted: Mapping[str, Any]
) -> Response:
    """Somebody else has changed the settings meanwhile: both are shown, nothing is overwritten."""
    db.session.rollback()
    differing = settings_labels.differing(now.document, wanted)
    return _page(desk, form, now, 409, differing=differing, is_conflict=True)


def _page(
    desk: DeskSurvey, form: SettingsForm, now: Now, status: int = 200, **values: Any
) -> Response:
    survey = desk.survey
    is_fixed = survey is not None and protection.fixed(survey)
    shown: dict[str, Any] = {
        "form": form,
        "errors": list(form.errors.items()),
        "has_errors": bool(form.errors),
        "seen": now.mark,
        "is_fixed": is_fixed,
        "ties": forms_settings.rows(form.typed, "tie", "question"),
        "quotas": forms_settings.rows(form.typed, "quota", "answer"),
        "differing": [],
        "is_conflict": False,
        "is_done": False,
        "zone": tenancy.place().timezone,
        "autonyms": AUTONYMS,
        "here": request.host_url.rstrip("/"),
    }
    return desk_pages.render("authoring/settings.html", desk, "settings", status, **shown | values)
