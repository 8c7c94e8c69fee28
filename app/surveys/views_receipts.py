"""What residents do with a receipt: take their answers back."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from app.core import cookies as browsers
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.i18n import PREFIX
from app.surveys import cookies, here, marks, service
from app.surveys import receipt_pages as pages
from app.surveys.forms import WithdrawalForm
from app.surveys.models import Survey

blueprint = Blueprint("survey_receipts", __name__, url_prefix=PREFIX)


@blueprint.get("/surveys/<slug>/withdraw")
@access(PUBLIC)
def withdraw(slug: str) -> ResponseReturnValue:
    return pages.withdrawal(here.card(slug), WithdrawalForm(), is_done="done" in request.args)


@blueprint.post("/surveys/<slug>/withdraw")
@access(PUBLIC)
def withdraw_post(slug: str) -> ResponseReturnValue:
    card, form = here.card(slug), WithdrawalForm(request.form)
    is_of_this = form.validate() and service.kept(card.survey, form.wanted) is not None
    if not form.errors and not service.withdraw(form.wanted, timezone=here.timezone()):
        form.refuse()
    if form.errors:
        return pages.withdrawal(card, form, status=422)
    response = here.see_other(url_for("survey_receipts.withdraw", slug=slug, done=1))
    if is_of_this:
        _forget(card.survey, form.wanted, response)
    db.session.commit()
    return response


def _forget(survey: Survey, receipt: str, response: Response) -> None:
    """The browser in hand need not show the receipt any more, and may answer again."""
    if cookies.receipt(survey) == receipt:
        cookies.forget_receipt(response, survey)
    browser = browsers.browser()
    if browser:
        marks.remove(survey, browser)
