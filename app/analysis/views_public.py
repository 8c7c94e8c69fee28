"""Results in public: what residents see once, or while, a survey allows it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.analysis import findings, participation, service
from app.core.access import PUBLIC, access
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.surveys import belonging, here

blueprint = Blueprint("survey_results", __name__, url_prefix=PREFIX, template_folder="templates")


@blueprint.get("/surveys/<slug>/results")
@access(PUBLIC)
def public_results(slug: str) -> ResponseReturnValue:
    card = here.card(slug)
    if not card.has_results:
        raise Missing
    survey = card.survey
    return render_template(
        "analysis/public.html",
        card=card,
        survey=survey,
        shown=service.of_all(survey, current_language()),
        rate=participation.response_rate(survey),
        findings=findings,
        belonging=belonging.of_survey(survey.id),
    )
