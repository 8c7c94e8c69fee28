"""The page behind the last link of an invitation's mail: no more mails about this survey."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.errors import Expired, Missing
from app.core.i18n import PREFIX
from app.fieldwork import mails, roster
from app.surveys import queries
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation

blueprint = Blueprint(
    "invitations_stop",
    __name__,
    url_prefix=PREFIX + "/surveys/<slug>/no-mails",
    template_folder="templates",
)


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<token>")
@access(PUBLIC)
def page(slug: str, token: str) -> ResponseReturnValue:
    survey, row = _opened(slug, token)
    is_done = row is None or row.state == InvitationState.STOPPED
    return render_template("fieldwork/no_mails.html", survey=survey, token=token, is_done=is_done)


@blueprint.post("/<token>")
@access(PUBLIC)
def stop(slug: str, token: str) -> ResponseReturnValue:
    _survey, row = _opened(slug, token)
    if row is not None:
        row.state = InvitationState.STOPPED
        db.session.commit()
    return redirect(url_for("invitations_stop.page", slug=slug, token=token), 303)


def _opened(slug: str, token: str) -> tuple[Survey, SurveyInvitation | None]:
    """The survey and the invitation of a mail's link; no invitation where it was removed."""
    found: tuple[UUID, UUID] | None = mails.stopped_by(token)
    survey = queries.by_slug(slug)
    if survey is None:
        raise Missing
    if found is None or found[0] != survey.id:
        raise Expired
    return survey, roster.one(survey, found[1])
