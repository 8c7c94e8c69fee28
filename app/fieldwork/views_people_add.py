"""Adding people to a survey's list: pasted, from a file, or as personal links to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.core.access import Rule, access
from app.core.db import db
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.core.spreadsheets import written
from app.fieldwork import inviting, mails, roster
from app.fieldwork.forms_people import LinksForm, PeopleForm, expect_list
from app.fieldwork.invitation_words import REASONS
from app.fieldwork.people_lists import PeopleList
from app.organisation import links, tenancy
from app.surveys import desk, desk_pages
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey

blueprint = Blueprint(
    "invitations_add",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/people",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)
HERE = "people"
MOST_FAULTS = 100


@blueprint.url_value_preprocessor
def _expect(_endpoint: str | None, _values: object) -> None:
    """The form's token is looked for before the view: so its size is said before that."""
    expect_list()


@blueprint.get("/add")
@access(USE)
def add(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    form = PeopleForm()
    form.offer(found.published.languages)
    return _add_page(found, form)


@blueprint.post("/add")
@access(USE)
def add_post(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    form = PeopleForm(request.form)
    form.offer(found.published.languages)
    listed = form.read(found.published.languages)
    if listed is None:
        return _add_page(found, form, status=422)
    if listed.broken and not (request.form.get("action") == "keep" and listed.people):
        return _add_page(found, form, listed, 422)
    try:
        added = inviting.add(found.published, listed.people)
    except inviting.Taken:
        form.people.errors = [_("Somebody else adds people at this moment. Send it again.")]
        return _add_page(desk.find(slug), form, status=409)
    db.session.commit()
    flash(_told(listed, added))
    return redirect(url_for("invitations.people", slug=slug), 303)


def _told(listed: PeopleList, added: int) -> str:
    parts = [ngettext("%(num)s person was added.", "%(num)s people were added.", added)]
    known = len(listed.people) - added + listed.repeated
    if known:
        parts.append(
            ngettext(
                "%(num)s was on the list already or twice in yours.",
                "%(num)s were on the list already or twice in yours.",
                known,
            )
        )
    left = len(listed.broken)
    if left:
        parts.append(ngettext("%(num)s row was left out.", "%(num)s rows were left out.", left))
    return " ".join(str(part) for part in parts)


def _add_page(
    found: DeskSurvey, form: PeopleForm, listed: PeopleList | None = None, status: int = 200
) -> ResponseReturnValue:
    errors = errors_of(form)
    broken = listed.broken if listed else ()
    if form.file_fault:
        errors = [("file", form.file_fault), *errors]
    if broken:
        told = ngettext(
            "%(num)s row cannot be used. Nobody has been added yet.",
            "%(num)s rows cannot be used. Nobody has been added yet.",
            len(broken),
        )
        errors = [("people", told), *errors]
    return desk_pages.render(
        "fieldwork/add.html",
        found,
        HERE,
        status,
        form=form,
        listed=listed,
        broken=broken[:MOST_FAULTS],
        not_shown=max(0, len(broken) - MOST_FAULTS),
        reasons=REASONS,
        errors=errors,
        has_errors=bool(errors),
    )


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """A personal link as it is given on paper."""

    label: str
    lang: str
    href: str


def _links(survey: Survey) -> Sequence[PrintedLink]:
    place = tenancy.place()
    found = []
    for row in roster.links(survey.id):
        lang = mails.spoken(place, survey, row.lang)
        path = mails.personal_path(survey, row.id, lang)
        found.append(PrintedLink(row.label, lang, links.absolute(place, path)))
    return found


@blueprint.get("/links")
@access(USE)
def printed(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    form = LinksForm(label=_("Link"))
    form.offer(found.published.languages)
    return _links_page(found, form)


@blueprint.post("/links")
@access(USE)
def make_links(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    form = LinksForm(request.form)
    form.offer(found.published.languages)
    if not form.validate():
        return _links_page(found, form, 422)
    number = form.number.data or 0
    inviting.add_links(found.published, number, form.label.data or "", form.lang.data)
    db.session.commit()
    flash(ngettext("%(num)s link was made.", "%(num)s links were made.", number))
    return redirect(url_for("invitations_add.printed", slug=slug), 303)


def _links_page(found: DeskSurvey, form: LinksForm, status: int = 200) -> ResponseReturnValue:
    errors = errors_of(form)
    return desk_pages.render(
        "fieldwork/links.html",
        found,
        HERE,
        status,
        form=form,
        links=_links(found.published),
        autonyms=AUTONYMS,
        errors=errors,
        has_errors=bool(errors),
    )


@blueprint.get("/links.csv")
@access(USE)
def links_csv(slug: str) -> ResponseReturnValue:
    survey = desk.find(slug).published
    rows = [[one.label, one.lang, one.href] for one in _links(survey)]
    content = written([[_("Name"), _("Language"), _("Link")], *rows])
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}-links.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
