"""What people do with their own account: prove who they are, change it, leave everywhere."""

import logging
import secrets

from app.accounts import audit, mails, onetime, passwords, queries
from app.accounts.identity import token_hash
from app.accounts.models import ApiToken, Operator, User
from app.core import clock, scope
from app.core.db import db
from app.organisation import links

log = logging.getLogger(__name__)

TOKEN_PREFIX = "kuulolla_"  # noqa: S105 - lets secret scanners know a leaked token


def authenticate(email: str | None, password: str) -> User | Operator | None:
    """Whom an address and a password belong to: a person in the municipality in scope, or an
    operator where there is none. The same work is done for a stranger.

    Ends the transaction in hand before it hashes: that takes long, and on SQLite a transaction
    that may write keeps all other writers waiting.
    """
    account = _account(email) if email else None
    kept = account.password_hash if account else None
    db.session.rollback()
    if not passwords.is_right(kept, password) or kept is None:
        return None
    renewed = passwords.hashed(password) if passwords.needs_rehash(kept) else kept
    account = _account(email) if email else None
    if account is None or account.password_hash != kept:
        return None
    if renewed != kept:
        account.password_hash = renewed
        db.session.flush()
    return account


def _account(email: str) -> User | Operator | None:
    if scope.municipality_id() is None:
        return queries.operator_by_email(email)
    user = queries.user_by_email(email)
    return user if user is not None and user.is_active else None


def update(user: User, *, name: str, lang: str) -> None:
    user.name, user.lang = name, lang
    db.session.flush()
    log.info("account.updated user=%s", user.id)


def change_password(user: User, password: str) -> None:
    """Set a new password; every session and link of the account ends, and its owner gets a mail."""
    user.password_hash = passwords.hashed(password)
    user.epoch += 1
    onetime.close_links(user)
    place = mails.place_in_scope()
    mails.password_changed(user, links.absolute(place, f"/{user.lang}/account/reset"))
    audit.record("person.password_set", "person", user.id)
    db.session.flush()


def sign_out_everywhere(user: User) -> None:
    """Every session of the account ends with its next request, and links sent to it with them."""
    user.epoch += 1
    onetime.close_links(user)
    db.session.flush()
    log.info("account.signed_out_everywhere user=%s", user.id)


def issue_token(user: User, *, label: str) -> str:
    """A new API token: the only time that it can be read."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    today = clock.today(mails.place_in_scope().timezone)
    row = ApiToken(user_id=user.id, label=label, token_hash=token_hash(token), created_on=today)
    db.session.add(row)
    db.session.flush()
    audit.record("token.issued", "person", user.id, token=label)
    db.session.flush()
    return token


def revoke_token(token: ApiToken) -> None:
    token.revoked_at = clock.now()
    audit.record("token.revoked", "person", token.user_id, token=token.label)
    db.session.flush()
