"""Pages for whoever holds a receipt: thanks, a copy of the answers, taking them back."""

from zoneinfo import ZoneInfo

from flask import Response
from markupsafe import Markup

from app.core import clock
from app.core.forms import errors_of
from app.core.i18n import current_language
from app.surveys import flow, here, library, listing, service
from app.surveys.fillings import local_time
from app.surveys.forms import WithdrawalForm
from app.surveys.listing import Card
from app.surveys.models import Survey


def thanks(
    survey: Survey,
    receipt: str | None,
    others: list[Survey],
    timezone: str,
    *,
    is_change: bool = False,
) -> Response:
    zone = ZoneInfo(timezone)
    return here.page(
        "thanks",
        survey=survey,
        receipt=receipt,
        is_change=is_change,
        closes=survey.closes_at.astimezone(zone) if survey.closes_at else None,
        others=others,
        closing=_closing(survey, receipt, timezone),
        has_results=listing.are_results_public(survey, survey.state(clock.now())),
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


def withdrawal(
    card: Card, form: WithdrawalForm, status: int = 200, *, is_done: bool = False
) -> Response:
    """Taking answers back with their receipt."""
    errors = errors_of(form)
    return here.page(
        "withdraw",
        status,
        card=card,
        survey=card.survey,
        form=form,
        errors=errors,
        has_errors=bool(errors),
        is_done=is_done,
    )
