"""Signed form tokens with a nonce, for people without an account: no session, no cookie."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


def keyed_hash(purpose: str, *parts: str) -> str:
    """HMAC-SHA-256 in hex of some parts under the installation's secret, one purpose apart
    from another."""
    secret = current_app.secret_key
    key = secret if isinstance(secret, bytes) else str(secret).encode()
    message = "\x1f".join((purpose, *parts)).encode()
    return hmac.new(key, message, sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class FormToken:
    """What a signed token says: which form it is for, and its nonce."""

    subject: str
    nonce: str


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    secret = current_app.secret_key
    return URLSafeTimedSerializer(secret or "", salt=f"form-token.{purpose}")


def issue(purpose: str, subject: str, nonce: str | None = None) -> str:
    """A token for one filling of a form; the nonce makes a double submit count once."""
    token = _serializer(purpose).dumps([subject, nonce or secrets.token_urlsafe(16)])
    return token if isinstance(token, str) else token.decode()


def read(purpose: str, token: str, *, max_age: int) -> FormToken | None:
    """What a token says, or None if it is forged, another form's, or older than `max_age`
    seconds."""
    try:
        subject, nonce = _serializer(purpose).loads(token, max_age=max_age)
    except (BadSignature, ValueError, TypeError):
        return None
    return FormToken(str(subject), str(nonce))
