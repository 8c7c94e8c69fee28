"""Questions of a survey kept in the bank, and questions of the bank put into a survey."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.accounts.session import principal
from app.authoring import bank, bank_elements, workspace
from app.authoring.bank import Saving
from app.authoring.labels_kinds import KINDS
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.i18n import PREFIX
from app.surveys import desk, desk_pages
from app.surveys import queries as surveys
from app.surveys.definition import DefinitionError
from app.surveys.desk import DeskSurvey

blueprint = Blueprint(
    "survey_bank",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/edit",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)


@blueprint.post("/questions/<question>/bank")
@access(USE)
def save(slug: str, question: str) -> ResponseReturnValue:
    found = desk.find(slug)
    source = _source(found)
    element = bank_elements.find(source, question)
    if element is None or "/" in question:
        raise Missing
    locale = str(source.get("locale") or "fi")
    try:
        done = bank.save(element, locale, replace=request.form.get("replace") == "1")
    except DefinitionError as error:
        return _refused_page(found, question, error)
    if done is Saving.DIFFERS:
        return _conflict_page(found, question, locale)
    db.session.commit()
    known = _("The bank had the question already, in the same words.")
    flash(known if done is Saving.KNOWN else _("The question is in the bank."))
    return redirect(url_for("bank.question", kept=question), 303)


@blueprint.get("/bank")
@access(USE)
def choose(slug: str) -> ResponseReturnValue:
    return _choose_page(desk.find(slug))


@blueprint.post("/bank")
@access(USE)
def add(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    one = bank.question(request.form.get("question", ""))
    if one is None:
        return _choose_page(found, _("Choose a question."))
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    work = found.work or workspace.of_survey(found.published, who=who.id)
    if any(name == one.name for name, _title in bank_elements.names(work.source)):
        db.session.rollback()
        return _choose_page(desk.find(slug), _("The survey asks a question of this name already."))
    after = request.form.get("after", "")
    element = bank_elements.in_languages_of(one.source, work.source)
    workspace.change(
        work,
        lambda source: bank_elements.inserted(source, element, after),
        seen=work.revision,
        who=who.id,
        what=f"added:{one.name}",
    )
    db.session.commit()
    flash(_("The question is added. Its name and choices should stay, to compare the answers."))
    return redirect(f"{url_for('desk_surveys.index')}{slug}/edit/", 303)


def _source(found: DeskSurvey) -> dict[str, object]:
    if found.work is not None:
        return dict(found.work.source)
    survey = found.published
    return dict(surveys.source(survey.id, survey.version) or {})


def _choose_page(found: DeskSurvey, error: str = "") -> ResponseReturnValue:
    words = request.values.get("q", "").strip()[:200]
    source = _source(found)
    asked = bank_elements.names(source)
    return desk_pages.render(
        "authoring/bank/choose.html",
        found,
        "edit/",
        422 if error else 200,
        questions=bank.questions(words=words),
        words=words,
        chosen=request.form.get("question", ""),
        after=request.values.get("after", asked[-1][0] if asked else ""),
        asked=asked,
        taken={name for name, _title in asked},
        kinds=KINDS,
        error=error,
        has_errors=bool(error),
    )


def _conflict_page(found: DeskSurvey, question: str, locale: str) -> ResponseReturnValue:
    kept = bank.question(question)
    element = bank_elements.find(_source(found), question)
    assert kept is not None, "another one of that name is kept"
    assert element is not None, "it was found before"
    mine = bank_elements.alone(element, locale)
    return desk_pages.render(
        "authoring/bank/conflict.html",
        found,
        "edit/",
        Conflict.status,
        question=question,
        sides=[
            (label, bank_elements.title(each), bank_elements.question_of(each))
            for label, each in ((_("In the bank"), kept.source), (_("In this survey"), mine))
        ],
        has_errors=True,
    )


def _refused_page(found: DeskSurvey, question: str, error: DefinitionError) -> ResponseReturnValue:
    return desk_pages.render(
        "authoring/bank/refused.html",
        found,
        "edit/",
        422,
        question=question,
        problems=error.problems,
        has_errors=True,
    )
