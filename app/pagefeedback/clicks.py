"""How often one address reacts to one page: enough for a school behind it, and too little for
whoever wants to make a page's figures alone."""

from uuid import UUID

from flask import has_request_context
from limits import parse
from werkzeug.exceptions import TooManyRequests

from app.core.limits import client_key, limiter
from app.pagefeedback.new_pages import AN_HOUR

OF_A_CLIENT_ON_A_PAGE = parse("120 per hour")


def count(page_id: UUID) -> None:
    """Count a reaction of the request's sender; TooManyRequests above. (Commands may give as many
    as they like.)"""
    if has_request_context() and not limiter.hit(
        OF_A_CLIENT_ON_A_PAGE, "clicks", str(page_id), client_key()
    ):
        raise TooManyRequests(retry_after=AN_HOUR)
