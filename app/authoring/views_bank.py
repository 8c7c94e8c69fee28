"""Desk pages of the bank of questions: the list, one question with its answers over years."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.authoring import bank, bank_elements, bank_figures, reach
from app.authoring.labels_kinds import KINDS
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.surveys.models_work import BankQuestion

blueprint = Blueprint(
    "bank", __name__, url_prefix=PREFIX + "/desk/bank", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)


@blueprint.get("/")
@access(USE)
def index() -> ResponseReturnValue:
    reach.required()
    words = request.args.get("q", "").strip()[:200]
    archived = request.args.get("archived") == "1"
    return render_template(
        "authoring/bank/index.html",
        questions=bank.questions(words=words, archived=archived),
        words=words,
        archived=archived,
        kinds=KINDS,
    )


@blueprint.get("/<kept>")
@access(USE)
def question(kept: str) -> ResponseReturnValue:
    reach.required()
    one = _find(kept)
    lang = current_language()
    asked = bank_figures.asked_in(one, lang)
    compared = [each for each in asked if each.figures]
    return render_template(
        "authoring/bank/question.html",
        one=one,
        options=[option.label for option in bank_elements.question_of(one.source).counted_in(lang)],
        asked=asked,
        compared=compared,
        shares=bank_figures.shares(compared),
        kinds=KINDS,
    )


@blueprint.post("/<kept>/archive")
@access(USE)
def archive(kept: str) -> ResponseReturnValue:
    reach.required()
    one = _find(kept)
    archived = request.form.get("archived") == "1"
    bank.archive(one, archived=archived)
    db.session.commit()
    flash(_("The question is archived.") if archived else _("The question is offered again."))
    return redirect(url_for("bank.question", kept=one.name), 303)


def _find(name: str) -> BankQuestion:
    one = bank.question(name)
    if one is None:
        raise Missing
    return one
