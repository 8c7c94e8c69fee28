"""Pages of residents with an idea of their own, or with one that they follow: by mailed links."""

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, form_tokens
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Expired, Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX, current_language
from app.engagement import contacts
from app.engagement.models import EmailContact
from app.engagement.supporters import FORM_LIFETIME
from app.ideas import changes, listing, mails, queries, service, supporting, writing
from app.ideas.forms import IdeaForm, ResidentIdeaForm
from app.ideas.lifecycle import Event, Role, State, open_to
from app.ideas.models import Idea
from app.ideas.steps import Changed, NotNow, Step
from app.organisation import queries as organisation
from app.organisation import tenancy

blueprint = Blueprint(
    "ideas_author", __name__, url_prefix=PREFIX + "/ideas", template_folder="templates"
)

NEW = "idea.new"


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/new")
@access(PUBLIC)
def new() -> ResponseReturnValue:
    form = ResidentIdeaForm(formdata=None)
    form.offer()
    return _new_page(form)


@blueprint.post("/new")
@access(PUBLIC)
def new_post() -> ResponseReturnValue:
    form = ResidentIdeaForm(request.form)
    form.offer()
    if not form.validate():
        return _new_page(form, 422)
    token = form_tokens.read(NEW, form.token.data or "", max_age=FORM_LIFETIME)
    if token is None or token.subject != request.host:
        form.title.errors = [_("The page was open for too long. Send it again.")]
        return _new_page(form, 422)
    client_may, address_may = contacts.may_ask(form.address)
    if not client_may:
        form.email.errors = [_("Too many attempts. Wait an hour and try again.")]
        return _new_page(form, 429)
    written = form.proposal
    # Two clicks send one idea; what was put right after going back to the form is sent too.
    idea_id = changes.id_of("\n".join((token.nonce, form.address, written.title, written.text)))
    if address_may and queries.by_id(idea_id) is None:
        _propose(form, idea_id)
    return redirect(url_for("ideas_author.sent"), 303)


def _propose(form: ResidentIdeaForm, idea_id: UUID) -> None:
    """Keep the idea and mail the link; where the form was sent twice at once, one of the two."""
    contact = contacts.leave(form.address, current_language())
    with suppress(writing.AlreadyWritten):
        mails.ask_author(writing.propose(form.proposal, contact, idea_id), contact)
        db.session.commit()


def _new_page(form: ResidentIdeaForm, status: int = 200) -> ResponseReturnValue:
    errors = errors_of(form)
    page = render_template(
        "ideas/new.html",
        form=form,
        token=form_tokens.issue(NEW, request.host),
        errors=errors,
        has_errors=bool(errors),
    )
    return page, status


@blueprint.get("/new/sent")
@access(PUBLIC)
def sent() -> ResponseReturnValue:
    return render_template("ideas/sent.html", days=contacts.UNPROVEN_KEPT.days)


def _opened(purpose: str, token: str) -> tuple[Idea, EmailContact]:
    """The idea and the address that a mailed link is about, or Expired."""
    found = contacts.opened(purpose, token)
    if found is None:
        raise Expired
    idea, contact = queries.by_id(found[0]), contacts.by_id(found[1])
    if idea is None or contact is None:
        raise Expired
    return idea, contact


def _own(token: str) -> tuple[Idea, EmailContact]:
    idea, contact = _opened(mails.OWN, token)
    if not supporting.is_author(idea.id, contact.id):
        raise Expired
    return idea, contact


@blueprint.get("/own/<token>")
@access(PUBLIC)
def own(token: str) -> ResponseReturnValue:
    idea, _contact = _own(token)
    form = IdeaForm(formdata=None)
    if idea.state == State.RETURNED:
        form.offer()
        form.fill(idea, queries.objectives_of([idea.id]).get(idea.id, frozenset()))
    return _own_page(idea, form, token)


@blueprint.post("/own/<token>")
@access(PUBLIC)
def own_post(token: str) -> ResponseReturnValue:
    idea, contact = _own(token)
    event = changes.asked_for({"confirm", "submit", "withdraw"})
    form = IdeaForm(request.form)
    form.offer()
    if event is Event.SUBMIT and not form.validate():
        return _own_page(idea, form, token, 422)
    try:
        _change(idea, event, form)
    except (Changed, NotNow) as refusal:
        db.session.rollback()
        idea, _contact = _own(token)
        return _own_page(idea, form, token, 409, changes.explain(refusal))
    if event is Event.CONFIRM:
        contacts.prove(contact)
    is_gone = queries.by_id(idea.id) is None
    db.session.commit()
    address = url_for("ideas.index") if is_gone else url_for("ideas_author.own", token=token)
    return redirect(address, 303)


def _change(idea: Idea, event: Event, form: IdeaForm) -> None:
    if event is Event.CONFIRM and idea.state != State.UNCONFIRMED:
        return  # the link was opened before: the page says how things stand
    proposal = form.proposal if event is Event.SUBMIT else None
    today = clock.today(tenancy.place().timezone)
    service.happen(idea, Step(event, Role.AUTHOR, today, changes.revision(), proposal=proposal))


def _own_page(
    idea: Idea, form: IdeaForm, token: str, status: int = 200, notice: str = ""
) -> Response:
    place, tree = tenancy.place(), organisation.area_tree()
    errors = errors_of(form)
    page = render_template(
        "ideas/own.html",
        card=listing.here([idea], place.timezone, tree)[0],
        idea=idea,
        form=form,
        token=token,
        may={event.value for event in open_to(State(idea.state), Role.AUTHOR)},
        reason=listing.reason(idea),
        timeline=listing.timeline(idea, tree, place.timezone, own=True),
        notice=notice,
        errors=errors,
        has_errors=bool(errors or notice),
    )
    return make_response(page, status)


@blueprint.get("/following/<token>")
@access(PUBLIC)
def following(token: str) -> ResponseReturnValue:
    idea, contact = _opened(mails.FOLLOW, token)
    if not idea.was_public:
        raise Missing
    return render_template(
        "ideas/following.html",
        idea=idea,
        token=token,
        is_following=supporting.follows(idea, contact),
        has_stopped="stopped" in request.args,
    )


@blueprint.post("/following/<token>")
@access(PUBLIC)
def following_post(token: str) -> ResponseReturnValue:
    idea, contact = _opened(mails.FOLLOW, token)
    is_stopping = request.form.get("action") == "stop"
    if is_stopping:
        supporting.unfollow(idea, contact)
    else:
        contacts.prove(contact)
        supporting.follow(idea, contact)
    db.session.commit()
    stopped = 1 if is_stopping else None
    return redirect(url_for("ideas_author.following", token=token, stopped=stopped), 303)
