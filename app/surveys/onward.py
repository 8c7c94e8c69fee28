"""Where an answered page leads: to another page, the preview, the thanks, or back with a word."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from app.core import cookies as browsers
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.i18n import current_language
from app.surveys import (
    answering,
    cookies,
    fillings,
    flow,
    frames,
    gates,
    here,
    passages,
    receipt_pages,
    saved_pages,
    service,
)
from app.surveys import resident_pages as pages
from app.surveys.answering import Step
from app.surveys.files import receiving, uploads
from app.surveys.fillings import Filling
from app.surveys.listing import Card
from app.surveys.meta import Who
from app.surveys.models import Survey, SurveyState
from app.surveys.resident_pages import Reason, Shown


def after(card: Card, step: Step) -> Response:
    """The answer to a form that was sent in time, with a token that holds."""
    is_preview = "preview" in request.form
    if is_preview and step.filling.draft is None:
        return pages.not_taken(card, step.filling, Reason.GONE)
    if step.refused:
        return _come_back(card, step)
    match request.form.get("action"):
        case "language" if "saved" in request.form:
            return _later(card, step)
        case "language":
            return pages.preview(card, step.filling) if is_preview else _as_typed(card, step)
        case "later" if not step.filling.replaces:
            return _later(card, step)
        case "open":
            return open_page(card, step.filling, step.page.name)
        case "back" if is_preview:
            return open_page(card, step.filling, step.page.name)
        case "back":
            return _back(card, step)
    if is_preview:
        return _checked(card, step)
    if step.errors or step.added or step.is_change:
        return _come_back(card, step)
    if not step.filling.replaces and answering.has_no_room(step.filling):
        return _refused(card, step.filling, Reason.FULL)
    return _go_on(card, step)


def barred(card: Card, filling: Filling) -> Response | None:
    """The answer to a form of somebody who is not let in (any more)."""
    if filling.replaces:
        return None
    found = gates.barrier(card.survey, filling.admission)
    return _refused(card, here.take(filling).filling, Reason(found)) if found else None


def not_kept(card: Card, filling: Filling | None) -> Response:
    """The answer to a form that is not taken: all of it is given back."""
    step = here.take(filling or fillings.begin(card.survey, here.timezone()))
    takes = card.takes_begun if filling else card.state is SurveyState.OPEN
    if not takes:
        return pages.not_taken(card, step.filling, Reason(card.state))
    lost = receiving.lost(step.page.questions, request.files)
    step = replace(step, errors=lost, added=())
    return pages.not_trusted(card, step, is_ours=filling is not None)


def to_page(survey: Survey, name: str | None, **more: Any) -> Response:
    return here.see_other(url_for("surveys.survey", slug=survey.slug, page=name, **more))


def open_page(card: Card, filling: Filling, name: str, shown: Shown = pages.AS_STORED) -> Response:
    """Save the draft and show a page: by its address once the browser is known to keep our cookie,
    or else at once, since the form carries all that is needed."""
    survey, filling = card.survey, filling.saved(name)
    state = filling.page(name, current_language())
    if state is None:
        raise Missing
    says_nothing = shown in (pages.AS_STORED, Shown(to_preview=True))
    if filling.is_of(cookies.draft_token(survey)) and says_nothing:
        to = "preview" if shown.to_preview else None
        response = to_page(survey, None if name == filling.first_page() else name, to=to)
    else:
        response = pages.questions(card, filling, state, shown)
    return _kept(response, filling)


def preview_of(card: Card, filling: Filling) -> Response:
    """The preview at its address; where it can't be shown (yet), the page where one has got to."""
    faulty = filling.unfinished_page(current_language())
    if filling.draft is None or not filling.definition.preview:
        return to_page(card.survey, None)
    if faulty is not None:
        return to_page(card.survey, faulty[0])
    return pages.preview(card, filling)


def _kept(response: Response, filling: Filling) -> Response:
    """The answer to someone whose draft has been saved: their browser finds it again."""
    if not filling.is_of(cookies.draft_token(filling.survey)):
        cookies.keep_draft_token(response, filling.survey, filling.token())
    db.session.commit()
    return response


def _later(card: Card, step: Step) -> Response:
    """Save what was typed, right or wrong, and tell how to go on with it elsewhere."""
    filling = step.filling.saved()
    return _kept(saved_pages.saved(card, filling, step.page.name), filling)


def _come_back(card: Card, step: Step) -> Response:
    """The page once more, for what is wrong or new on it. Files that came with it are kept, and so
    all else is, too: whoever comes later finds both, and can delete both."""
    shown = Shown.of(step, status=422 if step.errors else 200)
    if not uploads.ids_in(step.filling.definition, step.filling.answers):
        return pages.questions(card, step.filling, step.page, shown)
    filling = step.filling.saved()
    return _kept(pages.questions(card, filling, step.page, shown), filling)


def _as_typed(card: Card, step: Step) -> Response:
    """The same page in another language: all that was typed stays, and nothing is judged."""
    shown = Shown(typed=step.typed, left_over=step.left_over, to_preview=here.is_checking())
    return pages.questions(card, step.filling, step.page, shown)


def _back(card: Card, step: Step) -> Response:
    """Save what was typed, right or wrong, and turn to the page before."""
    filling = step.filling
    name = filling.previous_page(step.page.name) or step.page.name
    return open_page(card, filling, name, Shown(to_preview=here.is_checking()))


def _go_on(card: Card, step: Step) -> Response:
    filling = step.filling
    has_preview = bool(filling.definition.preview)
    following = filling.next_page(step.page.name)
    if following is not None and not (has_preview and here.is_checking()):
        return open_page(card, filling, following)
    has_others = len(filling.definition.pages) > 1
    refused = _unfinished(card, filling) if has_others else None
    return refused or (_to_preview if has_preview else _send)(card, step)


def _unfinished(card: Card, filling: Filling) -> Response | None:
    """The first page with something wrong on it, if there is one."""
    faulty = filling.unfinished_page(current_language())
    if faulty is None:
        return None
    shown = Shown(errors=faulty[1], status=422, to_preview=bool(filling.definition.preview))
    return open_page(card, filling, faulty[0], shown)


def _to_preview(card: Card, step: Step) -> Response:
    if answering.is_empty(step.filling.definition, answering.handed_in(step.filling)):
        return pages.empty(card, step)
    filling = step.filling.saved()
    if filling.is_of(cookies.draft_token(card.survey)):
        return _kept(to_page(card.survey, None, preview=1), filling)
    return _kept(pages.preview(card, filling), filling)


def _checked(card: Card, step: Step) -> Response:
    """What the preview was sent for: to change a page, or to send what it shows."""
    filling = step.filling
    name = request.form.get("edit")
    if name is not None:
        is_there = filling.page(name, current_language()) is not None
        return open_page(
            card, filling, name if is_there else step.page.name, Shown(to_preview=True)
        )
    return _unfinished(card, filling) or _send(card, step)


def _send(card: Card, step: Step) -> Response:
    document = answering.handed_in(step.filling)
    if answering.is_empty(step.filling.definition, document):
        return pages.empty(card, step)
    return _hand_in(card, step.filling, document)


def _hand_in(card: Card, filling: Filling, document: Mapping[str, object]) -> Response:
    """Keep the answers; where they can't be, give them back in words."""
    browser = browsers.browser() or browsers.new_browser()
    if filling.is_of(cookies.draft_token(filling.survey)):
        filling = replace(filling, is_kept=True)  # after this form was opened
    try:
        submitted = answering.hand_in(filling, document, lang=current_language(), cookie=browser)
    except (uploads.Gone, service.AnotherBody) as refusal:
        db.session.rollback()
        return _overtaken(card, filling, refusal)
    except Conflict as refusal:
        db.session.rollback()
        return _refused(card, filling, Reason.of(refusal))
    if submitted.is_new and not filling.replaces:
        passages.note(filling, current_language(), here.device())
    response = _thank(filling, submitted.receipt)
    if filling.survey.once_per_browser and not filling.replaces:
        browsers.keep_browser(response, browser)
    if filling.survey.who == Who.INVITED and filling.admission:
        cookies.keep_invitation(response, filling.survey, filling.admission)
    db.session.commit()
    return response


def _overtaken(card: Card, filling: Filling, refusal: Conflict) -> Response:
    """The answer to a form whose files have gone, or whose filling has been sent, while it was
    read: mostly to one that was sent twice at the same moment."""
    takes_files = bool(uploads.questions(filling.definition))
    sent = repeated(card, replace(filling, draft=None)) if takes_files else None
    if sent is not None:
        uploads.drop(filling.survey.id, filling.owner)
        db.session.commit()
        return sent
    if isinstance(refusal, uploads.Gone):
        return _without_files(card, filling)
    return _refused(card, filling, Reason.of(refusal))


def _refused(card: Card, filling: Filling, reason: Reason) -> Response:
    """Answers that are not taken: their files are not kept either. For whom there is no room,
    nothing is."""
    response = pages.not_taken(card, filling, reason)
    if reason is Reason.FULL and not filling.replaces and filling.may_be_kept:
        filling.forget()
        cookies.forget_draft(response, card.survey)
        db.session.commit()
    elif uploads.questions(filling.definition):
        uploads.drop(filling.survey.id, filling.owner)
        db.session.commit()
    return response


def _without_files(card: Card, filling: Filling) -> Response:
    """A file was taken away in another window while the answers were sent: they are shown again
    with the files that are left."""
    notice = _("A file was removed in another window. Check your answers and send them again.")
    last = flow.path(filling.definition, filling.answers, now=filling.now).pages[-1]
    left = filling.with_files(filling.answers)
    return open_page(card, left, last, Shown(notice=notice, status=409))


def _thank(filling: Filling, receipt: str) -> Response:
    survey = filling.survey
    if frames.is_framed():
        # Its browser keeps no cookie: the receipt is shown now or never.
        is_change = bool(filling.replaces)
        response = receipt_pages.thanks(survey, receipt, [], filling.timezone, is_change=is_change)
    else:
        changed = 1 if filling.replaces else None
        response = here.see_other(url_for("surveys.thanks", slug=survey.slug, changed=changed))
    cookies.keep_receipt(response, survey, receipt)
    if cookies.draft_token(survey):
        cookies.forget_draft(response, survey)
    return response


def repeated(card: Card, filling: Filling) -> Response | None:
    """The answer to a form that was sent before: then its draft is gone, or the survey has
    closed. (A first page that nothing was kept of, and that asks for no files, is looked at when
    it is handed in: only what comes earlier is not in the form.)

    Only the posted page is given back: the form may be in other hands by now."""
    is_first = request.form.get("page") == filling.first_page() and "preview" not in request.form
    is_whole = is_first and not filling.is_kept and not uploads.questions(filling.definition)
    if filling.draft is not None or (is_whole and card.takes_begun):
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
    is_checked = "preview" in request.form and filling.beside == answering.beside(filling, document)
    if is_same and (is_checked or answering.is_known(filling, step, document)):
        return _thank(filling, service.receipt_of(filling.key, card.survey.id))
    return pages.not_taken(card, step.filling, Reason.SENT, step.answered)
