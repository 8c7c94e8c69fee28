"""Security headers on every answer, and the check that a form came from our own pages."""

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.core.errors import Forbidden

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def allow_pictures(response: Response, origins: Collection[str]) -> None:
    """Let a page show pictures of these origins, and of no others but our own."""
    if origins:
        allowed = " ".join(["img-src 'self' data:", *sorted(origins)])
        policy = CONTENT_SECURITY_POLICY.replace("img-src 'self' data:", allowed)
        response.headers["Content-Security-Policy"] = policy


def be_framed(response: Response) -> None:
    """Let other pages of our own site show this one in a frame."""
    policy = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = framed


def show_frames(response: Response) -> None:
    """Let a page show other pages of our own site in frames."""
    policy = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["Content-Security-Policy"] = f"{policy}; frame-src 'self'"


def is_cross_site() -> bool:
    """Whether the browser says that another site made it send this request.

    Fetch metadata first, Origin where a browser has none. A client that sends neither is no
    browser, and so carries nobody's cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    return _host(origin) != request.host.lower()


def _host(origin: str) -> str:
    """Host and port of an origin; nothing where it has none that anybody could read."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _refuse_foreign_forms() -> None:
    is_form = request.method == "POST" and not request.path.startswith(("/api/", "/w/"))
    if is_form and is_cross_site():
        raise Forbidden


def _add(response: Response) -> Response:
    """What a view has set itself stands."""
    headers = response.headers
    present = {name.lower() for name, _text in headers}  # asked one by one, each is a search
    headers.extend((name, text) for name, text in HEADERS.items() if name.lower() not in present)
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def install(app: Flask) -> None:
    app.before_request(_refuse_foreign_forms)
    app.after_request(_add)
