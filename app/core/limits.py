"""Limits: how often one client may write, counted by a salted key that is never stored, how
many fields a form may have, and what no address holds."""

import hashlib
import secrets
from collections.abc import Callable
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import NotFound, RequestEntityTooLarge, TooManyRequests

P = ParamSpec("P")
R = TypeVar("R")

READING = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_AFTER = 60
FORM = "application/x-www-form-urlencoded"
HOST_BITS = 64
"""Bits of an IPv6 address that its subscriber chooses freely."""

_EXTENSION = "rate_limits"
_SALT = secrets.token_bytes(16)


def client_key() -> str:
    """A key for the client's address: salted by the secret, so that Redis keeps no address."""
    secret = current_app.secret_key
    salt = secret.encode() if isinstance(secret, str) else _SALT
    subscriber = _subscriber(request.remote_addr or "").encode()
    return hashlib.blake2b(subscriber, key=salt[:64], digest_size=12).hexdigest()


def _subscriber(address: str) -> str:
    """What a client cannot change at will: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or f"{int(found) >> HOST_BITS:x}/{HOST_BITS}")


class Limiter:
    """Counts in windows of fixed length: in Redis for all processes, or in each process."""

    def hit(self, limit: RateLimitItem, *keys: str, cost: int = 1) -> bool:
        """Count once, or by `cost`, under some keys; False when the limit has been reached."""
        return self._window.hit(limit, *keys, cost=cost)

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


def allows(limit: str, *keys: str) -> bool:
    """Count once under some keys; False when the limit ("3 per minute") has been reached."""
    return limiter.hit(_parsed(limit), *keys)


def too_many() -> Response:
    """The bare answer to a script that asks too often."""
    return Response(status=429, headers={"Retry-After": str(RETRY_AFTER)})


def counted_by_itself(view: Callable[P, R]) -> Callable[P, R]:
    """A view whose posts are no writes, and which has limits of its own. Goes below the route."""
    view.is_counted_by_itself = True  # type: ignore[attr-defined]
    return view


def _count_write() -> None:
    """Every write counts, wherever it goes, known address or not."""
    if request.method in READING:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_counted_by_itself", False):
        return
    limit = _parsed(current_app.config["WRITE_LIMIT"])
    if not limiter.hit(limit, "writes", client_key()):
        raise TooManyRequests(retry_after=RETRY_AFTER)


def _count_fields() -> None:
    """A form may have as many fields as parts: Werkzeug itself counts only those of uploads."""
    if request.mimetype != FORM:
        return
    if request.get_data().count(b"&") >= current_app.config["MAX_FORM_PARTS"]:
        raise RequestEntityTooLarge


def _refuse_nul() -> None:
    """No address of ours has the character that PostgreSQL cannot even be asked for."""
    if "\x00" in request.path or b"%00" in request.query_string:
        raise NotFound


def install(app: Flask) -> None:
    storage = storage_from_string(app.config["RATELIMIT_STORAGE_URI"])
    app.extensions[_EXTENSION] = FixedWindowRateLimiter(storage)
    app.before_request(_refuse_nul)
    app.before_request(_count_write)
    app.before_request(_count_fields)
