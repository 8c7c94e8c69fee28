"""The short link of a survey: outside of any language, short enough to be read from a poster."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.errors import Missing
from app.core.i18n import best_language
from app.fieldwork import sharing
from app.organisation import tenancy

blueprint = Blueprint("survey_short", __name__)


@blueprint.get("/s/<short>")
@access(PUBLIC)
def short(short: str) -> ResponseReturnValue:
    """To the survey, in the language that the browser prefers."""
    survey = sharing.find(short)
    if survey is None:
        raise Missing
    lang = best_language(tenancy.languages())
    response = redirect(url_for("surveys.survey", lang=lang, slug=survey.slug))
    response.vary.add("Accept-Language")
    return response
