"""Pages for those who cannot sign in: asking for a new password, and coming by a mailed link."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import addresses, arrival, onetime, resets, throttle
from app.accounts.forms import InvitedForm, LinkForm, ResetForm
from app.core.access import PUBLIC, PUBLIC_ANYWHERE, access
from app.core.db import db
from app.core.errors import Expired
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.organisation import tenancy

blueprint = Blueprint("links", __name__, url_prefix=PREFIX, template_folder="templates")
blueprint.after_request(arrival.keep_nowhere)


@blueprint.errorhandler(Expired)
def gone(error: Expired) -> ResponseReturnValue:
    """A link that no longer works, and the ways to another."""
    can_reset = tenancy.place_or_none() is not None
    return render_template("accounts/link_gone.html", can_reset=can_reset), error.status


@blueprint.get("/account/reset")
@access(PUBLIC)
def reset() -> ResponseReturnValue:
    return _reset_page(ResetForm())


@blueprint.post("/account/reset")
@access(PUBLIC)
def reset_post() -> ResponseReturnValue:
    form = ResetForm(request.form)
    if not form.validate():
        return _reset_page(form, status=422)
    if not arrival.is_ours("reset", form.token.data):
        return _reset_page(form, _("The page was open for too long. Send it again."), 422)
    email = addresses.tidy(form.email.data or "") or ""
    client_may, account_may = throttle.reset(email)
    if not client_may:
        return _reset_page(form, _("Too many attempts. Wait an hour and try again."), 429)
    if account_may:
        resets.ask(email)
        db.session.commit()
    return render_template("accounts/reset_sent.html", email=email)


def _reset_page(form: ResetForm, fault: str = "", status: int = 200) -> ResponseReturnValue:
    if fault:
        form.email.errors = [fault]
    errors = errors_of(form)
    page = render_template(
        "accounts/reset.html",
        form=form,
        token=arrival.form_token("reset"),
        errors=errors,
        has_errors=bool(errors),
    )
    return page, status


@blueprint.get("/account/link/<token>")
@access(PUBLIC_ANYWHERE)
def link(token: str) -> ResponseReturnValue:
    found = onetime.find(token)
    return _link_page(found, _link_form(found))


@blueprint.post("/account/link/<token>")
@access(PUBLIC_ANYWHERE)
def link_post(token: str) -> ResponseReturnValue:
    found = onetime.find(token, lock=True)
    form = _link_form(found)
    if not form.validate():
        return _link_page(found, form, status=422)
    name = form.name.data if isinstance(form, InvitedForm) else None
    onetime.use(found, password=form.password.data or "", name=name or "")
    db.session.commit()
    arrival.begin(found.owner)
    return redirect(arrival.start(), 303)


def _link_form(found: onetime.OpenLink) -> InvitedForm | LinkForm:
    kind = InvitedForm if found.is_invitation else LinkForm
    return kind(request.form, email=found.owner.email)


def _link_page(
    found: onetime.OpenLink, form: InvitedForm | LinkForm, status: int = 200
) -> ResponseReturnValue:
    errors = errors_of(form)
    page = render_template(
        "accounts/link.html",
        form=form,
        email=found.owner.email,
        is_invitation=found.is_invitation,
        errors=errors,
        has_errors=bool(errors),
    )
    return page, status
