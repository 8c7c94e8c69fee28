"""The way in, before any language: the redirect at `/`, the city's colours, robots, the icon."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, PUBLIC_ANYWHERE, access
from app.core.errors import Missing
from app.core.i18n import best_language
from app.organisation import tenancy

blueprint = Blueprint("entrance", __name__)

ROBOTS = """\
User-agent: *
Disallow: /*/account
Disallow: /*/admin/
Disallow: /*/desk/
Disallow: /*/sign-in
Disallow: /api/
Disallow: /w/
"""

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


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
    response.headers["Cache-Control"] = FOR_EVER
    return response


@blueprint.get("/robots.txt")
@access(PUBLIC_ANYWHERE)
def robots() -> ResponseReturnValue:
    """What search engines may read: all that is meant for residents."""
    response = Response(ROBOTS, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = A_DAY
    return response


@blueprint.get("/favicon.ico")
@access(PUBLIC_ANYWHERE)
def favicon() -> ResponseReturnValue:
    """For browsers that ask for it whatever the page names as its icon."""
    response = redirect(url_for("static", filename="mark.svg"), 301)
    response.headers["Cache-Control"] = A_DAY
    return response
