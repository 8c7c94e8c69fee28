"""The hosted form in a frame, for sites that take no script. Framing is allowed here alone, and
to the widget's own sites."""

from functools import partial

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.headers import CONTENT_SECURITY_POLICY
from app.core.i18n import speaking
from app.organisation import tenancy
from app.pagefeedback import views_hosted
from app.pagefeedback.known import AnyWidget
from app.pagefeedback.views_hosted import Look

blueprint = Blueprint("widget_frame", __name__, url_prefix="/w", template_folder="templates")


@blueprint.get("/<key>/frame")
@access(PUBLIC)
def frame(key: str) -> ResponseReturnValue:
    widget, lang = views_hosted.find(key), _language()
    with speaking(lang):
        return _framed(widget, views_hosted.asked(widget, _look(widget, lang)))


@blueprint.post("/<key>/frame")
@access(PUBLIC)
def frame_post(key: str) -> ResponseReturnValue:
    widget, lang = views_hosted.find(key), _language()
    with speaking(lang):
        return _framed(widget, views_hosted.taken(widget, _look(widget, lang)))


def _language() -> str:
    """Asked for, or else the municipality's first: a frame's address has none of its own."""
    offered = tenancy.languages()
    asked = request.args.get("lang", "")
    return asked if asked in offered else offered[0]


def _look(widget: AnyWidget, lang: str) -> Look:
    address = partial(url_for, "widget_frame.frame", key=widget.key, lang=lang)
    return Look("pagefeedback/frame.html", address)


def _framed(widget: AnyWidget, response: Response) -> Response:
    ancestors = " ".join(("frame-ancestors", *widget.origins))
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", ancestors)
    response.headers["Content-Security-Policy"] = policy
    return response
