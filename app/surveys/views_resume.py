"""Going on with answers that were saved, on whatever device, by their code."""

from collections.abc import Mapping

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.i18n import PREFIX, current_language
from app.surveys import (
    drafts,
    fillings,
    gate_pages,
    gates,
    here,
    onward,
    saved_pages,
    service,
    tickets,
    tries,
)
from app.surveys import resident_pages as pages
from app.surveys.fillings import Filling
from app.surveys.forms import CodeForm
from app.surveys.listing import Card
from app.surveys.meta import Who
from app.surveys.resident_pages import Reason

blueprint = Blueprint("survey_resume", __name__, url_prefix=PREFIX)


@blueprint.get("/surveys/<slug>/resume")
@access(PUBLIC)
def resume(slug: str) -> ResponseReturnValue:
    return saved_pages.resume(here.card(slug), CodeForm(request.args), _admission(request.args))


@blueprint.post("/surveys/<slug>/resume")
@access(PUBLIC)
def resume_post(slug: str) -> ResponseReturnValue:
    card, form = here.card(slug), CodeForm(request.form)
    code = form.wanted()
    filling = _found(card, form, code) if code else None
    if filling is None:
        tries.count()
        return saved_pages.resume(card, form, _admission(request.form), 422)
    if not card.takes_begun:
        return pages.not_taken(card, filling, Reason(card.state))
    refused = gate_pages.refused(card, filling.admission)
    if refused is not None:
        return refused
    name = filling.resting_page(current_language())
    return onward.open_page(card, filling, name or "")


def _admission(sent: Mapping[str, str]) -> str:
    """The personal link that comes along with a code."""
    admission = sent.get("invited", "")
    return admission if tickets.read(admission) else ""


def _found(card: Card, form: CodeForm, code: str) -> Filling | None:
    """What was saved under a code; None and a word beside the field where it is there no more."""
    admission = _admission(request.form)
    if card.survey.who == Who.CODE:
        admission = gates.BY_CODE  # nobody saves anything who was not let in
    filling = fillings.taken_up(card.survey, code, here.timezone(), admission)
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
