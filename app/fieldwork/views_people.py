"""The desk's list of a survey's invitations: who is asked, what became of their mails."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.fieldwork import inviting, mailing, roster
from app.fieldwork.forms_people import AddressForm, BouncedForm
from app.fieldwork.invitation_words import ROUNDS, STATES, TONES
from app.fieldwork.models_mailing import Kind
from app.fieldwork.roster import Wanted
from app.surveys import desk, desk_pages, invitations
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation

blueprint = Blueprint(
    "invitations",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/people",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)
HERE = "people"


@blueprint.get("")
@access(USE)
def people(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    survey, wanted = found.published, _wanted()
    listed = roster.read(survey.id, wanted)
    rounds = mailing.rounds(survey.id)
    return desk_pages.render(
        "fieldwork/people.html",
        found,
        HERE,
        wanted=wanted,
        listed=listed,
        newer=_page(slug, wanted, -1) if wanted.page > 1 else None,
        older=_page(slug, wanted, 1) if listed.has_more else None,
        counts=invitations.by_state(survey.id),
        invited=invitations.invited(survey),
        rounds=rounds,
        is_sending=bool(rounds) and rounds[0].ended_at is None,
        takes_mails=mailing.takes_mails(survey, clock.now()),
        can_remind=bool(mailing.count_due(survey.id, Kind.REMIND)),
        words=STATES,
        tones=TONES,
        round_words=ROUNDS,
        autonyms=AUTONYMS,
    )


def _wanted() -> Wanted:
    state = next((one for one in InvitationState if one == request.args.get("state")), None)
    page = request.args.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return Wanted(state, " ".join(request.args.get("q", "").split())[:200], max(1, number))


def _page(slug: str, wanted: Wanted, step: int) -> str:
    number = wanted.page + step
    return url_for(
        "invitations.people",
        slug=slug,
        state=wanted.state,
        q=wanted.text or None,
        page=number if number > 1 else None,
    )


@blueprint.get("/<uuid:invitation_id>")
@access(USE)
def one(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    found = desk.find(slug)
    row = _row(found.published, invitation_id)
    form = AddressForm(email=row.email, label=row.label, lang=row.lang)
    form.offer(found.published.languages)
    return _one_page(found, row, form)


@blueprint.post("/<uuid:invitation_id>")
@access(USE)
def correct(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    found = desk.find(slug)
    row = _row(found.published, invitation_id)
    form = AddressForm(request.form)
    form.offer(found.published.languages)
    if not form.validate():
        return _one_page(found, row, form, 422)
    try:
        inviting.correct(found.published, row, form.person)
    except inviting.Taken:
        db.session.rollback()
        form.email.errors = [_("This address is on the list already.")]
        found = desk.find(slug)
        return _one_page(found, _row(found.published, invitation_id), form, 409)
    db.session.commit()
    flash(_("Saved. The person gets an invitation when you next send some."))
    return redirect(url_for("invitations.people", slug=slug), 303)


def _one_page(
    found: DeskSurvey, row: SurveyInvitation, form: AddressForm, status: int = 200
) -> ResponseReturnValue:
    errors = errors_of(form)
    return desk_pages.render(
        "fieldwork/person.html",
        found,
        HERE,
        status,
        row=row,
        form=form,
        can_correct=row.state in inviting.CORRECTABLE and row.email is not None,
        can_remove=row.state in inviting.REMOVABLE,
        words=STATES,
        tones=TONES,
        errors=errors,
        has_errors=bool(errors),
    )


@blueprint.post("/<uuid:invitation_id>/remove")
@access(USE)
def remove(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    survey = desk.find(slug).published
    inviting.remove(survey, _row(survey, invitation_id))
    db.session.commit()
    flash(_("The invitation is removed, and its link leads nowhere any more."))
    return redirect(url_for("invitations.people", slug=slug), 303)


def _row(survey: Survey, invitation_id: UUID) -> SurveyInvitation:
    row = roster.one(survey, invitation_id)
    if row is None:
        raise Missing
    return row


@blueprint.get("/bounced")
@access(USE)
def bounced(slug: str) -> ResponseReturnValue:
    return _bounced_page(desk.find(slug), BouncedForm())


@blueprint.post("/bounced")
@access(USE)
def mark_bounced(slug: str) -> ResponseReturnValue:
    found, form = desk.find(slug), BouncedForm(request.form)
    if not form.validate():
        return _bounced_page(found, form, 422)
    marked = inviting.mark_bounced(found.published, form.found)
    if not marked:
        form.addresses.errors = [_("None of these addresses has been sent an invitation.")]
        return _bounced_page(found, form, 422)
    db.session.commit()
    flash(ngettext("%(num)s address is marked.", "%(num)s addresses are marked.", marked))
    return redirect(url_for("invitations.bounced", slug=slug), 303)


def _bounced_page(found: DeskSurvey, form: BouncedForm, status: int = 200) -> ResponseReturnValue:
    errors = errors_of(form)
    survey = found.published
    return desk_pages.render(
        "fieldwork/bounced.html",
        found,
        HERE,
        status,
        form=form,
        listed=roster.read(survey.id, Wanted(InvitationState.BOUNCED)),
        total=invitations.by_state(survey.id).get(InvitationState.BOUNCED, 0),
        errors=errors,
        has_errors=bool(errors),
    )
