"""The workspace of a council or group: its drafts, what it has proposed, what was answered."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import session
from app.accounts.models import Group
from app.accounts.permissions import Permission
from app.core import clock, form_tokens
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.engagement.supporters import FORM_LIFETIME
from app.ideas import changes, listing, queries, service, writing
from app.ideas.forms import IdeaForm
from app.ideas.lifecycle import Event, Role, State, open_to
from app.ideas.models import Idea
from app.ideas.steps import Changed, NotNow, Step
from app.ideas.words import DONE
from app.organisation import queries as organisation
from app.organisation import tenancy

blueprint = Blueprint(
    "council", __name__, url_prefix=PREFIX + "/council/<key>", template_folder="templates"
)

WORK = Rule(Permission.GROUP_WORKSPACE, group="key")
NEW = "idea.draft"
FIRST = 10
"""Ideas of each state in the workspace; all of them are on a page of their own."""
WRITABLE = (State.DRAFT, State.RETURNED)
"""States in which the page of an idea is a form."""


@blueprint.get("/")
@access(WORK)
def start(key: str) -> ResponseReturnValue:
    group = session.group()
    cards = listing.here(queries.of_group(group.id), tenancy.place().timezone, group=group)
    by_state = {state: [card for card in cards if card.idea.state == state] for state in State}
    asked = next((one for one in State if one == request.args.get("state")), None)
    return render_template(
        "ideas/council.html",
        group=group,
        by_state=by_state if asked is None else {asked: by_state[asked]},
        asked=asked,
        first=FIRST,
    )


@blueprint.get("/ideas/new")
@access(WORK)
def new(key: str) -> ResponseReturnValue:
    form = IdeaForm(formdata=None)
    form.offer()
    return _new_page(session.group(), form)


@blueprint.post("/ideas/new")
@access(WORK)
def new_post(key: str) -> ResponseReturnValue:
    group, form = session.group(), IdeaForm(request.form)
    form.offer()
    event = changes.asked_for({Event.SUBMIT, Event.REVISE})
    form.is_sent = event is Event.SUBMIT
    form.is_draft = not form.is_sent
    if not form.validate():
        return _new_page(group, form, 422)
    token = form_tokens.read(NEW, form.token.data or "", max_age=FORM_LIFETIME)
    if token is None or token.subject != str(group.id):
        form.title.errors = [_("The page was open for too long. Send it again.")]
        return _new_page(group, form, 422)
    idea_id = changes.id_of(token.nonce)
    _write(form, group, idea_id, event)
    flash(str(DONE[event]))
    return redirect(url_for("council.idea", key=key, idea_id=idea_id), 303)


def _write(form: IdeaForm, group: Group, idea_id: UUID, event: Event) -> None:
    """Keep a draft, and send it in; where the form was sent twice, one of the two."""
    with suppress(writing.AlreadyWritten):
        idea = writing.draft(form.proposal, group.id, idea_id)
        if event is Event.SUBMIT:
            service.begin(idea, Step(event, Role.AUTHOR, _today()))
        db.session.commit()


def _today() -> date:
    return clock.today(tenancy.place().timezone)


def _new_page(group: Group, form: IdeaForm, status: int = 200) -> ResponseReturnValue:
    errors = errors_of(form)
    page = render_template(
        "ideas/council_new.html",
        group=group,
        form=form,
        token=form_tokens.issue(NEW, str(group.id)),
        errors=errors,
        has_errors=bool(errors),
    )
    return page, status


@blueprint.get("/ideas/<uuid:idea_id>")
@access(WORK)
def idea(key: str, idea_id: UUID) -> ResponseReturnValue:
    group = session.group()
    found = _idea(group, idea_id)
    form = IdeaForm(formdata=None)
    if found.state in WRITABLE:
        form.offer()
        form.fill(found, queries.objectives_of([found.id]).get(found.id, frozenset()))
    return _page(group, found, form)


def _idea(group: Group, idea_id: UUID) -> Idea:
    found = queries.by_id(idea_id)
    if found is None or found.group_id != group.id:
        raise Missing
    return found


@blueprint.post("/ideas/<uuid:idea_id>")
@access(WORK)
def change(key: str, idea_id: UUID) -> ResponseReturnValue:
    group = session.group()
    found, form = _idea(group, idea_id), IdeaForm(request.form)
    event = changes.asked_for({Event.REVISE, Event.SUBMIT, Event.WITHDRAW})
    revision = changes.revision()
    form.offer()
    form.is_sent = event is Event.SUBMIT
    form.is_draft = not form.is_sent and found.state == State.DRAFT
    if event is not Event.WITHDRAW and not form.validate():
        return _page(group, found, form, 422)
    try:
        _change(found, event, form, revision)
    except (Changed, NotNow) as refusal:
        db.session.rollback()
        return _page(group, _idea(group, idea_id), form, 409, changes.explain(refusal))
    is_gone = queries.by_id(idea_id) is None
    db.session.commit()
    if is_gone:
        flash(_("The draft was removed."))
        return redirect(url_for("council.start", key=key), 303)
    flash(str(DONE[event]))
    return redirect(url_for("council.idea", key=key, idea_id=idea_id), 303)


def _change(found: Idea, event: Event, form: IdeaForm, revision: int) -> None:
    step = Step(event, Role.AUTHOR, _today(), revision)
    if event is Event.REVISE:
        service.revise(found, form.proposal, step)
    elif event is Event.SUBMIT:
        service.happen(found, replace(step, proposal=form.proposal))
    else:
        service.happen(found, step)


def _page(
    group: Group, found: Idea, form: IdeaForm, status: int = 200, notice: str = ""
) -> ResponseReturnValue:
    place, tree = tenancy.place(), organisation.area_tree()
    errors = errors_of(form)
    page = render_template(
        "ideas/council_idea.html",
        group=group,
        card=listing.here([found], place.timezone, tree, group)[0],
        idea=found,
        form=form,
        may={event.value for event in open_to(State(found.state), Role.AUTHOR)},
        reason=listing.reason(found),
        timeline=listing.timeline(found, tree, place.timezone, own=True),
        answers=listing.answers(found, tree, place.timezone),
        notice=notice,
        errors=errors,
        has_errors=bool(errors or notice),
    )
    return page, status
