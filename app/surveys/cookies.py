"""The cookies of people who answer surveys: their draft, and the receipt of what they sent."""

import re

from flask import Response

from app.core import cookies
from app.surveys.models import Survey

RECEIPT_SECONDS = 10 * 60
_RECEIPT = re.compile(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}")


def draft_token(survey: Survey) -> str | None:
    """The token of the filling that this browser has begun."""
    return cookies.found(f"survey-{survey.slug}")


def keep_draft_token(response: Response, survey: Survey, token: str) -> None:
    cookies.keep(response, f"survey-{survey.slug}", token, None)


def remember(response: Response, survey: Survey, token: str) -> None:
    """Keep a token, unless one is given with the response already."""
    name = f"survey-{survey.slug}="
    if not any(name in one for one in response.headers.getlist("Set-Cookie")):
        keep_draft_token(response, survey, token)


def invitation(survey: Survey) -> str:
    """The personal link by which this browser has answered."""
    return cookies.found(f"invited-{survey.slug}") or ""


def keep_invitation(response: Response, survey: Survey, token: str) -> None:
    cookies.keep(response, f"invited-{survey.slug}", token, None)


def forget_draft(response: Response, survey: Survey) -> None:
    cookies.forget(response, f"survey-{survey.slug}")


def receipt(survey: Survey) -> str | None:
    """The receipt of what was sent some minutes ago."""
    found = cookies.found(f"receipt-{survey.slug}") or ""
    return found if _RECEIPT.fullmatch(found) else None


def keep_receipt(response: Response, survey: Survey, text: str) -> None:
    cookies.keep(response, f"receipt-{survey.slug}", text, RECEIPT_SECONDS)


def forget_receipt(response: Response, survey: Survey) -> None:
    cookies.forget(response, f"receipt-{survey.slug}")
