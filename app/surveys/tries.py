"""How often a client may try codes and receipts, which are all that leads to somebody's answers."""

from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.core import scope
from app.core.limits import client_key, limiter

TRIES = parse("30 per 15 minutes")
WAIT = 15 * 60


def count() -> None:
    """Count a try of the request's sender; TooManyRequests where there have been too many."""
    if not limiter.hit(TRIES, *_keys()):
        raise TooManyRequests(retry_after=WAIT)


def forgive() -> None:
    """It was right: others at the same address may try, too."""
    limiter.clear(TRIES, *_keys())


def _keys() -> tuple[str, ...]:
    return ("tries", str(scope.required_municipality_id()), client_key())
