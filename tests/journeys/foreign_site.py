"""A web site of somebody else's with the widget on its pages: another origin, a strict policy."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response

from tests.journeys.server import serving

HOST = "www.site.localhost"

PAGE = """<!doctype html>
<html lang="fi"><head><meta charset="utf-8"><title>Aukioloajat – Kirjasto</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<script async src="{city}/w/v1/w.js"></script></head>
<body><main><h1>Aukioloajat</h1><p>Kirjasto on auki arkisin.</p>
<kuulolla-feedback widget="{widget}" level="2">
<a referrerpolicy="no-referrer-when-downgrade"
href="{city}/fi/feedback/{widget}">Anna palautetta</a>
</kuulolla-feedback></main></body></html>"""

FRAMED = """<!doctype html>
<html lang="fi"><head><meta charset="utf-8"><title>Kehys</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>Kehys</h1><iframe title="Palaute" width="300" height="900"
referrerpolicy="no-referrer-when-downgrade" src="{city}/w/{widget}/frame"></iframe>
</main></body></html>"""

POLICY = (
    "default-src 'none'; style-src 'none'; img-src data:; "
    "script-src {city}; connect-src {city}; frame-src {city}; form-action 'none'; "
    "require-trusted-types-for 'script'"
)


@contextmanager
def foreign_site(city: str, widget: str) -> Iterator[str]:
    """The origin of a site whose every page has the widget of a city (`city`: its origin), but
    for `/framed`, which has its form in a frame."""
    site = Flask("site")

    @site.get("/<path:path>")
    def page(path: str) -> Response:
        content = FRAMED if path == "framed" else PAGE
        response = Response(content.format(city=city, widget=widget))
        response.headers["Content-Security-Policy"] = POLICY.format(city=city)
        return response

    with serving() as server:
        server.app = site
        yield f"http://{HOST}:{server.port}"
