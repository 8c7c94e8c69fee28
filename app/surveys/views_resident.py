"""Residents' pages of surveys: which there are, answering page by page, thanks, public results."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.core import clock
from app.core import cookies as browsers
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.surveys import (
    answering,
    cookies,
    here,
    listing,
    marks,
    on_the_way,
    queries,
    receiving,
    results,
    service,
    uploads,
)
from app.surveys import resident_pages as pages
from app.surveys.answering import Filling, Step
from app.surveys.listing import Card
from app.surveys.models import Survey, SurveyState
from app.surveys.resident_pages import Reason, Shown

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
    if _has_answered(card.survey):
        return pages.state("answered", card)
    filling = _begun(card.survey) or answering.begin(card.survey, tenancy.place().timezone)
    first = filling.first_page()
    name = request.args.get("page", first)
    if name != first and not filling.may_open(name or "", current_language()):
        return _to_page(card.survey, None)
    state = filling.page(name or "", current_language())
    if state is None:
        raise Missing
    return pages.questions(card, filling, state)


@blueprint.post("/surveys/<slug>")
@access(PUBLIC)
def answer(slug: str) -> ResponseReturnValue:
    card = here.card(slug)
    here.expect_files(card.survey)
    if request.content_length and not request.form:
        raise BadRequest
    filling = answering.resume(card.survey, request.form.get("token", ""), here.timezone())
    if filling is not None and request.form.get("action") == "restart":
        return _restart(filling)
    repeated = _repeated(card, filling) if filling is not None else None
    if repeated is not None:
        return repeated
    if filling is None or not filling.is_fresh or card.state is not SurveyState.OPEN:
        return _not_kept(card, filling)
    step = here.take_with_files(card, filling)
    if request.form.get("action") == "back" and not step.refused:
        return _back(card, step)
    if step.errors or step.added or step.is_change:
        return _come_back(card, step)
    return _go_on(card, step)


@blueprint.get("/surveys/<slug>/thanks")
@access(PUBLIC)
def thanks(slug: str) -> ResponseReturnValue:
    surveys = queries.open_surveys(clock.now())
    found = next((one for one in surveys if one.slug == slug), None) or queries.by_slug(slug)
    if found is None:
        raise Missing
    others = [one for one in surveys if one.id != found.id]
    return pages.thanks(found, cookies.receipt(found), others, here.timezone())


@blueprint.get("/surveys/<slug>/results")
@access(PUBLIC)
def public_results(slug: str) -> ResponseReturnValue:
    card = here.card(slug)
    if not card.has_results:
        raise Missing
    return pages.results(card, results.of_survey(card.survey, current_language()))


def _has_answered(survey: Survey) -> bool:
    browser = browsers.browser()
    return survey.once_per_browser and bool(browser) and marks.has_answered(survey, browser or "")


def _begun(survey: Survey) -> Filling | None:
    """The filling that this browser is in the middle of."""
    token = cookies.draft_token(survey)
    filling = answering.resume(survey, token, here.timezone()) if token else None
    return filling if filling and filling.is_fresh and filling.draft is not None else None


def _repeated(card: Card, filling: Filling) -> Response | None:
    """The answer to a form that was sent before: then its draft is gone, or the survey has
    closed. (A survey's first page, which has no draft yet, is looked at when it is handed in.)

    Only the posted page is given back: the form may be in other hands by now."""
    is_first = request.form.get("page") == filling.first_page()
    if filling.draft is not None or (is_first and card.state is SurveyState.OPEN):
        return None
    try:
        document = service.received(card.survey, filling.key)
    except service.Withdrawn:
        step = here.take(filling)
        return pages.not_taken(card, step.filling, Reason.WITHDRAWN, step.answered)
    if document is None:
        return None
    step = here.take(filling.with_answers(document))
    is_same = receiving.are_known(
        filling.definition, document, card.survey.id, filling.owner, request.files
    )
    if is_same and answering.handed_in(step.filling) == document:
        return _thank(filling, service.receipt_of(filling.key, card.survey.id))
    return pages.not_taken(card, step.filling, Reason.SENT, step.answered)


def _to_page(survey: Survey, name: str | None) -> Response:
    return here.see_other(url_for("surveys.survey", slug=survey.slug, page=name))


def _not_kept(card: Card, filling: Filling | None) -> Response:
    """The answer to a form that is not taken: all of it is given back."""
    step = here.take(filling or answering.begin(card.survey, here.timezone()))
    if card.state is not SurveyState.OPEN:
        return pages.not_taken(card, step.filling, Reason(card.state))
    lost = receiving.lost(step.page.questions, request.files)
    return pages.not_trusted(card, replace(step, errors=lost), is_ours=filling is not None)


def _come_back(card: Card, step: Step) -> Response:
    """The page once more, for what is wrong or new on it. Files that came with it are kept, and so
    all else is, too: whoever comes later finds both, and can delete both."""
    filling = step.filling
    shown = Shown.of(step, status=422 if step.errors else 200)
    response = pages.questions(card, filling, step.page, shown)
    if uploads.ids_in(filling.definition, filling.answers):
        on_the_way.keep(filling.survey, filling.version, filling.nonce, filling.answers)
        cookies.keep_draft_token(response, filling.survey, filling.token())
        db.session.commit()
    return response


def _restart(filling: Filling) -> Response:
    on_the_way.forget(filling.survey, filling.definition, filling.nonce)
    response = _to_page(filling.survey, None)
    cookies.forget_draft(response, filling.survey)
    db.session.commit()
    return response


def _back(card: Card, step: Step) -> Response:
    """Save what was typed, right or wrong, and turn to the page before."""
    filling = step.filling
    return _open(card, filling, filling.previous_page(step.page.name) or step.page.name)


def _go_on(card: Card, step: Step) -> Response:
    filling = step.filling
    following = filling.next_page(step.page.name)
    if following is not None:
        return _open(card, filling, following)
    has_others = len(filling.definition.pages) > 1
    unfinished = filling.unfinished_page(current_language()) if has_others else None
    if unfinished is not None:
        return _open(card, filling, unfinished[0], Shown(errors=unfinished[1], status=422))
    document = answering.handed_in(filling)
    if answering.is_empty(filling.definition, document):
        return pages.empty(card, step)
    return _hand_in(card, filling, document)


def _open(card: Card, filling: Filling, name: str, shown: Shown = pages.AS_STORED) -> Response:
    """Save the draft and show a page: by its address once the browser is known to keep our cookie,
    or else at once, since the form carries all that is needed."""
    survey = card.survey
    on_the_way.keep(survey, filling.version, filling.nonce, filling.answers)
    state = filling.page(name, current_language())
    if state is None:
        raise Missing
    if filling.is_of(cookies.draft_token(survey)) and shown is pages.AS_STORED:
        response = _to_page(survey, None if name == filling.first_page() else name)
    else:
        response = pages.questions(card, filling, state, shown)
        cookies.keep_draft_token(response, survey, filling.token())
    db.session.commit()
    return response


def _hand_in(card: Card, filling: Filling, document: Mapping[str, object]) -> Response:
    """Keep the answers; where they can't be, give them back in words."""
    browser = browsers.browser() or browsers.new_browser()
    try:
        submitted = answering.hand_in(filling, document, lang=current_language(), cookie=browser)
    except (
        service.Closed,
        service.AlreadyAnswered,
        service.AnotherBody,
        service.Withdrawn,
    ) as refusal:
        db.session.rollback()
        response = pages.not_taken(card, filling, Reason.of(refusal))
        if uploads.questions(filling.definition):
            uploads.drop(filling.survey.id, filling.owner)
            db.session.commit()
        return response
    response = _thank(filling, submitted.receipt)
    if filling.survey.once_per_browser:
        browsers.keep_browser(response, browser)
    db.session.commit()
    return response


def _thank(filling: Filling, receipt: str) -> Response:
    survey = filling.survey
    response = here.see_other(url_for("surveys.thanks", slug=survey.slug))
    cookies.keep_receipt(response, survey, receipt)
    if cookies.draft_token(survey):
        cookies.forget_draft(response, survey)
    return response
