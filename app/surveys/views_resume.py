"""Going on with answers that were saved, on whatever device, by their code."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.i18n import PREFIX, current_language
from app.surveys import drafts, fillings, here, onward, saved_pages, service, tries
from app.surveys import resident_pages as pages
from app.surveys.fillings import Filling
from app.surveys.forms import CodeForm
from app.surveys.listing import Card
from app.surveys.models import SurveyState
from app.surveys.resident_pages import Reason

blueprint = Blueprint("survey_resume", __name__, url_prefix=PREFIX)


@blueprint.get("/surveys/<slug>/resume")
@access(PUBLIC)
def resume(slug: str) -> ResponseReturnValue:
    return saved_pages.resume(here.card(slug), CodeForm(request.args))


@blueprint.post("/surveys/<slug>/resume")
@access(PUBLIC)
def resume_post(slug: str) -> ResponseReturnValue:
    card, form = here.card(slug), CodeForm(request.form)
    code = form.wanted()
    filling = _found(card, form, code) if code else None
    if filling is None:
        tries.count()
        return saved_pages.resume(card, form, 422)
    if card.state is not SurveyState.OPEN:
        return pages.not_taken(card, filling, Reason(card.state))
    if here.has_answered(card.survey):
        return pages.state("answered", card)
    name = filling.resting_page(current_language())
    return onward.open_page(card, filling, name or "")


def _found(card: Card, form: CodeForm, code: str) -> Filling | None:
    """What was saved under a code; None and a word beside the field where it is there no more."""
    filling = fillings.taken_up(card.survey, code, here.timezone())
    try:
        is_sent = service.received(card.survey, fillings.key_of(code)) is not None
    except service.Withdrawn:
        is_sent = True
    if is_sent:
        drafts.drop(card.survey, code)
        db.session.commit()
        form.refuse(_("These answers have been sent already. What counts is what you sent."))
        return None
    if filling is None:
        form.refuse(
            _(
                "Nothing is saved under this code in this survey (any more): it was deleted, or "
                "more than 14 days have passed since you saved it."
            )
        )
    return filling
