"""The desk's page of exports: what a file would hold, and the file itself.

Choosing is a POST, which is noted in the audit log and gives an address that works for some
minutes; fetching is a GET, which reads one snapshot and holds up nobody who writes.
"""

import tempfile
from dataclasses import asdict
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts import audit
from app.accounts.permissions import Permission
from app.accounts.session import principal
from app.analysis import codebook, export_source, export_xlsx, exporting
from app.analysis.exporting import Form, Wanted
from app.analysis.forms_export import ExportForm
from app.core import clock, form_tokens
from app.core.access import Rule, access
from app.core.db import db
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language, speaking
from app.organisation import tenancy
from app.surveys import desk, desk_pages
from app.surveys.desk import DeskSurvey

blueprint = Blueprint(
    "exports", __name__, url_prefix=PREFIX + "/desk/surveys/<slug>", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)
PURPOSE = "export"
LINK_SECONDS = 10 * 60
RESULTS = "results"
"""The part of the survey's pages that exports belong to."""


@blueprint.get("/export")
@access(USE)
def form(slug: str) -> ResponseReturnValue:
    found = desk.find(slug, Permission.EXPORT_RESPONSES)
    return _page(found, ExportForm(None, texts=True, words=True))


@blueprint.post("/export")
@access(USE)
def choose(slug: str) -> ResponseReturnValue:
    found = desk.find(slug, Permission.EXPORT_RESPONSES)
    sent = ExportForm(request.form)
    sent.offer(tuple(found.published.languages), current_language())
    if not sent.validate():
        return _page(found, sent, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        tables = exporting.tables(found.published, clock.now())
    except export_source.TooFew as few:
        return _too_few(found, few)
    audit.record(
        "survey.exported",
        "survey",
        slug,
        survey=slug,
        form=str(sent.wanted.form),
        rows=tables.source.rows,
        texts=sent.wanted.texts,
    )
    db.session.commit()
    return redirect(url_for("exports.file", slug=slug, wanted=_token(slug, sent.wanted)), 303)


@blueprint.get("/export/file")
@access(USE)
def file(slug: str) -> ResponseReturnValue:
    found = desk.find(slug, Permission.EXPORT_RESPONSES)
    wanted = _wanted(slug, request.args.get("wanted", ""))
    if wanted is None:
        return _page(found, ExportForm(None, texts=True, words=True), is_late=True)
    now = clock.now()
    try:
        tables = exporting.tables(found.published, now)
        out = tempfile.TemporaryFile()  # noqa: SIM115 # whoever sends it closes it
        with speaking(wanted.lang):
            exporting.write(tables, wanted, out, now)
    except export_source.TooFew as few:
        return _too_few(found, few)
    except export_xlsx.TooLong:
        return _too_long(found)
    out.seek(0)
    response = send_file(
        out,
        mimetype=exporting.media_type(tables, wanted),
        as_attachment=True,
        download_name=exporting.file_name(tables, wanted, clock.today(tenancy.place().timezone)),
    )
    return _never_kept(response)


@blueprint.get("/export/codebook.csv")
@access(USE)
def codebook_csv(slug: str) -> ResponseReturnValue:
    found = desk.find(slug, Permission.MANAGE_SURVEYS)
    tables = exporting.layout(found.published)
    response = Response(
        codebook.as_csv(tables, current_language()), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}_codebook.csv"'
    return _never_kept(response)


def _page(
    found: DeskSurvey, form: ExportForm, status: int = HTTPStatus.OK, *, is_late: bool = False
) -> Response:
    survey = found.published
    form.offer(tuple(survey.languages), current_language())
    errors = errors_of(form)
    return desk_pages.render(
        "analysis/export.html",
        found,
        RESULTS,
        status,
        form=form,
        errors=errors,
        has_errors=bool(errors),
        size=exporting.size(survey, clock.now()),
        is_late=is_late,
        forms=list(Form),
    )


def _token(slug: str, wanted: Wanted) -> str:
    who = principal()
    subject = urlencode({"slug": slug, "who": str(who.id if who else ""), **asdict(wanted)})
    return form_tokens.issue(PURPOSE, subject)


def _wanted(slug: str, token: str) -> Wanted | None:
    """What was chosen some minutes ago, by whoever asks now."""
    read = form_tokens.read(PURPOSE, token, max_age=LINK_SECONDS)
    who = principal()
    said = dict(parse_qsl(read.subject)) if read else {}
    if who is None or said.get("slug") != slug or said.get("who") != str(who.id):
        return None
    return Wanted(
        Form(said["form"]), said["lang"], said["words"] == "True", said["texts"] == "True"
    )


def _too_few(found: DeskSurvey, few: export_source.TooFew) -> ResponseReturnValue:
    explanation = ngettext(
        "The rows can be taken out once %(num)s person has answered.",
        "The rows can be taken out once %(num)s people have answered, so that nobody can be told"
        " from the others.",
        few.least,
    )
    return _refused(found, _("Too few have answered"), explanation)


def _too_long(found: DeskSurvey) -> ResponseReturnValue:
    return _refused(
        found,
        _("Too many rows for Excel"),
        _("An Excel sheet holds about a million rows. Choose CSV or SPSS, which hold all."),
    )


def _refused(found: DeskSurvey, title: str, explanation: str) -> ResponseReturnValue:
    page = render_template(
        "errors/error.html",
        title=title,
        explanation=explanation,
        next_step=_("Nothing was taken out."),
        action_href=url_for("exports.form", slug=found.slug),
        action_label=_("Back to the exports"),
    )
    return page, HTTPStatus.CONFLICT, {"Cache-Control": "no-store"}


def _never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
