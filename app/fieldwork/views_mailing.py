"""Sending the mails of invitations, and reminding those who have not answered."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.accounts.permissions import Permission
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict
from app.core.forms import PageForm, errors_of
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.fieldwork import mailing, mails, roster
from app.fieldwork.forms_people import words_fields
from app.fieldwork.mails import Words
from app.fieldwork.models_mailing import Kind
from app.organisation import tenancy
from app.surveys import desk, desk_pages, invitations
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState

blueprint = Blueprint(
    "invitations_mail",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/people",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)
HERE = "people"
OF_STATE = {Kind.INVITE: InvitationState.WRITTEN, Kind.REMIND: InvitationState.SENT}


@blueprint.get("/send")
@access(USE)
def send(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    return _page(found, Kind.INVITE, _form(found.published, Kind.INVITE))


@blueprint.post("/send")
@access(USE)
def send_post(slug: str) -> ResponseReturnValue:
    return _begin(slug, Kind.INVITE)


@blueprint.get("/remind")
@access(USE)
def remind(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    return _page(found, Kind.REMIND, _form(found.published, Kind.REMIND))


@blueprint.post("/remind")
@access(USE)
def remind_post(slug: str) -> ResponseReturnValue:
    return _begin(slug, Kind.REMIND)


def _begin(slug: str, kind: Kind) -> ResponseReturnValue:
    found = desk.find(slug)
    form = _form(found.published, kind, request.form)
    if not form.validate():
        return _page(found, kind, form, 422)
    try:
        mailing.start(found.published, kind, _said(form, "subject"), _said(form, "words"))
    except (mailing.NotOpen, mailing.UnderWay, mailing.NothingToSend) as refusal:
        db.session.rollback()
        return _page(desk.find(slug), kind, form, Conflict.status, _explain(refusal))
    db.session.commit()
    flash(_("The mails are on their way. You need not wait for them on this page."))
    return redirect(url_for("invitations.people", slug=slug), 303)


def _explain(refusal: Conflict) -> str:
    told = ""
    match refusal:
        case mailing.UnderWay():
            told = _("Other mails of this survey are being sent. Wait until they have gone.")
        case mailing.NotOpen():
            told = _(
                "Mails can be sent while the survey is open and its settings say that those who"
                " are invited may answer."
            )
        case mailing.NothingToSend():
            told = _("There is nobody who would get this mail now.")
    return str(told)


def _form(survey: Survey, kind: Kind, sent: MultiDict[str, str] | None = None) -> PageForm:
    defaults = {lang: mails.default(kind, survey, lang) for lang in survey.languages}
    languages = roster.languages(survey, OF_STATE[kind]) or survey.languages[:1]
    return words_fields(languages, _latest(survey, kind, defaults))(sent)


def _latest(survey: Survey, kind: Kind, defaults: Mapping[str, Words]) -> Mapping[str, Words]:
    """What the last round of this kind said, where there was one."""
    last = next((one for one in mailing.rounds(survey.id) if one.kind == kind), None)
    if last is None:
        return defaults
    return {
        lang: Words(
            last.subject.texts.get(lang, default.subject), last.words.texts.get(lang, default.text)
        )
        for lang, default in defaults.items()
    }


def _said(form: PageForm, part: str) -> dict[str, str]:
    return {
        name.removeprefix(f"{part}_"): value
        for name, value in form.data.items()
        if name.startswith(f"{part}_")
    }


def _page(
    found: DeskSurvey, kind: Kind, form: PageForm, status: int = 200, refusal: str = ""
) -> ResponseReturnValue:
    survey = found.published
    errors = errors_of(form)
    due = mailing.count_due(survey.id, kind)
    invited = invitations.invited(survey)
    return desk_pages.render(
        "fieldwork/send.html",
        found,
        HERE,
        status,
        kind=kind,
        form=form,
        mail_languages=[
            (lang, AUTONYMS[lang]) for lang in AUTONYMS if f"words_{lang}" in form.data
        ],
        due=due,
        unanswered=None if invited.answered is None else max(0, due - invited.answered),
        takes_mails=mailing.takes_mails(survey, clock.now()),
        most=mailing.MOST_REMINDERS,
        municipality_name=str(tenancy.place().name),
        refusal=refusal,
        errors=errors,
        has_errors=bool(errors or refusal),
    )
