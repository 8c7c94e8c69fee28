"""How often one client may try to sign in, or ask for a link, before it has to wait."""

from limits import RateLimitItem, parse

from app.core import scope
from app.core.form_tokens import keyed_hash
from app.core.limits import client_key, limiter

SIGN_INS_PER_ACCOUNT = parse("10 per 15 minutes")
SIGN_INS_PER_CLIENT = parse("100 per 15 minutes")
RESETS_PER_ACCOUNT = parse("3 per hour")
RESETS_PER_CLIENT = parse("20 per hour")


def sign_in(email: str) -> bool:
    """Count an attempt; False when this client has made too many, for this account or in all."""
    return _hit(SIGN_INS_PER_CLIENT, client_key()) and _hit(
        SIGN_INS_PER_ACCOUNT, client_key(), _account(email)
    )


def signed_in(email: str) -> None:
    """A right password: earlier mistakes are forgotten."""
    limiter.clear(SIGN_INS_PER_ACCOUNT, "accounts", client_key(), _account(email))


def reset(email: str) -> tuple[bool, bool]:
    """Count a request for a reset link: whether the client may ask, and whether the account may
    get one more mail (which nobody is told)."""
    return _hit(RESETS_PER_CLIENT, client_key()), _hit(RESETS_PER_ACCOUNT, _account(email))


def _hit(item: RateLimitItem, *keys: str) -> bool:
    return limiter.hit(item, "accounts", *keys)


def _account(email: str) -> str:
    return keyed_hash("throttle", str(scope.municipality_id()), email)
