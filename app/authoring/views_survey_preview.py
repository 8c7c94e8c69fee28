"""The preview: a survey in the making as residents would see it, with what lies behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.accounts.session import principal
from app.authoring import preview_filling, preview_pages, publication, workspace
from app.authoring.opened import opened
from app.authoring.preview_filling import PreviewFilling
from app.authoring.preview_pages import Frame
from app.core import headers, limits
from app.core.access import Rule, access
from app.core.errors import Conflict
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.organisation import tenancy
from app.surveys import definition as definitions
from app.surveys import desk as desks
from app.surveys import desk_pages, listing
from app.surveys.desk import DeskSurvey
from app.surveys.models_work import SurveyWork
from app.surveys.problems import DefinitionError
from app.surveys.structure import Survey as Definition

blueprint = Blueprint(
    "survey_preview",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/edit/preview",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)
WIDTHS = ("phone", "desktop")
MOST_LOOKED_BACK = 20
"""Revisions that are looked at for one that can be shown."""
OFTEN = "240 per minute"
"""How often one person's preview may be sent: nothing is written by that."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a preview shows: a definition, and how many changes ago it stood so."""

    definition: Definition
    ago: int = 0


@blueprint.get("")
@access(USE)
def preview(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    asked = request.args.get("show", "")
    shown = asked if asked in tenancy.languages() else current_language()
    width = request.args.get("width", "")
    response = desk_pages.render(
        "authoring/preview.html",
        desk,
        "edit/",
        home=f"{url_for('desk_surveys.index')}{slug}/",
        frame=url_for("survey_preview.frame", slug=slug, lang=shown),
        shown=shown,
        width=width if width in WIDTHS else WIDTHS[0],
        widths=WIDTHS,
        shown_languages=[(one, AUTONYMS[one]) for one in tenancy.languages()],
    )
    headers.show_frames(response)
    return response


@blueprint.get("/frame")
@access(USE)
def frame(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    seen = _seen(opened(desk))
    if seen is None:
        return _broken(desk)
    found = _frame(desk, seen)
    filling = preview_filling.begin(found.card.survey, seen.definition, tenancy.place().timezone)
    return preview_pages.page(found, filling, "")


@blueprint.post("/frame")
@access(USE)
@limits.counted_by_itself
def answer(slug: str) -> ResponseReturnValue:
    desk = desks.find(slug)
    if _is_too_often():
        return limits.too_many()
    seen = _seen(opened(desk))
    if seen is None:
        return _broken(desk)
    found = _frame(desk, seen)
    filling = _filling(found, seen)
    if request.form.get("action") == "restart":
        filling = preview_filling.begin(
            found.card.survey, seen.definition, tenancy.place().timezone
        )
        return preview_pages.page(found, filling, "")
    if filling.first_page() is None:
        return preview_pages.nothing(found, filling)
    return preview_pages.answered(found, filling)


@blueprint.post("/frame/page")
@access(USE)
@limits.counted_by_itself
def refresh(slug: str) -> ResponseReturnValue:
    """A page that changes while it is answered. Nothing in the browser changes where it can't."""
    desk = desks.find(slug)
    if _is_too_often():
        return limits.too_many()
    seen = _seen(opened(desk))
    if seen is None or request.form.get("page") not in seen.definition.live:
        raise Conflict
    found = _frame(desk, seen)
    return preview_pages.refreshed(found, _filling(found, seen))


def _is_too_often() -> bool:
    who = principal()
    return not limits.allows(OFTEN, "previews", str(who.id if who else ""))


def _frame(desk: DeskSurvey, seen: Seen) -> Frame:
    timezone = tenancy.place().timezone
    survey = preview_filling.survey_of(desk, seen.definition, timezone)
    card = listing.card(survey, desk.area, timezone)
    return Frame(desk.slug, card, seen.ago)


def _filling(found: Frame, seen: Seen) -> PreviewFilling:
    return preview_filling.resume(
        found.card.survey,
        seen.definition,
        request.form.get("token", ""),
        tenancy.place().timezone,
    )


def _seen(work: SurveyWork) -> Seen | None:
    """The definition as it stands, or as it stood when it could be shown last."""
    now = _loaded(work.source)
    if now is not None:
        return Seen(now)
    for ago in range(1, MOST_LOOKED_BACK + 1):
        before = workspace.revision(work, work.revision - ago) if work.id else None
        if before is None:
            return None
        found = _loaded(before.source)
        if found is not None:
            return Seen(found, ago)
    return None


def _loaded(source: Mapping[str, Any]) -> Definition | None:
    try:
        return definitions.load(source)
    except DefinitionError:
        return None


def _broken(desk: DeskSurvey) -> Response:
    """What keeps the survey from being shown."""
    place = tenancy.place()
    found = publication.of(desk, opened(desk), timezone=place.timezone, languages=place.languages)
    home = f"{url_for('desk_surveys.index')}{desk.slug}/"
    html = render_template(
        "authoring/preview_broken.html", problems=found.checked.problems, home=home
    )
    return preview_pages.marked(make_response(html), home)
