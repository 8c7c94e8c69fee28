"""What residents' pages of surveys share: the survey of an address, and what a form sent for it."""

from flask import Response, redirect, request

from app.core.errors import Missing
from app.core.i18n import current_language
from app.organisation import tenancy
from app.surveys import answering, listing
from app.surveys.answering import Filling, Step
from app.surveys.listing import Card


def timezone() -> str:
    return tenancy.place().timezone


def card(slug: str) -> Card:
    """The survey of an address; Missing where the municipality has none such."""
    found = listing.one(slug, timezone())
    if found is None:
        raise Missing
    return found


def take(filling: Filling) -> Step:
    """What the posted page comes to; a page off the path is taken as the first one."""
    lang = current_language()
    state = filling.page(request.form.get("page", ""), lang)
    state = state or filling.page(filling.first_page() or "", lang)
    if state is None:
        raise Missing
    shown = request.form.get("asked")
    controls = (
        [one.question.control for one in state.everything] if shown is None else shown.split()
    )
    return answering.take(filling, state, request.form, frozenset(controls), lang)


def see_other(address: str) -> Response:
    """What was sent has been taken: the page at this address says so. Kept nowhere."""
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value] # it is Flask's
