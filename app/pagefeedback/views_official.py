"""The desk of page feedback: which pages wait, what was said about each, and moving it on."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.accounts.permissions import Permission, allows, granted_areas
from app.accounts.session import may, principal
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Missing
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.queries import AreaTree
from app.pagefeedback import filing, queries, service, tallies, wording
from app.pagefeedback.forms import MoveForm
from app.pagefeedback.forms_settings import PageAreaForm
from app.pagefeedback.handling import HANDLED, Handling, may_follow
from app.pagefeedback.models import Reaction, WebPage
from app.pagefeedback.words import STATES, TAGS

blueprint = Blueprint(
    "feedback_desk", __name__, url_prefix=f"{PREFIX}/desk/feedback", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)
LATELY = timedelta(days=30)
"""What the list tells of reactions: a year's would cost as much as all rows of a year."""

HIGHEST = 10_000
"""The last page of comments that can be asked for."""


@blueprint.get("/")
@access(USE)
def index() -> ResponseReturnValue:
    tree = organisation.area_tree()
    state = next((one for one in HANDLED if one == request.args.get("state")), None)
    found = queries.pages_of(_areas(tree), state)
    today = clock.today(tenancy.place().timezone)
    ids = [one.page.id for one in found]
    return render_template(
        "pagefeedback/pages.html",
        found=found,
        tallies=tallies.of_pages(ids, today - LATELY + timedelta(days=1), today),
        lately=LATELY.days,
        areas=tree.by_id,
        states=STATES,
        tags=TAGS,
        options=[("", _("All")), *((one.value, STATES[one]) for one in HANDLED)],
        state=state,
        most=queries.MOST_PAGES,
        enough=tallies.ENOUGH,
    )


@blueprint.get("/<uuid:page_id>")
@access(USE)
def page(page_id: UUID) -> ResponseReturnValue:
    return _shown(*_mine(page_id))


@blueprint.post("/<uuid:page_id>/state")
@access(USE)
def move_page(page_id: UUID) -> ResponseReturnValue:
    found, tree = _mine(page_id, to_change=True)
    return _move(found, tree, found)


@blueprint.post("/<uuid:page_id>/comments")
@access(USE)
def move_comment(page_id: UUID) -> ResponseReturnValue:
    found, tree = _mine(page_id, to_change=True)
    id = MoveForm(request.form).comment_id
    comment = queries.comment_on(id, found) if id else None
    if comment is None:
        raise Missing
    return _move(found, tree, comment)


@blueprint.post("/<uuid:page_id>/area")
@access(Rule(Permission.ASSIGN_PAGES))
def choose_area(page_id: UUID) -> ResponseReturnValue:
    """By hand, whatever the rules say; or by the rules again."""
    found, tree = _mine(page_id, to_change=True)
    form = _area_form(found, tree)
    if not form.validate():
        raise BadRequest
    try:
        filing.choose(found, form.chosen, revision=form.revision.data or 0)
    except service.AnotherWasFirst:
        fault = _("Somebody else has moved it in the meantime, or something new has been said.")
        return _shown(found, tree, fault)
    db.session.commit()
    flash(_("Saved: %(state)s", state=tree.by_id[found.area_id].name))
    return redirect(url_for("feedback_desk.page", page_id=found.id), 303)


def _area_form(found: WebPage, tree: AreaTree) -> PageAreaForm:
    form = PageAreaForm(request.form)
    form.offer(found, tree.by_id[filing.by_the_rules(found)[0]])
    return form


def _areas(tree: AreaTree) -> frozenset[UUID] | None:
    """The areas whose feedback whoever asks deals with; None: all."""
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    granted = granted_areas(who, Permission.HANDLE_FEEDBACK)
    return None if granted is None else frozenset().union(*map(tree.below, granted))


def _mine(page_id: UUID, *, to_change: bool = False) -> tuple[WebPage, AreaTree]:
    found = queries.page(page_id, to_change=to_change)
    if found is None:
        raise Missing
    tree, who = organisation.area_tree(), principal()
    if who is None or not allows(who, Permission.HANDLE_FEEDBACK, tree.lineage(found.area_id)):
        raise Forbidden
    return found, tree


def _move(found: WebPage, tree: AreaTree, thing: WebPage | Reaction) -> ResponseReturnValue:
    form = MoveForm(request.form)
    if not form.validate():
        raise BadRequest
    today = clock.today(tenancy.place().timezone)
    try:
        service.move(thing, form.to, revision=form.seen, today=today)
    except service.AnotherWasFirst:
        fault = _("Somebody else has moved it in the meantime, or something new has been said.")
        return _shown(found, tree, fault)
    except service.NotPossible:
        return _shown(found, tree, _("It cannot be moved to that state."))
    db.session.commit()
    flash(_("Saved: %(state)s", state=STATES[form.to]))
    return redirect(url_for("feedback_desk.page", page_id=found.id), 303)


def _shown(found: WebPage, tree: AreaTree, fault: str = "") -> ResponseReturnValue:
    first, last = _year()
    told = tallies.of_pages([found.id], first, last).get(found.id)
    lately = tallies.of_pages([found.id], last - LATELY + timedelta(days=1), last)
    faces = wording.reactions(told.scale) if told else []
    number = min(max(request.args.get("comments", 1, type=int), 1), HIGHEST)
    content = render_template(
        "pagefeedback/page.html",
        found=found,
        area=tree.by_id[found.area_id],
        told=told,
        latest=lately.get(found.id),
        lately=LATELY.days,
        faces=list(enumerate(faces, start=1))[::-1],
        months=tallies.months_of(found, first, last),
        comments=queries.comments_on(found, page=number),
        number=number,
        put_aside=queries.comments_on(found, quarantined=True),
        most=queries.MOST_COMMENTS,
        states=STATES,
        tags=TAGS,
        next_states={one: [to for to in Handling if may_follow(one, to)] for one in Handling},
        fault=fault,
        area_form=_area_form(found, tree) if may(Permission.ASSIGN_PAGES) else None,
        enough=tallies.ENOUGH,
        languages=[
            (lang, AUTONYMS[lang], url_for("feedback_desk.page", lang=lang, page_id=found.id))
            for lang in tenancy.languages()
        ],
        lang=current_language(),
    )
    return content, Conflict.status if fault else 200


def _year() -> tuple[date, date]:
    """The last twelve months, this one included."""
    today = clock.today(tenancy.place().timezone)
    month = today.replace(day=1)
    year, before = divmod(month.year * 12 + month.month - 1 - 11, 12)
    return date(year, before + 1, 1), today
