"""An official answers those who took part in a survey: what was heard, and what is done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.accounts.session import principal
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.fieldwork import answers
from app.fieldwork.answers import Changed, Written
from app.fieldwork.closing import NotNow
from app.fieldwork.forms_answer import Offer, incomplete, missing, too_long, written
from app.organisation import tenancy
from app.surveys import desk, desk_pages, following, listing, outcomes, results
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey, SurveyState

blueprint = Blueprint(
    "survey_answer", __name__, url_prefix=PREFIX + "/desk/surveys", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)
MOST_FIGURES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """How the page is shown, apart from what is typed."""

    errors: tuple[tuple[str, str], ...] = ()
    is_preview: bool = False
    missing: tuple[str, ...] = ()
    """Languages that the answer is about to be published without."""
    notice: str = ""
    theirs: Written | None = None
    """What somebody else has written meanwhile."""
    status: int = 200


@blueprint.get("/<slug>/answer")
@access(USE)
def answer(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    survey = found.published
    return _page(found, answers.stored(survey), _seen(survey), _Shown())


def _seen(survey: Survey) -> str:
    return answers.revision(outcomes.find(survey.id))


@blueprint.post("/<slug>/answer")
@access(USE)
def answer_post(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    survey, languages = found.published, _languages(found.published)
    typed = written(request.form, languages, Offer.here(), answers.stored(survey))
    seen, action = request.form.get("seen", ""), request.form.get("action", "keep")
    errors = too_long(typed, languages)
    if action.startswith("publish"):
        errors += incomplete(typed, languages)
    if errors:
        return _page(found, typed, seen, _Shown(errors=tuple(errors), status=422))
    lacking = tuple(missing(typed, languages))
    match action:
        case "preview":
            return _page(found, typed, seen, _Shown(is_preview=True))
        case "publish" if lacking:
            return _page(found, typed, seen, _Shown(is_preview=True, missing=lacking))
        case "publish" | "publish-anyway":
            return _take(found, typed, seen, is_publishing=True)
    return _take(found, typed, seen, is_publishing=False)


def _take(found: DeskSurvey, typed: Written, seen: str, *, is_publishing: bool) -> Response:
    survey, who = found.published, _who()
    try:
        if is_publishing:
            answers.publish(survey, typed, seen=seen, who=who)
        else:
            answers.keep(survey, typed, seen=seen, who=who)
    except Changed:
        db.session.rollback()
        again = desk.find(found.slug)
        theirs = answers.stored(again.published)
        return _page(again, typed, _seen(again.published), _Shown(theirs=theirs, status=409))
    except NotNow:
        db.session.rollback()
        notice = _("The survey has been opened again, or its answer published, meanwhile.")
        return _page(desk.find(found.slug), typed, seen, _Shown(notice=notice, status=409))
    db.session.commit()
    done = _("The answer is public.") if is_publishing else _("The draft is saved.")
    flash(done)
    return redirect(url_for("survey_answer.answer", slug=found.slug), 303)  # type: ignore[return-value] # it is Flask's


def _who() -> UUID | None:
    who = principal()
    return who.id if who is not None else None


def _languages(survey: Survey) -> tuple[str, ...]:
    """Those of the survey that the municipality's pages come in."""
    here = tenancy.languages()
    return tuple(lang for lang in survey.languages if lang in here) or here


def _page(found: DeskSurvey, typed: Written, seen: str, shown: _Shown) -> Response:
    survey, lang = found.published, current_language()
    outcome, offer = outcomes.find(survey.id), Offer.here()
    stand = listing.card(survey, found.area, tenancy.place().timezone)
    return desk_pages.render(
        "fieldwork/answer.html",
        found,
        "answer",
        shown.status,
        survey=survey,
        stand=stand,
        outcome=outcome,
        typed=typed,
        seen=seen,
        shown=shown,
        ties=(
            ("actions", offer.action_choices(), bool(typed.actions)),
            ("objectives", offer.objective_choices(), bool(typed.objectives)),
        ),
        chosen=offer.chosen(typed),
        survey_languages=[(code, AUTONYMS[code]) for code in _languages(survey)],
        figures=_figures(survey, lang),
        followers=len(following.all_of(survey)),
        may_publish=survey.state(clock.now()) is SurveyState.CLOSED,
        errors=shown.errors,
        error_of=dict(shown.errors),
        has_errors=bool(shown.errors or shown.theirs or shown.notice),
        languages=_in_each_language(found.slug),
    )


def _figures(survey: Survey, lang: str) -> dict[str, Any]:
    """The main figures as the public would see them, to write by."""
    told = results.of_survey(survey, lang)
    choices = [one for one in told.questions if one.n and not one.is_open]
    return {"results": told, "questions": choices[:MOST_FIGURES]}


def _in_each_language(slug: str) -> list[tuple[str, str, str]]:
    """The page's own address, also where a form was given back."""
    return [
        (lang, AUTONYMS[lang], url_for("survey_answer.answer", lang=lang, slug=slug))
        for lang in tenancy.languages()
    ]
