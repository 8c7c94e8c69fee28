"""Who is asking: the person behind a request's session cookie or API token, read once."""

import hashlib
import logging
import secrets
from datetime import date
from typing import TypedDict
from uuid import UUID

from flask import current_app, request, session
from sqlalchemy import and_, select

from app.accounts.models import ApiToken, Grant, Operator, User
from app.accounts.permissions import Held, Principal, Role
from app.core import clock, scope
from app.core.db import db
from app.organisation import tenancy

log = logging.getLogger(__name__)

API = "/api/"
COOKIELESS = (API, "/w/")
"""Paths where a session cookie means nothing: other sites' pages call them."""

_KEY = "kuulolla.principal"
_SESSION = "account"
_OPERATOR_SESSION = "operator"


class _Proof(TypedDict):
    """What a session cookie says: whose it is, as of which epoch and second."""

    id: str
    epoch: int
    at: int


def token_hash(token: str) -> str:
    """How a random token is stored: it has 256 bits, so a plain hash keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def principal() -> Principal | None:
    """The signed-in person of this request, or None. One statement, and only where the request
    brings a session cookie or a token."""
    if _KEY not in request.environ:
        request.environ[_KEY] = None
        request.environ[_KEY] = _load()
    found: Principal | None = request.environ[_KEY]
    return found


def was_asked() -> bool:
    """Whether the answer to this request may depend on who asked."""
    return _KEY in request.environ


def sign_in_user(user: User) -> None:
    """Begin a session of a person in the municipality of the request."""
    _begin(_SESSION, user.id, user.epoch)
    request.environ[_KEY] = _user(user.id, user.epoch)
    log.info("account.signed_in user=%s", user.id)


def sign_in_operator(operator: Operator) -> None:
    """Begin a session of a platform operator on the platform's own host."""
    _begin(_OPERATOR_SESSION, operator.id, operator.epoch)
    request.environ[_KEY] = _operator(operator.id, operator.epoch)
    log.info("operator.signed_in operator=%s", operator.id)


def _begin(key: str, who: UUID, epoch: int) -> None:
    """A new session with a form token of its own: nothing of the one before is carried over."""
    session.clear()
    session.permanent = True
    session[key] = _Proof(id=str(who), epoch=epoch, at=int(clock.now().timestamp()))
    session[current_app.config["WTF_CSRF_FIELD_NAME"]] = secrets.token_hex(32)


def sign_out() -> None:
    session.clear()
    request.environ[_KEY] = None


def _load() -> Principal | None:
    if request.path.startswith(API):
        return _bearer() if tenancy.place_or_none() else None
    if request.path.startswith(COOKIELESS):
        return None
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    on_municipality = tenancy.place_or_none() is not None
    proof: _Proof | None = session.get(_SESSION if on_municipality else _OPERATOR_SESSION)
    if proof is None or clock.now().timestamp() - proof["at"] > _lifetime():
        return None
    user_id, epoch = UUID(proof["id"]), proof["epoch"]
    return _user(user_id, epoch) if on_municipality else _operator(user_id, epoch)


def _lifetime() -> float:
    """Seconds from signing in to the end of a session, however often its cookie is renewed."""
    return current_app.permanent_session_lifetime.total_seconds()


def _user(user_id: UUID, epoch: int | None) -> Principal | None:
    """The active person with these grants; `epoch` None where a token speaks for them."""
    query = (
        select(User, Grant)
        .outerjoin(
            Grant,
            and_(Grant.municipality_id == User.municipality_id, Grant.user_id == User.id),
        )
        .where(User.id == user_id, User.is_active)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    user: User = rows[0][0]
    if epoch is not None and user.epoch != epoch:
        return None
    grants = tuple(
        Held(Role(grant.role), grant.area_id, grant.group_id)
        for _user_row, grant in rows
        if grant is not None
    )
    return Principal(user.id, user.shown_name, user.email, user.lang, grants)


def _operator(operator_id: UUID, epoch: int) -> Principal | None:
    query = select(Operator).where(Operator.id == operator_id, Operator.epoch == epoch)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        return None
    return Principal(row.id, row.email, row.email, "", (Held(Role.OPERATOR),))


def _bearer() -> Principal | None:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        return None
    query = select(ApiToken).where(
        ApiToken.token_hash == token_hash(authorization.token), ApiToken.revoked_at.is_(None)
    )
    token = db.session.scalars(query).one_or_none()
    if token is None:
        return None
    user_id, token_id, last_used_on = token.user_id, token.id, token.last_used_on
    today = clock.today(tenancy.place().timezone)
    if last_used_on != today:
        _note_use(token_id, today)
    return _user(user_id, None)


def _note_use(token_id: UUID, day: date) -> None:
    """Once a day per token: a write of its own, before the request that may only read."""
    place_id, read_only = scope.municipality_id(), scope.is_read_only()
    db.session.rollback()
    scope.enter(place_id, read_only=False)
    token = db.session.scalars(select(ApiToken).where(ApiToken.id == token_id)).one()
    token.last_used_on = day
    db.session.commit()
    scope.enter(place_id, read_only=read_only)
