"""People and their roles: who may do what, where. For administrators only."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import addresses, identity, onetime, people, queries, roles
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.admin.forms import InvitationForm, RoleForm
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.organisation import tenancy

blueprint = Blueprint(
    "people", __name__, url_prefix=PREFIX + "/admin/people", template_folder="templates"
)

MANAGE = Rule(Permission.MANAGE_PEOPLE)

Faults = Sequence[tuple[str, str]]
"""(id of what a fault is about, message), for the error summary."""


@blueprint.get("/")
@access(MANAGE)
def index() -> ResponseReturnValue:
    places = roles.places()
    listed = [
        (person.user, [places.shown(grant) for grant in person.grants])
        for person in queries.people()
    ]
    return render_template("admin/people.html", people=listed)


@blueprint.get("/invite")
@access(MANAGE)
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    form.offer()
    return _invite_page(form)


@blueprint.post("/invite")
@access(MANAGE)
def invite_post() -> ResponseReturnValue:
    form = InvitationForm(request.form)
    form.offer()
    if not form.validate():
        return _invite_page(form, status=422)
    email = addresses.tidy(form.email.data or "") or ""
    try:
        invitation = people.invite(email, form.held, lang=current_language())
    except people.ClosedAccount:
        form.email.errors = [_("This account is closed. Open it again first.")]
        return _invite_page(form, status=409)
    db.session.commit()
    if invitation.address:
        flash(_("We have sent an invitation to %(email)s.", email=email))
    else:
        flash(_("%(email)s has an account already. The role was added.", email=email))
    return redirect(url_for("people.person", user_id=invitation.user.id), 303)


def _invite_page(form: InvitationForm, status: int = 200) -> ResponseReturnValue:
    errors = errors_of(form)
    page = render_template("admin/invite.html", form=form, errors=errors, has_errors=bool(errors))
    return page, status


@blueprint.get("/<uuid:user_id>")
@access(MANAGE)
def person(user_id: UUID) -> ResponseReturnValue:
    form = RoleForm()
    form.offer()
    return _person_page(_user(user_id), form)


def _user(user_id: UUID) -> User:
    user = queries.user(user_id)
    if user is None:
        raise Missing
    return user


def _person_page(
    user: User, form: RoleForm, faults: Faults = (), status: int = 200
) -> ResponseReturnValue:
    who, places = identity.principal(), roles.places()
    errors = [*faults, *errors_of(form)]
    page = render_template(
        "admin/person.html",
        user=user,
        held_roles=[places.shown(grant) for grant in queries.grants_of(user.id)],
        form=form,
        invitation_days=onetime.INVITATION_LIFETIME.days,
        is_self=who is not None and who.id == user.id,
        errors=errors,
        has_errors=bool(errors),
        languages=_in_languages(user),
    )
    return page, status


def _in_languages(user: User) -> list[tuple[str, str, str]]:
    """The page in each language, also where an action was refused, whose address is no page."""
    return [
        (lang, AUTONYMS[lang], url_for("people.person", lang=lang, user_id=user.id))
        for lang in tenancy.languages()
    ]


def _refused(user: User, section: str, fault: str) -> ResponseReturnValue:
    """The person's page as it is, with the reason why nothing was changed in a section of it."""
    db.session.rollback()
    form = RoleForm()
    form.offer()
    return _person_page(_user(user.id), form, [(section, fault)], Conflict.status)


def _done(user: User, message: str) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for("people.person", user_id=user.id), 303)


@blueprint.post("/<uuid:user_id>")
@access(MANAGE)
def give_role(user_id: UUID) -> ResponseReturnValue:
    user = _user(user_id)
    form = RoleForm(request.form)
    form.offer()
    if not form.validate():
        return _person_page(user, form, status=422)
    try:
        people.give(user, form.held)
    except people.ClosedAccount:
        return _refused(user, "account", _("This account is closed. Open it again first."))
    return _done(user, _("The role was given."))


@blueprint.post("/<uuid:user_id>/roles/<uuid:grant_id>/take")
@access(MANAGE)
def take_role(user_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    user = _user(user_id)
    grants = {grant.id: grant for grant in queries.grants_of(user.id)}
    if grant_id not in grants:
        raise Missing
    try:
        people.take(grants[grant_id])
    except people.LastAdministrator:
        return _refused(user, "roles", _last_administrator())
    return _done(user, _("The role was taken away."))


def _last_administrator() -> str:
    return str(_("This is the last administrator. Make somebody else an administrator first."))


@blueprint.post("/<uuid:user_id>/close")
@access(MANAGE)
def close(user_id: UUID) -> ResponseReturnValue:
    user = _user(user_id)
    who = identity.principal()
    if who is not None and who.id == user.id:
        return _refused(user, "account", _("You cannot close your own account."))
    try:
        people.close(user)
    except people.LastAdministrator:
        return _refused(user, "account", _last_administrator())
    return _done(user, _("The account is closed."))


@blueprint.post("/<uuid:user_id>/reopen")
@access(MANAGE)
def reopen(user_id: UUID) -> ResponseReturnValue:
    user = _user(user_id)
    people.reopen(user)
    return _done(user, _("The account is open again."))


@blueprint.post("/<uuid:user_id>/invitation")
@access(MANAGE)
def invite_again(user_id: UUID) -> ResponseReturnValue:
    user = _user(user_id)
    if user.password_hash is not None or not user.is_active:
        raise Conflict
    onetime.invite(user)
    return _done(user, _("We have sent an invitation to %(email)s.", email=user.email))
