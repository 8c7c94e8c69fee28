"""Once per browser: a browser's random name, hashed apart for each thing; it knows no person."""

from uuid import UUID

from limits import RateLimitItem, parse

from app.core import cookies, form_tokens, scope
from app.core.form_tokens import FormToken, keyed_hash
from app.core.limits import client_key, limiter

FORM_LIFETIME = 12 * 60 * 60
"""Seconds that a page with a button may stand open."""
PER_CLIENT = parse("120 per hour")
PER_CLIENT_AND_SUBJECT = parse("60 per hour")
"""A class of pupils behind one address gets through, a script does not."""


def button_token(purpose: str, subject: UUID) -> str:
    """A token for one showing of a button."""
    return form_tokens.issue(purpose, str(subject))


def pressed(purpose: str, subject: UUID, token: str) -> FormToken | None:
    """The token of a button that this service showed for this very thing; None where it was
    not."""
    found = form_tokens.read(purpose, token, max_age=FORM_LIFETIME)
    return found if found is not None and found.subject == str(subject) else None


def browser_name(button: FormToken) -> str:
    """What the browser is called: by its cookie, or else by the button that was pressed, so that
    two presses of one button come from one browser, before it has any cookie."""
    return cookies.browser() or keyed_hash("new browser", button.nonce)[:22]


def hashed(browser: str, subject: UUID) -> str:
    """A browser as it is kept beside one thing: it cannot be found again beside another."""
    return keyed_hash("browser", str(subject), browser)


def may_press(subject: UUID) -> bool:
    """Count a press; False when the client's address has made too many."""
    return _hit(PER_CLIENT) and _hit(PER_CLIENT_AND_SUBJECT, str(subject))


def _hit(limit: RateLimitItem, *keys: str) -> bool:
    return limiter.hit(limit, "supports", str(scope.municipality_id()), client_key(), *keys)
