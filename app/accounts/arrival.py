"""What arriving by password and by link have in common: our own form, a session, a way to go."""

from flask import Response, request, url_for

from app.accounts import identity, queries
from app.accounts.models import Group, Operator, User
from app.accounts.permissions import Permission
from app.accounts.session import may
from app.core import form_tokens
from app.core.i18n import current_language

FORM_LIFETIME = 12 * 60 * 60
"""Seconds that a form may stand open."""


def form_token(purpose: str) -> str:
    """A token for a form of somebody who has no session, good on this host only."""
    return form_tokens.issue(purpose, request.host)


def is_ours(purpose: str, token: str | None) -> bool:
    """Whether a form was made on this host, and not too long ago."""
    found = form_tokens.read(purpose, token or "", max_age=FORM_LIFETIME)
    return found is not None and found.subject == request.host


def begin(account: User | Operator) -> None:
    """Begin the session of whoever proved to be this account's owner."""
    if isinstance(account, Operator):
        identity.sign_in_operator(account)
    else:
        identity.sign_in_user(account)


def start() -> str:
    """Where the work of whoever is signed in begins."""
    if may(Permission.MANAGE_PLATFORM):
        return url_for("platform.start")
    if may(Permission.USE_DESK):
        return f"/{current_language()}/desk/"
    group = _group()
    if group is not None:
        return f"/{current_language()}/council/{group.key}/"
    return url_for("accounts.account")


def _group() -> Group | None:
    """The first group that whoever is signed in is a member of."""
    who = identity.principal()
    ids = [held.group_id for held in who.grants if held.group_id is not None] if who else []
    return queries.group_by_id(ids[0]) if ids else None


def keep_nowhere(response: Response) -> Response:
    """Pages with form tokens, links and passwords stay in no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
