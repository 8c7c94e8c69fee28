"""What residents' pages of surveys share: the survey of an address, and what a form sent for it."""

from flask import Response, redirect, request

from app.core.errors import Missing
from app.core.i18n import current_language
from app.organisation import tenancy
from app.surveys import answering, listing, remembered
from app.surveys.answering import Filling, Step
from app.surveys.forms import Posted
from app.surveys.listing import Card
from app.surveys.page_states import PageState
from app.surveys.remembered import Before


def timezone() -> str:
    return tenancy.place().timezone


def card(slug: str) -> Card:
    """The survey of an address; Missing where the municipality has none such."""
    found = listing.one(slug, timezone())
    if found is None:
        raise Missing
    return found


def take(filling: Filling, *, keeps_defaults: bool = False) -> Step:
    """What the posted page comes to; a page off the path is taken as the first one. A computed
    default that is sent as it was shown is an answer, unless `keeps_defaults`."""
    lang = current_language()
    state = filling.page(request.form.get("page", ""), lang)
    state = state or filling.page(filling.first_page() or "", lang)
    if state is None:
        raise Missing
    shown = request.form.get("asked")
    controls = (
        [one.question.control for one in state.everything] if shown is None else shown.split()
    )
    before = remembered.read(request.form, filling.definition, state)
    left_out = before.followed if keeps_defaults else frozenset()
    posted = remembered.without(request.form, left_out) if left_out else request.form
    if before.same:
        filling = _known(filling, state, posted, before, before.same - left_out)
    return answering.take(filling, state, posted, frozenset(controls) - left_out, lang)


def _known(
    filling: Filling, page: PageState, posted: Posted, before: Before, same: frozenset[str]
) -> Filling:
    """The filling as the form was shown: what people have changed on the page is not known yet."""
    changed = {
        state.question.key for state in page.questions if state.question.control in before.changed
    }
    answers = {key: value for key, value in filling.answers.items() if key not in changed}
    shown = remembered.only(posted, same)
    known = filling.with_answers(answers)
    return answering.take(known, page, shown, same, current_language(), is_news=False).filling


def see_other(address: str) -> Response:
    """What was sent has been taken: the page at this address says so. Kept nowhere."""
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value] # it is Flask's
