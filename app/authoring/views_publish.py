"""Publishing a survey, its versions, and the list of what is to be mended."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.authoring import publication
from app.authoring.opened import opened
from app.authoring.publication import Changed, Publication
from app.core.access import Rule, access
from app.core.db import db
from app.core.i18n import PREFIX
from app.organisation import tenancy
from app.surveys import desk as desks
from app.surveys import desk_pages
from app.surveys.desk import DeskSurvey
from app.surveys.models_work import SurveyWork

blueprint = Blueprint(
    "survey_publishing",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)
CONSENT = "consent"


@blueprint.get("/publish")
@access(USE)
def publish(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    return _page(desk, _publication(desk))


@blueprint.post("/publish")
@access(USE)
def publish_now(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    found = _publication(desk)
    if desk.survey is not None and desk.work is None and _seen()[1] < desk.survey.version:
        return redirect(_home(desk), 303)  # the form was sent before, by whomever
    if desk.work is None or found is None or not found.is_possible:
        return _page(desk, found, 422)
    if found.needs_consent and CONSENT not in request.form:
        return _page(
            desk, found, 422, [(CONSENT, _("Say that you have understood what can't be compared."))]
        )
    try:
        survey = publication.publish(
            desk, desk.work, found.checked, seen=_seen(), timezone=tenancy.place().timezone
        )
    except Changed:
        db.session.rollback()
        desk = desks.find(slug)
        return _page(desk, _publication(desk), 409, is_changed=True)
    db.session.commit()
    flash(
        _("The survey is published.")
        if survey.version == 1
        else _("Version %(number)s is published.", number=survey.version)
    )
    return redirect(_home(desk), 303)


@blueprint.get("/versions")
@access(USE)
def versions(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    return desk_pages.render(
        "authoring/versions.html", desk, "publish", versions=publication.versions(desk.published)
    )


@blueprint.get("/edit/problems")
@access(USE)
def problems(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    found = _found(desk, opened(desk))
    return desk_pages.render(
        "authoring/problems.html", desk, "edit/", found=found.checked, home=_home(desk)
    )


def _publication(desk: DeskSurvey) -> Publication | None:
    """What there is to publish; None where nobody has changed anything."""
    return None if desk.work is None else _found(desk, desk.work)


def _found(desk: DeskSurvey, work: SurveyWork) -> Publication:
    place = tenancy.place()
    return publication.of(desk, work, timezone=place.timezone, languages=tenancy.languages())


def _seen() -> tuple[int, int]:
    """The revision and the published version that the page showed."""
    revision, version = (request.form.get(name, -1, type=int) for name in ("seen", "version"))
    return revision, version


def _home(desk: DeskSurvey) -> str:
    return f"{url_for('desk_surveys.index')}{desk.slug}/"


def _page(
    desk: DeskSurvey,
    found: Publication | None,
    status: int = 200,
    errors: list[tuple[str, str]] | None = None,
    *,
    is_changed: bool = False,
) -> ResponseReturnValue:
    return desk_pages.render(
        "authoring/publish.html",
        desk,
        "publish",
        status,
        found=found,
        home=_home(desk),
        errors=errors or [],
        has_errors=bool(errors) or is_changed,
        is_changed=is_changed,
        has_consent=CONSENT in request.form,
    )
