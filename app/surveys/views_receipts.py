"""What residents do with a receipt: see, print, change and take back their answers."""

from dataclasses import replace

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from app.core import cookies as browsers
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.i18n import PREFIX
from app.surveys import cookies, fillings, gates, here, marks, onward, service, tickets, tries
from app.surveys import receipt_pages as pages
from app.surveys.files import receiving, uploads
from app.surveys.forms import ReceiptForm
from app.surveys.listing import Card
from app.surveys.models import Survey, SurveyState
from app.surveys.service import Kept

blueprint = Blueprint("survey_receipts", __name__, url_prefix=PREFIX)


@blueprint.get("/surveys/<slug>/answers")
@access(PUBLIC)
def answers(slug: str) -> ResponseReturnValue:
    """Shown at once to the browser that has just sent them; to others with their receipt."""
    card = here.card(slug)
    receipt = cookies.receipt(card.survey)
    sent = service.kept(card.survey, receipt) if receipt else None
    if receipt is None or sent is None:
        return pages.receipt(card, ReceiptForm())
    return pages.answers(card, receipt, sent)


@blueprint.post("/surveys/<slug>/answers")
@access(PUBLIC)
def answers_post(slug: str) -> ResponseReturnValue:
    card, form = here.card(slug), ReceiptForm(request.form)
    sent = service.kept(card.survey, form.wanted) if form.validate() else None
    if sent is None:
        tries.count()
        if not form.errors:
            form.refuse()
        return pages.receipt(card, form, 422)
    match request.form.get("action"):
        case "change":
            return _change(card, form.wanted, sent)
        case "text":
            return pages.as_text(card, sent)
        case "withdraw":
            return pages.withdrawal(card, form, _invited())
    return pages.answers(card, form.wanted, sent)


def _change(card: Card, receipt: str, sent: Kept) -> Response:
    """Open the survey with the answers filled in, in the version that they were given to; they
    count as they are until what replaces them is sent."""
    if card.state is not SurveyState.OPEN:
        return pages.answers(card, receipt, sent, is_too_late=True)
    begun = fillings.begin(card.survey, here.timezone(), version=sent.version)
    if not receiving.may_copy(begun.definition, sent.document):
        raise TooManyRequests
    uploads.copy(card.survey, begun.definition, sent.document, begun.owner)
    filling = replace(begun, replaces=service.hashed(receipt)).with_files(sent.document)
    return onward.open_page(card, filling, filling.first_page() or "")


@blueprint.get("/surveys/<slug>/withdraw")
@access(PUBLIC)
def withdraw(slug: str) -> ResponseReturnValue:
    card = here.card(slug)
    form = ReceiptForm(receipt=cookies.receipt(card.survey))
    return pages.withdrawal(card, form, _invited(), is_done="done" in request.args)


@blueprint.post("/surveys/<slug>/withdraw")
@access(PUBLIC)
def withdraw_post(slug: str) -> ResponseReturnValue:
    card, form = here.card(slug), ReceiptForm(request.form)
    is_of_this = form.validate() and service.kept(card.survey, form.wanted) is not None
    if not form.errors and not service.withdraw(form.wanted, timezone=here.timezone()):
        form.refuse()
    if form.errors:
        tries.count()
        return pages.withdrawal(card, form, _invited(), status=422)
    response = here.see_other(url_for("survey_receipts.withdraw", slug=slug, done=1))
    if is_of_this:
        _forget(card.survey, form.wanted, response)
    db.session.commit()
    return response


def _invited() -> str:
    """The personal link that came along, to be used again once its answers are taken back."""
    invited = request.values.get("invited", "")
    return invited if tickets.read(invited) else ""


def _forget(survey: Survey, receipt: str, response: Response) -> None:
    """The browser in hand need not show the receipt any more, and may answer again."""
    if cookies.receipt(survey) == receipt:
        cookies.forget_receipt(response, survey)
    browser = browsers.browser()
    if browser:
        marks.remove(survey, browser)
    gates.gives_back(survey, request.form.get("invited") or cookies.invitation(survey))
