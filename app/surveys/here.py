"""What residents' pages of surveys share: the survey of an address, what a form sent, answers."""

from dataclasses import replace
from typing import Any, cast

from flask import Response, make_response, redirect, render_template, request, url_for

from app.core import cookies as browsers
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import PageForm, errors_of
from app.core.i18n import current_language
from app.core.languages import AUTONYMS
from app.core.sent_files import FileRequest
from app.organisation import tenancy
from app.surveys import answering, fillings, frames, library, listing, marks, passages, remembered
from app.surveys.answering import Step
from app.surveys.files import receiving, uploads
from app.surveys.files.kinds import LARGEST_FILE
from app.surveys.fillings import Filling
from app.surveys.forms import Posted
from app.surveys.listing import Card
from app.surveys.models import Survey
from app.surveys.models_access import Device
from app.surveys.page_states import PageState
from app.surveys.remembered import Before


def timezone() -> str:
    return tenancy.place().timezone


def card(slug: str) -> Card:
    """The survey of an address; Missing where the municipality has none such."""
    found = listing.one(slug, timezone())
    if found is None:
        raise Missing
    frames.may_show(found.survey)
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
        state.question.key
        for state in page.questions
        if state.question.control in before.changed and not state.read_only
    }
    answers = {key: value for key, value in filling.answers.items() if key not in changed}
    known = _shown(filling.with_answers(answers), page, posted, same - before.unkept)
    if not before.unkept & same:
        return known
    # What these have set is in no form and no draft; what people wrote over the rest is.
    woken = _shown(known, page, posted, before.unkept & same, is_news=True)
    return _shown(woken, page, posted, same)


def _shown(
    filling: Filling, page: PageState, posted: Posted, controls: frozenset[str],
    *, is_news: bool = False,
) -> Filling:  # fmt: skip
    """The filling with some of what a form was shown with."""
    found = remembered.only(posted, controls)
    return answering.take(
        filling, page, found, controls, current_language(), is_news=is_news
    ).filling


def expect_files(survey: Survey) -> None:
    """Let the form in hand bring files, if any version of the survey asks for some. To be called
    before anything of the form is read."""
    if request.mimetype != "multipart/form-data":
        return
    numbers = range(survey.version, 0, -1)
    if any(uploads.questions(library.compiled(survey.id, number)) for number in numbers):
        request.max_content_length = receiving.MOST_SENT
        cast(FileRequest, request).largest_file = LARGEST_FILE + 1


def take_with_files(card: Card, filling: Filling) -> Step:
    """The same, once the files of the form have been kept: in a transaction of its own, so that
    none is open while they are looked at, and whatever becomes of the answers."""
    step = take(filling)
    wanted = receiving.plan(
        card.survey.id, filling.owner, step.page.questions, request.form, request.files
    )
    if wanted.is_idle:
        return step
    db.session.rollback()
    new, refused = receiving.checked(wanted)
    receiving.keep(wanted, new)
    db.session.commit()
    again = fillings.resume(card.survey, filling.token(), filling.timezone) or filling
    step = take(again)
    errors = receiving.together(refused, step.errors)
    return replace(step, errors=errors, refused=tuple(refused))


def device() -> Device:
    """The class of the device that asks, which is all that is looked at of it."""
    return passages.device_of(
        request.headers.get("User-Agent", ""), request.headers.get("Sec-CH-UA-Mobile", "")
    )


def has_answered(survey: Survey) -> bool:
    """Whether this browser has answered a survey that takes one answer from each."""
    browser = browsers.browser()
    return survey.once_per_browser and bool(browser) and marks.has_answered(survey, browser or "")


def is_checking() -> bool:
    """Whether a page was opened to change something on the way to sending: it leads back there."""
    return request.values.get("to") == "preview"


def page(template: str, status: int = 200, **values: object) -> Response:
    """A page that depends on who looks at it, and so is kept nowhere."""
    response = make_response(render_template(f"surveys/{template}.html", **values), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def form_page(template: str, card: Card, form: PageForm, status: int, **values: object) -> Response:
    """A page with one form of a survey's, and what is wrong with it."""
    errors = errors_of(form)
    return page(
        template,
        status,
        card=card,
        survey=card.survey,
        form=form,
        errors=errors,
        has_errors=bool(errors),
        **values,
    )


def languages(endpoint: str, slug: str, **more: Any) -> list[tuple[str, str, str]]:
    """An address in each language, as the header shows them; also for pages that answer a form
    and have none themselves."""
    return [
        (lang, AUTONYMS[lang], url_for(endpoint, lang=lang, slug=slug, **more))
        for lang in tenancy.languages()
    ]


def see_other(address: str) -> Response:
    """What was sent has been taken: the page at this address says so. Kept nowhere."""
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value] # it is Flask's
