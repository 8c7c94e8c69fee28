"""How many pages that nobody has reacted to before a widget takes in: whoever makes addresses up
fills no table."""

from flask import has_request_context
from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.core.limits import client_key, limiter
from app.pagefeedback.known import AnyWidget

OF_A_CLIENT = parse("60 per hour")
OF_A_WIDGET = parse("2000 per day")
AN_HOUR = 60 * 60


def count(widget: AnyWidget) -> None:
    """Count a new page of the request's sender; TooManyRequests above. (Commands may make as many
    as they like.)"""
    if not has_request_context():
        return
    what = ("new-pages", str(widget.id))
    if not (limiter.hit(OF_A_CLIENT, *what, client_key()) and limiter.hit(OF_A_WIDGET, *what)):
        raise TooManyRequests(retry_after=AN_HOUR)
