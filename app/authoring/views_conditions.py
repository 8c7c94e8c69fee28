"""Conditions: rows of question, comparison and value, with the expression that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.authoring import condition_words, conditions, forms_conditions, judging, opened
from app.authoring import problem_words as words
from app.authoring.conditions import Condition, Joined
from app.authoring.forms_conditions import ConditionForm, Errors
from app.authoring.mending import CONDITIONS, Place, PlaceKind
from app.authoring.subjects import Subject, subjects
from app.authoring.workspace import Outdated
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.surveys import desk as desks
from app.surveys import desk_pages
from app.surveys.desk import DeskSurvey
from app.surveys.models_work import SurveyWork

blueprint = Blueprint(
    "survey_conditions",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/edit/conditions",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)


@dataclass(frozen=True, slots=True)
class Edited:
    """The condition that a page is about: whose it is, which, and what there is to look at."""

    desk: DeskSurvey
    work: SurveyWork
    name: str
    of: str
    path: str
    element: Mapping[str, Any]
    subjects: Sequence[Subject]

    @property
    def now(self) -> str:
        """The expression as it is kept."""
        kept = self.element.get(self.of)
        return kept if isinstance(kept, str) else ""

    @property
    def title(self) -> str:
        return judging.title_of(self.work.source, self.element) or self.name

    @property
    def back(self) -> str:
        """The page where the rest of it is edited."""
        is_page = "." not in self.path and self.path.startswith("pages")
        kind = PlaceKind.PAGE if is_page else PlaceKind.QUESTION
        return f"{self.home}{Place(kind, self.name).address}"

    @property
    def home(self) -> str:
        return f"{url_for('desk_surveys.index')}{self.desk.slug}/"

    @property
    def href(self) -> str:
        return url_for(
            "survey_conditions.condition", slug=self.desk.slug, name=self.name, of=self.of
        )

    def judged(self, expression: str) -> list[str]:
        """What would be wrong with the definition only with this expression."""
        after = judging.with_property(self.work.source, self.name, self.of, expression)
        return [
            f"{words.reason(one.reason)} – {words.hint(one.hint)}"
            for one in judging.made_wrong(self.work.source, after)
        ]


@dataclass(frozen=True, slots=True)
class Shown:
    """How the page is shown: the rows, the text, what is wrong, what somebody else has made."""

    form: ConditionForm | None
    expression: str
    errors: Errors = field(default_factory=list)
    theirs: str | None = None
    status: int = 200


@blueprint.get("/<path:name>")
@access(USE)
def condition(slug: str, name: str) -> ResponseReturnValue:
    edited = _edited(slug, name)
    return _page(edited, _kept(edited))


@blueprint.post("/<path:name>")
@access(USE)
def change(slug: str, name: str) -> ResponseReturnValue:
    edited = _edited(slug, name)
    match request.form.get("action"):
        case "clear":
            return _save(edited, "", _kept(edited))
        case "text":
            expression = opened.typed(request.form.get("expression", "")).strip()
            rows = conditions.read(expression)
            form = forms_conditions.of(rows, edited.subjects) if rows else None
            errors = [("expression", one) for one in edited.judged(expression)]
            return _save(edited, expression, Shown(form, expression, errors))
        case "save":
            form = forms_conditions.sent(request.form, edited.subjects)
            return _save_rows(edited, form)
    return _page(edited, _at_once(edited, forms_conditions.sent(request.form, edited.subjects)))


def _save_rows(edited: Edited, form: ConditionForm) -> ResponseReturnValue:
    found, form = forms_conditions.condition(form)
    if found is None:
        return _page(edited, Shown(form, edited.now, form.errors, status=422))
    expression = conditions.written(found)
    errors = [(form.rows[0].control("question"), one) for one in edited.judged(expression)]
    return _save(edited, expression, Shown(form, expression, errors))


def _save(edited: Edited, expression: str, shown: Shown) -> ResponseReturnValue:
    """Keep an expression, if nothing is wrong with it and nobody has changed the same meanwhile."""
    if shown.errors:
        return _page(edited, Shown(shown.form, expression, shown.errors, status=422))

    def edit(source: dict[str, Any]) -> None:
        found = judging.named(source, edited.name)
        if found is None:
            raise Missing
        judging.set_property(found[1], edited.of, expression)

    seen = opened.seen_in(request.form)
    try:
        opened.change(edited.desk, edit, seen=seen, what=f"condition:{edited.name}")
    except Outdated:
        db.session.rollback()
        again = _edited(edited.desk.slug, edited.name)
        return _page(again, Shown(shown.form, expression, theirs=again.now, status=409))
    db.session.commit()
    flash(_("The condition is saved.") if expression else _("There is no condition any more."))
    return redirect(edited.href, 303)


def _kept(edited: Edited) -> Shown:
    """The condition as it is kept; rows that can't say it are not shown."""
    found = conditions.read(edited.now)
    form = forms_conditions.of(found, edited.subjects) if found is not None else None
    errors = [("expression", one) for one in _wrong_now(edited)]
    return Shown(form, edited.now, errors)


def _wrong_now(edited: Edited) -> list[str]:
    """What is wrong with the condition that is kept: all that its absence would mend."""
    without = judging.with_property(edited.work.source, edited.name, edited.of, "")
    return [
        f"{words.reason(one.reason)} – {words.hint(one.hint)}"
        for one in judging.made_wrong(without, edited.work.source)
        if edited.now
    ]


def _at_once(edited: Edited, form: ConditionForm) -> Shown:
    """What the rows say so far, judged where they are whole. Nothing is kept."""
    found, _form = forms_conditions.condition(form)
    if found is None:
        return Shown(form, "")
    expression = conditions.written(found)
    errors = [(form.rows[0].control("question"), one) for one in edited.judged(expression)]
    return Shown(form, expression, errors)


def _edited(slug: str, name: str) -> Edited:
    desk = desks.find(slug)
    work = opened.opened(desk)
    of = request.args.get("of", CONDITIONS[0])
    found = judging.named(work.source, name)
    if found is None or of not in CONDITIONS:
        raise Missing
    path, element = found
    inside = {name, *(str(one.get("name")) for _path, one in judging.inside(element, path))}
    offered = [
        one for one in subjects(work.source, current_language()) if one.question not in inside
    ]
    return Edited(desk, work, name, of, path, element, offered)


def _page(edited: Edited, shown: Shown) -> ResponseReturnValue:
    form = shown.form
    empty = forms_conditions.of(Condition(()), edited.subjects)
    return desk_pages.render(
        "authoring/condition.html",
        edited.desk,
        "edit/",
        shown.status,
        edited=edited,
        shown=shown,
        form=form or empty,
        can_rows=form is not None,
        purposes=condition_words.PURPOSES,
        always=condition_words.ALWAYS[edited.of],
        joined=[(one.value, condition_words.JOINED[one]) for one in Joined],
        comparison=condition_words.comparison,
        most_rows=conditions.MOST_ROWS,
        errors=shown.errors,
        has_errors=bool(shown.errors) or shown.theirs is not None,
    )
