"""The hosted form: page feedback for readers without JavaScript, or where no widget can run."""

from dataclasses import dataclass
from functools import partial
from typing import Protocol
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.core import form_tokens
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Missing
from app.core.form_tokens import FormToken
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.organisation import tenancy
from app.pagefeedback import ingest, known, queries, service, wording
from app.pagefeedback.forms import HostedForm
from app.pagefeedback.installations import HOSTED
from app.pagefeedback.known import AnyWidget, KnownWidget
from app.pagefeedback.models import Viewport
from app.pagefeedback.service import Seen

blueprint = Blueprint(
    "feedback", __name__, url_prefix=f"{PREFIX}/feedback", template_folder="templates"
)

PURPOSE = "hosted-page-feedback"
TOKEN_SECONDS = 24 * 60 * 60


class Address(Protocol):
    """Where a form is, in the language of the request or another, of a page, or once done."""

    def __call__(self, **query: str | None) -> str: ...


@dataclass(frozen=True, slots=True)
class Look:
    """What a form stands in: its layout and where it is."""

    layout: str
    address: Address


@blueprint.get("/<widget>")
@access(PUBLIC)
def hosted(widget: str) -> ResponseReturnValue:
    found = find(widget)
    return asked(found, _look(found))


@blueprint.post("/<widget>")
@access(PUBLIC)
def hosted_post(widget: str) -> ResponseReturnValue:
    found = find(widget)
    return taken(found, _look(found))


def _look(widget: AnyWidget) -> Look:
    return Look("base.html", partial(url_for, "feedback.hosted", widget=widget.key))


def asked(widget: AnyWidget, look: Look) -> Response:
    """The form, or the thanks after it."""
    done = request.args.get("done")
    if done is not None:
        guidance = wording.guidance(widget) if done == "urgent" else ""
        return _page("thanks", widget, look, guidance=guidance, page=_page_asked(widget))
    return _form(widget, look, HostedForm(page=_page_asked(widget)))


def taken(widget: AnyWidget, look: Look) -> Response:
    """What the form holds is kept, and its sender led to the thanks; or it is given back."""
    form = HostedForm(request.form)
    form.offer(widget)
    is_whole = form.validate()
    token = form_tokens.read(PURPOSE, form.token.data or "", max_age=TOKEN_SECONDS)
    is_ours = token is not None and token.subject == widget.key
    if not is_whole or token is None or not is_ours:
        return _form(widget, look, form, is_ours=is_ours)
    done = "urgent" if _keep(widget, form, token) else "yes"
    address = look.address(page=form.url, done=done)
    db.session.commit()
    return make_response(redirect(address, 303))


def _keep(widget: AnyWidget, form: HostedForm, token: FormToken) -> bool:
    """Keep a reaction and its text, once however often it is sent; says whether it is urgent."""
    digest = form_tokens.keyed_hash(PURPOSE, token.nonce)
    id = UUID(hex=digest[:32], version=4)
    earlier = queries.reaction(id, widget)
    if earlier is not None:
        return earlier.is_urgent
    is_trapped = ingest.is_trapped(request.form)
    try:
        with db.session.begin_nested():
            reaction = service.react(
                widget,
                Seen(form.url, "", current_language(), Viewport.MEDIUM, HOSTED),
                int(form.reaction.data),
                timezone=tenancy.place().timezone,
                is_suspect=is_trapped,
                id=id,
            )
    except IntegrityError:  # the other of two clicks was taken in at this very moment
        return False
    if form.text.data:
        service.comment(reaction, form.text.data, was_quick=False, is_suspect=is_trapped)
    return reaction.is_urgent


def find(key: str) -> KnownWidget:
    """The widget that is in use under a key, or Missing."""
    found = known.widget(key)
    if found is None:
        raise Missing
    return found


def _page_asked(widget: AnyWidget) -> str:
    """The page that the reader comes from: said in the address, or by the browser."""
    for typed in (request.args.get("page", ""), request.headers.get("Referer", "")):
        try:
            return ingest.page(typed, widget)
        except ingest.Fault:
            continue
    return ""


def _form(widget: AnyWidget, look: Look, form: HostedForm, *, is_ours: bool = True) -> Response:
    form.offer(widget)
    errors = errors_of(form)
    status = 422 if errors else 200 if is_ours else 403
    notice = "" if is_ours else _("This form had been open for too long. Send it once more.")
    return _page(
        "hosted",
        widget,
        look,
        status=status,
        form=form,
        errors=errors,
        has_errors=bool(errors),
        notice=notice,
        page=_known(form, widget),
        token=form_tokens.issue(PURPOSE, widget.key),
        trap=ingest.HONEYPOT,
    )


def _known(form: HostedForm, widget: AnyWidget) -> str:
    """The page, where it is one of the widget's: then nobody is asked for it."""
    try:
        return ingest.page(form.page.data or "", widget)
    except ingest.Fault:
        return ""


def _page(
    template: str, widget: AnyWidget, look: Look, *, status: int = 200, **values: object
) -> Response:
    """A page of one reader's, kept nowhere; in other languages it is of the same page still."""
    page = str(values["page"]) or None
    languages = [
        (lang, AUTONYMS[lang], look.address(lang=lang, page=page)) for lang in tenancy.languages()
    ]
    content = render_template(
        f"pagefeedback/{template}.html",
        widget=widget,
        look=look,
        languages=languages,
        **values,
    )
    response = make_response(content, status)
    response.headers["Cache-Control"] = "no-store"
    return response
