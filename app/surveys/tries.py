"""How often a client may try codes and receipts, which are all that leads to somebody's answers."""

from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.core import scope
from app.core.limits import client_key, limiter

TRIES = parse("30 per 15 minutes")
WAIT = 15 * 60


def count() -> None:
    """Count a wrong try of the request's sender; TooManyRequests where there have been too many.

    What is right is never refused: it is too long to be guessed, and nobody at an address that many
    share can keep the others from their answers."""
    if not limiter.hit(TRIES, *_whose()):
        raise TooManyRequests(retry_after=WAIT)


def are_used_up() -> bool:
    """Whether there have been too many; looking counts for nothing."""
    return not limiter.hit(TRIES, *_whose(), cost=0)


def _whose() -> tuple[str, ...]:
    return ("tries", str(scope.required_municipality_id()), client_key())
