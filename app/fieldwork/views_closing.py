"""An official closes a survey, opens it again, moves its closing or the day of the answer."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.fieldwork import closing
from app.fieldwork.closing import NotNow
from app.fieldwork.forms_answer import ClosingForm, DueForm
from app.organisation import tenancy
from app.surveys import desk, desk_pages, listing
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey, SurveyState

blueprint = Blueprint("survey_closing", __name__, url_prefix=PREFIX + "/desk/surveys")

USE = Rule(Permission.USE_DESK)


@blueprint.get("/<slug>/answer/<step>")
@access(USE)
def step(slug: str, step: str) -> ResponseReturnValue:
    found = _found(slug, step)
    return _page(found, step, _filled(found.published, step))


@blueprint.post("/<slug>/answer/<step>")
@access(USE)
def step_post(slug: str, step: str) -> ResponseReturnValue:
    found = _found(slug, step)
    form = _form(step)(request.form)
    form.timezone = _zone()
    if not form.validate():
        return _page(found, step, form, 422)
    try:
        _do(found.published, step, form)
    except NotNow:
        db.session.rollback()
        notice = _("This is not possible now: the survey has been changed meanwhile.")
        return _page(desk.find(slug), step, form, 409, notice)
    db.session.commit()
    flash(_DONE[step]())
    return redirect(url_for("survey_answer.answer", slug=slug), 303)


_DONE = {
    "close": lambda: _("The survey is closed. Residents see the day of the answer."),
    "reopen": lambda: _("The survey is open again."),
    "closing": lambda: _("The survey closes on another day now."),
    "due": lambda: _("Residents see the new day of the answer."),
}


def _found(slug: str, step: str) -> DeskSurvey:
    if step not in _DONE:
        raise Missing
    return desk.find(slug)


def _zone() -> ZoneInfo:
    return ZoneInfo(tenancy.place().timezone)


def _form(step: str) -> type[DueForm]:
    return ClosingForm if step in ("reopen", "closing") else DueForm


def _filled(survey: Survey, step: str) -> DueForm:
    """The form as it is opened: with the days that follow from what was promised."""
    timezone = tenancy.place().timezone
    form = _form(step)(None)
    form.timezone = _zone()
    today = clock.today(timezone)
    match step:
        case "close":
            form.due.data = closing.suggested_day(survey, today, timezone)
        case "due":
            form.due.data = survey.answer_due_on or closing.suggested_day(survey, today, timezone)
        case _:
            assert isinstance(form, ClosingForm), "a new last day is asked for"
            form.closes.data = _last_day(survey, step, today)
            last = form.closes.data or today
            form.due.data = closing.suggested_day(survey, last, timezone)
    return form


def _last_day(survey: Survey, step: str, today: date) -> date | None:
    if step == "reopen" or survey.closes_at is None:
        return None
    return max(today, survey.closes_at.astimezone(_zone()).date())


def _do(survey: Survey, step: str, form: DueForm) -> None:
    due_on = form.due.data
    assert due_on is not None, "only after validation"
    match step:
        case "close":
            closing.close(survey, due_on=due_on)
        case "reopen" if isinstance(form, ClosingForm):
            closing.open_again(survey, closes_at=form.closes_at, due_on=due_on)
        case "closing" if isinstance(form, ClosingForm):
            closing.move(survey, closes_at=form.closes_at, due_on=due_on)
        case _:
            closing.put_off(survey, due_on=due_on)


def _is_possible(survey: Survey, step: str) -> bool:
    state = survey.state(clock.now())
    is_answered = survey.answered_at is not None
    return {
        "close": state is SurveyState.OPEN,
        "reopen": state is SurveyState.CLOSED and not is_answered,
        "closing": state is not SurveyState.CLOSED,
        "due": not is_answered,
    }[step]


def _page(
    found: DeskSurvey, step: str, form: DueForm, status: int = 200, notice: str = ""
) -> Response:
    survey, errors = found.published, errors_of(form)
    return desk_pages.render(
        "fieldwork/closing.html",
        found,
        "answer",
        status,
        survey=survey,
        stand=listing.card(survey, found.area, tenancy.place().timezone),
        step=step,
        form=form,
        is_possible=_is_possible(survey, step),
        notice=notice,
        errors=errors,
        has_errors=bool(errors or notice),
        languages=[
            (
                lang,
                AUTONYMS[lang],
                url_for("survey_closing.step", lang=lang, slug=found.slug, step=step),
            )
            for lang in tenancy.languages()
        ],
    )
