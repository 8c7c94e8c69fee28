"""Ways into surveys that are not open to anyone: the shared code, and personal links."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.surveys import cookies, fillings, gate_pages, gates, here, onward, tries
from app.surveys import resident_pages as pages
from app.surveys.fillings import Filling
from app.surveys.gate_pages import SharedCodeForm
from app.surveys.listing import Card
from app.surveys.meta import Who
from app.surveys.models import SurveyState

blueprint = Blueprint("survey_gates", __name__, url_prefix=PREFIX)


@blueprint.get("/surveys/<slug>/invited/<token>")
@access(PUBLIC)
def invited(slug: str, token: str) -> ResponseReturnValue:
    """A personal link. Looking uses nothing up: scanners of mails look, too. What it lets in with
    goes along in the form."""
    card = here.card(slug)
    if card.survey.who != Who.INVITED:
        return onward.to_page(card.survey, None)
    return _enter(card, token)


@blueprint.post("/surveys/<slug>/code")
@access(PUBLIC)
def code(slug: str) -> ResponseReturnValue:
    card, form = here.card(slug), SharedCodeForm(request.form)
    if card.survey.who != Who.CODE or card.state is not SurveyState.OPEN:
        return onward.to_page(card.survey, None)
    if not form.lets_into(card.survey):
        tries.count()
        return gate_pages.code_page(card, form, 422)
    return _enter(card, gates.BY_CODE)


def _enter(card: Card, admission: str) -> ResponseReturnValue:
    """The survey for somebody with an admission: where they were, or its first page."""
    begun = _begun(card, admission) if card.takes_begun else None
    if card.state is not SurveyState.OPEN and begun is None:
        return pages.state(card.state, card)
    refused = gate_pages.refused(card, admission)
    if refused is not None:
        return refused
    filling = begun or fillings.begin(card.survey, here.timezone(), admission=admission)
    page = filling.page(filling.first_page() or "", current_language())
    if page is None:
        raise Missing
    return pages.questions(card, filling, page)


def _begun(card: Card, admission: str) -> Filling | None:
    """The filling that this browser has begun with the same admission."""
    token = cookies.draft_token(card.survey)
    found = fillings.resume(card.survey, token, here.timezone()) if token else None
    is_ours = found is not None and found.admission == admission
    return found if found and is_ours and found.is_fresh and found.draft is not None else None
