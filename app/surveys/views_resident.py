"""Residents' pages of surveys: which there are, answering page by page, thanks."""

from dataclasses import replace

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.core import clock
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.organisation import queries as organisation
from app.surveys import (
    cookies,
    fillings,
    frames,
    gate_pages,
    gates,
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
    begun = _begun(card.survey) if card.takes_begun else None
    if card.state is not SurveyState.OPEN and begun is None:
        return pages.state(card.state, card)
    admission = begun.admission if begun else ""
    admission = admission or gates.admission_of(card.survey, request.args.get("code", ""))
    if not (begun and begun.replaces):
        refused = gate_pages.refused(card, admission)
        if refused is not None:
            return refused
    if begun is None:
        filling = fillings.begin(card.survey, here.timezone(), admission=admission)
    else:
        filling = replace(begun, admission=admission)
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
        return _restart(filling)
    repeated = onward.repeated(card, filling) if filling is not None else None
    if repeated is not None:
        return repeated
    if filling is None or not filling.is_fresh or not card.takes_begun:
        return onward.not_kept(card, filling)
    barred = onward.barred(card, filling)
    if barred is not None:
        return barred
    return onward.after(card, here.take_with_files(card, filling))


@blueprint.get("/surveys/<slug>/thanks")
@access(PUBLIC)
def thanks(slug: str) -> ResponseReturnValue:
    surveys = queries.open_surveys(clock.now())
    found = next((one for one in surveys if one.slug == slug), None) or queries.by_slug(slug)
    if found is None:
        raise Missing
    others = [one for one in surveys if one.id != found.id and one.who in gates.LOCAL]
    frames.may_show(found)
    return receipt_pages.thanks(
        found, cookies.receipt(found), others, here.timezone(), is_change="changed" in request.args
    )


def _restart(filling: Filling) -> Response:
    filling.forget()
    response = onward.to_page(filling.survey, None)
    cookies.forget_draft(response, filling.survey)
    if filling.admission:  # who was let in stays so
        anew = fillings.begin(filling.survey, filling.timezone, admission=filling.admission)
        cookies.keep_draft_token(response, filling.survey, anew.token())
    db.session.commit()
    return response


def _begun(survey: Survey) -> Filling | None:
    """The filling that this browser is in the middle of."""
    token = cookies.draft_token(survey)
    filling = fillings.resume(survey, token, here.timezone()) if token else None
    is_begun = filling is not None and (filling.draft is not None or filling.admission)
    return filling if filling and filling.is_fresh and is_begun else None
