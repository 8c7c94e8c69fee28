"""Residents' pages of surveys: which there are, answering page by page, thanks."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.core import clock
from app.core.access import PUBLIC, access
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.organisation import queries as organisation
from app.surveys import (
    cookies,
    fillings,
    here,
    listing,
    onward,
    queries,
    receipt_pages,
)
from app.surveys import resident_pages as pages
from app.surveys.fillings import Filling
from app.surveys.models import Survey, SurveyState
from app.surveys.resident_pages import Shown

blueprint = Blueprint("surveys", __name__, url_prefix=PREFIX, template_folder="templates")


@blueprint.get("/surveys/")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    now = clock.now()
    found = (
        *queries.open_surveys(now),
        *queries.coming_surveys(now),
        *queries.closed_surveys(now),
    )
    cards = listing.cards(
        found,
        areas=organisation.area_tree(),
        themes=organisation.themes(on=clock.today(here.timezone())),
        timezone=here.timezone(),
    )
    return pages.listed(cards)


@blueprint.get("/surveys/<slug>")
@access(PUBLIC)
def survey(slug: str) -> ResponseReturnValue:
    card = here.card(slug)
    if card.state is not SurveyState.OPEN:
        return pages.state(card.state, card)
    begun = _begun(card.survey)
    if not (begun and begun.replaces) and here.has_answered(card.survey):
        return pages.state("answered", card)
    filling = begun or fillings.begin(card.survey, here.timezone())
    if "preview" in request.args:
        return onward.preview_of(card, filling)
    first = filling.first_page()
    name = request.args.get("page", first)
    if name != first and not filling.may_open(name or "", current_language()):
        return onward.to_page(card.survey, None)
    state = filling.page(name or "", current_language())
    if state is None:
        raise Missing
    shown = Shown(to_preview=True) if begun and here.is_checking() else pages.AS_STORED
    return pages.questions(card, filling, state, shown)


@blueprint.post("/surveys/<slug>")
@access(PUBLIC)
def answer(slug: str) -> ResponseReturnValue:
    card = here.card(slug)
    here.expect_files(card.survey)
    if request.content_length and not request.form:
        raise BadRequest
    filling = fillings.resume(card.survey, request.form.get("token", ""), here.timezone())
    if filling is not None and request.form.get("action") == "restart":
        return onward.restart(filling)
    repeated = onward.repeated(card, filling) if filling is not None else None
    if repeated is not None:
        return repeated
    if filling is None or not filling.is_fresh or card.state is not SurveyState.OPEN:
        return onward.not_kept(card, filling)
    return onward.after(card, here.take_with_files(card, filling))


@blueprint.get("/surveys/<slug>/thanks")
@access(PUBLIC)
def thanks(slug: str) -> ResponseReturnValue:
    surveys = queries.open_surveys(clock.now())
    found = next((one for one in surveys if one.slug == slug), None) or queries.by_slug(slug)
    if found is None:
        raise Missing
    others = [one for one in surveys if one.id != found.id]
    return receipt_pages.thanks(
        found, cookies.receipt(found), others, here.timezone(), is_change="changed" in request.args
    )


def _begun(survey: Survey) -> Filling | None:
    """The filling that this browser is in the middle of."""
    token = cookies.draft_token(survey)
    filling = fillings.resume(survey, token, here.timezone()) if token else None
    return filling if filling and filling.is_fresh and filling.draft is not None else None
