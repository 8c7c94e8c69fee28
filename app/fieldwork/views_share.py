"""An official lets people know of a survey: link, QR code, poster, texts, frame of a site."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts import audit
from app.accounts.permissions import Permission
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.fieldwork import codes, posters, sharing
from app.fieldwork.forms_share import FrameForm, ShortForm
from app.fieldwork.sharing import Invitation
from app.organisation import tenancy
from app.surveys import desk, desk_pages
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey

blueprint = Blueprint(
    "survey_share", __name__, url_prefix=PREFIX + "/desk/surveys", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)
SIZES = ("a4", "a3")


@blueprint.get("/<slug>/share")
@access(USE)
def share(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    return _page(found, _short_form(found.published), _frame_form(found.published))


def _short_form(survey: Survey) -> ShortForm:
    return ShortForm(short=survey.short_key or "")


def _frame_form(survey: Survey) -> FrameForm:
    return FrameForm(origins="\n".join(survey.embed_origins))


@blueprint.post("/<slug>/share/link")
@access(USE)
def link(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    survey, form = found.published, ShortForm(request.form)
    form.survey = survey
    if not form.validate():
        return _page(found, form, _frame_form(survey), 422)
    survey.short_key = form.key
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        again = desk.find(slug)
        form.short.errors = [_("Another survey has this name. Choose another.")]
        return _page(again, form, _frame_form(again.published), 422)
    audit.record("survey.shared", "survey", slug, survey=slug, short=survey.short_key or slug)
    db.session.commit()
    flash(_("The short link is changed. The one before leads nowhere any more."))
    return redirect(url_for("survey_share.share", slug=slug), 303)


@blueprint.post("/<slug>/share/frame")
@access(USE)
def frame(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    survey, form = found.published, FrameForm(request.form)
    if not form.validate():
        return _page(found, _short_form(survey), form, 422)
    survey.embed_origins = form.sites
    audit.record("survey.embedded", "survey", slug, survey=slug, sites=form.sites)
    db.session.commit()
    flash(_("The sites are saved."))
    return redirect(url_for("survey_share.share", slug=slug, _anchor="frame"), 303)


def _page(found: DeskSurvey, short: ShortForm, frame: FrameForm, status: int = 200) -> Response:
    place, survey = tenancy.place(), found.published
    errors = errors_of(short) + errors_of(frame)
    return desk_pages.render(
        "fieldwork/share.html",
        found,
        "share",
        status,
        survey=survey,
        link=sharing.short_link(place, survey),
        invitations=sharing.invitations(place, survey),
        short_form=short,
        frame_form=frame,
        has_pdf=posters.HAS_PDF,
        errors=errors,
        has_errors=bool(errors),
        languages=[
            (lang, AUTONYMS[lang], url_for("survey_share.share", lang=lang, slug=found.slug))
            for lang in tenancy.languages()
        ],
    )


@blueprint.get("/<slug>/share/qr.<kind>")
@access(USE)
def qr(slug: str, kind: str) -> ResponseReturnValue:
    found = desk.find(slug)
    if kind not in ("svg", "png"):
        raise Missing
    address = sharing.short_link(tenancy.place(), found.published)
    drawn = codes.svg(address) if kind == "svg" else codes.png(address)
    media_type = "image/svg+xml" if kind == "svg" else "image/png"
    is_download = "download" in request.args
    return _file(drawn, media_type, f"qr-{slug}.{kind}" if is_download else "")


@blueprint.get("/<slug>/share/poster")
@access(USE)
def poster(slug: str) -> ResponseReturnValue:
    """A page that is printed, in the languages that are asked for."""
    found = desk.find(slug)
    chosen, offered = _chosen(found.published)
    page = render_template(
        "fieldwork/poster.html",
        desk=found,
        survey=found.published,
        invitations=chosen,
        offered=offered,
        chosen={one.lang for one in chosen},
        size=_size(),
        has_pdf=posters.HAS_PDF,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<slug>/share/poster.pdf")
@access(USE)
def poster_pdf(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    if not posters.HAS_PDF:
        raise Missing
    chosen, _offered = _chosen(found.published)
    code = codes.svg(sharing.short_link(tenancy.place(), found.published))
    return _file(posters.pdf(chosen, code, _size()), "application/pdf", f"poster-{slug}.pdf")


def _size() -> str:
    asked = request.args.get("size", "")
    return asked if asked in SIZES else SIZES[0]


def _chosen(survey: Survey) -> tuple[tuple[Invitation, ...], tuple[Invitation, ...]]:
    """The invitations asked for, and all there are; that in the page's language unless said."""
    offered = tuple(sharing.invitations(tenancy.place(), survey))
    asked = request.args.getlist("langs") or [current_language()]
    return tuple(one for one in offered if one.lang in asked) or offered[:1], offered


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = "no-store"
    if name:
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
