"""Residents' pages of ideas: which there are, one idea with its support, following it."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, TooManyRequests

from app.core import clock, cookies
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.core.limits import RETRY_AFTER
from app.engagement import readers, supporters
from app.engagement.readers import AddressForm
from app.ideas import choices, listing, mails, queries, supporting
from app.ideas.asked import Asked
from app.ideas.lifecycle import PUBLIC as PUBLIC_STATES
from app.ideas.lifecycle import State
from app.ideas.models import Idea
from app.ideas.words import DECISION_KINDS, DECISIONS, EVENTS, KINDS, ORDERS, SIDES, STATES
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.choices import area_choices

blueprint = Blueprint("ideas", __name__, url_prefix=PREFIX + "/ideas", template_folder="templates")

SUPPORT, FOLLOW = "idea.support", "idea.follow"


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """What things are called, for the templates of ideas on any page."""
    return {
        "idea_words": {
            "states": STATES,
            "kinds": KINDS,
            "decisions": DECISIONS,
            "decision_kinds": DECISION_KINDS,
            "events": EVENTS,
            "sides": SIDES,
        }
    }


@blueprint.get("/")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    place, tree, themes = tenancy.place(), organisation.area_tree(), organisation.themes()
    today = clock.today(place.timezone)
    goals = choices.goals(place, today)
    asked = Asked.of(request.args)
    found = asked.page(tree, themes, goals)
    return render_template(
        "ideas/index.html",
        cards=listing.cards(found.ideas, tree=tree, themes=themes, today=today),
        asked=asked,
        states=PUBLIC_STATES,
        orders=ORDERS,
        areas=[(one.value, one.label) for one in area_choices(tree.roots)],
        themes=themes,
        goals=goals,
        newer=asked.address(after=found.back) if found.back else None,
        older=asked.address(before=found.on) if found.on else None,
    )


@blueprint.get("/<int:number>")
@access(PUBLIC)
def idea(number: int) -> ResponseReturnValue:
    return _page(_idea(number), AddressForm())


def _idea(number: int) -> Idea:
    found = queries.by_number(number)
    if found is None:
        raise Missing
    return found


def _page(found: Idea, form: AddressForm, status: int = 200) -> Response:
    place = tenancy.place()
    tree = organisation.area_tree()
    today = clock.today(place.timezone)
    card = listing.cards([found], tree=tree, themes=organisation.themes(), today=today)[0]
    browser, errors = cookies.browser(), errors_of(form)
    page = render_template(
        "ideas/idea.html",
        card=card,
        idea=found,
        is_withdrawn=found.state == State.WITHDRAWN,
        can_support=found.state in supporting.OPEN,
        is_supported=browser is not None and supporting.is_supported(found, browser),
        support_token=supporters.button_token(SUPPORT, found.id),
        follow_token=supporters.button_token(FOLLOW, found.id),
        asked_to_follow="asked" in request.args,
        objectives=organisation.objectives_of(queries.objectives_of([found.id]).get(found.id, ())),
        timeline=listing.timeline(found, tree, place.timezone),
        answers=listing.answers(found, tree, place.timezone),
        form=form,
        errors=errors,
        has_errors=bool(errors),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<int:number>/support")
@blueprint.get("/<int:number>/follow")
@access(PUBLIC)
def button(number: int) -> ResponseReturnValue:
    """Where a form was given back: reloaded, or read in another language, it is the idea."""
    _idea(number)
    return redirect(url_for("ideas.idea", number=number))


@blueprint.post("/<int:number>/support")
@access(PUBLIC)
def support(number: int) -> ResponseReturnValue:
    found = _idea(number)
    button = supporters.pressed(SUPPORT, found.id, request.form.get("token", ""))
    if button is None:
        raise BadRequest
    if not supporters.may_press(found.id):
        raise TooManyRequests(retry_after=RETRY_AFTER)
    browser = supporters.browser_name(button)
    response = redirect(url_for("ideas.idea", number=number, _anchor="support"), 303)
    if "take_back" in request.form:
        supporting.take_back(found, browser)
    else:
        supporting.support(found, browser)
        cookies.keep_browser(response, browser)  # type: ignore[arg-type] # it is Flask's
    db.session.commit()
    return response


@blueprint.post("/<int:number>/follow")
@access(PUBLIC)
def follow(number: int) -> ResponseReturnValue:
    found = _idea(number)
    form = AddressForm(request.form)
    left = readers.leave(form, FOLLOW, found.id)
    if left.status != 200:
        return _page(found, form, left.status)
    if left.contact is not None:
        mails.ask_follower(found, left.contact)
        db.session.commit()
    return redirect(url_for("ideas.idea", number=number, asked=1, _anchor="follow"), 303)
