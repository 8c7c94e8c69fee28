"""What pages of other origins ask for: the widget's script and words, and to take in reactions
and comments. No cookie, no session; problem documents for faults."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from app.core import clock, form_tokens
from app.core.access import PUBLIC, PUBLIC_ANYWHERE, access
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Missing, problem
from app.core.i18n import speaking
from app.core.languages import LANGUAGES
from app.core.static_files import BuiltAssets
from app.organisation import tenancy
from app.pagefeedback import ingest, queries, service, wording
from app.pagefeedback.known import AnyWidget
from app.pagefeedback.models import Reaction
from app.pagefeedback.views_hosted import find

blueprint = Blueprint("widget", __name__, url_prefix="/w", template_folder="templates")

PURPOSE = "page-feedback"
TOKEN_SECONDS = 60 * 60
"""For so long a reaction may be changed, and written to."""

EVERGREEN = "v1"
SCRIPT = "w.js"
AN_HOUR, FIVE_MINUTES = 60 * 60, 5 * 60


@blueprint.get(f"/<version>/{SCRIPT}")
@access(PUBLIC_ANYWHERE)
def script(version: str) -> ResponseReturnValue:
    """The evergreen script, or exactly the one that a page names, to be kept for ever."""
    assets: BuiltAssets = current_app.extensions["assets"]
    present = assets.version(SCRIPT)
    if version not in (EVERGREEN, f"{EVERGREEN}-{present}"):
        raise Missing
    response = assets.send(assets.file(SCRIPT))
    if version == EVERGREEN:
        response.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
        response.expires = None
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/<key>/config.<code>.json")
@access(PUBLIC)
def config(key: str, code: str) -> ResponseReturnValue:
    """The words of the widget; in the municipality's first language where it has not `code`."""
    widget = find(key)
    if "Origin" in request.headers:
        _check_origin(widget)
    place = tenancy.place()
    lang = code if code in place.languages else place.languages[0]
    with speaking(lang):
        response = jsonify(wording.of_widget(widget, lang))
    response.cache_control.public = True
    response.cache_control.max_age = FIVE_MINUTES
    return response


@blueprint.post("/<key>/reactions")
@access(PUBLIC)
def react(key: str) -> ResponseReturnValue:
    widget = find(key)
    _check_origin(widget)
    token = request.form.get("token")
    if token:
        value = ingest.value(request.form, widget)
        service.change(_reaction(widget, token), value, scale=widget.scale, today=_today())
        db.session.commit()
        return _said({"token": token}, 200)
    sent = ingest.click(request.form, widget)
    taken = service.take(
        widget,
        sent.seen,
        sent.value,
        timezone=tenancy.place().timezone,
        is_suspect=sent.is_suspect,
    )
    token = form_tokens.issue(PURPOSE, str(taken))
    db.session.commit()
    return _said({"token": token}, 201)


@blueprint.post("/<key>/comments")
@access(PUBLIC)
def comment(key: str) -> ResponseReturnValue:
    widget = find(key)
    _check_origin(widget)
    text = ingest.text(request.form)
    reaction = _reaction(widget, request.form.get("token", ""), with_page=True)
    is_suspect = ingest.is_trapped(request.form)
    was_quick = ingest.was_quick(request.form)
    try:
        service.comment(reaction, text, today=_today(), was_quick=was_quick, is_suspect=is_suspect)
    except service.AlreadyHandled as refusal:
        raise Conflict from refusal
    lang = reaction.lang if reaction.lang in LANGUAGES else tenancy.languages()[0]
    with speaking(lang):
        guidance = wording.guidance(widget) if reaction.is_urgent else ""
    db.session.commit()
    return _said({"guidance": guidance} if guidance else {}, 201)


def _check_origin(widget: AnyWidget) -> None:
    """Only pages of the widget's own sites are answered. (Whoever is no browser can say what it
    likes here: this keeps other sites away, and proves nothing.)"""
    origin = request.headers.get("Origin", "")
    if origin not in widget.origins:
        raise Forbidden
    g.allowed_origin = origin


def _reaction(widget: AnyWidget, token: str, *, with_page: bool = False) -> Reaction:
    """The reaction that a token is of, held until this request is over; so is its page."""
    read = form_tokens.read(PURPOSE, token, max_age=TOKEN_SECONDS)
    if read and with_page:
        service.hold_page_of(UUID(read.subject))
    found = queries.reaction(UUID(read.subject), widget) if read else None
    if found is None:
        raise Forbidden
    return found


def _today() -> date:
    return clock.today(tenancy.place().timezone)


def _said(content: dict[str, str], status: int) -> Response:
    response = jsonify(content)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(ingest.Fault)
def _on_fault(fault: ingest.Fault) -> Response:
    db.session.rollback()
    return problem(422, str(fault), field=fault.field)


@blueprint.after_request
def _let_in(response: Response) -> Response:
    """Faults are told too, to those who may know."""
    response.vary.add("Origin")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if "allowed_origin" in g:
        response.headers["Access-Control-Allow-Origin"] = g.allowed_origin
    return response
