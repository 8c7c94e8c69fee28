"""From the Host header to the municipality: sets the scope of a request before anything else."""

from flask import Flask, current_app, g, request
from werkzeug.exceptions import BadHost

from app.core import scope
from app.core.errors import Missing, UnknownHost
from app.core.i18n import best_language
from app.core.languages import LANGUAGES
from app.organisation import directory
from app.organisation.directory import Place

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ANY_HOST = frozenset({"/healthz", "/readyz"})


def place() -> Place:
    """The municipality of this request; Missing on the platform's own host."""
    current = place_or_none()
    if current is None:
        raise Missing
    return current


def place_or_none() -> Place | None:
    current = g.get("place")
    return current if isinstance(current, Place) else None


def languages() -> tuple[str, ...]:
    """The languages that pages on this host come in."""
    current = place_or_none()
    return current.languages if current else LANGUAGES


def _enter() -> None:
    read_only = request.method in READING
    scope.enter(None, read_only=read_only)
    g.place = None
    if isinstance(request.routing_exception, BadHost):
        raise request.routing_exception
    lang = _asked_language()
    if lang:
        g.lang = lang
    if request.path in ANY_HOST or request.path.startswith("/static/"):
        return
    host = request.host.rsplit(":", 1)[0].lower().rstrip(".")
    g.place = directory.by_host(host)
    if g.place is None:
        if host not in current_app.config["PLATFORM_HOSTS"]:
            raise UnknownHost
        return
    scope.enter(g.place.id, read_only=read_only)
    g.timezone = g.place.timezone
    if lang not in g.place.languages:
        g.lang = best_language(g.place.languages)
        if lang:
            raise Missing


def _asked_language() -> str | None:
    """The language in the address, where even a page that does not exist has one. Views do not
    get it as an argument."""
    if request.view_args:
        request.view_args.pop("lang", None)
    first = request.path.split("/", 2)[1]
    return first if first in LANGUAGES else None


def install(app: Flask) -> None:
    directory.install(app)
    app.before_request(_enter)
