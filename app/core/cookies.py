"""Cookies of people without an account: HttpOnly, given only in answer to what they sent, and the
random name of a browser among them."""

import re
import secrets

from flask import Response, current_app, request

BROWSER_SECONDS = 365 * 24 * 60 * 60
_BROWSER = re.compile(r"[A-Za-z0-9_-]{22}")


def found(name: str) -> str | None:
    """What the browser brings along."""
    return request.cookies.get(_named(name))


def keep(response: Response, name: str, value: str, seconds: int | None) -> None:
    """Give a cookie; `seconds` None: until the browser is closed."""
    response.set_cookie(
        _named(name), value, max_age=seconds, secure=_is_secure(), httponly=True, samesite="Lax"
    )


def forget(response: Response, name: str) -> None:
    response.delete_cookie(_named(name), secure=_is_secure(), httponly=True, samesite="Lax")


def browser() -> str | None:
    """The random name of a browser that has done something that counts once."""
    name = found("browser") or ""
    return name if _BROWSER.fullmatch(name) else None


def new_browser() -> str:
    return secrets.token_urlsafe(16)


def keep_browser(response: Response, name: str) -> None:
    keep(response, "browser", name, BROWSER_SECONDS)


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _named(name: str) -> str:
    return f"__Host-{name}" if _is_secure() else name
