"""The cookies of people who answer surveys: all HttpOnly, set only in answer to what they sent."""

import re
import secrets

from flask import Response, current_app, request

from app.surveys.models import Survey

RECEIPT_SECONDS = 10 * 60
BROWSER_SECONDS = 365 * 24 * 60 * 60
_BROWSER = re.compile(r"[A-Za-z0-9_-]{22}")
_RECEIPT = re.compile(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}")


def draft_token(survey: Survey) -> str | None:
    """The token of the filling that this browser has begun."""
    return request.cookies.get(_name(f"survey-{survey.slug}"))


def keep_draft_token(response: Response, survey: Survey, token: str) -> None:
    _set(response, f"survey-{survey.slug}", token, None)


def forget_draft(response: Response, survey: Survey) -> None:
    _forget(response, f"survey-{survey.slug}")


def receipt(survey: Survey) -> str | None:
    """The receipt of what was sent some minutes ago."""
    found = request.cookies.get(_name(f"receipt-{survey.slug}"), "")
    return found if _RECEIPT.fullmatch(found) else None


def keep_receipt(response: Response, survey: Survey, text: str) -> None:
    _set(response, f"receipt-{survey.slug}", text, RECEIPT_SECONDS)


def forget_receipt(response: Response, survey: Survey) -> None:
    _forget(response, f"receipt-{survey.slug}")


def browser() -> str | None:
    """The random name of a browser that has answered something once."""
    found = request.cookies.get(_name("browser"), "")
    return found if _BROWSER.fullmatch(found) else None


def new_browser() -> str:
    return secrets.token_urlsafe(16)


def keep_browser(response: Response, name: str) -> None:
    _set(response, "browser", name, BROWSER_SECONDS)


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _name(name: str) -> str:
    return f"__Host-{name}" if _is_secure() else name


def _forget(response: Response, name: str) -> None:
    response.delete_cookie(_name(name), secure=_is_secure(), httponly=True, samesite="Lax")


def _set(response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _name(name), value, max_age=seconds, secure=_is_secure(), httponly=True, samesite="Lax"
    )
