"""The way in: languages, the list of municipalities, and the city's colours."""

from flask import Blueprint, Response, redirect, render_template
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, PUBLIC_ANYWHERE, Host, Rule, access
from app.core.errors import Missing
from app.core.i18n import PREFIX, best_language
from app.organisation import directory, tenancy

blueprint = Blueprint("portal", __name__, template_folder="templates")


@blueprint.get("/")
@access(PUBLIC_ANYWHERE)
def root() -> ResponseReturnValue:
    """To the home page in the language that the browser prefers."""
    response = redirect(f"/{best_language(tenancy.languages())}/")
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/theme/<digest>.css")
@access(PUBLIC)
def theme_css(digest: str) -> ResponseReturnValue:
    """The city's colours. The address changes with them, so that it may be kept for ever."""
    place = tenancy.place()
    if digest != place.theme_hash:
        raise Missing
    response = Response(place.theme, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
