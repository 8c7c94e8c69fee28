"""Pages of one's own account: signing in and out, passwords, name, language, API tokens."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import addresses, arrival, identity, passwords, queries, roles, service, throttle
from app.accounts.forms import PasswordForm, ProfileForm, SignInForm
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.accounts.session import may, safe_next
from app.core.access import PUBLIC_ANYWHERE, Host, Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.organisation import tenancy

blueprint = Blueprint("accounts", __name__, url_prefix=PREFIX, template_folder="templates")

OWN = Rule(Permission.USE_ACCOUNT)
OWN_ANYWHERE = Rule(Permission.USE_ACCOUNT, host=Host.ANY)


blueprint.after_request(arrival.keep_nowhere)


@blueprint.get("/sign-in")
@access(PUBLIC_ANYWHERE)
def sign_in() -> ResponseReturnValue:
    if identity.principal() is not None:
        return redirect(safe_next(request.args.get("next"), arrival.start()), 303)
    return _sign_in_page(SignInForm(next=request.args.get("next")))


@blueprint.post("/sign-in")
@access(PUBLIC_ANYWHERE)
def sign_in_post() -> ResponseReturnValue:
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in_page(form, status=422)
    if not arrival.is_ours("sign-in", form.token.data):
        return _sign_in_page(form, _("The page was open for too long. Sign in again."), 422)
    email = addresses.tidy(form.email.data or "")
    if not throttle.sign_in(email or ""):
        return _sign_in_page(form, _("Too many attempts. Wait 15 minutes and try again."), 429)
    account = service.authenticate(email, form.password.data or "")
    if account is None:
        return _sign_in_page(form, _("The e-mail address or the password is wrong."), 422)
    throttle.signed_in(email or "")
    db.session.commit()
    arrival.begin(account)
    return redirect(safe_next(form.next.data, arrival.start()), 303)


def _sign_in_page(form: SignInForm, fault: str = "", status: int = 200) -> ResponseReturnValue:
    if fault:
        form.email.errors = [fault]
    errors = errors_of(form)
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        token=arrival.form_token("sign-in"),
        next=safe_next(form.next.data, ""),
        errors=errors,
        has_errors=bool(errors),
        can_reset=tenancy.place_or_none() is not None,
        left=request.args.get("left", "") if request.method == "GET" else "",
    )
    return page, status


@blueprint.post("/sign-out")
@access(PUBLIC_ANYWHERE)
def sign_out() -> ResponseReturnValue:
    identity.sign_out()
    return redirect(url_for("accounts.sign_in", left="here"), 303)


@blueprint.get("/account")
@access(OWN_ANYWHERE)
def account() -> ResponseReturnValue:
    if may(Permission.MANAGE_PLATFORM):
        return redirect(url_for("platform.start"), 303)
    user = _user()
    return _account_page(user, ProfileForm(name=user.name, lang=user.lang))


@blueprint.post("/account")
@access(OWN)
def account_post() -> ResponseReturnValue:
    user = _user()
    form = ProfileForm(request.form)
    form.offer(tenancy.languages())
    if not form.validate():
        return _account_page(user, form, status=422)
    service.update(user, name=form.name.data or "", lang=form.lang.data)
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("accounts.account"), 303)


def _user() -> User:
    """The row of whoever is signed in."""
    who = identity.principal()
    user = queries.user(who.id) if who else None
    if user is None:
        raise Missing
    return user


def _account_page(user: User, form: ProfileForm, status: int = 200) -> ResponseReturnValue:
    form.offer(tenancy.languages())
    errors, places = errors_of(form), roles.places()
    page = render_template(
        "accounts/account.html",
        user=user,
        form=form,
        tokens=queries.tokens_of(user.id),
        held_roles=[places.shown(grant) for grant in queries.grants_of(user.id)],
        ways=_ways(),
        errors=errors,
        has_errors=bool(errors),
    )
    return page, status


def _ways() -> list[tuple[str, str]]:
    """(label, address) of where the person's work is; for whoever has no desk, what residents
    are asked just now."""
    desk = (_("Desk"), f"/{current_language()}/desk/")
    admin = (_("Administration"), f"/{current_language()}/admin/")
    offered = ((Permission.USE_DESK, desk), (Permission.MANAGE_PEOPLE, admin))
    found = [way for permission, way in offered if may(permission)]
    return found or [(_("Surveys"), f"/{current_language()}/surveys/")]


@blueprint.get("/account/password")
@access(OWN)
def password() -> ResponseReturnValue:
    return _password_page(PasswordForm(email=_user().email))


@blueprint.post("/account/password")
@access(OWN)
def password_post() -> ResponseReturnValue:
    user = _user()
    form = PasswordForm(request.form, email=user.email)
    if not form.validate():
        return _password_page(form, status=422)
    if not throttle.sign_in(user.email):
        return _password_page(form, _("Too many attempts. Wait 15 minutes and try again."), 429)
    if not passwords.is_right(user.password_hash, form.current.data or ""):
        return _password_page(form, _("The present password is wrong."), 422)
    service.change_password(user, form.password.data or "")
    db.session.commit()
    identity.sign_in_user(user)
    flash(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("accounts.account"), 303)


def _password_page(form: PasswordForm, fault: str = "", status: int = 200) -> ResponseReturnValue:
    if fault:
        form.current.errors = [fault]
    errors = errors_of(form)
    page = render_template(
        "accounts/password.html", form=form, errors=errors, has_errors=bool(errors)
    )
    return page, status


@blueprint.post("/account/tokens/<uuid:token_id>/revoke")
@access(OWN)
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    own = {token.id: token for token in queries.tokens_of(_user().id)}
    if token_id not in own:
        raise Missing
    service.revoke_token(own[token_id])
    db.session.commit()
    flash(_("The token no longer works."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sign-out-everywhere")
@access(OWN)
def sign_out_everywhere() -> ResponseReturnValue:
    service.sign_out_everywhere(_user())
    db.session.commit()
    identity.sign_out()
    return redirect(url_for("accounts.sign_in", left="everywhere"), 303)
