"""A page of a survey that changes while it is answered: after each answer, what differs."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.core import limits
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Conflict, Expired, Forbidden
from app.core.i18n import PREFIX
from app.surveys import cookies, fillings, gates, here, in_place_pages, service
from app.surveys.answering import Step
from app.surveys.fillings import Filling

blueprint = Blueprint("survey_in_place", __name__, url_prefix=PREFIX)

FILLING_LIMIT = "120 per minute"
"""How often one page may be refreshed; a person who types fast comes to a third of it."""
ADDRESS_LIMIT = "6000 per minute"
"""The same for an address, which a school class shares."""


@blueprint.post("/surveys/<slug>/page")
@access(PUBLIC)
@limits.counted_by_itself
def refresh(slug: str) -> ResponseReturnValue:
    """Whatever stands in its way changes nothing in the browser: the next page that is sent in
    the ordinary way explains it."""
    if not limits.allows(ADDRESS_LIMIT, "refreshes", limits.client_key()):
        return limits.too_many()
    card = here.card(slug)
    filling = fillings.resume(card.survey, request.form.get("token", ""), here.timezone())
    if filling is None:
        raise Forbidden
    if not limits.allows(FILLING_LIMIT, "refreshes of", filling.nonce):
        return limits.too_many()
    if not filling.is_fresh:
        raise Expired
    if not card.takes_begun or _is_sent(filling):
        raise Conflict
    if not filling.replaces and gates.barrier(card.survey, filling.admission):
        raise Conflict
    if request.form.get("page") not in filling.definition.live:
        raise Conflict
    step = here.take(filling, keeps_defaults=True)
    if step.page.name != request.form["page"]:
        raise Conflict
    response = in_place_pages.refreshed(step, request.form)
    _keep(filling, step, response)
    return response


def _is_sent(filling: Filling) -> bool:
    """Whether the answers of a filling without a draft have been handed in."""
    if filling.draft is not None:
        return False
    try:
        return service.received(filling.survey, filling.key) is not None
    except service.Withdrawn:
        return True


def _keep(filling: Filling, step: Step, response: Response) -> None:
    """Keep what has been typed so far, where that is kept between pages."""
    if not filling.may_be_kept or step.filling.answers == filling.draft:
        return
    saved = step.filling.saved()
    if not saved.is_of(cookies.draft_token(saved.survey)):
        cookies.keep_draft_token(response, saved.survey, saved.token())
    db.session.commit()
