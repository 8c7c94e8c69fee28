"""Deleting a survey in the making, or the changes of a published one, once that is confirmed."""

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts import audit
from app.authoring import service_editor as editing
from app.authoring import workspace
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.surveys import desk_pages


def ask(slug: str) -> ResponseReturnValue:
    draft = editing.opened(slug)
    if draft.work is None:
        raise Missing
    return desk_pages.render("authoring/editor/discard.html", draft.desk, "edit/", draft=draft)


def discard(slug: str) -> bool:
    """Whether the survey is published: then only its changes are gone."""
    draft = editing.opened(slug)
    if draft.work is None:
        raise Missing
    if request.form.get("seen") != str(draft.revision):
        raise Conflict
    is_published = draft.desk.survey is not None
    title = str(draft.desk.title) or slug
    workspace.discard(draft.work)
    if is_published:
        audit.record("survey.changes_discarded", "survey", slug, survey=title)
    else:
        audit.record("survey.deleted", "survey", slug, survey=title)
    db.session.commit()
    return is_published
