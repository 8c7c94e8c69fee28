"""Rate limits: how often one client may write, counted by a salted key that is never stored."""

import hashlib
import secrets

from flask import Flask, current_app, request
from flask_limiter import Limiter

_SALT = secrets.token_bytes(16)


def client_key() -> str:
    """A key for the client's address: salted by the secret, so that Redis keeps no address."""
    secret = current_app.secret_key
    salt = secret.encode() if isinstance(secret, str) else _SALT
    address = (request.remote_addr or "").encode()
    return hashlib.blake2b(address, key=salt[:64], digest_size=12).hexdigest()


def _write_limit() -> str:
    limit: str = current_app.config["WRITE_LIMIT"]
    return limit


limiter = Limiter(
    key_func=client_key,
    application_limits=[_write_limit],
    application_limits_exempt_when=lambda: request.method in ("GET", "HEAD", "OPTIONS"),
    headers_enabled=False,
)


def install(app: Flask) -> None:
    limiter.init_app(app)
