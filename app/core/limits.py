"""Rate limits: how often one client may write, counted by a salted key that is never stored."""

import hashlib
import secrets
from functools import cache

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

READING = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_AFTER = 60

_EXTENSION = "rate_limits"
_SALT = secrets.token_bytes(16)


def client_key() -> str:
    """A key for the client's address: salted by the secret, so that Redis keeps no address."""
    secret = current_app.secret_key
    salt = secret.encode() if isinstance(secret, str) else _SALT
    address = (request.remote_addr or "").encode()
    return hashlib.blake2b(address, key=salt[:64], digest_size=12).hexdigest()


class Limiter:
    """Counts in windows of fixed length: in Redis for all processes, or in each process."""

    def hit(self, limit: RateLimitItem, *keys: str) -> bool:
        """Count once under some keys; False when the limit has been reached."""
        return self._window.hit(limit, *keys)

    def clear(self, limit: RateLimitItem, *keys: str) -> None:
        """Begin a new count."""
        self._window.clear(limit, *keys)

    def reset(self) -> None:
        """Forget every count."""
        self._window.storage.reset()

    @property
    def _window(self) -> FixedWindowRateLimiter:
        window: FixedWindowRateLimiter = current_app.extensions[_EXTENSION]
        return window


limiter = Limiter()


@cache
def _parsed(limit: str) -> RateLimitItem:
    return parse(limit)


def _count_write() -> None:
    """Every write counts, wherever it goes, known address or not."""
    if request.method in READING:
        return
    limit = _parsed(current_app.config["WRITE_LIMIT"])
    if not limiter.hit(limit, "writes", client_key()):
        raise TooManyRequests(retry_after=RETRY_AFTER)


def install(app: Flask) -> None:
    storage = storage_from_string(app.config["RATELIMIT_STORAGE_URI"])
    app.extensions[_EXTENSION] = FixedWindowRateLimiter(storage)
    app.before_request(_count_write)
