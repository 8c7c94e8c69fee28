"""The demo's foreign pages: web sites of the cities themselves, on hosts of their own, that have
the widget. `make run` serves them beside the service."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.core.static_files import BuiltAssets
from app.organisation import directory, links
from app.organisation.directory import Place
from app.pagefeedback.models import Widget

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PAGES = {
    "/": ("Etusivu", "Tervetuloa kaupungin sivuille."),
    "/kulttuuri-ja-liikunta/kirjasto": ("Kirjaston aukioloajat", "Kirjasto on auki arkisin."),
    "/vapaa-aika/uimahalli": ("Uimahalli", "Uimahalli on auki joka päivä."),
}

STYLE = (
    "body{font:18px/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "kuulolla-feedback{margin-top:3rem;padding-top:1rem;border-top:1px solid}"
)

PAGE = """<!doctype html>
<html lang="fi"><head><meta charset="utf-8"><title>{title} – {city}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css">
<script async crossorigin src="{host}/w/v1-{version}/w.js" integrity="{integrity}"></script></head>
<body><nav>{nav}</nav><main><h1>{title}</h1><p>{text}</p>
<kuulolla-feedback widget="{key}" level="2">
<a referrerpolicy="no-referrer-when-downgrade" href="{host}/fi/feedback/{key}">Anna palautetta</a>
</kuulolla-feedback></main></body></html>"""

POLICY = "default-src 'none'; style-src 'self'; img-src data:; script-src {0}; connect-src {0}"


def origin(place: Place) -> str:
    """Where the foreign pages of a demo city are."""
    parts = urlsplit(links.absolute(place, ""))
    return f"{parts.scheme}://www.{parts.netloc}"


def key(place: Place) -> str:
    return f"{place.slug}-demo"


def beside(app: Flask) -> Wsgi:
    """The service, and beside it the foreign pages of the cities that have a demo's widget. They
    are allowed to use it at the port that is served now."""
    with app.app_context():
        sites = {urlsplit(origin(place)).hostname: place for place in directory.all_places()}
        open_ones = {host: place for host, place in sites.items() if _allow(place)}
        db.session.commit()

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        place = open_ones.get(str(environ.get("HTTP_HOST", "")).split(":")[0].lower())
        if place is None:
            return app(environ, start)
        with app.app_context():
            return _answer(app, place, environ.get("PATH_INFO", ""), start)

    return serve


def _allow(place: Place) -> bool:
    """Whether a city has the demo's widget, which its foreign pages may now use."""
    with scope.of(place.id):
        widget = db.session.scalars(select(Widget).where(Widget.key == key(place))).one_or_none()
        if widget is not None and origin(place) not in widget.origins:
            widget.origins = [*widget.origins, origin(place)]
        db.session.flush()
        return widget is not None


def _answer(app: Flask, place: Place, path: str, start: Callable[..., Any]) -> list[bytes]:
    if path == "/site.css":
        start("200 OK", [("Content-Type", "text/css")])
        return [STYLE.encode()]
    found = PAGES.get(path)
    host = links.absolute(place, "")
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", POLICY.format(host)),
    ]
    start("200 OK" if found else "404 Not Found", headers)
    title, text = found or ("Sivua ei löytynyt", "Palaa etusivulle.")
    assets: BuiltAssets = app.extensions["assets"]
    html = PAGE.format(
        title=title,
        text=text,
        city=escape(place.name_in("fi")),
        key=key(place),
        host=host,
        version=assets.version("w.js"),
        integrity=assets.integrity("w.js"),
        nav=" ".join(f'<a href="{path}">{escape(name)}</a>' for path, (name, _) in PAGES.items()),
    )
    return [html.encode()]
