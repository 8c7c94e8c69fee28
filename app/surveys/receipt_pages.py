"""Pages for whoever holds a receipt: thanks, a copy of the answers, taking them back."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response
from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from app.core import clock
from app.core.i18n import current_language
from app.engagement import supporters
from app.organisation import tenancy
from app.surveys import fillings, flow, frames, here, library, listing, overviews, service
from app.surveys.fillings import Filling, local_time
from app.surveys.following import FOLLOW
from app.surveys.forms import ReceiptForm
from app.surveys.listing import Card
from app.surveys.models import Survey
from app.surveys.service import Kept


def thanks(
    survey: Survey,
    receipt: str | None,
    others: list[Survey],
    timezone: str,
    *,
    is_change: bool = False,
) -> Response:
    zone = ZoneInfo(timezone)
    # In a frame the receipt is on this very page alone: no other language leads to it.
    only_here: dict[str, Any] = {"languages": []} if frames.is_framed() else {}
    return here.page(
        "thanks",
        survey=survey,
        receipt=receipt,
        is_change=is_change,
        closes=survey.closes_at.astimezone(zone) if survey.closes_at else None,
        others=others,
        closing=_closing(survey, receipt, timezone),
        has_results=listing.are_results_public(survey, survey.state(clock.now())),
        follow_token=supporters.button_token(FOLLOW, survey.id),
        **only_here,
    )


def _closing(survey: Survey, receipt: str | None, timezone: str) -> tuple[Markup, str] | None:
    """The author's closing words with their language. Those that depend on the answers are said
    only to whoever holds their receipt: to all others the words that are for everyone."""
    definition = library.compiled(survey.id, survey.version)
    own, lang = definition.completed_html, current_language()
    depends = definition.completed_html_on_condition or (own is not None and own.places)
    sent = service.kept(survey, receipt) if depends and receipt else None
    if sent is not None:
        answered = library.compiled(survey.id, sent.version)
        return flow.completed_html(answered, sent.document, lang, now=lambda: local_time(timezone))
    return flow.closing_for_everyone(definition, lang)


def receipt(card: Card, form: ReceiptForm, status: int = 200) -> Response:
    """Where the receipt is typed."""
    return here.form_page("receipt", card, form, status)


def _of_sent(card: Card, sent: Kept) -> Filling:
    filling = fillings.begin(card.survey, here.timezone(), version=sent.version)
    return filling.with_answers(sent.document)


def answers(card: Card, receipt: str, sent: Kept, *, is_too_late: bool = False) -> Response:
    """All answers in words, to be read, printed or changed."""
    filling, lang = _of_sent(card, sent), current_language()
    return here.page(
        "answers",
        409 if is_too_late else 200,
        card=card,
        survey=card.survey,
        receipt=receipt,
        sent=sent,
        told=overviews.of(filling, lang),
        rest=overviews.rest(filling, lang),
        is_too_late=is_too_late,
        languages=here.languages("survey_receipts.answers", card.survey.slug),
        language_form="receipt-form",
    )


def as_text(card: Card, sent: Kept) -> Response:
    """The same as a file."""
    filling, lang = _of_sent(card, sent), current_language()
    lines = [
        str(card.survey.title),
        tenancy.place().name_in(lang),
        _("Answered on %(date)s", date=format_date(sent.day, "long")),
    ]
    for page in overviews.of(filling, lang):
        lines += [
            "",
            page.title.text if page.title else _("Page %(number)s", number=page.number),
            "",
        ]
        lines += overviews.as_text(page.told, _("Not answered"))
    rest = overviews.rest(filling, lang)
    if rest:
        lines += ["", _("Also kept, from questions that were hidden at the end"), ""]
        lines += overviews.as_text(rest, "")
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    name = f"attachment; filename=answers-{card.survey.slug}.txt"
    response.headers.update({"Content-Disposition": name, "Cache-Control": "no-store"})
    return response


def withdrawal(
    card: Card, form: ReceiptForm, invited: str = "", status: int = 200, *, is_done: bool = False
) -> Response:
    """Taking answers back with their receipt."""
    return here.form_page("withdraw", card, form, status, is_done=is_done, invited=invited)
