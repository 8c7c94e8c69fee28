"""A widget to be tried out in administration: it answers as it does on its sites, in use or not,
and keeps nothing. The script asks under the key of a widget, which here ends in `/preview`."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.errors import problem
from app.core.i18n import speaking
from app.engagement import moderation
from app.organisation import tenancy
from app.pagefeedback import ingest, wording
from app.pagefeedback.views_admin import find

blueprint = Blueprint("widget_preview", __name__, url_prefix="/w/<key>/preview")

TOKEN = "preview"  # noqa: S105 - it opens nothing


@blueprint.get("/config.<code>.json")
@access(PUBLIC)
def config(key: str, code: str) -> ResponseReturnValue:
    widget, place = find(key), tenancy.place()
    lang = code if code in place.languages else place.languages[0]
    with speaking(lang):
        return _said(wording.of_widget(widget, lang))


@blueprint.post("/reactions")
@access(PUBLIC)
def react(key: str) -> ResponseReturnValue:
    ingest.value(request.form, find(key))
    return _said({"token": TOKEN}, 201)


@blueprint.post("/comments")
@access(PUBLIC)
def comment(key: str) -> ResponseReturnValue:
    """The advice too is seen here, in the municipality's first language."""
    widget, text = find(key), ingest.text(request.form)
    if not moderation.speaks_of_danger(text):
        return _said({}, 201)
    with speaking(tenancy.languages()[0]):
        return _said({"guidance": wording.guidance(widget)}, 201)


def _said(content: dict[str, object], status: int = 200) -> Response:
    response = jsonify(content)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(ingest.Fault)
def _on_fault(fault: ingest.Fault) -> Response:
    return problem(422, str(fault), field=fault.field)
