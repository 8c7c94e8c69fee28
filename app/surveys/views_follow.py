"""Leaving an address to hear what comes of a survey, apart from any answers; stopping again."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Expired, Missing
from app.core.i18n import PREFIX
from app.engagement import contacts, readers, supporters
from app.engagement.models import EmailContact
from app.engagement.readers import AddressForm
from app.surveys import following, here, news, queries
from app.surveys.following import FOLLOW
from app.surveys.models import Survey

blueprint = Blueprint("survey_follow", __name__, url_prefix=PREFIX)


@blueprint.get("/surveys/<slug>/follow")
@access(PUBLIC)
def follow(slug: str) -> ResponseReturnValue:
    return _page(here.card(slug).survey, AddressForm())


@blueprint.post("/surveys/<slug>/follow")
@access(PUBLIC)
def follow_post(slug: str) -> ResponseReturnValue:
    survey, form = here.card(slug).survey, AddressForm(request.form)
    left = readers.leave(form, FOLLOW, survey.id, by_day=True)
    if left.status != 200:
        return _page(survey, form, left.status)
    if left.contact is not None:
        news.ask(survey, left.contact)
        db.session.commit()
    return here.see_other(url_for("survey_follow.follow", slug=slug, asked=1))


def _page(survey: Survey, form: AddressForm, status: int = 200) -> ResponseReturnValue:
    card = here.card(survey.slug)
    return here.form_page(
        "follow",
        card,
        form,
        status,
        follow_token=supporters.button_token(FOLLOW, survey.id),
        asked="asked" in request.args,
    )


@blueprint.get("/surveys/<slug>/following/<token>")
@access(PUBLIC)
def following_page(slug: str, token: str) -> ResponseReturnValue:
    survey, contact = _opened(slug, token)
    return here.page(
        "following",
        survey=survey,
        token=token,
        follower=following.of_contact(survey, contact),
        has_stopped="stopped" in request.args,
    )


@blueprint.post("/surveys/<slug>/following/<token>")
@access(PUBLIC)
def following_post(slug: str, token: str) -> ResponseReturnValue:
    survey, contact = _opened(slug, token)
    is_stopping = request.form.get("action") == "stop"
    if is_stopping:
        following.unfollow(survey, contact)
    else:
        contacts.prove(contact)
        wants = survey.answered_at is not None or "corrections" in request.form
        following.follow(survey, contact, wants_corrections=wants)
    db.session.commit()
    stopped = 1 if is_stopping else None
    address = url_for("survey_follow.following_page", slug=slug, token=token, stopped=stopped)
    return redirect(address, 303)


def _opened(slug: str, token: str) -> tuple[Survey, EmailContact]:
    """The survey and the address that a mailed link is about, or Expired."""
    found = contacts.opened(FOLLOW, token)
    survey, contact = queries.by_slug(slug), contacts.by_id(found[1]) if found else None
    if survey is None:
        raise Missing
    if found is None or contact is None or survey.id != found[0]:
        raise Expired
    return survey, contact
