"""The editor of surveys: the outline and what is done to it as a whole."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.authoring import targets
from app.authoring import views_discard as discarding
from app.authoring import views_element as elements
from app.authoring import views_outline as outlines
from app.authoring import views_records as records
from app.authoring import views_saving as saving
from app.core.access import Rule, access
from app.core.i18n import PREFIX

blueprint = Blueprint(
    "editor",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/edit",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)


@blueprint.get("/")
@access(USE)
def outline(slug: str) -> ResponseReturnValue:
    return outlines.page(slug)


@blueprint.post("/")
@access(USE)
def act(slug: str) -> ResponseReturnValue:
    return outlines.act(slug)


@blueprint.get("/questions/<path:name>")
@access(USE)
def question(slug: str, name: str) -> ResponseReturnValue:
    return elements.show(targets.question(slug, name, request.args.getlist("in")))


@blueprint.post("/questions/<path:name>")
@access(USE)
def question_post(slug: str, name: str) -> ResponseReturnValue:
    return saving.save(targets.question(slug, name, request.args.getlist("in")))


@blueprint.get("/pages/<path:page>")
@access(USE)
def page(slug: str, page: str) -> ResponseReturnValue:
    return elements.show(targets.page(slug, page))


@blueprint.post("/pages/<path:page>")
@access(USE)
def page_post(slug: str, page: str) -> ResponseReturnValue:
    return saving.save(targets.page(slug, page))


@blueprint.get("/survey")
@access(USE)
def survey(slug: str) -> ResponseReturnValue:
    return elements.show(targets.survey(slug))


@blueprint.post("/survey")
@access(USE)
def survey_post(slug: str) -> ResponseReturnValue:
    return saving.save(targets.survey(slug))


@blueprint.get("/lists/<listed>")
@access(USE)
def listed(slug: str, listed: str) -> ResponseReturnValue:
    return records.show(records.of(slug, listed))


@blueprint.post("/lists/<listed>")
@access(USE)
def listed_post(slug: str, listed: str) -> ResponseReturnValue:
    return records.save(records.of(slug, listed))


@blueprint.get("/discard")
@access(USE)
def discard(slug: str) -> ResponseReturnValue:
    return discarding.ask(slug)


@blueprint.post("/discard")
@access(USE)
def discard_post(slug: str) -> ResponseReturnValue:
    was_published = discarding.discard(slug)
    if was_published:
        flash(_("The changes are gone. What residents see has stayed as it was."))
        return redirect(url_for("editor.outline", slug=slug), 303)
    flash(_("The survey was deleted."))
    return redirect(url_for("desk_surveys.index"), 303)
