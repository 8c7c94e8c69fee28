"""The operator's pages on the platform's own host: municipalities, the queue of jobs, and the
first administrator of a municipality. Nothing that residents said is read here."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import addresses, people, queries
from app.accounts.permissions import Held, Permission, Role
from app.admin.forms import AddressForm
from app.admin.queries import queue_health
from app.core import scope
from app.core.access import Host, Rule, access
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.organisation import directory, links
from app.organisation.directory import Place

blueprint = Blueprint(
    "platform", __name__, url_prefix=PREFIX + "/platform", template_folder="templates"
)

OPERATE = Rule(Permission.MANAGE_PLATFORM, host=Host.PLATFORM)


@blueprint.get("/")
@access(OPERATE)
def start() -> ResponseReturnValue:
    return render_template(
        "admin/platform.html", places=directory.all_places(), queue=queue_health()
    )


@blueprint.get("/municipalities/<slug>")
@access(OPERATE)
def municipality(slug: str) -> ResponseReturnValue:
    return _page(_place(slug), AddressForm())


@blueprint.post("/municipalities/<slug>")
@access(OPERATE)
def invite_administrator(slug: str) -> ResponseReturnValue:
    """Only where nobody can administer yet: operators have no way into a running municipality."""
    place = _place(slug)
    form = AddressForm(request.form)
    if not form.validate():
        return _page(place, form, status=422)
    email = addresses.tidy(form.email.data or "") or ""
    with scope.of(place.id):
        if queries.working_administrators(lock=True):
            raise Conflict
        people.invite(email, Held(Role.ADMINISTRATOR), lang=current_language())
        db.session.commit()
    flash(_("We have sent an invitation to %(email)s.", email=email))
    return redirect(url_for("platform.municipality", slug=slug), 303)


def _place(slug: str) -> Place:
    found = [place for place in directory.all_places() if place.slug == slug]
    if not found:
        raise Missing
    return found[0]


def _page(place: Place, form: AddressForm, status: int = 200) -> ResponseReturnValue:
    with scope.of(place.id, read_only=scope.is_read_only()):
        administrators = len(queries.working_administrators())
    errors = errors_of(form)
    page = render_template(
        "admin/municipality.html",
        place=place,
        address=links.absolute(place, "/"),
        administrators=administrators,
        form=form,
        errors=errors,
        has_errors=bool(errors),
    )
    return page, status
